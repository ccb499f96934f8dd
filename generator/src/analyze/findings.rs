//! The findings of the analysis, and how much of the document may still be read before one of them stops it.

use std::collections::{HashMap, HashSet};

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::path::SpecPath;
use crate::resolve::{Broken, BrokenRef, Found, Tree};

/// How often everything in the document may be read on average.
const READINGS: usize = 4;

/// How much may be read in any document.
const FREE: usize = 50_000;

/// The most alternatives in a document that are merged with the schema around them: they multiply at every step through references.
const MAX_MERGED: usize = 8_000;

/// Something outside of the document, or missing in it, that many places name: one finding for all of them.
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
    /// How much may still be read before the document counts as one that multiplies itself.
    budget: Option<usize>,
    /// How many alternatives were merged with the schema around them.
    merged: usize,
    /// Findings that were made already.
    reported: HashSet<(SpecPath, Code, String)>,
    named: Vec<Named>,
    /// The indices in `named`, by code and name.
    named_indices: HashMap<(Code, String), usize>,
    /// The places of findings that explain why an object cannot be read, and how many findings were looked through for them.
    explained: (HashSet<SpecPath>, usize),
}

impl<'d> Findings<'d> {
    /// Findings about a document of `size` values.
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

    /// Adds a finding unless it was made before.
    pub(super) fn report_once(&mut self, diagnostic: Diagnostic) {
        if self.reported.insert((diagnostic.place.clone(), diagnostic.code, diagnostic.message.clone())) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Reports that the object at `place` cannot be read, unless what is wrong with it was reported already.
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

    /// Takes `count` things that are read off the budget, and reports the first place at which it is exhausted. Returns false from then on.
    ///
    /// References let a short document describe very much: a thousand schemas that take over a base with a thousand properties have a
    /// million of them.
    pub(super) fn spend(&mut self, place: &SpecPath, count: usize) -> bool {
        let Some(left) = self.budget else { return false };
        self.budget = left.checked_sub(count);
        if self.budget.is_none() {
            let message =
                "the references of the document repeat its parts so often that a crate of it would have no bounds";
            let found = Diagnostic::new(Code::UnsupportedSchema, place, message);
            let help = "let schemas refer to each other by properties instead of repeating their content with `allOf`";
            self.report(Diagnostic { severity: Severity::Error, ..found.help(help) });
        }
        self.budget.is_some()
    }

    /// Takes one alternative that is merged with the schema around it off the budget.
    pub(super) fn spend_merged(&mut self) {
        self.merged += 1;
    }

    /// Returns true if too many alternatives were merged.
    pub(super) fn has_merged_too_much(&self) -> bool {
        self.merged > MAX_MERGED
    }

    /// Returns what is at `path` after all references; one that leads nowhere is reported once.
    pub(super) fn follow<'t>(&mut self, tree: &Tree<'t>, path: &SpecPath) -> Option<Found<'t>> {
        tree.follow(path).inspect_err(|broken| self.report_broken(broken)).ok()
    }

    /// Reports a reference that leads nowhere, once.
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
                format!("`{reference}` leads back to itself and to nothing else"),
            )
            .help("let one of the references on the way be a schema of its own"),
            Broken::Dangling { nearest } => {
                let found = Diagnostic::new(Code::DanglingRef, place, format!("nothing is at `{reference}`"));
                match nearest {
                    Some(nearest) => found.help(format!("did you mean `{nearest}`?")),
                    None => found,
                }
            }
        };
        self.report_once(diagnostic);
    }

    /// Notes that `place` names something that is not there; all that name the same are one finding.
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

    /// Reports what was noted so.
    pub(super) fn finish_reports(&mut self) {
        for Named { code, name, place, count, help } in std::mem::take(&mut self.named) {
            let (what, they) = match code {
                Code::ExternalRef => {
                    (format!("`{name}` is another document, which is not read"), "references point into")
                }
                Code::ReservedHeader => (
                    format!("the header parameter `{name}` is left out: it is set from elsewhere"),
                    "parameters describe",
                ),
                _ => (format!("no security scheme is called `{name}`"), "requirements name"),
            };
            let message = if count == 1 { what } else { format!("{what}; {count} {they} it") };
            self.report(Diagnostic::new(code, &place, message).help(help));
        }
    }
}
