//! What a run has to say to its user, as plain data; knows nothing of files, lines or how it is shown.

mod code;

pub use code::{Code, Kind, Severity, UnknownCode};

use crate::path::{DocumentId, SpecPath};

/// A line and a column of a text, both counted from one; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// Where exactly a place is in the text, where its path alone does not say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spot {
    /// Where the path leads: to the key of a member, to the value of an element.
    #[default]
    Path,
    /// The path leads to several keys that are written alike: this one of them, from 0.
    Occurrence(usize),
    /// This position, since the text could not be read far enough to have paths.
    At(Position),
}

/// Another place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Related {
    /// The other place.
    pub place: SpecPath,
    /// Where exactly in the text it is.
    pub spot: Spot,
    /// What is there, as in "the first one is here".
    pub message: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// What is wrong.
    pub code: Code,
    /// How much it matters: that of the code, unless the configuration raised it.
    pub severity: Severity,
    /// Where it is.
    pub place: SpecPath,
    /// Where exactly in the text it is.
    pub spot: Spot,
    /// What is wrong, with the offending text, without a full stop.
    pub message: String,
    /// What to do about it; empty if there is nothing to add.
    pub help: String,
    /// Other places that explain it.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// A finding with the severity of its code and without help.
    #[must_use]
    pub fn new(code: Code, place: &SpecPath, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            place: place.clone(),
            spot: Spot::Path,
            message: message.into(),
            help: String::new(),
            related: Vec::new(),
        }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Adds another place that explains it.
    #[must_use]
    pub fn related(self, place: &SpecPath, message: impl Into<String>) -> Self {
        self.related_at(place, Spot::Path, message)
    }

    /// Adds another place that explains it, where its path alone does not say where it is.
    #[must_use]
    pub fn related_at(mut self, place: &SpecPath, spot: Spot, message: impl Into<String>) -> Self {
        self.related.push(Related { place: place.clone(), spot, message: message.into() });
        self
    }

    /// The same at other places, as where a document was rewritten; its words name them, too: `key` writes them down.
    #[must_use]
    pub fn relocated(mut self, to: impl Fn(&SpecPath) -> SpecPath, key: impl Fn(&SpecPath) -> String) -> Self {
        self.message = relocated(&self.message, &key);
        self.help = relocated(&self.help, &key);
        self.place = to(&self.place);
        for related in &mut self.related {
            related.place = to(&related.place);
        }
        self
    }

    /// Says in which document it is.
    #[must_use]
    pub fn within(mut self, document: DocumentId) -> Self {
        let places = self.related.iter_mut().map(|related| &mut related.place);
        for place in places.chain([&mut self.place]) {
            *place = place.within(document);
        }
        self
    }

    /// Says where exactly it is, where its path alone does not.
    #[must_use]
    pub fn at(mut self, spot: Spot) -> Self {
        self.spot = spot;
        self
    }
}

/// A text with every pointer in it that stands in backquotes led elsewhere.
fn relocated(text: &str, key: impl Fn(&SpecPath) -> String) -> String {
    let led = |part: &str| match part.starts_with("#/").then(|| SpecPath::parse(DocumentId::ROOT, part)) {
        Some(Some(place)) => key(&place),
        _ => part.to_owned(),
    };
    text.split('`').map(led).collect::<Vec<_>>().join("`")
}

/// Where every stage puts its findings.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Nothing found yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// The findings, in the order in which they were made.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Turns findings with a denied code into errors and drops those with an allowed one, unless they are errors.
    pub fn apply_levels(&mut self, deny: &[Code], allow: &[Code]) {
        for diagnostic in &mut self.list {
            if deny.contains(&diagnostic.code) {
                diagnostic.severity = Severity::Error;
            }
        }
        self.list.retain(|diagnostic| diagnostic.severity == Severity::Error || !allow.contains(&diagnostic.code));
    }

    /// The findings, in the order in which they were made.
    #[must_use]
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.list
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.list.extend(diagnostics);
    }
}
