//! Decides the unions: one variant per alternative, and how a reader picks one.

use super::{Scope, docs, types};
use crate::comment::Comment;
use crate::model::{JsonType, Schema, SchemaId, Selector, Union};
use crate::rust::{self, Picker, Variant};

/// A union.
pub(super) fn lower(scope: &Scope<'_>, id: SchemaId, schema: &Schema, shape: &Union) -> rust::Union {
    let names = scope.names.schema(id).cloned().unwrap_or_default();
    let mut variants: Vec<Variant> = shape
        .variants
        .iter()
        .zip(&names.members)
        .enumerate()
        .map(|(index, (variant, name))| {
            let ty = types::ty(scope, &variant.ty);
            let boxed = scope.boxed.contains(&(id, index));
            Variant { docs: Comment::code(&variant.hint).and("."), name: name.clone(), ty, boxed, from: true }
        })
        .collect();
    let types: Vec<rust::Ty> =
        variants.iter().map(|variant| resolved_ty(scope, shape, variant, &names.members)).collect();
    for (variant, ty) in variants.iter_mut().zip(&types) {
        variant.from = types.iter().filter(|other| *other == ty).count() == 1;
    }
    rust::Union {
        docs: docs::schema(&schema.docs, &names.name),
        picker: picker(&shape.selector, &names.members),
        name: names.name,
        variants,
        unknown: "Unknown".to_owned(),
        deprecated: docs::deprecated(&schema.docs),
    }
}

/// The type of a variant with aliases seen through: two aliases of one type must not both implement `From`.
fn resolved_ty(scope: &Scope<'_>, shape: &Union, variant: &Variant, members: &[String]) -> rust::Ty {
    let index = members.iter().position(|name| *name == variant.name);
    index
        .and_then(|index| shape.variants.get(index))
        .map_or(rust::Ty::Unit, |variant| types::ty(scope, scope.resolved(&variant.ty)))
}

fn picker(selector: &Selector, names: &[String]) -> Picker {
    let name = |index: &usize| names.get(*index).cloned().unwrap_or_else(|| "Unknown".to_owned());
    match selector {
        Selector::Property { name: property, values } => Picker::Property(
            property.clone(),
            values.iter().map(|(value, index)| (value.clone(), name(index))).collect(),
        ),
        Selector::JsonType(types) => {
            Picker::JsonType(types.iter().map(|(ty, index)| (json_type(*ty), name(index))).collect())
        }
        Selector::RequiredKeys(keys) => {
            Picker::Keys(keys.iter().map(|(index, keys)| (name(index), keys.clone())).collect())
        }
        Selector::Ordered(order) => Picker::Ordered(order.iter().map(name).collect()),
    }
}

fn json_type(ty: JsonType) -> &'static str {
    match ty {
        JsonType::Boolean => "boolean",
        JsonType::Integer => "integer",
        JsonType::Number => "number",
        JsonType::String => "string",
        JsonType::Array => "array",
        JsonType::Object => "object",
    }
}
