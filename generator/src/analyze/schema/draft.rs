//! A schema while it is being made.

use crate::model::{Docs, Origin, Shape, Type};
use crate::path::SpecPath;

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

/// A `discriminator`, read.
#[derive(Debug, Clone)]
pub(in crate::analyze) struct Discriminator {
    /// Where it stands.
    pub(in crate::analyze) path: SpecPath,
    /// `propertyName`.
    pub(in crate::analyze) property: String,
    /// `mapping`: a value, and where the schema it means stands.
    pub(in crate::analyze) mapping: Vec<(String, SpecPath)>,
    /// `defaultMapping`: where the schema is for all other values.
    pub(in crate::analyze) otherwise: Option<SpecPath>,
    /// Where the alternatives are, after all references, and the variants that they became.
    pub(in crate::analyze) variants: Vec<(SpecPath, usize)>,
    /// The names of components by which the alternatives refer to those places, where they are others, and the variants.
    pub(in crate::analyze) aliases: Vec<(String, usize)>,
}

/// Aliases longer than this are taken for a circle.
const MAX_ALIASES: usize = 64;

/// What `ty` is when the names that are aliases are looked through.
pub(in crate::analyze) fn resolved<'t>(drafts: &'t [Draft], ty: &'t Type) -> &'t Type {
    let mut ty = ty;
    for _ in 0..MAX_ALIASES {
        let Type::Named(id) = ty else { break };
        match drafts.get(id.index()).map(|draft| &draft.shape) {
            Some(Shape::Alias(next)) => ty = next,
            _ => break,
        }
    }
    ty
}
