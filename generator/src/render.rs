//! Writes diagnostics down for people and for programs; knows nothing of terminals, files or what was checked.

mod cut;
mod github;
mod human;
mod json;
mod sarif;
mod snippet;

use crate::diag::{Diagnostic, Severity, Spot};
use crate::path::{DocumentId, SpecPath};
use crate::source::{Location, Sources};

pub use github::{Annotation, annotation, github, github_error};
pub use human::human;
pub use json::json_lines;
pub use sarif::{sarif, sarif_error};
pub use snippet::plain;

/// What is written around the parts of a text to colour them; nothing by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    /// Around `error` and what an error marks.
    pub error: Paint,
    /// Around `warning` and what a warning marks.
    pub warning: Paint,
    /// Around `note` and what a note marks.
    pub note: Paint,
    /// Around messages.
    pub strong: Paint,
    /// Around line numbers, arrows and bars.
    pub faint: Paint,
    /// Around what is added, in differences.
    pub added: Paint,
    /// Around what is removed, in differences.
    pub removed: Paint,
}

/// What switches a colour on and off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paint {
    /// Written before the text.
    pub on: String,
    /// Written behind the text.
    pub off: String,
}

impl Paint {
    /// The text in this colour.
    #[must_use]
    pub fn over(&self, text: &str) -> String {
        format!("{}{text}{}", self.on, self.off)
    }
}

impl Palette {
    /// The colour of a severity.
    #[must_use]
    pub fn of(&self, severity: Severity) -> &Paint {
        match severity {
            Severity::Error => &self.error,
            Severity::Warning => &self.warning,
            Severity::Note => &self.note,
        }
    }
}

/// How many diagnostics there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// How many notes.
    pub notes: usize,
}

impl Counts {
    /// Counts a list of diagnostics.
    #[must_use]
    pub fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|found| found.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning), notes: count(Severity::Note) }
    }
}

/// `2 errors, 1 warning`; what there is none of is left out, so that this may be empty.
impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let parts: Vec<String> = parts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" }))
            .collect();
        f.write_str(&parts.join(", "))
    }
}

/// A diagnostic with the places that it names, found in the texts.
struct Located<'a> {
    diagnostic: &'a Diagnostic,
    place: Option<Location>,
    related: Vec<Option<Location>>,
}

/// Finds all places in one pass over each text, and puts what matters most last, where a terminal shows it; within
/// one severity the order is that of the texts.
fn located<'a>(diagnostics: &'a [Diagnostic], sources: &Sources) -> Vec<Located<'a>> {
    let places: Vec<(&SpecPath, Spot)> = diagnostics
        .iter()
        .flat_map(|found| {
            let related = found.related.iter().map(|related| (&related.place, related.spot));
            std::iter::once((&found.place, found.spot)).chain(related)
        })
        .collect();
    let mut locations = sources.locate(&places).into_iter();
    let mut all: Vec<Located<'a>> = diagnostics
        .iter()
        .map(|diagnostic| Located {
            diagnostic,
            place: locations.next().flatten(),
            related: locations.by_ref().take(diagnostic.related.len()).collect(),
        })
        .collect();
    all.sort_by_key(Located::rank);
    all
}

impl Located<'_> {
    fn rank(&self) -> (Severity, DocumentId, Option<usize>) {
        let found = self.diagnostic;
        let begin = self.place.as_ref().map(|place| place.bytes.start);
        (found.severity, found.place.document(), begin)
    }
}
