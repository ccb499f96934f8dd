//! Lowers enumerations.

use super::{Scope, docs, usage};
use crate::model::{EnumValue, EnumValues, Enumeration, Schema, SchemaId};
use crate::rust::{self, ItemId, Literal, Value};

/// Lowers an enumeration.
pub(super) fn lower(scope: &Scope<'_>, id: SchemaId, schema: &Schema, shape: &Enumeration) -> rust::Enumeration {
    let names = scope.names.schema(id).cloned().unwrap_or_default();
    let (values, integers) = match &shape.values {
        EnumValues::Strings(values) => {
            (lower_values(values, &names.members, |value| Literal::Text(value.clone())), false)
        }
        EnumValues::Integers(values) => (lower_values(values, &names.members, |value| Literal::Integer(*value)), true),
    };
    rust::Enumeration {
        id: ItemId::Model(id),
        docs: usage::schema_docs(scope, id, schema),
        name: names.name,
        values,
        unknown: docs::unknown_value(),
        integers,
        derives: rust::Derives::default(),
        deprecated: docs::deprecated(&schema.docs),
    }
}

fn lower_values<T>(values: &[EnumValue<T>], names: &[String], literal: impl Fn(&T) -> Literal) -> Vec<Value> {
    values
        .iter()
        .zip(names)
        .map(|(value, name)| {
            let literal = literal(&value.value);
            Value {
                docs: docs::value(&literal, value.description.as_deref()),
                name: name.clone(),
                literal,
                deprecated: value.deprecated.as_ref().map(docs::reason),
            }
        })
        .collect()
}
