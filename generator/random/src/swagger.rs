//! Documents of version 2.0, which has its own syntax for parameters, bodies and responses.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::draft::Draft;
use crate::names::Role;
use crate::operations::{self, Tag};
use crate::parameters::{self, Scopes};
use crate::{models, schemas, security};

/// Writes a document.
pub(crate) fn document(draft: &mut Draft<'_, '_>) -> Value {
    let mut document = Map::from_iter([
        ("swagger".to_owned(), json!("2.0")),
        ("info".to_owned(), json!({ "title": draft.text_line(), "version": "1" })),
        ("host".to_owned(), json!("api.example.com")),
        ("basePath".to_owned(), json!("/v1")),
        ("schemes".to_owned(), json!(["https"])),
        ("consumes".to_owned(), json!(["application/json"])),
        ("produces".to_owned(), json!(["application/json"])),
    ]);
    let tags = operations::tags(draft);
    draft.name_components();
    // 2.0 has no components of these kinds under these keywords, so nothing may refer to them.
    draft.parameters.clear();
    draft.bodies.clear();
    draft.headers.clear();
    let definitions = models::all(draft);
    let names = draft.responses.clone();
    let responses: Map<String, Value> = names.into_iter().map(|name| (name, response(draft))).collect();
    let schemes = security::schemes(draft);
    let paths = paths(draft, &tags);
    document.insert("paths".to_owned(), paths);
    document.insert("tags".to_owned(), Value::Array(tags.into_iter().map(|tag| tag.object).collect()));
    document.insert("definitions".to_owned(), definitions);
    document.insert("responses".to_owned(), Value::Object(responses));
    if !draft.schemes.is_empty() {
        document.insert("securityDefinitions".to_owned(), schemes);
        let requirements = security::requirements(draft);
        document.insert("security".to_owned(), requirements);
    }
    Value::Object(document)
}

fn paths(draft: &mut Draft<'_, '_>, tags: &[Tag]) -> Value {
    let count = draft.operation_count();
    let mut templates = BTreeSet::new();
    let mut paths = Map::new();
    let mut written = 0;
    while written < count {
        let (template, path_parameters) = operations::template(draft, &mut Scopes::default(), &mut templates);
        let mut item = Map::new();
        let operations = draft.between(1, 3);
        for _ in 0..operations {
            let method = draft.word(&["get", "post", "put", "delete", "patch", "head"]);
            if !item.contains_key(method) {
                let operation = operation(draft, tags, method, &path_parameters);
                item.insert(method.to_owned(), operation);
                written += 1;
            }
        }
        paths.insert(template, Value::Object(item));
    }
    Value::Object(paths)
}

fn operation(draft: &mut Draft<'_, '_>, tags: &[Tag], method: &str, path_parameters: &[Value]) -> Value {
    let mut operation = operations::head(draft, tags);
    let mut parameters = path_parameters.to_vec();
    let mut scopes = Scopes::default();
    let count = draft.between(0, 5);
    for _ in 0..count {
        let place = draft.word(&["query", "query", "header"]);
        let name = scopes.name(draft, place);
        let parameter = parameter(draft, place, &name);
        parameters.push(parameter);
    }
    if matches!(method, "post" | "put" | "patch") {
        body(draft, &mut parameters, &mut operation);
    }
    operation.insert("parameters".to_owned(), Value::Array(parameters));
    let count = draft.between(1, 3);
    let mut responses = Map::new();
    for _ in 0..count {
        let status = draft.word(&["200", "201", "204", "400", "404", "500", "default"]);
        let names = draft.responses.clone();
        let response = match draft.pick(&names) {
            Some(name) if draft.chance(30) => draft.reference("responses", &name),
            _ => response(draft),
        };
        responses.insert(status.to_owned(), response);
    }
    operation.insert("responses".to_owned(), Value::Object(responses));
    Value::Object(operation)
}

/// Adds a body or form fields.
fn body(draft: &mut Draft<'_, '_>, parameters: &mut Vec<Value>, operation: &mut Map<String, Value>) {
    if draft.chance(70) {
        let schema = schemas::any(draft, 2);
        let name = draft.name(Role::Free, &mut BTreeSet::new());
        parameters.push(json!({ "in": "body", "name": name, "required": draft.chance(50), "schema": schema }));
        return;
    }
    let is_multipart = draft.chance(50);
    let media_type = if is_multipart { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
    operation.insert("consumes".to_owned(), json!([media_type]));
    let mut scope = BTreeSet::new();
    let count = draft.between(1, 5);
    for _ in 0..count {
        let name = draft.name(Role::Free, &mut scope);
        let field = if is_multipart && draft.chance(30) {
            json!({ "in": "formData", "name": name, "type": "file" })
        } else {
            parameter(draft, "formData", &name)
        };
        parameters.push(field);
    }
}

/// Writes a parameter outside of the body.
pub(crate) fn parameter(draft: &mut Draft<'_, '_>, place: &str, name: &str) -> Value {
    let mut parameter = Map::from_iter([("name".to_owned(), json!(name)), ("in".to_owned(), json!(place))]);
    if place == "path" || draft.chance(25) {
        parameter.insert("required".to_owned(), json!(true));
    }
    draft.describe(&mut parameter, 40);
    let scalar = crate::scalars::scalar(draft);
    let is_typed = scalar.get("type").is_some_and(Value::is_string);
    let scalar = if is_typed { scalar } else { Map::from_iter([("type".to_owned(), json!("string"))]) };
    if draft.chance(25) {
        parameter.insert("type".to_owned(), json!("array"));
        let format = draft.word(&["csv", "ssv", "tsv", "pipes"]);
        parameter.insert("collectionFormat".to_owned(), json!(format));
        parameter.insert("items".to_owned(), Value::Object(scalar));
    } else {
        parameter.extend(scalar);
        parameter.remove("example");
    }
    Value::Object(parameter)
}

fn response(draft: &mut Draft<'_, '_>) -> Value {
    let mut response = Map::from_iter([("description".to_owned(), json!(""))]);
    draft.describe(&mut response, 50);
    if draft.chance(75) {
        let schema = schemas::any(draft, 2);
        response.insert("schema".to_owned(), schema);
    }
    if draft.chance(20) {
        let name = parameters::header_name(draft, &mut BTreeSet::new());
        response.insert("headers".to_owned(), json!({ name: { "type": "string" } }));
    }
    Value::Object(response)
}
