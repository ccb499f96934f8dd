//! Schemas under `components`: objects, hierarchies, aliases, unions, arrays, maps and scalars, which refer to each
//! other.

use serde_json::{Map, Value, json};

use crate::draft::{Draft, Version};
use crate::{scalars, schemas, unions};

/// The discriminator of hierarchies. No other property has this name.
const KIND: &str = "kind";

/// The schemas written so far.
#[derive(Default)]
struct Written {
    /// The indices of objects.
    objects: Vec<usize>,
    /// The indices of objects with a discriminator.
    bases: Vec<usize>,
}

/// Writes all schemas.
pub(crate) fn all(draft: &mut Draft<'_, '_>) -> Value {
    let mut written = Written::default();
    let mut schemas = Map::new();
    for index in 0..draft.schemas.len() {
        let schema = if draft.tagged.contains(&index) {
            written.objects.push(index);
            tagged(draft, index)
        } else {
            model(draft, index, &mut written)
        };
        schemas.insert(draft.schemas[index].clone(), schema);
    }
    Value::Object(schemas)
}

fn model(draft: &mut Draft<'_, '_>, index: usize, written: &mut Written) -> Value {
    let schema = match draft.between(0, 19) {
        0..=6 => {
            written.objects.push(index);
            schemas::object(draft, 3)
        }
        7 | 8 => return alias(draft, index),
        9 | 10 => heir(draft, index, written),
        11 => {
            written.objects.push(index);
            written.bases.push(index);
            base(draft)
        }
        12 | 13 => scalars::enumeration(draft),
        14 | 15 => unions::component(draft, index),
        16 => schemas::array(draft, 2),
        17 => schemas::map(draft, 2),
        _ => scalars::scalar(draft),
    };
    schemas::annotated(draft, schema)
}

/// Writes a schema that refers to an earlier component. The first one is a string instead.
fn alias(draft: &mut Draft<'_, '_>, index: usize) -> Value {
    let before = draft.schemas[..index].to_vec();
    match draft.pick(&before) {
        Some(name) => draft.reference("schemas", &name),
        None => json!({ "type": "string" }),
    }
}

/// Writes an object that extends others and may have its own properties.
fn heir(draft: &mut Draft<'_, '_>, index: usize, written: &mut Written) -> Map<String, Value> {
    let count = draft.between(1, 2);
    let mut parents: Vec<usize> = (0..count).filter_map(|_| draft.pick(&written.objects)).collect();
    if draft.chance(50)
        && let Some(base) = draft.pick(&written.bases)
    {
        parents = vec![base];
    }
    parents.dedup();
    let mut parts: Vec<Value> = Vec::new();
    for parent in parents {
        let name = draft.schemas[parent].clone();
        parts.push(draft.reference("schemas", &name));
    }
    if draft.chance(80) || parts.is_empty() {
        let own = schemas::object(draft, 2);
        parts.push(Value::Object(own));
    }
    written.objects.push(index);
    Map::from_iter([("allOf".to_owned(), Value::Array(parts))])
}

/// Writes an object with the discriminator `kind`, which others extend.
fn base(draft: &mut Draft<'_, '_>) -> Map<String, Value> {
    let mut schema = schemas::object(draft, 2);
    require_kind(&mut schema, json!({ "type": "string" }));
    let discriminator = if draft.version == Version::V20 { json!(KIND) } else { json!({ "propertyName": KIND }) };
    schema.insert("discriminator".to_owned(), discriminator);
    schema
}

/// Writes a variant of a tagged union.
fn tagged(draft: &mut Draft<'_, '_>, index: usize) -> Value {
    let mut schema = schemas::object(draft, 2);
    let tag = unions::tag(index);
    let kind = match draft.between(0, 2) {
        0 => json!({ "type": "string" }),
        1 if draft.version >= Version::V31 => json!({ "const": tag }),
        _ => json!({ "type": "string", "enum": [tag] }),
    };
    require_kind(&mut schema, kind);
    draft.describe(&mut schema, 30);
    Value::Object(schema)
}

fn require_kind(schema: &mut Map<String, Value>, kind: Value) {
    schema.insert("type".to_owned(), json!("object"));
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        properties.insert(KIND.to_owned(), kind);
    }
    let required = schema.entry("required").or_insert_with(|| json!([]));
    if let Some(required) = required.as_array_mut()
        && !required.contains(&json!(KIND))
    {
        required.push(json!(KIND));
    }
}
