//! Rewrites the siblings of `$ref`, which also apply in 3.1: `{ $ref: X, … }` becomes `{ allOf: [{ $ref: X }], … }`. If
//! all siblings are annotations, the reference is not changed.

use serde_json::{Value, json};

use super::schema::Schema;
use crate::version::Version;

/// The keywords that do not constrain values, or that are supported next to a reference.
const WORDS: &[&str] = &[
    "$ref",
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$id",
    "$schema",
    "default",
    "definitions",
    "deprecated",
    "description",
    "discriminator",
    "example",
    "examples",
    "externalDocs",
    "nullable",
    "readOnly",
    "summary",
    "title",
    "type",
    "writeOnly",
    "xml",
];

pub(super) fn rewrite(schema: &mut Schema<'_>) {
    if schema.version < Version::OpenApi31 || !schema.raw.get("$ref").is_some_and(Value::is_string) {
        return;
    }
    if !schema.raw.keys().any(|keyword| !WORDS.contains(&keyword.as_str()) && !keyword.starts_with("x-")) {
        return;
    }
    let Some(reference) = schema.take("$ref") else { return };
    let owner = schema.path();
    let mut all = match schema.take("allOf") {
        Some(Value::Array(all)) => all,
        _ => Vec::new(),
    };
    for index in (0..all.len()).rev() {
        schema.source_map.moved(&owner.child("allOf").index(index), &owner.child("allOf").index(index + 1));
    }
    all.insert(0, json!({ "$ref": reference }));
    schema.raw.insert("allOf".to_owned(), Value::Array(all));
    let now = owner.child("allOf").index(0);
    schema.source_map.derived(&now, &owner);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v31::tests::{rewritten, written};

    #[test]
    fn a_sibling_holds_as_well() {
        let (after, source_map) = rewritten(&json!({ "$ref": "#/x", "required": ["a"], "allOf": [{ "$ref": "#/y" }] }));
        assert_eq!(after, json!({ "required": ["a"], "allOf": [{ "$ref": "#/x" }, { "$ref": "#/y" }] }));
        assert_eq!(written(&source_map, "/allOf/0/$ref"), "/$ref");
        assert_eq!(written(&source_map, "/allOf/1/$ref"), "/allOf/0/$ref");
    }

    #[test]
    fn words_beside_a_reference_stay() {
        let words = json!({ "$ref": "#/x", "description": "An x." });
        assert_eq!(rewritten(&words).0, words);
    }
}
