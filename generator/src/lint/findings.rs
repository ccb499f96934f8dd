//! Collects findings and makes one of those that say the same of many places.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::path::SpecPath;

/// The findings so far, each kind of them once.
#[derive(Default)]
pub(super) struct Findings {
    list: Vec<Found>,
    by_key: HashMap<(Code, String), usize>,
}

struct Found {
    diagnostic: Diagnostic,
    second: Option<SpecPath>,
    count: usize,
}

impl Findings {
    /// Adds a finding; only the first one of a code and key is shown in full.
    pub(super) fn add(&mut self, code: Code, place: &SpecPath, key: &str, message: String, help: &str) {
        let entry = (code, key.to_owned());
        if let Some(found) = self.by_key.get(&entry).and_then(|&index| self.list.get_mut(index)) {
            found.count += 1;
            found.second.get_or_insert_with(|| place.clone());
            return;
        }
        self.by_key.insert(entry, self.list.len());
        let diagnostic = Diagnostic::new(code, place, message).help(help);
        self.list.push(Found { diagnostic, second: None, count: 1 });
    }

    /// Adds a finding that is only worth a note, whatever its code.
    pub(super) fn note(&mut self, code: Code, place: &SpecPath, key: &str, message: String, help: &str) {
        let known = self.list.len();
        self.add(code, place, &format!("{key} note"), message, help);
        if let Some(found) = self.list.get_mut(known) {
            found.diagnostic.severity = Severity::Note;
        }
    }

    /// Hands the findings over, each with the number of places that are like it.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        for Found { diagnostic, second, count } in self.list {
            diagnostics.push(match (second, count) {
                (Some(second), 2) => diagnostic.related(&second, "the same is true here"),
                (Some(second), _) => {
                    diagnostic.related(&second, format!("the same is true here, and in {} more places", count - 2))
                }
                (None, _) => diagnostic,
            });
        }
    }
}
