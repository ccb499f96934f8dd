//! Merges an entry of `[[documents]]` with the keys of the top level.

use std::collections::BTreeSet;

use toml::de::{DeTable, DeValue};

use super::documents::{OF_AN_ENTRY, OF_THE_CRATE};
use crate::path::SpecPath;

/// The keys that decide for a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Keys {
    /// The pointers of the keys that the entry has.
    own: BTreeSet<String>,
    /// The pointers of the keys of the top level whose values the entry replaces.
    replaced: BTreeSet<String>,
}

impl Keys {
    /// Compares the keys of an entry with those of the top level.
    pub(super) fn new(root: &DeTable<'_>, entry: &DeTable<'_>) -> Self {
        let mut keys = Self::default();
        for (key, value) in entry.iter().filter(|(key, _)| !OF_AN_ENTRY.contains(&&**key.get_ref())) {
            let place = SpecPath::config().child(key.get_ref());
            pointers(&place, value.get_ref(), &mut keys.own);
            keys.compare(&place, root.get(key).map(toml::Spanned::get_ref), value.get_ref());
        }
        keys
    }

    fn compare(&mut self, place: &SpecPath, outer: Option<&DeValue<'_>>, inner: &DeValue<'_>) {
        match (outer, inner) {
            (Some(DeValue::Table(outer)), DeValue::Table(inner)) => {
                for (key, value) in inner {
                    self.compare(
                        &place.child(key.get_ref()),
                        outer.get(key).map(toml::Spanned::get_ref),
                        value.get_ref(),
                    );
                }
            }
            (Some(_), _) => {
                self.replaced.insert(place.pointer().to_owned());
            }
            (None, _) => {}
        }
    }

    /// Returns true if the entry has the key.
    pub(super) fn has(&self, place: &SpecPath) -> bool {
        self.own.contains(place.pointer())
    }

    /// Returns true if the entry replaces the value of the top level at this place.
    pub(super) fn replaces(&self, place: &SpecPath) -> bool {
        let mut places = std::iter::successors(Some(place.clone()), SpecPath::parent);
        places.any(|place| self.replaced.contains(place.pointer()))
    }
}

/// Returns the table of the top level without the parts about the crate, replaced by the keys of an entry.
pub(super) fn merged<'a>(root: &DeTable<'a>, own: &DeTable<'a>) -> DeTable<'a> {
    let mut merged = root.clone();
    for key in OF_THE_CRATE {
        merged.remove(*key);
    }
    replace(&mut merged, own, OF_AN_ENTRY);
    merged
}

fn replace<'a>(table: &mut DeTable<'a>, own: &DeTable<'a>, except: &[&str]) {
    for (key, value) in own.iter().filter(|(key, _)| !except.contains(&&**key.get_ref())) {
        let inner = value.get_ref().as_table();
        match (table.get_mut(key).map(toml::Spanned::get_mut), inner) {
            (Some(DeValue::Table(outer)), Some(inner)) => replace(outer, inner, &[]),
            _ => {
                table.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Collects the pointers of a value and of everything within it.
fn pointers(place: &SpecPath, value: &DeValue<'_>, all: &mut BTreeSet<String>) {
    all.insert(place.pointer().to_owned());
    match value {
        DeValue::Table(table) => {
            for (key, value) in table {
                pointers(&place.child(key.get_ref()), value.get_ref(), all);
            }
        }
        DeValue::Array(array) => {
            for (index, value) in array.iter().enumerate() {
                pointers(&place.index(index), value.get_ref(), all);
            }
        }
        _ => {}
    }
}
