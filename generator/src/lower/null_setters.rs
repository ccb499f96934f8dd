//! Names the setters that make a field `null`, so that no two setters of a struct share a name.

use std::collections::{HashMap, HashSet};

use crate::rust::{self, Field};

/// The names that setters which make a field `null` must not get.
pub(super) struct NullSetters<'a> {
    fields: HashSet<&'a str>,
    /// How many fields would name such a setter so.
    wishes: HashMap<String, usize>,
}

impl<'a> NullSetters<'a> {
    pub(super) fn new(fields: &'a [Field]) -> Self {
        let mut wishes = HashMap::new();
        for field in fields.iter().filter(|field| field.presence == rust::Presence::Tristate) {
            *wishes.entry(Self::wish(&field.name)).or_default() += 1;
        }
        Self { fields: fields.iter().map(|field| field.name.as_str()).collect(), wishes }
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
        let word = if field.ends_with('_') { "to" } else { "as" };
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
