//! What one schema says by itself, as it is written: its types, `null`, and whether it says anything at all.

use serde_json::{Map, Value};

use crate::analyze::text;
use crate::keywords::{Holds, Verdict, judge};
use crate::resolve::Tree;

/// A JSON type by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
    Null,
}

/// Whether a schema says anything about values beside `null`.
pub(super) fn says_something(raw: &Map<String, Value>) -> bool {
    raw.keys().any(|keyword| is_assertion(keyword))
}

/// Whether a keyword says something about values.
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

/// `nullable`, or what other versions and generators write for it.
pub(super) fn nullable(raw: &Map<String, Value>) -> bool {
    text::flag(raw, "nullable") || text::flag(raw, "x-nullable")
}

/// The JSON types that a schema names.
pub(super) fn words_of(raw: &Map<String, Value>) -> Vec<Word> {
    let Some(value) = Tree::member(raw, "type") else { return Vec::new() };
    let mended = match judge(Holds::Type, value) {
        Verdict::Fits => value.clone(),
        Verdict::Mended(mended) => mended,
        Verdict::Empty | Verdict::Wrong => return Vec::new(),
    };
    match &mended {
        Value::String(name) => word(name).into_iter().collect(),
        Value::Array(names) => names
            .iter()
            .filter_map(|name| match judge(Holds::Type, name) {
                Verdict::Mended(Value::String(name)) => word(&name),
                _ => name.as_str().and_then(word),
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn word(name: &str) -> Option<Word> {
    let word = match name {
        "object" => Word::Object,
        "array" => Word::Array,
        "string" => Word::String,
        "integer" => Word::Integer,
        "number" => Word::Number,
        "boolean" => Word::Boolean,
        "null" => Word::Null,
        _ => return None,
    };
    Some(word)
}
