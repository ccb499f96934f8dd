//! Decides whether a schema constrains its values.

use oaspress::internals::DocumentTree;
use oaspress::path::SpecPath;
use serde_json::Value;

/// Keywords that constrain a value.
const SAYING: [&str; 8] = ["type", "enum", "const", "format", "pattern", "items", "prefixItems", "not"];

/// The maximum depth. Deeper schemas count as constraining.
const MAX_DEPTH: usize = 8;

/// Returns true if the schema at a path does not accept every value. A dangling reference counts as constraining,
/// since that was the intent.
pub(super) fn says_something(tree: &DocumentTree<'_>, path: &SpecPath) -> bool {
    says_at_depth(tree, path, 0)
}

fn says_at_depth(tree: &DocumentTree<'_>, path: &SpecPath, depth: usize) -> bool {
    let Ok(found) = tree.follow(path) else { return tree.get(path).is_some() };
    let Some(schema) = found.value.as_object() else { return false };
    if depth > MAX_DEPTH || SAYING.iter().any(|key| schema.get(*key).is_some_and(|value| !is_anything(key, value))) {
        return true;
    }
    if ["properties", "additionalProperties"].iter().any(|key| filled(schema.get(*key))) {
        return true;
    }
    let parts = |key: &str| {
        let count = schema.get(key).and_then(Value::as_array).map_or(0, Vec::len);
        let place = found.path.child(key);
        (0..count).map(move |index| place.index(index))
    };
    let says = |part: SpecPath| says_at_depth(tree, &part, depth + 1);
    let some_of_all = parts("allOf").any(says);
    // If one alternative accepts every value, the union does as well.
    let all_of_any = ["oneOf", "anyOf"].iter().any(|key| parts(key).count() > 0 && parts(key).all(says));
    some_of_all || all_of_any
}

/// Returns true if a keyword accepts nearly every value: an array of all types, or `not`. No Rust type is more
/// specific.
fn is_anything(key: &str, value: &Value) -> bool {
    match (key, value) {
        ("type", Value::Array(types)) => types.len() >= 5,
        ("not" | "items", Value::Object(schema)) => key == "not" || schema.is_empty(),
        _ => false,
    }
}

fn filled(value: Option<&Value>) -> bool {
    value.and_then(Value::as_object).is_some_and(|members| !members.is_empty())
}

/// Returns true if the schema at a path declares properties.
pub(super) fn has_properties(tree: &DocumentTree<'_>, path: &SpecPath) -> bool {
    tree.follow(path).is_ok_and(|found| filled(found.value.get("properties")))
}

#[cfg(test)]
mod tests {
    use oaspress::internals::DocumentTree;
    use oaspress::path::SpecPath;
    use serde_json::{Value, json};

    use super::says_something;

    fn says(schema: &Value) -> bool {
        let document = json!({ "at": schema, "free": {}, "text": { "type": "string" } });
        says_something(&DocumentTree::new(&document), &SpecPath::root().child("at"))
    }

    #[test]
    fn types_and_parts_that_have_some_say_something() {
        assert!(says(&json!({ "type": "string" })));
        assert!(says(&json!({ "allOf": [{}, { "$ref": "#/text" }] })));
        assert!(says(&json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] })));
        assert!(says(&json!({ "properties": { "a": {} } })));
        assert!(says(&json!({ "$ref": "#/nowhere" })));
    }

    #[test]
    fn what_allows_everything_says_nothing() {
        assert!(!says(&json!({ "description": "anything", "nullable": true, "x-note": 1 })));
        assert!(!says(&json!({ "anyOf": [{ "$ref": "#/free" }, { "$ref": "#/text" }] })));
        assert!(!says(&json!({ "additionalProperties": true })));
        assert!(!says(&json!({ "type": ["string", "number", "boolean", "object", "array", "null"] })));
    }
}
