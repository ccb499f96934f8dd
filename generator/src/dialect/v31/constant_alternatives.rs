//! Rewrites `oneOf: [{ const: 1, title: One, description: … }, …]` into an `enum` whose values have names and
//! descriptions.

use serde_json::{Map, Value};

use super::schema::Schema;

/// The keywords next to the constant that are kept.
const BESIDE: &[&str] = &["const", "enum", "type", "title", "description", "format", "deprecated", "$comment"];

/// The maximum length of a name. A longer title is a sentence.
const LONGEST_NAME: usize = 40;

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    for keyword in ["oneOf", "anyOf"] {
        if schema.raw.contains_key("enum") || schema.raw.contains_key("const") {
            return;
        }
        let constants: Option<Vec<Constant>> =
            schema.list(keyword).map(|list| list.iter().map(constant).collect()).unwrap_or_default();
        if let Some(constants) = constants.filter(|constants| constants.len() > 1 && alike(constants)) {
            enumeration(schema, keyword, &constants);
        }
    }
}

struct Constant {
    value: Value,
    /// The keyword that contains the constant.
    keyword: &'static str,
    ty: Option<Value>,
    title: Option<String>,
    description: Option<String>,
    /// The keywords with the deprecation and its reason.
    deprecation: Map<String, Value>,
}

/// Returns the constant of an alternative, if the alternative only consists of one.
fn constant(alternative: &Value) -> Option<Constant> {
    let raw = alternative.as_object()?;
    if !raw.keys().all(|keyword| BESIDE.contains(&keyword.as_str()) || keyword.starts_with("x-")) {
        return None;
    }
    let (keyword, value) = match (raw.get("const"), raw.get("enum").and_then(Value::as_array).map(Vec::as_slice)) {
        (Some(value), _) => ("const", value),
        (None, Some([value])) => ("enum", value),
        _ => return None,
    };
    let text = |keyword| text_of(raw, keyword);
    Some(Constant {
        value: value.clone(),
        keyword,
        ty: raw.get("type").cloned(),
        title: text("title"),
        description: text("description"),
        deprecation: deprecation(raw),
    })
}

fn deprecation(raw: &Map<String, Value>) -> Map<String, Value> {
    let says = |keyword: &str| keyword == "deprecated" || keyword.starts_with("x-deprecat");
    raw.iter().filter(|(keyword, _)| says(keyword)).map(|(keyword, value)| (keyword.clone(), value.clone())).collect()
}

fn text_of(raw: &Map<String, Value>, keyword: &str) -> Option<String> {
    raw.get(keyword).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

/// Returns true if all constants are strings, or all are integers.
fn alike(constants: &[Constant]) -> bool {
    constants.iter().all(|constant| constant.value.is_string())
        || constants.iter().all(|constant| constant.value.is_i64())
}

fn enumeration(schema: &mut Schema<'_>, keyword: &str, constants: &[Constant]) {
    let owner = schema.path();
    let before = owner.child(keyword);
    schema.take(keyword);
    let values = constants.iter().map(|constant| constant.value.clone()).collect();
    schema.put("enum", Value::Array(values), &before);
    for (index, constant) in constants.iter().enumerate() {
        schema.source_map.derived(&owner.child("enum").index(index), &before.index(index).child(constant.keyword));
    }
    if !schema.raw.contains_key("type") {
        let ty = constants.iter().find_map(|constant| constant.ty.clone());
        let of_value = if constants.iter().all(|constant| constant.value.is_string()) { "string" } else { "integer" };
        schema.raw.insert("type".to_owned(), ty.unwrap_or_else(|| Value::from(of_value)));
    }
    let named = names(constants);
    if named {
        beside(schema, "x-enum-varnames", constants, |constant| constant.title.clone());
    }
    beside(schema, "x-enum-descriptions", constants, |constant| match &constant.title {
        Some(title) if !named && constant.description.is_none() => Some(title.clone()),
        _ => constant.description.clone(),
    });
    if constants.iter().any(|constant| !constant.deprecation.is_empty()) {
        let list = constants.iter().map(|constant| Value::Object(constant.deprecation.clone())).collect();
        schema.raw.insert("x-enum-deprecated".to_owned(), Value::Array(list));
    }
}

/// Returns true if the titles can be names: all exist, are distinct and short.
fn names(constants: &[Constant]) -> bool {
    let titles: std::collections::BTreeSet<&str> =
        constants.iter().filter_map(|constant| constant.title.as_deref()).filter(|title| is_name(title)).collect();
    titles.len() == constants.len()
}

fn is_name(title: &str) -> bool {
    let letters = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | ' ');
    title.len() <= LONGEST_NAME && title.starts_with(char::is_alphabetic) && title.chars().all(letters)
}

/// Adds a list of texts that is parallel to `enum`, unless all are missing.
fn beside(schema: &mut Schema<'_>, keyword: &str, constants: &[Constant], words: impl Fn(&Constant) -> Option<String>) {
    let words: Vec<Option<String>> = constants.iter().map(words).collect();
    if words.iter().any(Option::is_some) && !schema.raw.contains_key(keyword) {
        let list = words.into_iter().map(|words| Value::from(words.unwrap_or_default())).collect();
        schema.raw.insert(keyword.to_owned(), Value::Array(list));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::{rewritten, written};

    #[test]
    fn constants_with_words_are_a_documented_enumeration() {
        let (after, source_map) = rewritten(&json!({ "oneOf": [
            { "const": 1, "title": "JOIN", "description": "Joins." },
            { "const": 2, "title": "LEAVE" },
        ] }));
        let expected = json!({
            "type": "integer",
            "enum": [1, 2],
            "x-enum-varnames": ["JOIN", "LEAVE"],
            "x-enum-descriptions": ["Joins.", ""],
        });
        assert_eq!(after, expected);
        assert_eq!(written(&source_map, "/enum/1"), "/oneOf/1/const");
    }

    #[test]
    fn deprecated_constants_stay_deprecated() {
        let (after, _) = rewritten(&json!({ "type": "string", "oneOf": [
            { "const": "a" },
            { "const": "b", "deprecated": true, "x-deprecated-reason": "Use a." },
        ] }));
        assert_eq!(after["x-enum-deprecated"], json!([{}, { "deprecated": true, "x-deprecated-reason": "Use a." }]));
    }

    #[test]
    fn a_title_that_is_a_sentence_describes() {
        let (after, _) = rewritten(&json!({ "type": "string", "anyOf": [
            { "const": "a", "title": "What it is, in short" },
            { "enum": ["b"] },
        ] }));
        let expected = json!({
            "type": "string",
            "enum": ["a", "b"],
            "x-enum-descriptions": ["What it is, in short", ""],
        });
        assert_eq!(after, expected);
    }

    #[test]
    fn what_says_more_stays_an_alternative() {
        let more = json!({ "oneOf": [{ "enum": ["a"] }, { "enum": ["b"], "pattern": "b" }] });
        assert_eq!(rewritten(&more).0, more);
    }
}
