//! References to schemas of the document.

use std::hash::{Hash, Hasher};

use crate::path::SpecPath;

/// The deepest nesting of schemas that is read. The properties of an object begin anew.
pub(in crate::analyze::schema) const MAX_DEPTH: usize = 24;

/// A schema of the document that holds at some position, alone or together with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::analyze) struct SchemaRef {
    /// The place of the schema.
    pub(in crate::analyze) path: SpecPath,
    /// What happens to its alternatives.
    pub(in crate::analyze) unions: Unions,
}

/// What happens to `oneOf` and `anyOf` of a [`SchemaRef`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::analyze) enum Unions {
    /// They hold as well.
    Kept,
    /// They are left out: another reference is the alternative that was chosen.
    LeftOut,
}

/// Places differ most at their ends, and begin alike for a long way.
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
