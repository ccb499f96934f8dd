//! Reads the rules of a schema that its type does not express, as the document declares them.

use serde_json::Value;

use crate::path::SpecPath;

/// The keywords that restrict values, in ascending order.
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
    let schema = place.tokens().try_fold(document, |value, token| match value {
        Value::Object(members) => members.get(&*token),
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        _ => None,
    });
    if let Some(schema) = schema {
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
    for (keyword, value) in schema.iter().filter(|(keyword, _)| KEYWORDS.binary_search(&keyword.as_str()).is_ok()) {
        let value = match value {
            Value::Number(number) => number.to_string(),
            Value::String(text) => text.clone(),
            Value::Bool(true) => "true".to_owned(),
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
