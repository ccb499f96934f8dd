//! Nested lists and objects in parameters and forms. They follow the conventions of web frameworks, since the
//! specification does not define any.

use super::escape::{Guard, escape};
use super::param_value::Plain;
use crate::runtime::model::checked::InvalidValue;

/// A convention for nested values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nesting {
    /// A list of scalars repeats its key: `a=1&a=2`. Other nested values are errors.
    Repeated,
    /// `a.b=1`, `a=1&a=2`, `a[0].b=1`
    Dots,
    /// `a[b]=1`, `a[]=1`, `a[][b]=1`
    Brackets,
    /// `a[b]=1`, `a[0]=1`, `a[0][b]=1`
    Indices,
    /// JSON text.
    Json,
}

/// The error of a value that the convention cannot write.
pub(super) fn unwritable() -> InvalidValue {
    InvalidValue::new(
        "must not have lists or objects in its items, unless the configuration of this crate declares how to write them",
    )
}

/// A writer of the `name=value` pairs of a query or a form.
pub(crate) struct Pairs<'a> {
    pub(crate) nesting: Nesting,
    pub(crate) guard: Guard,
    pub(crate) out: &'a mut String,
}

impl Pairs<'_> {
    /// Writes the name of a pair.
    pub(crate) fn name(&mut self, name: &str) {
        if !self.out.is_empty() {
            self.out.push('&');
        }
        escape(name, self.out);
        self.out.push('=');
    }

    pub(crate) fn push(&mut self, name: &str, text: &str) -> Result<(), InvalidValue> {
        self.name(name);
        self.guard.write(text, self.out)
    }

    /// Writes a nested value. `name` is unchanged afterwards.
    pub(crate) fn nested(&mut self, name: &mut String, value: &Plain) -> Result<(), InvalidValue> {
        if value.is_void() {
            return Ok(());
        }
        match (value, self.nesting) {
            (Plain::List(_) | Plain::Object(_), Nesting::Json) => {
                let mut json = String::new();
                value.json(&mut json);
                self.push(name, &json)
            }
            (Plain::List(items), _) => self.list(name, items),
            (Plain::Object(_), Nesting::Repeated) => Err(unwritable()),
            (Plain::Object(fields), Nesting::Dots) => {
                fields.iter().try_for_each(|(key, value)| self.inside(name, [".", key, ""], value))
            }
            (Plain::Object(fields), _) => self.members(name, fields),
            _ => value.scalar().map_or(Ok(()), |text| self.push(name, text)),
        }
    }

    /// Writes `name[key]` for every member of an object.
    pub(crate) fn members(&mut self, name: &mut String, fields: &[(String, Plain)]) -> Result<(), InvalidValue> {
        fields.iter().try_for_each(|(key, value)| self.inside(name, ["[", key, "]"], value))
    }

    /// Writes a list whose items have the name of the parameter.
    pub(crate) fn repeated(&mut self, name: &str, items: &[Plain]) -> Result<(), InvalidValue> {
        let name = &mut name.to_owned();
        match self.nesting {
            nesting if nesting == Nesting::Json || is_flat(items) => {
                items.iter().try_for_each(|item| self.nested(name, item))
            }
            _ => self.list(name, items),
        }
    }

    fn list(&mut self, name: &mut String, items: &[Plain]) -> Result<(), InvalidValue> {
        match self.nesting {
            Nesting::Repeated | Nesting::Dots if is_flat(items) => {
                items.iter().try_for_each(|item| self.nested(name, item))
            }
            Nesting::Repeated => Err(unwritable()),
            Nesting::Brackets => self.unnumbered(name, items),
            _ => self.numbered(name, items),
        }
    }

    /// Writes `name[0]`, `name[1]` and so on.
    fn numbered(&mut self, name: &mut String, items: &[Plain]) -> Result<(), InvalidValue> {
        let mut items = items.iter().enumerate();
        items.try_for_each(|(index, item)| self.inside(name, ["[", &index.to_string(), "]"], item))
    }

    /// Writes `name[]` for every item.
    fn unnumbered(&mut self, name: &mut String, items: &[Plain]) -> Result<(), InvalidValue> {
        let mut before = None;
        for item in items.iter().filter(|item| !item.is_void()) {
            if matches!(item, Plain::List(_)) {
                return Err(InvalidValue::new("must not have lists in lists, which `[]` cannot tell apart"));
            }
            if before.is_some_and(|before| !begins_anew(item, before)) {
                let rule = "must have lists whose objects begin with the same key, since `[]` cannot tell others apart";
                return Err(InvalidValue::new(rule));
            }
            before = Some(item);
            self.inside(name, ["[", "", "]"], item)?;
        }
        Ok(())
    }

    fn inside(&mut self, name: &mut String, key: [&str; 3], value: &Plain) -> Result<(), InvalidValue> {
        let length = name.len();
        name.extend(key);
        let written = self.nested(name, value);
        name.truncate(length);
        written
    }
}

/// Returns true for a list of scalars.
fn is_flat(items: &[Plain]) -> bool {
    !items.iter().any(|item| matches!(item, Plain::List(_) | Plain::Object(_)))
}

/// Returns true if a reader of `name[][key]` starts a new item here: the first key is already in the previous item.
fn begins_anew(item: &Plain, before: &Plain) -> bool {
    match (item, before) {
        (Plain::Object(fields), Plain::Object(earlier)) => {
            let Some((key, value)) = fields.iter().find(|(_, value)| !value.is_void()) else { return true };
            let earlier = earlier.iter().find(|(known, value)| known == key && !value.is_void());
            earlier.is_some_and(|(_, earlier)| begins_anew(value, earlier))
        }
        // A key that ends in `[]` never begins an item.
        (Plain::List(_) | Plain::Object(_), _) => false,
        _ => true,
    }
}
