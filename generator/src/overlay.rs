//! Applies overlays (OpenAPI Overlay 1.0 and 1.1) to a document before all other stages, and records the overlay that
//! wrote each part. It reads no files and does not interpret OpenAPI.

mod action;
mod extends;
mod origins;
mod read;
mod remove;
mod update;

use serde_json::Value;
use serde_json_path::PathElement;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::json_size::json_size;
use crate::path::{DocumentId, SpecPath};
use crate::source_map::SourceMap;

use origins::Origins;

/// A loaded overlay.
#[derive(Clone, Debug)]
pub(crate) struct Overlay<'a> {
    /// The id of its file.
    pub(crate) id: DocumentId,
    /// The name of its file, as the user specified it.
    pub(crate) name: &'a str,
    /// Its content.
    pub(crate) value: Value,
}

/// A document after its overlays.
#[derive(Clone, Debug)]
pub(crate) struct Overlaid {
    pub(crate) document: Value,
    /// The source map to the document and the overlays.
    pub(crate) source_map: SourceMap,
}

/// Applies `overlays` in order to the document with this `name`.
///
/// An invalid overlay is an error. Valid actions are applied nevertheless, so that the rest of the document can be
/// checked.
#[must_use]
pub(crate) fn apply(document: Value, name: &str, overlays: &[Overlay<'_>], diagnostics: &mut Diagnostics) -> Overlaid {
    let left = json_size(&document).saturating_mul(ADDED).saturating_add(FREE);
    let mut target = Target { document, origins: Origins::default(), left: Some(left) };
    for overlay in overlays {
        let Some(read) = read::read(overlay, diagnostics) else { continue };
        extends::check(&read, overlay.name, name, diagnostics);
        for action in &read.actions {
            action::apply(&mut target, read.version, action, diagnostics);
        }
    }
    let files = overlays.iter().map(|overlay| (overlay.id, overlay.name.to_owned()));
    Overlaid { source_map: SourceMap::of_files(target.origins.entries(), files), document: target.document }
}

/// Returns true for the finding that an overlay does not apply to this document: it extends another one, or the target of an action
/// selects nothing. It may apply to another document.
pub(crate) fn depends_on_document(found: &Diagnostic) -> bool {
    let is_at_target = || found.place.last().is_some_and(|key| key == action::TARGET);
    found.code == Code::OverlayExtends || (found.code == Code::OverlayNoEffect && is_at_target())
}

/// The target of actions.
struct Target {
    document: Value,
    /// The origins of the parts that were added or moved.
    origins: Origins,
    /// The number of values that may still be added; `None` once an addition exceeded it.
    left: Option<usize>,
}

/// The number of values that overlays may add for each value of the document.
const ADDED: usize = 16;

/// The number of values that they may add in addition.
const FREE: usize = 1_000_000;

impl Target {
    /// Takes the values of an addition to a number of nodes from the limit. Returns false if that exceeds it: a few actions that copy
    /// what the previous one has copied make a document of any size.
    fn allows(&mut self, value: &Value, nodes: usize) -> bool {
        self.left = self.left.and_then(|left| left.checked_sub(json_size(value).saturating_mul(nodes)));
        self.left.is_some()
    }
}

/// One step of the path to a node.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum PathStep {
    Key(String),
    Index(usize),
}

impl PathStep {
    /// Returns the step as a token of a JSON pointer.
    fn token(&self) -> String {
        match self {
            Self::Key(key) => key.clone(),
            Self::Index(index) => index.to_string(),
        }
    }
}

impl From<&PathElement<'_>> for PathStep {
    fn from(element: &PathElement<'_>) -> Self {
        match element {
            PathElement::Name(name) => Self::Key((*name).to_owned()),
            PathElement::Index(index) => Self::Index(*index),
        }
    }
}

/// Returns the node at a path.
fn node<'v>(document: &'v mut Value, path: &[PathStep]) -> Option<&'v mut Value> {
    path.iter().try_fold(document, |node, step| match step {
        PathStep::Key(key) => node.get_mut(key.as_str()),
        PathStep::Index(index) => node.get_mut(*index),
    })
}

/// Writes a path as a JSON pointer.
fn pointer(path: &[PathStep]) -> SpecPath {
    path.iter().fold(SpecPath::root(), |place, step| place.child(&step.token()))
}

/// The JSON types that the specification distinguishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NodeType {
    Object,
    Array,
    Primitive,
}

impl NodeType {
    fn from_value(value: &Value) -> Self {
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

/// Reports an error in an overlay.
fn invalid(place: &SpecPath, message: impl Into<String>, help: impl Into<String>, diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::new(Code::Overlay, place, message).help(help));
}

#[cfg(test)]
mod tests;
