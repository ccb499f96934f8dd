//! Reads the rules of a schema that its type does not express, as the document declares them.

use serde_json::Value;

use crate::path::SpecPath;

/// The keywords that restrict values.
const KEYWORDS: &[&str] = &[
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

/// How deep lists of lists are looked into.
const DEPTH: usize = 4;

/// Returns the rules at a place of the document, with those of the items of a list as `items.maxLength`.
pub(super) fn rules(document: &Value, place: &SpecPath) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Some(schema) = document.pointer(place.pointer()) {
        collect(schema, "", DEPTH, &mut found);
    }
    found.sort();
    found.dedup();
    found
}

fn collect(schema: &Value, prefix: &str, depth: usize, found: &mut Vec<(String, String)>) {
    let (Some(schema), Some(depth)) = (schema.as_object(), depth.checked_sub(1)) else { return };
    if schema.contains_key("$ref") {
        return;
    }
    for keyword in KEYWORDS {
        let value = match schema.get(*keyword) {
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Bool(true)) => "true".to_owned(),
            _ => continue,
        };
        found.push((format!("{prefix}{keyword}"), value));
    }
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        collect(part, prefix, depth, found);
    }
    if let Some(items) = schema.get("items") {
        collect(items, &format!("{prefix}items."), depth, found);
    }
}
