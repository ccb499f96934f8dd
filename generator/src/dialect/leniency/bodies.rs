//! Converts the parameters `in: body` and `in: formData` of an operation without a request body to its request body.
//! They are marked and remain in their list, so that the indices of the others do not change.

use serde_json::{Map, Value, json};

use crate::keywords::ObjectKind;
use crate::keywords::leniency::is_of_schema;
use crate::path::SpecPath;
use crate::source_map::SourceMap;

/// The keyword that marks a parameter that was converted to a request body.
const TAKEN_AS_BODY: &str = "x-oaspress-body";

/// Adds the request body that the parameters of an operation describe.
pub(super) fn rewrite(operation: &mut Map<String, Value>, path: &SpecPath, source_map: &mut SourceMap) {
    if operation.contains_key("requestBody") {
        return;
    }
    let Some(Value::Array(parameters)) = operation.get_mut("parameters") else { return };
    let list = path.child("parameters");
    let mut body = None;
    let mut form = Form::default();
    for (index, parameter) in parameters.iter_mut().enumerate() {
        let Value::Object(parameter) = parameter else { continue };
        let place = list.index(index);
        match parameter.get("in").and_then(Value::as_str).map(str::to_ascii_lowercase).as_deref() {
            Some("body") if body.is_none() => {
                let schema = schema(parameter);
                let required = parameter.get("required").cloned().unwrap_or(Value::Bool(false));
                parameter.insert(TAKEN_AS_BODY.to_owned(), Value::Bool(true));
                body = Some((place, "application/json", schema, required));
            }
            Some("formdata") => form.add(parameter, place),
            _ => {}
        }
    }
    let Some((place, media_type, schema, required)) = body.or_else(|| form.into_body()) else { return };
    let here = path.child("requestBody");
    source_map.derived(&here, &place);
    source_map.moved(&place.child("schema"), &here.child("content").child(media_type).child("schema"));
    let content = Map::from_iter([(media_type.to_owned(), json!({ "schema": schema }))]);
    operation.insert("requestBody".to_owned(), json!({ "required": required, "content": content }));
}

/// The fields of a form.
#[derive(Default)]
struct Form {
    first: Option<SpecPath>,
    properties: Map<String, Value>,
    required: Vec<Value>,
    has_file: bool,
}

impl Form {
    fn add(&mut self, parameter: &mut Map<String, Value>, place: SpecPath) {
        let Some(name) = parameter.get("name").and_then(Value::as_str).map(str::to_owned) else { return };
        let mut schema = schema(parameter);
        if schema.get("type").and_then(Value::as_str) == Some("file") {
            self.has_file = true;
            schema = json!({ "type": "string", "format": "binary" });
        }
        if parameter.get("required") == Some(&Value::Bool(true)) {
            self.required.push(Value::String(name.clone()));
        }
        parameter.insert(TAKEN_AS_BODY.to_owned(), Value::Bool(true));
        self.properties.insert(name, schema);
        self.first.get_or_insert(place);
    }

    fn into_body(self) -> Option<(SpecPath, &'static str, Value, Value)> {
        let media_type = if self.has_file { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
        let required = Value::Bool(!self.required.is_empty());
        let mut schema = json!({ "type": "object", "properties": self.properties });
        if let (false, Some(raw)) = (self.required.is_empty(), schema.as_object_mut()) {
            raw.insert("required".to_owned(), Value::Array(self.required));
        }
        Some((self.first?, media_type, schema, required))
    }
}

/// Returns the schema of a parameter: its `schema`, or else its own keywords.
fn schema(parameter: &Map<String, Value>) -> Value {
    parameter.get("schema").cloned().unwrap_or_else(|| {
        let own = parameter.iter().filter(|(key, _)| is_of_schema(ObjectKind::Parameter, key));
        Value::Object(own.map(|(key, value)| (key.clone(), value.clone())).collect())
    })
}
