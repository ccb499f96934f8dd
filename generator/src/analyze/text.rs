//! Reads texts and flags that many kinds of objects share, from raw objects.

use serde_json::{Map, Value};

use crate::invisible;
use crate::keywords::{Coercion, Holds, coerce};
use crate::model::Deprecated;
use crate::resolve::DocumentTree;

/// Returns a string, unless it is blank.
pub(super) fn string(raw: &Map<String, Value>, keyword: &str) -> Option<String> {
    let value = DocumentTree::member(raw, keyword)?;
    let text = match coerce(Holds::String, value) {
        Coercion::Valid => value.as_str()?.to_owned(),
        Coercion::Coerced(Value::String(text)) => text,
        _ => return None,
    };
    filled(Some(text))
}

/// Returns a text, unless it is blank, that is, has no visible character.
pub(super) fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !invisible::removed(text).trim().is_empty())
}

/// Returns a flag. A missing flag is `false`.
pub(super) fn flag(raw: &Map<String, Value>, keyword: &str) -> bool {
    let Some(value) = DocumentTree::member(raw, keyword) else { return false };
    match coerce(Holds::Boolean, value) {
        Coercion::Valid => value == &Value::Bool(true),
        Coercion::Coerced(mended) => mended == Value::Bool(true),
        Coercion::Empty | Coercion::Invalid => false,
    }
}

/// Returns `deprecated`, with the reason if one of the usual extensions contains it.
pub(super) fn deprecated(raw: &Map<String, Value>) -> Option<Deprecated> {
    const REASONS: &[&str] = &[
        "x-deprecated-reason",
        "x-deprecation-reason",
        "x-deprecated-message",
        "x-deprecation-message",
        "x-deprecated-description",
        "x-deprecated",
    ];
    let reason = || REASONS.iter().find_map(|keyword| DocumentTree::member(raw, keyword)?.as_str()).map(str::to_owned);
    flag(raw, "deprecated").then(|| Deprecated { reason: filled(reason()) })
}

/// Returns `example`, or the first of `examples`: a map of example objects or, as in JSON Schema, a list of values.
pub(super) fn example(tree: &DocumentTree<'_>, raw: &Map<String, Value>) -> Option<Value> {
    if let Some(example) = DocumentTree::member(raw, "example") {
        return Some(example.clone());
    }
    match DocumentTree::member(raw, "examples")? {
        Value::Array(values) => values.first().cloned(),
        Value::Object(map) => map.values().find_map(|example| value_of(tree, example)),
        _ => None,
    }
}

fn value_of(tree: &DocumentTree<'_>, example: &Value) -> Option<Value> {
    let found = match DocumentTree::reference(example) {
        Some(reference) => {
            let found = tree.target(&crate::path::SpecPath::root(), reference).ok()?;
            tree.follow(&found.path).ok()?.value
        }
        None => example,
    };
    let example = found.as_object()?;
    example.get("value").or_else(|| example.get("dataValue")).cloned()
}

/// Returns `externalDocs.url`.
pub(super) fn external_docs(raw: &Map<String, Value>) -> Option<String> {
    string(DocumentTree::member(raw, "externalDocs")?.as_object()?, "url")
}
