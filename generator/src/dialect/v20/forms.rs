//! Combines the parameters `in: formData` of an operation into one request body: an object with a property for each.

use serde_json::{Map, Value, json};

use super::listed_parameter::{ListedParameter, set_body};
use super::responses::{listed_at, under};
use super::{Rewrite, collection_format, media_types, parameters};
use crate::diag::{Code, Diagnostic};
use crate::path::SpecPath;

/// A form field, converted to a property of the body.
struct Field {
    schema: Map<String, Value>,
    encoding: Map<String, Value>,
    required: bool,
    file: bool,
}

/// Creates the request body for the fields of a form. `first` contains, for each field, whether no previous operation
/// has used it.
pub(super) fn form(rewrite: &mut Rewrite<'_>, operation: &SpecPath, given: &[ListedParameter], first: &[bool]) {
    let fields: Vec<(&ListedParameter, Field)> =
        given.iter().filter_map(|given| Some((given, field(rewrite, given)?))).collect();
    let consumes = media_types::listed(rewrite.written.root(), rewrite.written.get(operation), "consumes");
    let types = media_types::of_form(fields.iter().any(|(_, field)| field.file), consumes);
    let here = operation.child("requestBody");
    let content = here.child("content");
    let schema_at = |name: &String| content.child(name).child("schema");
    if let (Some(listed), Some(name)) = (given.first(), types.first()) {
        rewrite.made(&here, &listed.place);
        listed_at(rewrite, &types, &content, Some(operation), "consumes");
        rewrite.made(&schema_at(name), &listed.place);
        for (given, first) in given.iter().zip(first) {
            let now = schema_at(name).child("properties").child(&given.name);
            if given.is_own() && *first {
                rewrite.moved(&given.target, &now);
            } else {
                rewrite.made(&now, &given.target);
            }
        }
    }
    let (schema, encoding, required) = object(fields);
    let mut entries = types.first().map(|name| under(&types, Some(&schema), &schema_at(name))).unwrap_or_default();
    if !encoding.is_empty() {
        for entry in entries.values_mut().filter_map(Value::as_object_mut) {
            entry.insert("encoding".to_owned(), Value::Object(encoding.clone()));
        }
    }
    let mut body = json!({ "content": entries });
    if required {
        body["required"] = Value::Bool(true);
    }
    set_body(rewrite, operation, body);
}

/// Converts a parameter to a property. The schema gets all of its keywords, except those for the serialization.
fn field(rewrite: &mut Rewrite<'_>, given: &ListedParameter) -> Option<Field> {
    let mut raw = rewrite.object(&given.target)?.clone();
    let mut encoding = collection_format::take(rewrite, &given.target, &mut raw, "formData");
    if encoding.shift_remove(collection_format::DELIMITER).is_some() {
        let message = format!(
            "the items of the field `{}` cannot be separated by tabs in a form; they are separated by commas",
            given.name
        );
        let place = given.target.child("collectionFormat");
        let found = Diagnostic::new(Code::UnsupportedParameter, &place, message);
        rewrite.diagnostics.push(found.help("use another `collectionFormat`"));
    }
    parameters::example(rewrite, &given.target, &mut raw);
    let required = raw.shift_remove("required");
    for key in ["in", "name", "allowEmptyValue"] {
        raw.shift_remove(key);
    }
    let (mut schema, _) = parameters::take_schema(&mut raw);
    schema.extend(raw);
    let file = schema.get("format").is_some_and(|format| format == "binary");
    let required = required.is_some_and(|value| value == true || value == "true");
    Some(Field { schema, encoding, required, file })
}

/// Returns the object schema with the fields as properties, their encodings, and whether any field is required.
fn object(fields: Vec<(&ListedParameter, Field)>) -> (Value, Map<String, Value>, bool) {
    let (mut properties, mut encodings, mut required) = (Map::new(), Map::new(), Vec::new());
    for (given, field) in fields {
        if field.required {
            required.push(Value::from(given.name.clone()));
        }
        if !field.encoding.is_empty() {
            encodings.insert(given.name.clone(), Value::Object(field.encoding));
        }
        properties.insert(given.name.clone(), Value::Object(field.schema));
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    let is_required = !required.is_empty();
    if is_required {
        schema["required"] = Value::Array(required);
    }
    (schema, encodings, is_required)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v20::test::{assert_rewritten, assert_written_at, parameters};

    #[test]
    fn fields_are_properties_of_one_body() {
        let before = parameters(&json!([
            { "in": "formData", "name": "name", "type": "string", "required": true, "description": "Yours." },
            { "in": "query", "name": "q", "type": "string" },
            { "in": "formData", "name": "tags", "type": "array", "items": { "type": "string" }, "collectionFormat": "multi" },
        ]));
        let tags = json!({ "type": "array", "items": { "type": "string" } });
        let after = json!({ "required": true, "content": { "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "properties": { "name": { "type": "string", "description": "Yours." }, "tags": tags },
                "required": ["name"],
            },
            "encoding": { "tags": { "style": "form", "explode": true } },
        } } });
        assert_rewritten(&before, "/paths/~1a/get/requestBody", &after);
        let property = "/paths/~1a/get/requestBody/content/application~1x-www-form-urlencoded/schema/properties/tags";
        assert_written_at(&before, &format!("{property}/items"), "/paths/~1a/get/parameters/2/items");
    }

    #[test]
    fn a_form_with_a_file_has_parts() {
        let before = parameters(&json!([{ "in": "formData", "name": "photo", "type": "file" }]));
        let photo = json!({ "type": "string", "format": "binary" });
        let after = json!({ "content": { "multipart/form-data": {
            "schema": { "type": "object", "properties": { "photo": photo } } } } });
        assert_rewritten(&before, "/paths/~1a/get/requestBody", &after);
    }
}
