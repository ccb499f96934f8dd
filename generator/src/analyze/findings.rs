//! The findings of the analysis, and the budget that stops the analysis of documents that multiply themselves.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::path::SpecPath;
use crate::resolve::{Broken, BrokenRef, DocumentTree, LocatedValue};

/// The average number of times that each value of the document may be read.
const READINGS: usize = 4;

/// The number of values that may be read in addition, in any document.
const FREE: usize = 50_000;

/// The maximum number of alternatives in a document that are merged with the schema around them. Their number
/// multiplies with each level of references.
const MAX_MERGED: usize = 8_000;

/// A missing or external thing that many places refer to. All of them are one finding.
struct Named {
    code: Code,
    name: String,
    place: SpecPath,
    count: usize,
    help: String,
}

/// The findings of the analysis.
pub(super) struct Findings<'d> {
    diagnostics: &'d mut Diagnostics,
    /// The number of values that may still be read. `None` once it is exhausted.
    budget: Option<usize>,
    /// The number of alternatives that were merged with the schema around them.
    merged: usize,
    /// The findings that were already reported.
    reported: HashSet<(SpecPath, Code, String)>,
    named: Vec<Named>,
    /// The indices in `named`, by code and name.
    named_indices: HashMap<(Code, String), usize>,
    /// The places of findings that explain why an object cannot be read, and the number of findings that were searched
    /// for them.
    explained: (HashSet<SpecPath>, usize),
}

impl<'d> Findings<'d> {
    /// Creates the findings of a document with `size` values.
    pub(super) fn new(size: usize, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            diagnostics,
            budget: Some(size.saturating_mul(READINGS).saturating_add(FREE)),
            merged: 0,
            reported: HashSet::new(),
            named: Vec::new(),
            named_indices: HashMap::new(),
            explained: (HashSet::new(), 0),
        }
    }

    /// Adds a finding.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds a finding unless it was already added.
    pub(super) fn report_once(&mut self, diagnostic: Diagnostic) {
        if self.reported.insert((diagnostic.place.clone(), diagnostic.code, diagnostic.message.clone())) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Reports that the object at `place` cannot be read, unless the reason was already reported.
    pub(super) fn report_unreadable(&mut self, code: Code, place: &SpecPath, what: &str, error: &str) {
        let (explained, looked_through) = &mut self.explained;
        let explains = |found: &&Diagnostic| matches!(found.code, Code::WrongType | Code::MissingKeyword);
        let new = self.diagnostics.iter().skip(*looked_through);
        explained.extend(new.filter(explains).map(|found| found.place.clone()));
        *looked_through = self.diagnostics.iter().len();
        if !explained.contains(place) {
            self.report_once(Diagnostic::new(code, place, format!("{what} cannot be read: {error}")));
        }
    }

    /// Takes `count` from the budget. Reports the first place at which it is exhausted, and returns false from then on.
    ///
    /// References can make a short document very large: a thousand schemas that extend a base with a thousand
    /// properties have a million properties.
    pub(super) fn spend(&mut self, place: &SpecPath, count: usize) -> bool {
        let Some(left) = self.budget else { return false };
        self.budget = left.checked_sub(count);
        if self.budget.is_none() {
            let message = "the references of the document repeat its parts so often that the crate would be too large";
            let found = Diagnostic::new(Code::UnsupportedSchema, place, message);
            let help = "let schemas refer to each other through properties instead of repeating their content with `allOf`; \
                        split large responses, media types and parameters that many operations share";
            self.report(Diagnostic { severity: Severity::Error, ..found.help(help) });
        }
        self.budget.is_some()
    }

    /// Takes the size of an object that several references can lead to from the budget: itself, and the values in its members.
    pub(super) fn spend_object(&mut self, place: &SpecPath, value: &Value) -> bool {
        let within = |value: &Value| match value {
            Value::Object(map) => map.len(),
            Value::Array(items) => items.len(),
            _ => 0,
        };
        let count = value.as_object().map_or(0, |object| object.values().map(within).sum());
        self.spend(place, 1_usize.saturating_add(count))
    }

    /// Returns true if nothing may be read any more.
    pub(super) const fn is_exhausted(&self) -> bool {
        self.budget.is_none()
    }

    /// Counts an alternative that is merged with the schema around it.
    pub(super) fn spend_merged(&mut self) {
        self.merged += 1;
    }

    /// Returns true if too many alternatives were merged.
    pub(super) fn has_merged_too_much(&self) -> bool {
        self.merged > MAX_MERGED
    }

    /// Returns the value at `path` after all references. Reports a reference without a target once.
    pub(super) fn follow<'t>(&mut self, tree: &DocumentTree<'t>, path: &SpecPath) -> Option<LocatedValue<'t>> {
        tree.follow(path).inspect_err(|broken| self.report_broken(broken)).ok()
    }

    /// Reports a reference without a target once.
    fn report_broken(&mut self, broken: &BrokenRef) {
        let BrokenRef { place, reference, why } = broken;
        let diagnostic = match why {
            Broken::Reported => return,
            Broken::External => {
                let document = reference.split('#').next().unwrap_or_default();
                return self.report_named(
                    Code::ExternalRef,
                    document,
                    place,
                    "bundle the documents into one".to_owned(),
                );
            }
            Broken::Cycle => Diagnostic::new(
                Code::RefCycle,
                place,
                format!("`{reference}` refers back to itself and to nothing else"),
            )
            .help("replace one of the references in the cycle by a schema"),
            Broken::Dangling { nearest } => {
                let found = Diagnostic::new(Code::DanglingRef, place, format!("`{reference}` does not exist"));
                match nearest {
                    Some(nearest) => found.help(format!("did you mean `{nearest}`?")),
                    None => found,
                }
            }
        };
        self.report_once(diagnostic);
    }

    /// Records that `place` refers to something that is missing. All places that refer to the same name are one
    /// finding.
    pub(super) fn report_named(&mut self, code: Code, name: &str, place: &SpecPath, help: String) {
        if !self.reported.insert((place.clone(), code, name.to_owned())) {
            return;
        }
        let new = self.named.len();
        let index = *self.named_indices.entry((code, name.to_owned())).or_insert(new);
        match self.named.get_mut(index) {
            Some(named) => named.count += 1,
            None => self.named.push(Named { code, name: name.to_owned(), place: place.clone(), count: 1, help }),
        }
    }

    /// Reports the findings of [`Findings::report_named`].
    pub(super) fn finish_reports(&mut self) {
        for Named { code, name, place, count, help } in std::mem::take(&mut self.named) {
            let (what, they) = match code {
                Code::ExternalRef => {
                    (format!("`{name}` is another document, which is not read"), "references refer to")
                }
                Code::ReservedHeader => (
                    format!("the header parameter `{name}` is left out, because the client sets this header itself"),
                    "parameters declare",
                ),
                _ => (format!("the security scheme `{name}` is not declared"), "requirements refer to"),
            };
            let message = if count == 1 { what } else { format!("{what}; {count} {they} it") };
            self.report(Diagnostic::new(code, &place, message).help(help));
        }
    }
}
