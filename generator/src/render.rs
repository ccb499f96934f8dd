//! Renders diagnostics for people and for programs. It knows nothing of terminals, files or checks.

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

/// The escape sequences that color the parts of a text; empty by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette {
    /// The color of `error`, and of the marks of errors.
    pub error: Paint,
    /// The color of `warning`, and of the marks of warnings.
    pub warning: Paint,
    /// The color of `note`, and of the marks of notes.
    pub note: Paint,
    /// The color of messages.
    pub strong: Paint,
    /// The color of line numbers, arrows and bars.
    pub faint: Paint,
    /// The color of added lines in differences.
    pub added: Paint,
    /// The color of removed lines in differences.
    pub removed: Paint,
}

/// The escape sequences of a color.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paint {
    /// The sequence before the text.
    pub on: String,
    /// The sequence after the text.
    pub off: String,
}

impl Paint {
    /// Returns the text in this color.
    #[must_use]
    pub fn over(&self, text: &str) -> String {
        format!("{}{text}{}", self.on, self.off)
    }
}

impl Palette {
    /// Returns the color of a severity.
    #[must_use]
    pub fn severity(&self, severity: Severity) -> &Paint {
        match severity {
            Severity::Error => &self.error,
            Severity::Warning => &self.warning,
            Severity::Note => &self.note,
        }
    }
}

/// The number of diagnostics of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The number of errors.
    pub errors: usize,
    /// The number of warnings.
    pub warnings: usize,
    /// The number of notes.
    pub notes: usize,
}

impl Counts {
    /// Counts a list of diagnostics.
    #[must_use]
    pub fn new(diagnostics: &[Diagnostic]) -> Self {
        let count = |severity| diagnostics.iter().filter(|found| found.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning), notes: count(Severity::Note) }
    }
}

/// `2 errors, 1 warning`. Severities that do not occur are omitted, so the text may be empty.
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

/// A diagnostic with the locations of its places in the texts.
struct Located<'a> {
    diagnostic: &'a Diagnostic,
    place: Option<Location>,
    related: Vec<Option<Location>>,
}

/// Locates all places in one pass over each text, and sorts the diagnostics by severity. The most severe come last, where a
/// terminal shows them. Those of one severity are in the order of the texts.
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
