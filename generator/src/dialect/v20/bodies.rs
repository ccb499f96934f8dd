//! Rewrites parameters `in: body` and `in: formData` into the `requestBody` of operations in 3.0. This includes
//! parameters of paths, which apply to all operations, and shared parameters.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::listed_parameter::{ListedParameter, Location, set_body};
use super::responses::{listed_at, moved_under, same, under};
use super::{Rewrite, forms, media_types, parameters};
use crate::diag::{Code, Diagnostic};
use crate::keywords::ObjectKind;
use crate::method;
use crate::path::SpecPath;

/// Rewrites the bodies and forms of all operations, then the shared ones.
pub(super) fn rewrite(rewrite: &mut Rewrite<'_>) {
    let items = rewrite.objects.iter().filter(|object| object.kind == ObjectKind::SwaggerPathItem);
    let items: Vec<SpecPath> = items.map(|object| object.place.clone()).collect();
    for item in &items {
        let inherited = given(rewrite, item);
        let mut used = HashSet::new();
        for operation in method::keywords().map(|method| item.child(method)) {
            let own = given(rewrite, &operation);
            request_body(rewrite, &operation, &inherited, &own, &mut used);
            take_out(rewrite, &operation, &own);
        }
        take_out(rewrite, item, &inherited);
    }
    shared(rewrite);
}

/// Returns the parameters that are listed at `owner`.
fn given(rewrite: &Rewrite<'_>, owner: &SpecPath) -> Vec<ListedParameter> {
    let list = owner.child("parameters");
    let count = rewrite.written.get(&list).and_then(Value::as_array).map_or(0, Vec::len);
    let one = |index| {
        let place = list.index(index);
        let found = rewrite.written.follow(&place).ok()?;
        let name = found.value.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        Some(ListedParameter { place, target: found.path, name, location: location(found.value) })
    };
    (0..count).filter_map(one).collect()
}

fn location(parameter: &Value) -> Location {
    match parameter.get("in").and_then(Value::as_str) {
        Some("body") => Location::Body,
        Some("formData") => Location::Form,
        _ => Location::Elsewhere,
    }
}

/// Adds the request body to an operation. `used` are the parameters of the path that a previous operation has already
/// used.
fn request_body(
    rewrite: &mut Rewrite<'_>,
    operation: &SpecPath,
    inherited: &[ListedParameter],
    own: &[ListedParameter],
    used: &mut HashSet<SpecPath>,
) {
    let at = |list: &[ListedParameter], location| -> Vec<ListedParameter> {
        list.iter().filter(|given| given.location == location).cloned().collect()
    };
    let mut bodies = at(own, Location::Body);
    if bodies.is_empty() {
        bodies = at(inherited, Location::Body);
    }
    let mut fields = at(inherited, Location::Form);
    let fields_of_its_own = at(own, Location::Form);
    let overridden: HashSet<&str> = fields_of_its_own.iter().map(|own| own.name.as_str()).collect();
    fields.retain(|field| !overridden.contains(field.name.as_str()));
    fields.extend(fields_of_its_own);
    if rewrite.object(operation).is_none_or(|raw| raw.contains_key("requestBody")) {
        return;
    }
    if let Some((body, others)) = bodies.split_first() {
        report_others(rewrite, body, others.iter().chain(&fields));
        let first = used.insert(body.target.clone());
        one_body(rewrite, operation, body, first);
    } else if !fields.is_empty() {
        let first = fields.iter().map(|field| used.insert(field.target.clone())).collect::<Vec<_>>();
        forms::form(rewrite, operation, &fields, &first);
    }
}

fn report_others<'g>(
    rewrite: &mut Rewrite<'_>,
    body: &ListedParameter,
    others: impl Iterator<Item = &'g ListedParameter>,
) {
    for other in others {
        let message = "an operation can only have one body; only the first is used";
        let found = Diagnostic::new(Code::DuplicateParameter, &other.place, message);
        rewrite.diagnostics.push(found.related(&body.place, "the first one is here"));
    }
}

/// Converts a parameter `in: body` to the request body of an operation.
fn one_body(rewrite: &mut Rewrite<'_>, operation: &SpecPath, body: &ListedParameter, first: bool) {
    let written = body.target.child("schema");
    let types = types(rewrite, &written, Some(operation));
    let here = operation.child("requestBody");
    rewrite.made(&here, &body.place);
    if is_shared(&body.target) && types == self::types(rewrite, &written, None) {
        return set_body(rewrite, operation, json!({ "$ref": body.target.to_string() }));
    }
    let Some(mut raw) = rewrite.object(&body.target).cloned() else { return };
    let takes = body.is_own() && first;
    if !takes && let Some(schema) = raw.get("schema").map(|schema| same(schema, &written)) {
        raw.insert("schema".to_owned(), schema);
    }
    let value = converted(rewrite, &body.target, raw, &types);
    set_body(rewrite, operation, value);
    rewrite.made(&here.child("description"), &body.target.child("description"));
    rewrite.made(&here.child("content"), &body.target);
    let content = here.child("content");
    listed_at(rewrite, &types, &content, Some(operation), "consumes");
    if takes {
        moved_under(rewrite, &types, &written, &content);
    } else {
        for name in &types {
            rewrite.made(&content.child(name).child("schema"), &written);
        }
    }
}

/// Returns the media types of the body whose schema is at `schema`, for one operation or for all.
fn types(rewrite: &Rewrite<'_>, schema: &SpecPath, operation: Option<&SpecPath>) -> Vec<String> {
    let operation = operation.and_then(|place| rewrite.written.get(place));
    let consumes = media_types::listed(rewrite.written.root(), operation, "consumes");
    media_types::of_body(media_types::payload(&rewrite.written, schema), consumes)
}

/// Converts a parameter `in: body` at `written` to a request body.
fn converted(rewrite: &mut Rewrite<'_>, written: &SpecPath, mut raw: Map<String, Value>, types: &[String]) -> Value {
    parameters::example(rewrite, written, &mut raw);
    let schema = raw.shift_remove("schema").filter(Value::is_object);
    let mut content = under(types, schema.as_ref(), &written.child("schema"));
    for key in ["example", "examples"] {
        let Some(example) = raw.shift_remove(key) else { continue };
        if let Some(entry) = content.values_mut().next().and_then(Value::as_object_mut) {
            entry.insert(key.to_owned(), example);
        }
    }
    let mut body = Map::new();
    body.insert("content".to_owned(), Value::Object(content));
    body.extend(raw.into_iter().filter(|(key, _)| !matches!(key.as_str(), "in" | "name" | "type")));
    Value::Object(body)
}

/// Removes bodies and forms from the parameters of the path or operation at `owner`.
fn take_out(rewrite: &mut Rewrite<'_>, owner: &SpecPath, given: &[ListedParameter]) {
    let out: HashSet<String> = given
        .iter()
        .filter(|given| given.location != Location::Elsewhere)
        .filter_map(|given| given.place.last().map(Cow::into_owned))
        .collect();
    let list = owner.child("parameters");
    let Some(owner) = rewrite.object(owner).filter(|_| !out.is_empty()) else { return };
    let Some(Value::Array(parameters)) = owner.get_mut("parameters").map(Value::take) else { return };
    let kept: Vec<(usize, Value)> =
        parameters.into_iter().enumerate().filter(|(index, _)| !out.contains(&index.to_string())).collect();
    let indices: Vec<usize> = kept.iter().map(|(index, _)| *index).collect();
    if kept.is_empty() {
        owner.shift_remove("parameters");
    } else {
        owner.insert("parameters".to_owned(), kept.into_iter().map(|(_, parameter)| parameter).collect());
    }
    for (now, before) in indices.into_iter().enumerate().filter(|(now, before)| now != before) {
        rewrite.moved(&list.index(before), &list.index(now));
    }
}

/// Returns true if a parameter is one of the shared parameters of the document.
fn is_shared(place: &SpecPath) -> bool {
    place.parent().is_some_and(|parent| parent.pointer() == "/parameters")
}

/// Converts shared bodies to request bodies, and removes shared form fields, which are copied into every form that uses
/// them.
fn shared(rewrite: &mut Rewrite<'_>) {
    let place = SpecPath::root().child("parameters");
    let Some(names) = rewrite.written.get(&place).and_then(Value::as_object).map(Map::keys) else { return };
    let bodies = SpecPath::root().child("components").child("requestBodies");
    for name in names {
        let here = place.child(name);
        let Ok(found) = rewrite.written.follow(&here) else { continue };
        let location = location(found.value);
        if location == Location::Elsewhere {
            continue;
        }
        let Some(Value::Object(raw)) = rewrite.object(&place).and_then(|all| all.shift_remove(name)) else { continue };
        if location == Location::Form {
            continue;
        }
        let now = bodies.child(name);
        let value = if found.path == here {
            let written = here.child("schema");
            let types = types(rewrite, &written, None);
            rewrite.made(&here.child("content"), &here);
            listed_at(rewrite, &types, &here.child("content"), None, "consumes");
            moved_under(rewrite, &types, &written, &here.child("content"));
            converted(rewrite, &here, raw, &types)
        } else {
            Value::Object(raw)
        };
        rewrite.insert_component("requestBodies", name, value);
        rewrite.moved(&here, &now);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v20::test::{assert_rewritten, assert_written_at, parameters};

    #[test]
    fn a_body_leaves_the_parameters() {
        let before = parameters(&json!([
            { "in": "body", "name": "it", "required": true, "description": "All of it.", "schema": { "type": "object" } },
            { "in": "query", "name": "q", "type": "string" },
        ]));
        let after = json!({
            "required": true, "description": "All of it.",
            "content": { "application/json": { "schema": { "type": "object" } } },
        });
        assert_rewritten(&before, "/paths/~1a/get/requestBody", &after);
        let rest = json!([{ "in": "query", "name": "q", "schema": { "type": "string" } }]);
        assert_rewritten(&before, "/paths/~1a/get/parameters", &rest);
        assert_written_at(&before, "/paths/~1a/get/parameters/0/schema/type", "/paths/~1a/get/parameters/1/type");
        let schema = "/paths/~1a/get/requestBody/content/application~1json/schema/type";
        assert_written_at(&before, schema, "/paths/~1a/get/parameters/0/schema/type");
    }

    #[test]
    fn shared_bodies_and_those_of_paths_become_request_bodies() {
        let before = json!({
            "swagger": "2.0",
            "parameters": { "It": { "in": "body", "name": "it", "schema": { "type": "object" } } },
            "paths": {
                "/a": { "parameters": [{ "$ref": "#/parameters/It" }], "put": {}, "post": { "consumes": ["text/json"] } },
                "/b": { "parameters": [{ "in": "body", "name": "it", "schema": { "type": "array" } }], "put": {}, "post": {} },
            },
        });
        assert_rewritten(&before, "/paths/~1a/put/requestBody", &json!({ "$ref": "#/components/requestBodies/It" }));
        let shared = "#/components/requestBodies/It/content/application~1json/schema";
        let other_type = json!({ "content": { "text/json": { "schema": { "$ref": shared } } } });
        assert_rewritten(&before, "/paths/~1a/post/requestBody", &other_type);
        let first = "#/paths/~1b/put/requestBody/content/application~1json/schema";
        let second = json!({ "content": { "application/json": { "schema": { "$ref": first } } } });
        assert_rewritten(&before, "/paths/~1b/post/requestBody", &second);
        assert_written_at(&before, &first[1..], "/paths/~1b/parameters/0/schema");
    }
}
