//! A position that contains a schema, and its surroundings.

use crate::analyze::document::Document;
use crate::analyze::name_hint::name_hint_of;
use crate::analyze::schema::read::SchemaRef;
use crate::model::{HintRoot, NameHint};
use crate::path::SpecPath;

/// A position that contains a schema, and its surroundings.
#[derive(Debug, Clone)]
pub(in crate::analyze) struct SchemaContext {
    /// The schemas that apply at the position, all of them together; the outermost first.
    pub(super) parts: Vec<SchemaRef>,
    /// The origin of the name of a schema there, if it cannot be derived from the place.
    pub(super) name_hint: Option<NameHint>,
    /// The number of unfinished schemas around the position.
    pub(super) depth: usize,
    /// True if strings can be checked. In a union they cannot: a string that violates the constraints of one
    /// alternative may belong to another.
    pub(super) checked: bool,
}

impl SchemaContext {
    /// Creates the position of the schema at `path`.
    pub(in crate::analyze) fn at(path: &SpecPath) -> Self {
        Self::new(vec![SchemaRef::whole(path)], None)
    }

    /// Creates a position with several schemas that apply together.
    pub(super) fn new(parts: Vec<SchemaRef>, name_hint: Option<NameHint>) -> Self {
        Self { parts, name_hint, depth: 0, checked: true }
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

    /// Returns the position with another name hint.
    pub(super) fn named(&self, name_hint: NameHint) -> Self {
        Self { name_hint: Some(name_hint), ..self.clone() }
    }

    /// Returns the place of the outermost schema.
    pub(super) fn path(&self) -> SpecPath {
        self.parts.first().map_or_else(SpecPath::root, |part| part.path.clone())
    }

    /// Returns the origin of the inner schema that is called `word`.
    pub(super) fn inside(&self, document: &Document<'_>, word: &str) -> NameHint {
        let mut name_hint = match (&self.name_hint, self.parts.first()) {
            (Some(name_hint), _) => name_hint.clone(),
            (None, Some(part)) => name_hint_of(document, &part.path),
            (None, None) => NameHint { root: HintRoot::Component(String::new()), way: Vec::new() },
        };
        name_hint.way.push(word.to_owned());
        name_hint
    }
}
