//! Reads the constraints that the type of a schema does not express, for documentation.

use serde_json::{Map, Number, Value};

use crate::keywords::{Coercion, Holds, UNCHECKED, Unchecked, coerce};
use crate::model::{Bound, Constraint, Counted};
use crate::resolve::DocumentTree;

use super::formats;

/// The treatment of the constraints of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analyze) enum Strings {
    /// The type expresses them.
    Expressed,
    /// The type does not express them, so they are documented.
    Documented,
}

/// Returns the constraints that one schema declares itself.
pub(super) fn declared(raw: &Map<String, Value>, strings: Strings) -> Vec<Constraint> {
    if !raw.keys().any(|keyword| constrains(keyword)) {
        return Vec::new();
    }
    let counted = |of, least, most| Constraint::count(of, count(raw, least), count(raw, most));
    let mut found = Vec::new();
    found.extend(range(raw));
    found.extend(number(raw, "multipleOf").map(Constraint::MultipleOf));
    if strings == Strings::Documented {
        found.extend(counted(Counted::Characters, "minLength", "maxLength"));
        let pattern = DocumentTree::member(raw, "pattern").and_then(Value::as_str);
        found.extend(pattern.map(|pattern| Constraint::Pattern(pattern.to_owned())));
    }
    found.extend(counted(Counted::Items, "minItems", "maxItems"));
    if DocumentTree::member(raw, "uniqueItems") == Some(&Value::Bool(true)) {
        found.push(Constraint::UniqueItems);
    }
    found.extend(counted(Counted::Keys, "minProperties", "maxProperties"));
    let texts = DocumentTree::member(raw, "type").is_some_and(|ty| ty == "string");
    let values = raw.get("enum").and_then(Value::as_array).filter(|_| !texts);
    found.extend(values.and_then(|values| listed(values)));
    if let Some(format) =
        DocumentTree::member(raw, "format").and_then(Value::as_str).filter(|format| !formats::known(format))
    {
        found.push(Constraint::Format(format.to_owned()));
    }
    let unchecked = DocumentTree::member(raw, UNCHECKED).and_then(Value::as_array).into_iter().flatten();
    found.extend(unchecked.filter_map(Unchecked::from_value).map(Constraint::Unchecked));
    found
}

fn constrains(keyword: &str) -> bool {
    keyword.starts_with("min")
        || keyword.starts_with("max")
        || keyword.starts_with("exclusive")
        || matches!(keyword, "enum" | "pattern" | "format" | "uniqueItems" | "multipleOf" | UNCHECKED)
}

/// Returns the values of a list that is not an enumeration: they are neither all strings nor all integers.
fn listed(values: &[Value]) -> Option<Constraint> {
    const SHOWN: usize = 20;
    let mut values: Vec<Value> = values.iter().filter(|value| !value.is_null()).cloned().collect();
    let whole = |value: &Value| value.as_f64().is_some_and(|number| number.fract() == 0.0);
    let expressed = values.iter().all(Value::is_string) || values.iter().all(whole);
    if expressed || values.len() > SHOWN || values.iter().any(|value| value.is_array() || value.is_object()) {
        return None;
    }
    values.dedup();
    let is_any_boolean = values.len() > 1 && values.iter().all(Value::is_boolean);
    (!is_any_boolean).then_some(Constraint::Values(values))
}

fn range(raw: &Map<String, Value>) -> Option<Constraint> {
    let least = bound(raw, "minimum", "exclusiveMinimum");
    let most = bound(raw, "maximum", "exclusiveMaximum");
    (least.is_some() || most.is_some()).then_some(Constraint::Range { least, most })
}

/// Returns a bound. `exclusive` is a flag in OpenAPI 3.0 and a separate bound in later versions.
fn bound(raw: &Map<String, Value>, inclusive: &str, exclusive: &str) -> Option<Bound> {
    if let Some(Value::Number(value)) = DocumentTree::member(raw, exclusive) {
        return Some(Bound { value: value.clone(), exclusive: true });
    }
    let value = number(raw, inclusive)?;
    Some(Bound { value, exclusive: DocumentTree::member(raw, exclusive) == Some(&Value::Bool(true)) })
}

fn number(raw: &Map<String, Value>, keyword: &str) -> Option<Number> {
    let value = DocumentTree::member(raw, keyword)?;
    match coerce(Holds::Number, value) {
        Coercion::Valid => value.as_number().cloned(),
        Coercion::Coerced(mended) => mended.as_number().cloned(),
        Coercion::Empty | Coercion::Invalid => None,
    }
}

fn count(raw: &Map<String, Value>, keyword: &str) -> Option<u64> {
    let value = DocumentTree::member(raw, keyword)?;
    match coerce(Holds::Count, value) {
        Coercion::Valid => value.as_u64(),
        Coercion::Coerced(mended) => mended.as_u64(),
        Coercion::Empty | Coercion::Invalid => None,
    }
}
