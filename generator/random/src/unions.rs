//! Unions: `oneOf` and `anyOf`, with and without a discriminator, and arrays of types.

use serde_json::{Map, Value, json};

use crate::draft::{Draft, Version};
use crate::{scalars, schemas};

/// Writes an inline union. 2.0 does not support unions, so it is an object there.
pub(crate) fn inline(draft: &mut Draft<'_, '_>, depth: usize) -> Map<String, Value> {
    if draft.version == Version::V20 {
        return schemas::object(draft, depth);
    }
    if draft.version >= Version::V31 && draft.chance(20) {
        return type_list(draft);
    }
    let count = draft.between(1, 4);
    let variants: Vec<Value> = (0..count).map(|_| variant(draft, depth, None)).collect();
    one_of(draft, variants)
}

/// Writes a union under `components`. It refers directly only to components below `index`, so that no union is a
/// variant of itself.
pub(crate) fn component(draft: &mut Draft<'_, '_>, index: usize) -> Map<String, Value> {
    if draft.version == Version::V20 {
        return schemas::object(draft, 2);
    }
    if draft.chance(50)
        && let Some(union) = tagged(draft)
    {
        return union;
    }
    let count = draft.between(1, 6);
    let variants: Vec<Value> = (0..count).map(|_| variant(draft, 2, Some(index))).collect();
    one_of(draft, variants)
}

fn one_of(draft: &mut Draft<'_, '_>, mut variants: Vec<Value>) -> Map<String, Value> {
    if draft.version >= Version::V31 && draft.chance(15) {
        variants.push(json!({ "type": "null" }));
    }
    let mut distinct: Vec<Value> = Vec::new();
    for variant in variants {
        if !distinct.contains(&variant) {
            distinct.push(variant);
        }
    }
    let keyword = draft.word(&["oneOf", "anyOf"]);
    Map::from_iter([(keyword.to_owned(), Value::Array(distinct))])
}

fn variant(draft: &mut Draft<'_, '_>, depth: usize, below: Option<usize>) -> Value {
    let depth = depth.saturating_sub(1);
    match draft.between(0, 9) {
        0..=4 => {
            let names: Vec<String> = draft.schemas[..below.unwrap_or(draft.schemas.len())].to_vec();
            match draft.pick(&names) {
                Some(name) => draft.reference("schemas", &name),
                None => json!({ "type": "boolean" }),
            }
        }
        5 => {
            let object = schemas::object(draft, depth);
            schemas::annotated(draft, object)
        }
        6 => {
            let array = schemas::array(draft, depth + 1);
            schemas::annotated(draft, array)
        }
        _ => Value::Object(scalars::scalar(draft)),
    }
}

/// Writes a schema with an array of types.
fn type_list(draft: &mut Draft<'_, '_>) -> Map<String, Value> {
    let lists = [
        json!(["string", "integer"]),
        json!(["string", "number", "boolean", "null"]),
        json!(["integer", "null"]),
        json!(["array", "string"]),
        json!(["object", "array", "string"]),
        json!(["string"]),
        json!(["null"]),
        json!(["boolean", "object"]),
    ];
    let list = draft.pick(&lists).unwrap_or_default();
    let mut schema = Map::from_iter([("type".to_owned(), list)]);
    if schema["type"].as_array().is_some_and(|list| list.contains(&json!("array"))) {
        let items = schemas::any(draft, 0);
        schema.insert("items".to_owned(), items);
    }
    schema
}

/// Writes a union of components with a fixed value of `kind`.
fn tagged(draft: &mut Draft<'_, '_>) -> Option<Map<String, Value>> {
    let members: Vec<usize> = draft.tagged.clone().into_iter().filter(|_| draft.chance(60)).collect();
    if members.is_empty() {
        return None;
    }
    let names: Vec<String> = members.iter().map(|&index| draft.schemas[index].clone()).collect();
    let references: Vec<Value> = names.iter().map(|name| draft.reference("schemas", name)).collect();
    let mut discriminator = Map::from_iter([("propertyName".to_owned(), json!("kind"))]);
    if draft.chance(60) {
        let mapping: Map<String, Value> = members
            .iter()
            .zip(&references)
            .map(|(&index, reference)| (tag(index), reference["$ref"].clone()))
            .collect();
        discriminator.insert("mapping".to_owned(), Value::Object(mapping));
    }
    if draft.version == Version::V32 && draft.chance(30) {
        discriminator.insert("defaultMapping".to_owned(), references[0]["$ref"].clone());
    }
    let keyword = draft.word(&["oneOf", "oneOf", "anyOf"]);
    Some(Map::from_iter([
        (keyword.to_owned(), Value::Array(references)),
        ("discriminator".to_owned(), Value::Object(discriminator)),
    ]))
}

/// Returns the value of `kind` for a component.
pub(crate) fn tag(index: usize) -> String {
    const TAGS: &[&str] = &["self", "Unknown", "a", "A", "other", "1", "", "type", "a-b", "a_b"];
    let round = index / TAGS.len();
    let tag = TAGS[index % TAGS.len()];
    if round == 0 { tag.to_owned() } else { format!("{tag}{round}") }
}
