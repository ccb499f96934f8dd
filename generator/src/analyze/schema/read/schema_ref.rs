//! References to schemas of the document.

use std::hash::{Hash, Hasher};

use crate::path::SpecPath;

/// The maximum nesting depth of schemas. The count restarts for the properties of each object.
pub(in crate::analyze::schema) const MAX_DEPTH: usize = 24;

/// A reference to a schema of the document that applies to a position, possibly together with others.
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// Hashes only the end of the pointer: pointers mostly differ at their ends and have long common prefixes.
impl Hash for SchemaRef {
    fn hash<H: Hasher>(&self, state: &mut H) {
        const TAIL: usize = 24;
        let pointer = self.path.pointer().as_bytes();
        state.write_usize(pointer.len());
        state.write(pointer.get(pointer.len().saturating_sub(TAIL)..).unwrap_or_default());
    }
}

impl SchemaRef {
    /// The whole schema at `path`.
    pub(in crate::analyze) fn whole(path: &SpecPath) -> Self {
        Self { path: path.clone(), unions: Unions::Kept }
    }
}
