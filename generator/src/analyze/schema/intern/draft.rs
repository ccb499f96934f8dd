//! A schema under construction.

use serde_json::Value;

use crate::analyze::schema::read::Discriminator;
use crate::model::{Docs, NameHint, SchemaId, Shape, Shapes, Struct, Type, through_aliases};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// A schema under construction.
#[derive(Debug, Clone)]
pub(in crate::analyze) struct Draft {
    /// The place of the schema in the document.
    pub(in crate::analyze) path: SpecPath,
    /// The origin of its name.
    pub(in crate::analyze) name_hint: NameHint,
    /// The documentation of the schema.
    pub(in crate::analyze) docs: Docs,
    /// The kind of schema, with its contents.
    pub(in crate::analyze) shape: Shape,
    /// True if `null` is also allowed.
    pub(in crate::analyze) nullable: bool,
    /// The `discriminator` of a union.
    pub(in crate::analyze) discriminator: Option<Discriminator>,
    /// True if it is an enumeration that the document declares as open, because another alternative allows any string.
    pub(in crate::analyze) open: bool,
    /// True if it is a component. Components are kept even if nothing refers to them.
    pub(in crate::analyze) component: bool,
}

impl Draft {
    /// Returns true for a string with constraints that are checked.
    pub(in crate::analyze) fn is_checked_string(&self) -> bool {
        matches!(self.shape, Shape::CheckedString(_))
    }
}

impl Shapes for [Draft] {
    fn shape(&self, id: SchemaId) -> Option<&Shape> {
        self.get(id.index()).map(|draft| &draft.shape)
    }
}

/// Returns the type that `ty` resolves to after all aliases.
pub(in crate::analyze) fn resolved<'t>(drafts: &'t [Draft], ty: &'t Type) -> &'t Type {
    through_aliases(drafts, ty)
}

/// Returns the struct that `ty` resolves to after all aliases.
pub(in crate::analyze) fn struct_of<'t>(drafts: &'t [Draft], ty: &Type) -> Option<&'t Struct> {
    let Type::Named(id) = resolved(drafts, ty) else { return None };
    match drafts.shape(*id)? {
        Shape::Struct(body) => Some(body),
        _ => None,
    }
}

/// Returns true if the schema at `path` has alternatives, so that its values are listed in several places.
pub(super) fn is_open(tree: &DocumentTree<'_>, path: &SpecPath) -> bool {
    let raw = tree.get(path).and_then(Value::as_object);
    raw.is_some_and(|raw| DocumentTree::member(raw, "anyOf").is_some() || DocumentTree::member(raw, "oneOf").is_some())
}
