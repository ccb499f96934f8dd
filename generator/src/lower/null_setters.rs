//! Names the setters that make a field `null`, so that no two setters of a struct share a name.

use std::collections::{HashMap, HashSet};

/// The names that setters which make a field `null` must not get.
pub(super) struct NullSetters<'a> {
    fields: HashSet<&'a str>,
    /// How many fields would name such a setter so.
    wishes: HashMap<String, usize>,
}

impl<'a> NullSetters<'a> {
    /// Takes the names of all fields, and whether each can be made `null` by a setter.
    pub(super) fn new(fields: impl Iterator<Item = (&'a str, bool)>) -> Self {
        let mut nulls = Self { fields: HashSet::new(), wishes: HashMap::new() };
        for (name, is_nullable) in fields {
            nulls.fields.insert(name);
            if is_nullable {
                *nulls.wishes.entry(Self::wish(name)).or_default() += 1;
            }
        }
        nulls
    }

    fn wish(field: &str) -> String {
        format!("{}_null", field.trim_start_matches("r#").trim_end_matches('_'))
    }

    /// Returns the name of the setter that makes a field `null`: no other field has a setter of that name, be it for a value or
    /// for `null`.
    pub(super) fn name(&self, field: &str) -> String {
        let wish = Self::wish(field);
        let mut name = wish.clone();
        // Of `type` and `type_`, which wish for the same, only one ends in an underscore.
        let is_shared = self.wishes.get(&wish).is_some_and(|count| *count > 1);
        let word = if is_shared && field.ends_with('_') { "to" } else { "as" };
        let is_taken = |name: &str| {
            let others = self.wishes.get(name).copied().unwrap_or_default();
            self.fields.contains(name) || others > usize::from(name == wish)
        };
        while is_taken(&name) {
            name = format!("{}_{word}_null", name.strip_suffix("_null").unwrap_or(&name));
        }
        format!("with_{name}")
    }
}
