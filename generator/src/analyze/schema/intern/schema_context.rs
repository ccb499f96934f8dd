//! What is known of a position that holds a schema.

use crate::analyze::document::Document;
use crate::analyze::origin::origin_of;
use crate::analyze::schema::read::SchemaRef;
use crate::model::{Origin, OriginRoot};
use crate::path::SpecPath;

/// What is known of a position that holds a schema.
#[derive(Debug, Clone)]
pub(in crate::analyze) struct SchemaContext {
    /// The schemas that hold there, all of them; the outermost first.
    pub(super) parts: Vec<SchemaRef>,
    /// The origin of a schema for it, where its place does not tell.
    pub(super) origin: Option<Origin>,
    /// How many schemas it is in that are not finished.
    pub(super) depth: usize,
    /// Whether its strings can be checked. Not in a union: which alternative is meant cannot be told from a string that
    /// breaks its rules.
    pub(super) checked: bool,
}

impl SchemaContext {
    /// The position of the schema at `path`.
    pub(in crate::analyze) fn at(path: &SpecPath) -> Self {
        Self::of(vec![SchemaRef::whole(path)], None)
    }

    /// A position that holds several schemas at once.
    pub(super) fn of(parts: Vec<SchemaRef>, origin: Option<Origin>) -> Self {
        Self { parts, origin, depth: 0, checked: true }
    }

    /// The position below one of this depth.
    pub(super) fn below(mut self, depth: usize) -> Self {
        self.depth = depth + 1;
        self
    }

    /// The same with strings that are not checked.
    pub(in crate::analyze) fn unchecked(mut self) -> Self {
        self.checked = false;
        self
    }

    /// The same with another origin.
    pub(super) fn named(&self, origin: Origin) -> Self {
        Self { origin: Some(origin), ..self.clone() }
    }

    /// The place of the outermost schema.
    pub(super) fn path(&self) -> SpecPath {
        self.parts.first().map_or_else(SpecPath::root, |part| part.path.clone())
    }

    /// Returns the origin of a schema inside of the position that is called `word` there.
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
