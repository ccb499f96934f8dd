//! Inline schemas.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::draft::{Draft, Version};
use crate::names::Role;
use crate::{scalars, unions};

/// Writes a schema of any kind, at most `depth` levels deep.
pub(crate) fn any(draft: &mut Draft<'_, '_>, depth: usize) -> Value {
    let depth = draft.depth(depth);
    let schema = match draft.between(0, 19) {
        0..=5 => return reference(draft),
        6 | 7 if depth > 0 => array(draft, depth),
        8 if depth > 0 => map(draft, depth),
        9 | 10 if depth > 0 => object(draft, depth),
        11 if depth > 0 => unions::inline(draft, depth),
        12 if depth > 0 && draft.version >= Version::V31 => tuple(draft, depth),
        13 if draft.chance(40) => return free(draft),
        _ => scalars::scalar(draft),
    };
    annotated(draft, schema)
}

/// Writes a reference to a component. In a document without components, it is the schema of a string.
pub(crate) fn reference(draft: &mut Draft<'_, '_>) -> Value {
    let names = draft.schemas.clone();
    let Some(name) = draft.pick(&names) else { return json!({ "type": "string" }) };
    let reference = draft.reference("schemas", &name);
    wrapped(draft, reference)
}

/// Writes a plain reference, a reference with sibling keywords, or one in an `allOf`, as the version allows.
fn wrapped(draft: &mut Draft<'_, '_>, reference: Value) -> Value {
    match draft.between(0, 9) {
        0 if draft.version >= Version::V31 => {
            json!({ "anyOf": [reference, { "type": "null" }] })
        }
        0 if draft.version == Version::V30 => json!({ "nullable": true, "allOf": [reference] }),
        1 => {
            let mut schema = Map::from_iter([("allOf".to_owned(), json!([reference]))]);
            draft.describe(&mut schema, 80);
            if draft.chance(20) {
                schema.insert("readOnly".to_owned(), json!(true));
            }
            Value::Object(schema)
        }
        2 if draft.version >= Version::V31 => {
            let Value::Object(mut schema) = reference else { return reference };
            draft.describe(&mut schema, 80);
            if draft.chance(20) {
                schema.insert("deprecated".to_owned(), json!(true));
            }
            Value::Object(schema)
        }
        _ => reference,
    }
}

/// Adds annotations: a description, a title, `deprecated` or nullability.
pub(crate) fn annotated(draft: &mut Draft<'_, '_>, mut schema: Map<String, Value>) -> Value {
    draft.describe(&mut schema, 25);
    if draft.chance(8) {
        let title = if draft.chance(50) { draft.text_line() } else { draft.name(Role::Free, &mut BTreeSet::new()) };
        schema.insert("title".to_owned(), json!(title));
    }
    if draft.chance(6) && draft.version > Version::V20 {
        schema.insert("deprecated".to_owned(), json!(true));
    }
    if draft.chance(10) {
        make_nullable(draft, &mut schema);
    }
    Value::Object(schema)
}

/// Allows `null` with the syntax of the version.
fn make_nullable(draft: &mut Draft<'_, '_>, schema: &mut Map<String, Value>) {
    let Some(name) = schema.get("type").cloned() else { return };
    match draft.version {
        Version::V20 => _ = schema.insert("x-nullable".to_owned(), json!(true)),
        Version::V30 => _ = schema.insert("nullable".to_owned(), json!(true)),
        Version::V31 | Version::V32 if name.is_string() => _ = schema.insert("type".to_owned(), json!([name, "null"])),
        _ => {}
    }
    if draft.version > Version::V20
        && let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut)
    {
        values.push(Value::Null);
    }
}

/// Writes an array.
pub(crate) fn array(draft: &mut Draft<'_, '_>, depth: usize) -> Map<String, Value> {
    let mut schema = Map::from_iter([("type".to_owned(), json!("array"))]);
    let items = any(draft, depth - 1);
    schema.insert("items".to_owned(), items);
    if draft.chance(15) {
        schema.insert("minItems".to_owned(), json!(1));
        schema.insert("maxItems".to_owned(), json!(5));
    }
    if draft.chance(10) {
        schema.insert("uniqueItems".to_owned(), json!(true));
    }
    schema
}

/// Writes a tuple, or an array whose first items have their own schemas.
fn tuple(draft: &mut Draft<'_, '_>, depth: usize) -> Map<String, Value> {
    let count = draft.between(1, 4);
    let items: Vec<Value> = (0..count).map(|_| any(draft, depth - 1)).collect();
    let mut schema = Map::from_iter([("type".to_owned(), json!("array")), ("prefixItems".to_owned(), json!(items))]);
    if draft.chance(75) {
        schema.insert("minItems".to_owned(), json!(count));
        schema.insert("items".to_owned(), json!(false));
    }
    schema
}

/// Writes an object with additional properties.
pub(crate) fn map(draft: &mut Draft<'_, '_>, depth: usize) -> Map<String, Value> {
    let mut schema = Map::from_iter([("type".to_owned(), json!("object"))]);
    if draft.version >= Version::V31 && draft.chance(15) {
        let values = any(draft, depth - 1);
        schema.insert("patternProperties".to_owned(), json!({ "^x-": values }));
        return schema;
    }
    let values = if draft.chance(20) { json!(true) } else { any(draft, depth - 1) };
    schema.insert("additionalProperties".to_owned(), values);
    schema
}

/// Writes a schema that allows any value.
fn free(draft: &mut Draft<'_, '_>) -> Value {
    if draft.version >= Version::V31 && draft.chance(50) {
        return json!(true);
    }
    let mut schema = Map::new();
    draft.describe(&mut schema, 50);
    Value::Object(schema)
}

/// Writes an object with properties.
pub(crate) fn object(draft: &mut Draft<'_, '_>, depth: usize) -> Map<String, Value> {
    let mut schema = Map::new();
    if draft.chance(90) {
        schema.insert("type".to_owned(), json!("object"));
    }
    let count = draft.parts();
    let mut scope = BTreeSet::new();
    let mut properties = Map::new();
    for _ in 0..count {
        let name = draft.name(Role::Free, &mut scope);
        let value = property(draft, depth);
        properties.insert(name, value);
    }
    let names: Vec<String> = properties.keys().cloned().collect();
    let required: Vec<&String> = names.iter().filter(|_| draft.chance(45)).collect();
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("properties".to_owned(), Value::Object(properties));
    match draft.between(0, 9) {
        0 => _ = schema.insert("additionalProperties".to_owned(), json!(false)),
        1 if depth > 0 => {
            let values = any(draft, depth - 1);
            schema.insert("additionalProperties".to_owned(), values);
        }
        2 if draft.version >= Version::V31 => _ = schema.insert("unevaluatedProperties".to_owned(), json!(false)),
        _ => {}
    }
    schema
}

fn property(draft: &mut Draft<'_, '_>, depth: usize) -> Value {
    let mut schema = any(draft, depth.saturating_sub(1));
    if let Value::Object(members) = &mut schema
        && !members.contains_key("$ref")
        && draft.chance(12)
    {
        let keyword = if draft.version > Version::V20 && draft.chance(40) { "writeOnly" } else { "readOnly" };
        members.insert(keyword.to_owned(), json!(true));
    }
    schema
}
