//! Collects findings, and combines those about the same problem at several places.

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::path::SpecPath;

/// The findings so far, one per kind.
#[derive(Default)]
pub(super) struct Findings {
    list: Vec<CombinedFinding>,
    by_key: HashMap<(Code, String), usize>,
}

struct CombinedFinding {
    diagnostic: Diagnostic,
    second: Option<SpecPath>,
    count: usize,
}

impl Findings {
    /// Adds a finding. Only the first one with a code and key is reported; the others are counted.
    pub(super) fn add(&mut self, code: Code, place: &SpecPath, key: &str, message: String, help: &str) {
        let entry = (code, key.to_owned());
        if let Some(found) = self.by_key.get(&entry).and_then(|&index| self.list.get_mut(index)) {
            found.count += 1;
            found.second.get_or_insert_with(|| place.clone());
            return;
        }
        self.by_key.insert(entry, self.list.len());
        let diagnostic = Diagnostic::new(code, place, message).help(help);
        self.list.push(CombinedFinding { diagnostic, second: None, count: 1 });
    }

    /// Adds a finding with the severity of a note, whatever its code is.
    pub(super) fn note(&mut self, code: Code, place: &SpecPath, key: &str, message: String, help: &str) {
        let known = self.list.len();
        self.add(code, place, &format!("{key} note"), message, help);
        if let Some(found) = self.list.get_mut(known) {
            found.diagnostic.severity = Severity::Note;
        }
    }

    /// Passes the findings on, each with the number of places that have the same problem.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        for CombinedFinding { diagnostic, second, count } in self.list {
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
