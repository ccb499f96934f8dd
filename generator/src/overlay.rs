//! Applies overlays (OpenAPI Overlay 1.0 and 1.1) to a document before anything else looks at it, and records which overlay wrote
//! which part. Reads no file and knows nothing of OpenAPI.

mod action;
mod extends;
mod origins;
mod read;
mod remove;
mod update;

use serde_json::Value;
use serde_json_path::PathElement;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::moves::Moves;
use crate::path::{DocumentId, SpecPath};

use origins::Origins;

/// An overlay as it was loaded.
#[derive(Clone, Debug)]
pub(crate) struct Overlay<'a> {
    /// Which of the files of the run it is.
    pub(crate) id: DocumentId,
    /// Its name, as the user wrote it.
    pub(crate) name: &'a str,
    /// Its content.
    pub(crate) value: Value,
}

/// A document after overlays.
#[derive(Clone, Debug)]
pub(crate) struct Overlaid {
    /// The document.
    pub(crate) document: Value,
    /// Where its parts are written: in the document or in an overlay.
    pub(crate) moves: Moves,
}

/// Applies `overlays` in their order to the document called `name`.
///
/// An invalid overlay is an error. The actions that can be applied are applied nevertheless, so that the rest of the
/// document can be checked.
#[must_use]
pub(crate) fn apply(document: Value, name: &str, overlays: &[Overlay<'_>], diagnostics: &mut Diagnostics) -> Overlaid {
    let mut target = Target { document, origins: Origins::default() };
    for overlay in overlays {
        let Some(read) = read::read(overlay, diagnostics) else { continue };
        extends::check(&read, overlay.name, name, diagnostics);
        for action in &read.actions {
            action::apply(&mut target, read.version, action, diagnostics);
        }
    }
    let files = overlays.iter().map(|overlay| (overlay.id, overlay.name.to_owned()));
    Overlaid { moves: Moves::of_files(target.origins.entries(), files), document: target.document }
}

/// The target of actions.
struct Target {
    document: Value,
    /// Where the parts of the document are written that are not where they were.
    origins: Origins,
}

/// One step of a path to a node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Key(String),
    Index(usize),
}

impl Step {
    /// Returns the step as a token of a JSON pointer.
    fn token(&self) -> String {
        match self {
            Self::Key(key) => key.clone(),
            Self::Index(index) => index.to_string(),
        }
    }
}

impl From<&PathElement<'_>> for Step {
    fn from(element: &PathElement<'_>) -> Self {
        match element {
            PathElement::Name(name) => Self::Key((*name).to_owned()),
            PathElement::Index(index) => Self::Index(*index),
        }
    }
}

/// Returns the node at a path.
fn node<'v>(document: &'v mut Value, path: &[Step]) -> Option<&'v mut Value> {
    path.iter().try_fold(document, |node, step| match step {
        Step::Key(key) => node.get_mut(key.as_str()),
        Step::Index(index) => node.get_mut(*index),
    })
}

/// Writes a path as a JSON pointer.
fn pointer(path: &[Step]) -> SpecPath {
    path.iter().fold(SpecPath::root(), |place, step| place.child(&step.token()))
}

/// The JSON kinds that the specification tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Object,
    Array,
    Primitive,
}

impl Kind {
    fn of(value: &Value) -> Self {
        match value {
            Value::Object(_) => Self::Object,
            Value::Array(_) => Self::Array,
            _ => Self::Primitive,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Object => "an object",
            Self::Array => "an array",
            Self::Primitive => "a primitive value",
        }
    }
}

/// Reports what is wrong with an overlay.
fn invalid(place: &SpecPath, message: impl Into<String>, help: impl Into<String>, diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::new(Code::Overlay, place, message).help(help));
}

#[cfg(test)]
mod tests;
