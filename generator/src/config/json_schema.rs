//! The JSON Schema of `oaspress.toml`, for editors. It is made from the table of keys.

use serde_json::{Map, Value, json};

use super::documents::OF_THE_CRATE;
use super::keys::{KEYS, Key, KeyValue, is_placeholder};

/// Returns the JSON Schema of the configuration.
#[must_use]
pub fn json_schema() -> Value {
    let all: Vec<(Vec<&str>, &Key)> = KEYS.iter().map(|key| (key.parts().collect(), key)).collect();
    let mut schema = table(&all, 0);
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        documents(properties);
    }
    if let Some(members) = schema.as_object_mut() {
        members.insert("$schema".to_owned(), "http://json-schema.org/draft-07/schema#".into());
        members.insert("title".to_owned(), "oaspress.toml".into());
        members.insert("description".to_owned(), "The configuration of oaspress".into());
    }
    schema
}

/// Makes `documents` an array of tables, which can have the keys of the top level, too.
fn documents(properties: &mut Map<String, Value>) {
    let shared: Vec<String> = properties.keys().filter(|key| !OF_THE_CRATE.contains(&key.as_str())).cloned().collect();
    let Some(mut entry) = properties.remove("documents") else { return };
    entry["required"] = json!(["path"]);
    for key in shared {
        entry["properties"][&key] = json!({ "$ref": format!("#/properties/{key}") });
    }
    let description = "The API descriptions of the crate, if it has several: each becomes a module";
    properties.insert(
        "documents".to_owned(),
        json!({ "description": description, "type": "array", "minItems": 1, "items": entry }),
    );
}

/// Returns the schema of a table with these keys, whose parts before `depth` are those of the table.
fn table(keys: &[(Vec<&str>, &Key)], depth: usize) -> Value {
    let mut properties = Map::new();
    let mut others = Value::Bool(false);
    let mut seen: Vec<&str> = Vec::new();
    for part in keys.iter().filter_map(|(parts, _)| parts.get(depth).copied()) {
        if seen.contains(&part) {
            continue;
        }
        seen.push(part);
        let own: Vec<_> = keys.iter().filter(|(parts, _)| parts.get(depth) == Some(&part)).cloned().collect();
        let schema = member(&own, depth + 1);
        if is_placeholder(part) {
            others = schema;
        } else {
            properties.insert(part.to_owned(), schema);
        }
    }
    let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": others });
    if properties_are_empty(&schema)
        && let Some(members) = schema.as_object_mut()
    {
        members.shift_remove("properties");
    }
    schema
}

fn properties_are_empty(schema: &Value) -> bool {
    schema.get("properties").and_then(Value::as_object).is_some_and(Map::is_empty)
}

/// Returns the schema of a key, which may have keys within it.
fn member(keys: &[(Vec<&str>, &Key)], depth: usize) -> Value {
    let own = keys.iter().find(|(parts, _)| parts.len() == depth).map(|(_, key)| *key);
    let has_inner = keys.iter().any(|(parts, _)| parts.len() > depth);
    match own {
        None => table(keys, depth),
        Some(key) => {
            let inner = has_inner.then(|| table(keys, depth));
            described(key, value(key.value, inner.as_ref()))
        }
    }
}

fn described(key: &Key, mut schema: Value) -> Value {
    if let Some(members) = schema.as_object_mut() {
        let text = format!("{}. Default: {}. Example: {}", key.meaning, key.default, key.example);
        members.insert("description".to_owned(), Value::String(text));
    }
    schema
}

fn value(value: KeyValue, inner: Option<&Value>) -> Value {
    let table = || inner.cloned().unwrap_or_else(|| json!({ "type": "object" }));
    match value {
        KeyValue::Text => json!({ "type": "string" }),
        KeyValue::OneOf(texts) => json!({ "enum": texts }),
        KeyValue::TextOrTable(texts) => json!({ "anyOf": [{ "type": "string", "examples": texts }, table()] }),
        KeyValue::Texts => json!({ "type": "array", "items": { "type": "string" }, "uniqueItems": true }),
        KeyValue::True => json!({ "const": true }),
        KeyValue::False => json!({ "const": false }),
        KeyValue::Boolean => json!({ "type": "boolean" }),
        KeyValue::FalseOr(texts) => json!({ "anyOf": [{ "const": false }, { "enum": texts }] }),
        KeyValue::FalseOrTable => json!({ "anyOf": [{ "const": false }, table()] }),
        KeyValue::Number => json!({ "type": "integer", "minimum": 0 }),
        KeyValue::Free => json!({ "type": "object" }),
    }
}
