//! The words and flags that many kinds of objects have alike, read from an object as it is written.

use serde_json::{Map, Value};

use crate::invisible;
use crate::keywords::{Coercion, Holds, coerce};
use crate::model::Deprecated;
use crate::resolve::Tree;

/// A string, unless it is blank.
pub(super) fn string(raw: &Map<String, Value>, keyword: &str) -> Option<String> {
    let value = Tree::member(raw, keyword)?;
    let text = match coerce(Holds::String, value) {
        Coercion::Valid => value.as_str()?.to_owned(),
        Coercion::Coerced(Value::String(text)) => text,
        _ => return None,
    };
    filled(Some(text))
}

/// A string that was read, unless it is blank: without a character that is shown.
pub(super) fn filled(text: Option<String>) -> Option<String> {
    text.filter(|text| !invisible::removed(text).trim().is_empty())
}

/// A flag; missing is `false`.
pub(super) fn flag(raw: &Map<String, Value>, keyword: &str) -> bool {
    let Some(value) = Tree::member(raw, keyword) else { return false };
    match coerce(Holds::Boolean, value) {
        Coercion::Valid => value == &Value::Bool(true),
        Coercion::Coerced(mended) => mended == Value::Bool(true),
        Coercion::Empty | Coercion::Invalid => false,
    }
}

/// `deprecated`, with the reason where one of the usual extensions gives it.
pub(super) fn deprecated(raw: &Map<String, Value>) -> Option<Deprecated> {
    const REASONS: &[&str] = &[
        "x-deprecated-reason",
        "x-deprecation-reason",
        "x-deprecated-message",
        "x-deprecation-message",
        "x-deprecated-description",
        "x-deprecated",
    ];
    let reason = || REASONS.iter().find_map(|keyword| Tree::member(raw, keyword)?.as_str()).map(str::to_owned);
    flag(raw, "deprecated").then(|| Deprecated { reason: filled(reason()) })
}

/// `example`, or the first of `examples`: a map of example objects, or (as in JSON Schema) a list of values.
pub(super) fn example(tree: &Tree<'_>, raw: &Map<String, Value>) -> Option<Value> {
    if let Some(example) = Tree::member(raw, "example") {
        return Some(example.clone());
    }
    match Tree::member(raw, "examples")? {
        Value::Array(values) => values.first().cloned(),
        Value::Object(map) => map.values().find_map(|example| value_of(tree, example)),
        _ => None,
    }
}

fn value_of(tree: &Tree<'_>, example: &Value) -> Option<Value> {
    let found = match Tree::reference(example) {
        Some(reference) => {
            let found = tree.target(&crate::path::SpecPath::root(), reference).ok()?;
            tree.follow(&found.path).ok()?.value
        }
        None => example,
    };
    let example = found.as_object()?;
    example.get("value").or_else(|| example.get("dataValue")).cloned()
}

/// `externalDocs.url`.
pub(super) fn external_docs(raw: &Map<String, Value>) -> Option<String> {
    string(Tree::member(raw, "externalDocs")?.as_object()?, "url")
}
