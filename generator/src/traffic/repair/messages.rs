//! Changes of operations, parameters, bodies and responses.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Context, Fix, is_response, present, schemas};
use crate::path::SpecPath;
use crate::traffic::cause::Way;
use crate::traffic::tally::Finding;
use crate::validate::media::Media;

/// The description of a response that is only known from traffic.
const DESCRIPTION: &str = "Observed in traffic.";

/// Describes an operation by its responses.
pub(super) fn method(context: &Context<'_>, finding: &Finding, item: &Value, method: &str) -> Option<Fix> {
    const KNOWN: [&str; 6] = ["GET", "PUT", "POST", "DELETE", "PATCH", "TRACE"];
    let is_path = finding.place.parent().is_some_and(|parent| parent.pointer() == "/paths");
    if !is_path || !KNOWN.contains(&method) {
        return None;
    }
    let statuses: BTreeSet<u16> = finding.evidence.exchanges.keys().map(|(_, status)| *status).collect();
    let media_types = if statuses.len() == 1 { Some(&finding.evidence.media_types) } else { None };
    let responses: Map<String, Value> =
        statuses.iter().map(|status| (status.to_string(), response(context, media_types))).collect();
    let template = finding.place.last()?.into_owned();
    let parameters = path_parameters(context, item, &template);
    let mut operation = json!({ "responses": responses });
    if !parameters.is_empty() {
        operation["parameters"] = json!(parameters);
    }
    Some(Fix::update(&finding.place, json!({ method.to_ascii_lowercase(): operation })))
}

/// Returns the path parameters that a new operation has to declare: those of another operation of the path, or strings.
fn path_parameters(context: &Context<'_>, item: &Value, template: &str) -> Vec<Value> {
    let names = template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name);
    let list = |owner: &Value| owner.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
    let is_it = |parameter: &Value, name: &str| {
        let place = parameter.get("$ref").and_then(Value::as_str).and_then(|reference| {
            SpecPath::parse(crate::path::DocumentId::ROOT, reference).and_then(|place| context.followed(place))
        });
        let parameter = place.map_or(parameter, |(_, parameter)| parameter);
        parameter.get("in").is_some_and(|place| place == "path")
            && parameter.get("name").is_some_and(|known| known == name)
    };
    let shared = list(item);
    let others: Vec<Value> =
        item.as_object().into_iter().flatten().flat_map(|(_, operation)| list(operation)).collect();
    let mut parameters = Vec::new();
    for name in names.filter(|name| !shared.iter().any(|parameter| is_it(parameter, name))) {
        let string = if context.is_swagger() {
            json!({ "name": name, "in": "path", "required": true, "type": "string" })
        } else {
            json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } })
        };
        parameters.push(others.iter().find(|parameter| is_it(parameter, name)).cloned().unwrap_or(string));
    }
    parameters
}

/// Returns a response whose body may be anything.
fn response(context: &Context<'_>, media_types: Option<&BTreeSet<String>>) -> Value {
    let known: Vec<&String> = media_types.into_iter().flatten().filter(|name| is_media_type(name)).collect();
    if known.is_empty() {
        return json!({ "description": DESCRIPTION });
    }
    if context.is_swagger() {
        return json!({ "description": DESCRIPTION, "schema": {} });
    }
    let content: Map<String, Value> = known.into_iter().map(|name| (name.clone(), json!({}))).collect();
    json!({ "description": DESCRIPTION, "content": content })
}

/// Returns true if a media type of the traffic may be written into a document.
fn is_media_type(name: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty()
            && part.len() <= 60
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-+._".contains(&byte))
    };
    name.split_once('/').is_some_and(|(type_, subtype)| is_part(type_) && is_part(subtype))
}

/// Describes a response with this status.
pub(super) fn status(context: &Context<'_>, finding: &Finding, status: u16) -> Option<Fix> {
    let media_types = Some(&finding.evidence.media_types);
    let responses = json!({ status.to_string(): response(context, media_types) });
    let is_responses = finding.place.last().as_deref() == Some("responses");
    let update = if is_responses { responses } else { json!({ "responses": responses }) };
    Some(Fix::update(&finding.place, update))
}

/// Describes a body of a further media type.
pub(super) fn media_type(
    context: &Context<'_>,
    finding: &Finding,
    owner: &Value,
    (way, media_type): (Way, &str),
) -> Option<Fix> {
    if !is_media_type(media_type) {
        return None;
    }
    if context.is_swagger() {
        return produced(context, finding, owner, (way, media_type));
    }
    let (place, owner) = if is_response(way) {
        (finding.place.clone(), owner)
    } else {
        match context.followed(finding.place.child("requestBody")) {
            Some(found) => found,
            None => (finding.place.child("requestBody"), &Value::Null),
        }
    };
    let described = owner.get("content").and_then(Value::as_object);
    let same = described.into_iter().flatten().find(|(known, _)| Media::parse(known) == Media::parse(media_type));
    let is_json = Media::parse(media_type) == Media::Json;
    let schema = same.filter(|_| is_json).and_then(|(_, content)| content.get("schema"));
    let content = schema.map_or_else(|| json!({}), |schema| json!({ "schema": schema }));
    let update = json!({ "content": { media_type: content } });
    let is_new = owner.is_null();
    Some(if is_new {
        Fix::update(&finding.place, json!({ "requestBody": update }))
    } else {
        Fix::update(&place, update)
    })
}

/// Describes the body of a response of 2.0, whose media types are those of its operation.
fn produced(context: &Context<'_>, finding: &Finding, owner: &Value, (way, media_type): (Way, &str)) -> Option<Fix> {
    if !is_response(way) {
        return None;
    }
    if owner.get("schema").is_none() {
        return Some(Fix::update(&finding.place, json!({ "schema": {} })));
    }
    // A response that several operations share does not show whose media types it has.
    let responses = finding.place.parent().filter(|parent| parent.last().as_deref() == Some("responses"));
    let place = responses?.parent().filter(|place| place.pointer().starts_with("/paths/"))?;
    let operation = context.document.pointer(place.pointer())?;
    if operation.get("produces").is_some() {
        return Some(Fix::update(&place, json!({ "produces": [media_type] })));
    }
    let common = context.document.get("produces").and_then(Value::as_array).cloned().unwrap_or_default();
    let all: Vec<Value> = common.into_iter().chain([json!(media_type)]).collect();
    Some(Fix::update(&place, json!({ "produces": all })))
}

/// Describes a message without a body.
pub(super) fn no_body(context: &Context<'_>, finding: &Finding, owner: &Value, way: Way) -> Option<Fix> {
    if is_response(way) {
        let key = if context.is_swagger() { "schema" } else { "content" };
        let removed = present(owner, &[key]);
        let is_possible = !finding.has_bodies && !removed.is_empty();
        return is_possible.then(|| Fix { removed, update: None, moves: true, place: finding.place.clone() });
    }
    let (place, _) = context.followed(finding.place.child("requestBody"))?;
    Some(Fix::update(&place, json!({ "required": false })))
}

/// Declares query parameters.
pub(super) fn parameter(context: &Context<'_>, finding: &Finding) -> Option<Fix> {
    let declared = |(name, types): (&String, &BTreeSet<_>)| {
        let schema = schemas::parameter_type(context, types);
        if context.is_swagger() {
            json!({ "name": name, "in": "query", "type": schema["type"] })
        } else {
            json!({ "name": name, "in": "query", "schema": schema })
        }
    };
    let parameters: Vec<Value> = finding.evidence.names.iter().map(declared).collect();
    (!parameters.is_empty()).then(|| Fix::update(&finding.place, json!({ "parameters": parameters })))
}
