//! Paths, operations, tags, callbacks and webhooks.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::draft::{Draft, Version};
use crate::names::Role;
use crate::parameters::{self, Scopes};
use crate::{bodies, responses, security, servers};

pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) object: Value,
}

/// Writes several tags.
pub(crate) fn tags(draft: &mut Draft<'_, '_>) -> Vec<Tag> {
    let count = draft.between(0, 8);
    let mut scope = BTreeSet::new();
    let mut tags = Vec::new();
    for _ in 0..count {
        let name = draft.name(Role::Free, &mut scope);
        let mut object = Map::from_iter([("name".to_owned(), json!(name))]);
        draft.describe(&mut object, 40);
        if draft.version == Version::V32 && draft.chance(30) {
            object.insert("summary".to_owned(), json!("A summary"));
            object.insert("kind".to_owned(), json!("nav"));
        }
        tags.push(Tag { name, object: Value::Object(object) });
    }
    tags
}

/// Writes all paths.
pub(crate) fn paths(draft: &mut Draft<'_, '_>, tags: &[Tag]) -> Value {
    let count = draft.operation_count();
    let mut templates = BTreeSet::new();
    let mut paths = Map::new();
    let mut written = 0;
    while written < count {
        let mut scopes = Scopes::default();
        let (template, mut path_parameters) = template(draft, &mut scopes, &mut templates);
        let mut item = Map::new();
        let common = path_parameters.split_off(path_parameters.len() / 2);
        if !common.is_empty() {
            item.insert("parameters".to_owned(), Value::Array(common));
        }
        if draft.chance(5) {
            let servers = servers::servers(draft);
            item.insert("servers".to_owned(), servers);
        }
        let operations = draft.between(1, 4);
        for _ in 0..operations {
            let method = draft.word(methods(draft.version));
            if item.contains_key(method) {
                continue;
            }
            let operation = operation(draft, tags, method, &path_parameters, &mut Scopes::default());
            item.insert(method.to_owned(), operation);
            written += 1;
        }
        if draft.version == Version::V32 && draft.chance(5) {
            let operation = operation(draft, tags, "COPY", &path_parameters, &mut Scopes::default());
            item.insert("additionalOperations".to_owned(), json!({ "COPY": operation }));
        }
        paths.insert(template, Value::Object(item));
    }
    Value::Object(paths)
}

fn methods(version: Version) -> &'static [&'static str] {
    match version {
        Version::V32 => &["get", "get", "post", "put", "delete", "patch", "head", "options", "trace", "query"],
        _ => &["get", "get", "get", "post", "post", "put", "delete", "patch", "head", "options"],
    }
}

/// Returns a path template that no other path has, and its parameters.
pub(crate) fn template(
    draft: &mut Draft<'_, '_>,
    scopes: &mut Scopes,
    templates: &mut BTreeSet<String>,
) -> (String, Vec<Value>) {
    let mut template = String::new();
    let mut shape = String::new();
    let mut parameters = Vec::new();
    loop {
        let count = draft.between(1, 3);
        for _ in 0..count {
            if draft.chance(65) || parameters.len() > 3 {
                let segment = draft.name(Role::Component, &mut BTreeSet::new());
                let segment: String = segment.chars().filter(|&c| c.is_ascii() && c != ',').take(40).collect();
                template.extend(["/", &segment]);
                shape.extend(["/", &segment]);
            } else {
                let (name, parameter) = path_parameter(draft, scopes);
                template.extend(["/{", &name, "}"]);
                shape += "/{}";
                parameters.push(parameter);
            }
        }
        if templates.insert(shape.clone()) {
            return (template, parameters);
        }
    }
}

/// Returns the name of a path parameter, and the parameter or a reference to it.
fn path_parameter(draft: &mut Draft<'_, '_>, scopes: &mut Scopes) -> (String, Value) {
    let components = draft.path_parameters.clone();
    if let Some((index, name)) = draft.pick(&components)
        && draft.chance(30)
        && scopes.insert("path", &name)
    {
        let component = draft.parameters[index].clone();
        return (name, draft.reference("parameters", &component));
    }
    let name = scopes.name(draft, "path");
    let parameter = if draft.version == Version::V20 {
        crate::swagger::parameter(draft, "path", &name)
    } else {
        parameters::parameter(draft, "path", &name)
    };
    (name, parameter)
}

/// Writes an operation.
fn operation(
    draft: &mut Draft<'_, '_>,
    tags: &[Tag],
    method: &str,
    path_parameters: &[Value],
    scopes: &mut Scopes,
) -> Value {
    let mut operation = head(draft, tags);
    let mut parameters = path_parameters.to_vec();
    let count = draft.parts().min(6);
    for _ in 0..count {
        let place = draft.word(&["query", "query", "query", "header", "cookie"]);
        let name = scopes.name(draft, place);
        let parameter = parameters::parameter(draft, place, &name);
        parameters.push(parameter);
    }
    parameters.extend(shared_parameter(draft));
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(parameters));
    }
    let has_body = matches!(method, "post" | "put" | "patch" | "query" | "COPY") && draft.chance(80);
    if has_body {
        let names = draft.bodies.clone();
        let body = match draft.pick(&names) {
            Some(name) if draft.chance(30) => draft.reference("requestBodies", &name),
            _ => bodies::body(draft),
        };
        operation.insert("requestBody".to_owned(), body);
    }
    let responses = responses::responses(draft);
    operation.insert("responses".to_owned(), responses);
    if draft.chance(4) {
        let callbacks = callbacks(draft);
        operation.insert("callbacks".to_owned(), callbacks);
    }
    Value::Object(operation)
}

/// Returns a reference to a parameter component outside of the path. An operation has at most one, so that there are
/// no duplicates.
fn shared_parameter(draft: &mut Draft<'_, '_>) -> Option<Value> {
    let in_path: Vec<usize> = draft.path_parameters.iter().map(|(index, _)| *index).collect();
    let others: Vec<String> = draft
        .parameters
        .iter()
        .enumerate()
        .filter(|(index, _)| !in_path.contains(index))
        .map(|(_, name)| name.clone())
        .collect();
    let name = draft.pick(&others)?;
    draft.chance(30).then(|| draft.reference("parameters", &name))
}

/// Writes the members that operations have in every version.
pub(crate) fn head(draft: &mut Draft<'_, '_>, tags: &[Tag]) -> Map<String, Value> {
    let mut operation = Map::new();
    if draft.chance(90) {
        let mut ids = std::mem::take(&mut draft.operation_ids);
        let id = draft.name(Role::Free, &mut ids);
        draft.operation_ids = ids;
        operation.insert("operationId".to_owned(), json!(id));
    }
    if draft.chance(80) && !tags.is_empty() {
        let index = draft.between(0, tags.len() - 1);
        operation.insert("tags".to_owned(), json!([tags[index].name]));
    }
    if draft.chance(30) {
        let summary = draft.text_line();
        operation.insert("summary".to_owned(), json!(summary));
    }
    draft.describe(&mut operation, 40);
    if draft.chance(8) {
        operation.insert("deprecated".to_owned(), json!(true));
    }
    if draft.chance(15) && !draft.schemes.is_empty() {
        let security = security::requirements(draft);
        operation.insert("security".to_owned(), security);
    }
    operation
}

fn callbacks(draft: &mut Draft<'_, '_>) -> Value {
    let name = draft.name(Role::Component, &mut BTreeSet::new());
    let body = bodies::body(draft);
    let operation = json!({ "requestBody": body, "responses": { "200": { "description": "" } } });
    json!({ name: { "{$request.body#/url}": { "post": operation } } })
}

/// Writes the webhooks.
pub(crate) fn webhooks(draft: &mut Draft<'_, '_>, tags: &[Tag]) -> Value {
    let count = draft.between(1, 5);
    let mut scope = BTreeSet::new();
    let mut webhooks = Map::new();
    for _ in 0..count {
        let name = draft.name(Role::Free, &mut scope);
        let mut operation = head(draft, tags);
        let body = bodies::body(draft);
        operation.insert("requestBody".to_owned(), body);
        operation.insert("responses".to_owned(), json!({ "200": { "description": "Received." } }));
        webhooks.insert(name, json!({ "post": operation }));
    }
    Value::Object(webhooks)
}
