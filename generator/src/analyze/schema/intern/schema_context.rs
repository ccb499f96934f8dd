//! A position that contains a schema, and its surroundings.

use crate::analyze::document::Document;
use crate::analyze::origin::origin_of;
use crate::analyze::schema::read::SchemaRef;
use crate::model::{Origin, OriginRoot};
use crate::path::SpecPath;

/// A position that contains a schema, and its surroundings.
#[derive(Debug, Clone)]
pub(in crate::analyze) struct SchemaContext {
    /// The schemas that apply at the position, all of them together; the outermost first.
    pub(super) parts: Vec<SchemaRef>,
    /// The origin of the name of a schema there, if it cannot be derived from the place.
    pub(super) origin: Option<Origin>,
    /// The number of unfinished schemas around the position.
    pub(super) depth: usize,
    /// Whether strings can be checked. In a union they cannot: a string that violates the constraints of one
    /// alternative may belong to another.
    pub(super) checked: bool,
}

impl SchemaContext {
    /// Creates the position of the schema at `path`.
    pub(in crate::analyze) fn at(path: &SpecPath) -> Self {
        Self::of(vec![SchemaRef::whole(path)], None)
    }

    /// Creates a position with several schemas that apply together.
    pub(super) fn of(parts: Vec<SchemaRef>, origin: Option<Origin>) -> Self {
        Self { parts, origin, depth: 0, checked: true }
    }

    /// Returns the position within one of this depth.
    pub(super) fn below(mut self, depth: usize) -> Self {
        self.depth = depth + 1;
        self
    }

    /// Returns the position with strings that are not checked.
    pub(in crate::analyze) fn unchecked(mut self) -> Self {
        self.checked = false;
        self
    }

    /// Returns the position with another origin.
    pub(super) fn named(&self, origin: Origin) -> Self {
        Self { origin: Some(origin), ..self.clone() }
    }

    /// Returns the place of the outermost schema.
    pub(super) fn path(&self) -> SpecPath {
        self.parts.first().map_or_else(SpecPath::root, |part| part.path.clone())
    }

    /// Returns the origin of the inner schema that is called `word`.
    pub(super) fn inside(&self, document: &Document<'_>, word: &str) -> Origin {
        let mut origin = match (&self.origin, self.parts.first()) {
            (Some(origin), _) => origin.clone(),
            (None, Some(part)) => origin_of(document, &part.path),
            (None, None) => Origin { root: OriginRoot::Component(String::new()), way: Vec::new() },
        };
        origin.way.push(word.to_owned());
        origin
    }
}
