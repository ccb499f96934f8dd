//! Reads the declarations of one schema itself: its JSON types, `null`, and whether it declares anything at all.

use serde_json::{Map, Value};

use crate::analyze::text;
use crate::keywords::{Coercion, Holds, ObjectKind, coerce};
use crate::model::JsonType;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// Returns true if a schema declares anything about values besides `null`.
pub(super) fn says_something(raw: &Map<String, Value>) -> bool {
    raw.keys().any(|keyword| is_assertion(keyword))
}

/// Returns true if a keyword declares something about values.
pub(super) fn is_assertion(keyword: &str) -> bool {
    matches!(
        keyword,
        "type"
            | "properties"
            | "required"
            | "additionalProperties"
            | "items"
            | "enum"
            | "const"
            | "format"
            | "oneOf"
            | "anyOf"
            | "allOf"
            | "not"
            | "pattern"
            | "minLength"
            | "maxLength"
            | "minimum"
            | "maximum"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "multipleOf"
            | "minItems"
            | "maxItems"
            | "$ref"
    )
}

/// Returns true for `nullable`, and for the equivalent of other versions and tools.
pub(super) fn nullable(raw: &Map<String, Value>) -> bool {
    text::flag(raw, "nullable") || text::flag(raw, "x-nullable")
}

/// Returns the JSON types in `type`.
pub(in crate::analyze::schema) fn json_types(raw: &Map<String, Value>) -> Vec<JsonType> {
    let Some(value) = DocumentTree::member(raw, "type") else { return Vec::new() };
    let mended = match coerce(Holds::Type, value) {
        Coercion::Valid => value.clone(),
        Coercion::Coerced(mended) => mended,
        Coercion::Empty | Coercion::Invalid => return Vec::new(),
    };
    match &mended {
        Value::String(name) => json_type(name).into_iter().collect(),
        Value::Array(names) => names
            .iter()
            .filter_map(|name| match coerce(Holds::Type, name) {
                Coercion::Coerced(Value::String(name)) => json_type(&name),
                _ => name.as_str().and_then(json_type),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn json_type(name: &str) -> Option<JsonType> {
    let ty = match name {
        "object" => JsonType::Object,
        "array" => JsonType::Array,
        "string" => JsonType::String,
        "integer" => JsonType::Integer,
        "number" => JsonType::Number,
        "boolean" => JsonType::Boolean,
        "null" => JsonType::Null,
        _ => return None,
    };
    Some(ty)
}

/// Returns true if a schema only allows `null`.
pub(in crate::analyze) fn only_null(raw: &Map<String, Value>) -> bool {
    let listed = DocumentTree::member(raw, "enum").and_then(Value::as_array);
    let nothing_else = !says_something(raw) || is_empty_object(raw);
    json_types(raw) == [JsonType::Null]
        || listed.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
        || (nothing_else && nullable(raw))
}

/// Returns true for an object that cannot have any key. If it is nullable, its author meant `null`.
fn is_empty_object(raw: &Map<String, Value>) -> bool {
    DocumentTree::member(raw, "additionalProperties") == Some(&Value::Bool(false))
        && raw
            .keys()
            .filter(|keyword| is_assertion(keyword))
            .all(|keyword| keyword == "type" || keyword == "additionalProperties")
}

/// Returns true for a schema that only requires or forbids keys. The properties themselves are declared elsewhere.
pub(in crate::analyze::schema) fn only_demands(value: &Value) -> bool {
    let Some(raw) = value.as_object() else { return false };
    let demands = ["required", "not", "minProperties", "maxProperties"]
        .iter()
        .any(|keyword| DocumentTree::member(raw, keyword).is_some());
    let declares_more = raw.keys().any(|keyword| match keyword.as_str() {
        "required" | "not" | "minProperties" | "maxProperties" | "title" | "description" | "type" => false,
        other => ObjectKind::Schema.keyword(other).is_some(),
    });
    demands && !declares_more
}

/// Returns true for a `nullable: true` next to a `$ref`. The specification ignores it, but its author expects `null`,
/// and accepting `null` is harmless.
pub(in crate::analyze::schema) fn nullable_beside(tree: &DocumentTree<'_>, path: &SpecPath) -> bool {
    let raw = tree.get(path).and_then(Value::as_object);
    raw.is_some_and(|raw| DocumentTree::member(raw, "$ref").is_some() && nullable(raw))
}
