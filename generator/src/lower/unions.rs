//! Lowers unions: one variant per alternative, and how a decoder selects one.

use std::collections::HashMap;

use serde_json::Value;

use super::{Scope, docs, types, usage, without_aliases};
use crate::model::{Schema, SchemaId, Union, UnionTagging};
use crate::rust::{self, Alternative, Constant, Tagging, Variant};

/// Lowers a union.
pub(super) fn lower(scope: &Scope<'_>, id: SchemaId, schema: &Schema, shape: &Union) -> rust::Union {
    let names = scope.names.schema(id).cloned().unwrap_or_default();
    let mut variants: Vec<Variant> = shape
        .variants
        .iter()
        .zip(&names.members)
        .enumerate()
        .map(|(index, (variant, name))| {
            let ty = types::ty(scope, &variant.ty);
            let holder = scope.holder((id, index));
            let schema = scope.described(&variant.ty).and_then(|id| scope.api.schema(id));
            let tags = shape.tagging.tags_of(index);
            Variant {
                docs: docs::variant(variant, schema, tags),
                name: name.clone(),
                ty,
                holder,
                from: true,
                deprecated: docs::deprecated(&variant.docs),
            }
        })
        .collect();
    let indices: HashMap<&str, usize> = names.members.iter().map(String::as_str).zip(0..).collect();
    // Two aliases of the same type must not both implement `From`.
    let types: Vec<Option<rust::Ty>> = variants
        .iter()
        .map(|variant| {
            let index = indices.get(variant.name.as_str())?;
            without_aliases::ty(scope, &shape.variants.get(*index)?.ty)
        })
        .collect();
    // Every type already implements `From` itself.
    let own = rust::Ty::path(id);
    let mut variants_of: HashMap<&rust::Ty, usize> = HashMap::new();
    for ty in types.iter().flatten() {
        *variants_of.entry(ty).or_default() += 1;
    }
    for (variant, ty) in variants.iter_mut().zip(&types) {
        variant.from = ty.as_ref().is_some_and(|ty| *ty != own && variants_of.get(ty) == Some(&1));
    }
    rust::Union {
        id,
        docs: usage::schema_docs(scope, id, schema),
        tagging: tagging(&shape.tagging, &names.members),
        name: names.name,
        variants,
        unknown: docs::unknown_type(),
        derives: rust::Derives::default(),
        accessors: Vec::new(),
        deprecated: docs::deprecated(&schema.docs),
    }
}

fn tagging(selector: &UnionTagging, names: &[String]) -> Tagging {
    let alternatives = selector.alternatives.iter().map(|alternative| Alternative {
        variant: names.get(alternative.variant).cloned().unwrap_or_default(),
        types: alternative.types.clone(),
        tags: alternative.tags.iter().filter_map(constant).collect(),
        otherwise: alternative.otherwise,
        constants: alternative
            .constants
            .iter()
            .map(|(name, values)| (name.clone(), values.iter().filter_map(constant).collect()))
            .collect(),
    });
    Tagging { tag: selector.tag.clone(), alternatives: alternatives.collect() }
}

fn constant(value: &Value) -> Option<Constant> {
    match value {
        Value::Null => Some(Constant::Null),
        Value::Bool(value) => Some(Constant::Boolean(*value)),
        Value::String(text) => Some(Constant::Text(text.clone())),
        Value::Number(number) => {
            number.as_i64().map(Constant::Integer).or_else(|| number.as_f64().map(Constant::Number))
        }
        Value::Array(_) | Value::Object(_) => None,
    }
}
