//! The findings of a run, as plain data. They refer to places in documents, not to lines in files.

mod code;
mod explanation;

pub use code::{Code, CodeKind, Severity, UnknownCode};
pub use explanation::Explanation;

use crate::path::{DocumentId, SpecPath};

/// A line and a column of a text, both counted from one; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// The exact position of a finding, if its path is not sufficient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Spot {
    /// At the path: the key of a member, or the value of an element.
    #[default]
    Path,
    /// At this occurrence of a duplicate key, from 0.
    Occurrence(usize),
    /// At this position, since the text could not be parsed far enough for paths.
    At(Position),
}

/// Another place that explains a finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Related {
    /// The other place.
    pub place: SpecPath,
    /// The exact position.
    pub spot: Spot,
    /// A description, such as "the first one is here".
    pub message: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The kind of finding.
    pub code: Code,
    /// The severity: that of the code, unless the configuration raised it.
    pub severity: Severity,
    /// The path of the place.
    pub place: SpecPath,
    /// The exact position.
    pub spot: Spot,
    /// A description of the problem with the offending text, without a full stop.
    pub message: String,
    /// The recommended action, or an empty string.
    pub help: String,
    /// Other places that explain the finding.
    pub related: Vec<Related>,
}

impl Diagnostic {
    /// Returns a finding with the severity of its code and without help.
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

    /// Sets the recommended action.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// Adds a related place.
    #[must_use]
    pub fn related(self, place: &SpecPath, message: impl Into<String>) -> Self {
        self.related_at(place, Spot::Path, message)
    }

    /// Adds a related place with an exact position.
    #[must_use]
    pub fn related_at(mut self, place: &SpecPath, spot: Spot, message: impl Into<String>) -> Self {
        self.related.push(Related { place: place.clone(), spot, message: message.into() });
        self
    }

    /// Returns the finding with its places mapped by `to`, for example to the original document. Pointers in its texts
    /// are replaced by `key`.
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

    /// Sets the document of all places.
    #[must_use]
    pub fn with_document(mut self, document: DocumentId) -> Self {
        let places = self.related.iter_mut().map(|related| &mut related.place);
        for place in places.chain([&mut self.place]) {
            *place = place.with_document(document);
        }
        self
    }

    /// Sets the exact position.
    #[must_use]
    pub fn at(mut self, spot: Spot) -> Self {
        self.spot = spot;
        self
    }
}

/// Replaces every pointer in backquotes in a text.
fn relocated(text: &str, key: impl Fn(&SpecPath) -> String) -> String {
    let led = |part: &str| match part.starts_with("#/").then(|| SpecPath::parse(DocumentId::ROOT, part)) {
        Some(Some(place)) => key(&place),
        _ => part.to_owned(),
    };
    text.split('`').map(led).collect::<Vec<_>>().join("`")
}

/// The findings that all stages add to.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Creates an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding. A warning without help gets the recommended action of its code.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        if diagnostic.help.is_empty() && diagnostic.severity == Severity::Warning {
            diagnostic.help.push_str(diagnostic.code.explanation().fix);
        }
        self.list.push(diagnostic);
    }

    /// Returns the findings, in the order in which they were made.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Returns true if one of them is an error.
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

    /// Returns the findings, in the order in which they were made.
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
