//! References to schemas of the document.

use crate::path::SpecPath;

/// The maximum nesting depth of schemas. The count restarts for the properties of each object.
pub(in crate::analyze::schema) const MAX_DEPTH: usize = 24;

/// A reference to a schema of the document that applies to a position, possibly together with others.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::analyze) struct SchemaRef {
    /// The place of the schema.
    pub(in crate::analyze) path: SpecPath,
    /// The treatment of its alternatives.
    pub(in crate::analyze) unions: Unions,
}

/// The treatment of `oneOf` and `anyOf` of a [`SchemaRef`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::analyze) enum Unions {
    /// They apply.
    Kept,
    /// They are left out, because another reference is the chosen alternative.
    LeftOut,
}

impl SchemaRef {
    /// The whole schema at `path`.
    pub(in crate::analyze) fn whole(path: &SpecPath) -> Self {
        Self { path: path.clone(), unions: Unions::Kept }
    }
}
