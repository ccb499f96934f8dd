//! Resolves schemas that are only aliases of other types.

use super::{Api, SchemaId, Shape, Type};

/// The maximum number of aliases in a chain. A longer chain is a cycle.
const MAX_ALIASES: usize = 64;

/// A list of schemas.
pub trait Shapes {
    /// Returns the shape of a schema.
    fn shape(&self, id: SchemaId) -> Option<&Shape>;
}

impl Shapes for Api {
    fn shape(&self, id: SchemaId) -> Option<&Shape> {
        self.schema(id).map(|schema| &schema.shape)
    }
}

/// Returns the type that `ty` resolves to after all aliases.
pub fn through_aliases<'t>(schemas: &'t (impl Shapes + ?Sized), ty: &'t Type) -> &'t Type {
    look_through(schemas, ty, |ty| ty)
}

/// Returns the type that `ty` resolves to after all aliases and without `null`.
pub fn through_aliases_and_null<'t>(schemas: &'t (impl Shapes + ?Sized), ty: &'t Type) -> &'t Type {
    look_through(schemas, ty, Type::without_null)
}

fn look_through<'t>(
    schemas: &'t (impl Shapes + ?Sized),
    ty: &'t Type,
    unwrap: impl Fn(&'t Type) -> &'t Type,
) -> &'t Type {
    let mut ty = unwrap(ty);
    for _ in 0..MAX_ALIASES {
        let Type::Named(id) = ty else { break };
        let Some(Shape::Alias(inner)) = schemas.shape(*id) else { break };
        ty = unwrap(inner);
    }
    ty
}
