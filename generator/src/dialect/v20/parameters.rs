//! Rewrites parameters and headers, whose type is in the parameter itself in 2.0 and in a `schema` in 3.0.

use serde_json::{Map, Value};

use super::{Rewrite, collection_format};
use crate::keywords::ObjectKind;
use crate::path::SpecPath;

/// The keywords that describe the parameter rather than its value. They are not moved.
const STAYS: &[&str] = &[
    "$ref",
    "allowEmptyValue",
    "allowReserved",
    "content",
    "deprecated",
    "description",
    "example",
    "examples",
    "explode",
    "in",
    "name",
    "schema",
    "style",
];

/// The extensions that describe the value.
const VALUE_EXTENSIONS: &[&str] = &["x-enum", "x-ms-enum"];

/// Rewrites all headers of responses, and all parameters except bodies and form fields.
pub(super) fn rewrite(rewrite: &mut Rewrite<'_>) {
    for place in rewrite.places(&[ObjectKind::SwaggerParameter, ObjectKind::SwaggerHeader]) {
        let location = rewrite.written(&place, "in").and_then(Value::as_str).unwrap_or("header").to_owned();
        if location != "body" && location != "formData" {
            one(rewrite, &place, &location);
        }
    }
}

fn one(rewrite: &mut Rewrite<'_>, place: &SpecPath, location: &str) {
    let Some(mut raw) = rewrite.object(place).map(std::mem::take) else { return };
    let style = collection_format::take(rewrite, place, &mut raw, location);
    for key in style.keys() {
        rewrite.made(&place.child(key), &place.child("collectionFormat"));
    }
    raw.extend(style);
    example(rewrite, place, &mut raw);
    let (schema, moved) = take_schema(&mut raw);
    let here = place.child("schema");
    if !schema.is_empty() {
        if !moved.is_empty() {
            rewrite.made(&here, place);
        }
        for key in moved {
            rewrite.moved(&place.child(&key), &here.child(&key));
        }
        raw.insert("schema".to_owned(), Value::Object(schema));
    }
    if let Some(object) = rewrite.object(place) {
        *object = raw;
    }
}

/// Renames `x-example`, the extension of 2.0 for `example`.
pub(super) fn example(rewrite: &mut Rewrite<'_>, place: &SpecPath, raw: &mut Map<String, Value>) {
    let Some(example) = raw.shift_remove("x-example") else { return };
    if !raw.contains_key("example") {
        raw.insert("example".to_owned(), example);
        rewrite.moved(&place.child("x-example"), &place.child("example"));
    }
}

/// Removes the keywords that describe the value from a parameter. Returns the schema, and the keywords that were moved
/// into it.
pub(super) fn take_schema(raw: &mut Map<String, Value>) -> (Map<String, Value>, Vec<String>) {
    let mut schema = match raw.shift_remove("schema") {
        Some(Value::Object(schema)) => schema,
        _ => Map::new(),
    };
    let keys: Vec<String> = raw.keys().filter(|key| is_of_value(key, raw)).cloned().collect();
    let mut moved = Vec::new();
    for key in keys {
        let Some(value) = raw.shift_remove(&key) else { continue };
        if !schema.contains_key(&key) {
            schema.insert(key.clone(), value);
            moved.push(key);
        }
    }
    (schema, moved)
}

fn is_of_value(key: &str, raw: &Map<String, Value>) -> bool {
    match key {
        // As an array, it is the `required` of an object schema, which 2.0 does not allow in parameters, but some
        // documents contain.
        "required" => raw.get(key).is_some_and(Value::is_array),
        _ if key.starts_with("x-") => VALUE_EXTENSIONS.iter().any(|start| key.starts_with(start)),
        _ => ObjectKind::Schema.keyword(key).is_some() && !STAYS.contains(&key),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v20::test::{assert_rewritten, assert_written_at, parameters, response};

    #[test]
    fn what_is_about_the_value_goes_into_a_schema() {
        let before =
            parameters(&json!([{ "in": "query", "name": "limit", "required": true, "description": "How many.",
            "type": "integer", "format": "int32", "default": 10, "x-example": 20, "x-enum-varnames": ["A"] }]));
        let after = json!({ "in": "query", "name": "limit", "required": true, "description": "How many.", "example": 20,
            "schema": { "type": "integer", "format": "int32", "default": 10, "x-enum-varnames": ["A"] } });
        assert_rewritten(&before, "/paths/~1a/get/parameters/0", &after);
        assert_written_at(&before, "/paths/~1a/get/parameters/0/schema/default", "/paths/~1a/get/parameters/0/default");
        assert_written_at(&before, "/paths/~1a/get/parameters/0/schema", "/paths/~1a/get/parameters/0");
    }

    #[test]
    fn headers_of_responses_too() {
        let before = response(&json!({ "description": "", "headers": { "X-Left": { "type": "integer" } } }));
        let after = json!({ "X-Left": { "schema": { "type": "integer" } } });
        assert_rewritten(&before, "/paths/~1a/get/responses/200/headers", &after);
    }
}
