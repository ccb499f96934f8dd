//! Responses, their headers and links.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::draft::Draft;
use crate::names::Role;
use crate::{bodies, parameters};

const SUCCESSES: &[&str] = &["200", "200", "200", "201", "202", "204", "206", "2XX", "301", "304", "default"];

const ERRORS: &[&str] = &["400", "401", "404", "409", "418", "422", "429", "4XX", "500", "503", "5XX", "default"];

/// Writes the responses under `components`.
pub(crate) fn components(draft: &mut Draft<'_, '_>) -> Value {
    let names = draft.responses.clone();
    Value::Object(names.into_iter().map(|name| (name, response(draft))).collect())
}

/// Writes the headers under `components`.
pub(crate) fn header_components(draft: &mut Draft<'_, '_>) -> Value {
    let names = draft.headers.clone();
    Value::Object(names.into_iter().map(|name| (name, header(draft))).collect())
}

/// Writes the responses of an operation.
pub(crate) fn responses(draft: &mut Draft<'_, '_>) -> Value {
    let mut responses = Map::new();
    let successes = if draft.chance(80) { 1 } else { draft.between(2, 4) };
    let errors = draft.between(0, 3);
    for statuses in [vec![SUCCESSES; successes], vec![ERRORS; errors]].concat() {
        let status = draft.word(statuses);
        let names = draft.responses.clone();
        let response = match draft.pick(&names) {
            Some(name) if draft.chance(30) => draft.reference("responses", &name),
            _ => response(draft),
        };
        responses.insert(status.to_owned(), response);
    }
    Value::Object(responses)
}

/// Writes a response.
fn response(draft: &mut Draft<'_, '_>) -> Value {
    let mut response = Map::from_iter([("description".to_owned(), json!(""))]);
    draft.describe(&mut response, 60);
    if draft.chance(75) {
        let content = bodies::content(draft);
        response.insert("content".to_owned(), content);
    }
    if draft.chance(25) {
        let count = draft.between(1, 4);
        let mut scope = BTreeSet::new();
        let mut headers = Map::new();
        for _ in 0..count {
            let name = parameters::header_name(draft, &mut scope);
            let components = draft.headers.clone();
            let header = match draft.pick(&components) {
                Some(component) if draft.chance(30) => draft.reference("headers", &component),
                _ => header(draft),
            };
            headers.insert(name, header);
        }
        response.insert("headers".to_owned(), Value::Object(headers));
    }
    if draft.chance(5) {
        let ids: Vec<String> = draft.operation_ids.iter().cloned().collect();
        if let Some(id) = draft.pick(&ids) {
            let name = draft.name(Role::Component, &mut BTreeSet::new());
            let link = json!({ "operationId": id, "parameters": { "id": "$response.body#/id" } });
            response.insert("links".to_owned(), json!({ name: link }));
        }
    }
    Value::Object(response)
}

fn header(draft: &mut Draft<'_, '_>) -> Value {
    let mut header = Map::new();
    draft.describe(&mut header, 40);
    if draft.chance(10) {
        header.insert("required".to_owned(), json!(true));
    }
    let schema = parameters::value(draft);
    header.insert("schema".to_owned(), schema);
    Value::Object(header)
}
