//! A schema while it is being made.

use serde_json::Value;

use crate::analyze::schema::read::Discriminator;
use crate::model::{Docs, Origin, SchemaId, Shape, Shapes, Struct, Type, through_aliases};
use crate::path::SpecPath;
use crate::resolve::Tree;

/// A schema while it is being made.
#[derive(Debug, Clone)]
pub(in crate::analyze) struct Draft {
    /// Where it stands.
    pub(in crate::analyze) path: SpecPath,
    /// What it is called after.
    pub(in crate::analyze) origin: Origin,
    /// What the document says of it.
    pub(in crate::analyze) docs: Docs,
    /// What it is.
    pub(in crate::analyze) shape: Shape,
    /// Whether `null` is a value of it as well.
    pub(in crate::analyze) nullable: bool,
    /// What tells the variants of a union apart, as the document says.
    pub(in crate::analyze) discriminator: Option<Discriminator>,
    /// Whether it is an enumeration that the document leaves open, since it allows any other string beside the values.
    pub(in crate::analyze) open: bool,
    /// Whether it is a component, and kept even if nothing refers to it.
    pub(in crate::analyze) component: bool,
}

impl Draft {
    /// Returns true for a string with rules that are checked.
    pub(in crate::analyze) fn is_checked_string(&self) -> bool {
        matches!(self.shape, Shape::CheckedString(_))
    }
}

impl Shapes for [Draft] {
    fn shape(&self, id: SchemaId) -> Option<&Shape> {
        self.get(id.index()).map(|draft| &draft.shape)
    }
}

/// Returns the type that `ty` is behind all aliases.
pub(in crate::analyze) fn resolved<'t>(drafts: &'t [Draft], ty: &'t Type) -> &'t Type {
    through_aliases(drafts, ty)
}

/// Returns the struct that `ty` is behind all aliases.
pub(in crate::analyze) fn struct_of<'t>(drafts: &'t [Draft], ty: &Type) -> Option<&'t Struct> {
    let Type::Named(id) = resolved(drafts, ty) else { return None };
    match drafts.shape(*id)? {
        Shape::Struct(body) => Some(body),
        _ => None,
    }
}

/// Returns true if the values of an enumeration at `path` would not be listed there, but among alternatives.
pub(super) fn is_open(tree: &Tree<'_>, path: &SpecPath) -> bool {
    let raw = tree.get(path).and_then(Value::as_object);
    raw.is_some_and(|raw| Tree::member(raw, "anyOf").is_some() || Tree::member(raw, "oneOf").is_some())
}
