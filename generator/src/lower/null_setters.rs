//! Names the setters that set a field to `null`, so that no two setters of a struct have the same name.

use std::collections::{HashMap, HashSet};

/// The names that are taken for setters that set a field to `null`.
pub(super) struct NullSetters<'a> {
    fields: HashSet<&'a str>,
    /// The number of fields that would get this name.
    wishes: HashMap<String, usize>,
}

impl<'a> NullSetters<'a> {
    /// Collects the names of all fields, and whether each has a setter for `null`.
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

    /// Returns the name of the setter that sets a field to `null`. It differs from the names of all other setters, for values and
    /// for `null`.
    pub(super) fn name(&self, field: &str) -> String {
        let wish = Self::wish(field);
        let mut name = wish.clone();
        // The fields `type` and `type_` wish for the same name, and only one of them ends with an underscore.
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
