//! Moves the `schema` and `examples` of responses under media types. In 2.0, the operation lists the media types that
//! it `produces`.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::Rewrite;
use super::media_types::{self, Payload};
use crate::keywords::ObjectKind;
use crate::media_type::MediaType;
use crate::method::Method;
use crate::path::SpecPath;

/// Rewrites every response.
pub(super) fn rewrite(rewrite: &mut Rewrite<'_>) {
    let uses = uses(rewrite);
    let successes: HashSet<SpecPath> = uses.iter().filter(|used| !used.error).map(|used| used.target.clone()).collect();
    let own: HashSet<SpecPath> =
        uses.iter().filter(|used| used.place == used.target).map(|used| used.place.clone()).collect();
    for place in rewrite.places(&[ObjectKind::SwaggerResponse]) {
        if !own.contains(&place) {
            let error = !successes.contains(&place);
            let types = types(rewrite, &place, error, None);
            content(rewrite, &place, &types, None);
        }
    }
    for used in &uses {
        let types = match types(rewrite, &used.target, used.error, Some(&used.operation)) {
            types if types.is_empty() => undescribed(rewrite, used),
            types => types,
        };
        if used.place == used.target {
            content(rewrite, &used.place, &types, Some(&used.operation));
        } else if types != self::types(rewrite, &used.target, !successes.contains(&used.target), None) {
            copy(rewrite, used, &types);
        }
    }
}

/// A response of an operation.
struct Used {
    operation: SpecPath,
    /// The place in the operation.
    place: SpecPath,
    /// The place after all references.
    target: SpecPath,
    /// True if it is an error response.
    error: bool,
}

fn uses(rewrite: &Rewrite<'_>) -> Vec<Used> {
    let mut uses = Vec::new();
    for operation in rewrite.places(&[ObjectKind::SwaggerOperation]) {
        let place = operation.child("responses");
        let Some(responses) = rewrite.written.get(&place).and_then(Value::as_object) else { continue };
        let statuses: Vec<&String> = responses.keys().filter(|key| !key.starts_with("x-")).collect();
        let succeeds = statuses.iter().any(|status| is_success(status));
        for status in statuses {
            let place = place.child(status);
            let Ok(found) = rewrite.written.follow(&place) else { continue };
            let error = if status == "default" { succeeds } else { !is_success(status) };
            uses.push(Used { operation: operation.clone(), place, target: found.path, error });
        }
    }
    uses
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

/// Returns the media types of the response at `place` in an operation, or, without an operation, in all of them. Empty
/// if the response has no body.
fn types(rewrite: &Rewrite<'_>, place: &SpecPath, error: bool, operation: Option<&SpecPath>) -> Vec<String> {
    let operation = operation.and_then(|place| rewrite.written.get(place));
    let produces = media_types::listed(rewrite.written.root(), operation, "produces");
    let named = || {
        let examples = rewrite.written(place, "examples").and_then(Value::as_object);
        let names = examples.into_iter().flatten().map(|(name, _)| name.clone());
        names.filter(|name| name.contains('/')).collect::<Vec<_>>()
    };
    if rewrite.written(place, "schema").is_none_or(|schema| !schema.is_object()) {
        return named();
    }
    let payload = media_types::payload(&rewrite.written, &place.child("schema"));
    let produces = if produces.is_empty() && payload != Payload::Bytes { named() } else { produces };
    media_types::of_response(payload, error, produces)
}

/// Returns the media types of a success without a schema: those that the operation produces, unless one of them is
/// JSON. Many documents list JSON for all operations, even for those whose responses have no body.
fn undescribed(rewrite: &Rewrite<'_>, used: &Used) -> Vec<String> {
    let status = used.place.last().unwrap_or_default();
    let method = used.operation.last().and_then(|keyword| Method::from_keyword(&keyword));
    let may_have_body = !matches!(&*status, "204" | "205") && method.is_none_or(|method| method.has_response_body());
    let is_empty = rewrite.written(&used.target, "schema").is_none();
    if used.error || !may_have_body || !is_empty {
        return Vec::new();
    }
    let operation = rewrite.written.get(&used.operation);
    let produces = media_types::listed(rewrite.written.root(), operation, "produces");
    if produces.iter().any(|name| media_types::may_be_json(name)) { Vec::new() } else { produces }
}

/// Moves the schema and the examples of the response at `place` under its media types.
fn content(rewrite: &mut Rewrite<'_>, place: &SpecPath, types: &[String], operation: Option<&SpecPath>) {
    let Some(raw) = rewrite.object(place).filter(|raw| !raw.contains_key("content")) else { return };
    let schema = raw.shift_remove("schema").filter(Value::is_object);
    let examples = raw.shift_remove("examples");
    if types.is_empty() {
        return;
    }
    let here = place.child("content");
    let mut content = under(types, schema.as_ref(), &place.child("schema"));
    let examples = add_examples(&mut content, examples);
    raw.insert("content".to_owned(), Value::Object(content));
    rewrite.made(&here, place);
    listed_at(rewrite, types, &here, operation, "produces");
    moved_under(rewrite, types, &place.child("schema"), &here);
    for (media_type, key) in examples {
        let written = place.child("examples");
        let written = key.map_or_else(|| written.clone(), |key| written.child(&key));
        rewrite.made(&here.child(&media_type).child("example"), &written);
    }
}

/// Returns the `content` for a schema at `written`. All media types share one schema, so all but the first contain a
/// reference to it.
pub(super) fn under(types: &[String], schema: Option<&Value>, written: &SpecPath) -> Map<String, Value> {
    let mut content = Map::new();
    for name in types {
        let mut entry = Map::new();
        if let Some(schema) = schema {
            let first = content.is_empty();
            entry.insert("schema".to_owned(), if first { schema.clone() } else { same(schema, written) });
        }
        content.insert(name.clone(), Value::Object(entry));
    }
    content
}

/// Records that the value at `written` is now under these media types of the `content` at `content`.
pub(super) fn moved_under(rewrite: &mut Rewrite<'_>, types: &[String], written: &SpecPath, content: &SpecPath) {
    let Some((first, others)) = types.split_first() else { return };
    for name in others {
        rewrite.made(&content.child(name).child("schema"), written);
    }
    rewrite.moved(written, &content.child(first).child("schema"));
}

/// Records that these media types of the `content` at `content` are listed under a keyword of the operation or the
/// document.
pub(super) fn listed_at(
    rewrite: &mut Rewrite<'_>,
    types: &[String],
    content: &SpecPath,
    operation: Option<&SpecPath>,
    keyword: &str,
) {
    let owner = content.parent().unwrap_or_else(SpecPath::root);
    for name in types {
        let listed = media_types::listed_place(&rewrite.written, operation, keyword, name);
        rewrite.made(&content.child(name), listed.as_ref().unwrap_or(&owner));
    }
}

/// Returns a schema equivalent to the one at `written` that does not become a separate type.
pub(super) fn same(schema: &Value, written: &SpecPath) -> Value {
    if schema.get("$ref").is_some() { schema.clone() } else { json!({ "$ref": written.to_string() }) }
}

/// Moves each example under its media type, or under the first one if there is no match. Returns the media type and the
/// original key of each.
fn add_examples(content: &mut Map<String, Value>, examples: Option<Value>) -> Vec<(String, Option<String>)> {
    let mut placed = Vec::new();
    let Some(examples) = examples.filter(|examples| !examples.is_null()) else { return placed };
    let by_type = examples.as_object().filter(|map| map.keys().any(|key| key.contains('/')));
    let entries: Vec<(Option<String>, Value)> = match by_type {
        Some(map) => map.iter().map(|(key, value)| (Some(key.clone()), value.clone())).collect(),
        None => vec![(None, examples)],
    };
    for (key, example) in entries {
        let name = key.as_deref().map(MediaType::new);
        let fits = |known: &&String| {
            name.as_ref().is_none_or(|name| MediaType::new(known.as_str()).essence() == name.essence())
        };
        let Some(media_type) = content.keys().find(fits).or_else(|| content.keys().next()).cloned() else { continue };
        let entry = content.get_mut(&media_type).and_then(Value::as_object_mut);
        if let Some(entry) = entry.filter(|entry| !entry.contains_key("example")) {
            entry.insert("example".to_owned(), example);
            placed.push((media_type, key));
        }
    }
    placed
}

/// Replaces the reference of an operation to a shared response by a copy, because the operation has other media types
/// than the document.
fn copy(rewrite: &mut Rewrite<'_>, used: &Used, types: &[String]) {
    let Some(mut raw) = rewrite.object(&used.target).cloned() else { return };
    let written = used.target.child("schema");
    let schema = raw.get("content").and_then(Value::as_object).and_then(|content| content.values().next());
    let schema = schema.and_then(|entry| entry.get("schema")).map(|schema| same(schema, &written));
    raw.insert("content".to_owned(), Value::Object(under(types, schema.as_ref(), &written)));
    if let Some(value) = rewrite.rewritten.document.pointer_mut(used.place.pointer()) {
        *value = Value::Object(raw);
    }
    rewrite.made(&used.place.child("description"), &used.target.child("description"));
    rewrite.made(&used.place.child("headers"), &used.target.child("headers"));
    let content = used.place.child("content");
    listed_at(rewrite, types, &content, Some(&used.operation), "produces");
    for name in types {
        rewrite.made(&content.child(name).child("schema"), &written);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::dialect::v20::test::{assert_rewritten, assert_written_at};

    #[test]
    fn the_schema_and_the_examples_stand_under_what_the_operation_produces() {
        let before = json!({ "swagger": "2.0", "produces": ["text/plain"], "paths": { "/a": { "get": {
            "produces": ["application/json", "application/xml"],
            "responses": {
                "200": { "description": "", "schema": { "type": "object" }, "examples": { "application/xml": "<a/>" } },
                "204": { "description": "" },
            },
        } } } });
        let schema = "#/paths/~1a/get/responses/200/content/application~1json/schema";
        let after = json!({
            "200": { "description": "", "content": {
                "application/json": { "schema": { "type": "object" } },
                "application/xml": { "schema": { "$ref": schema }, "example": "<a/>" },
            } },
            "204": { "description": "" },
        });
        assert_rewritten(&before, "/paths/~1a/get/responses", &after);
        assert_written_at(&before, &schema[1..], "/paths/~1a/get/responses/200/schema");
    }

    #[test]
    fn a_shared_response_is_copied_for_an_operation_that_produces_something_else() {
        let problem = json!({ "description": "", "schema": { "type": "object" } });
        let operation =
            |produces| json!({ "produces": [produces], "responses": { "400": { "$ref": "#/responses/Bad" } } });
        let before = json!({ "swagger": "2.0", "responses": { "Bad": problem }, "paths": { "/a": {
            "get": operation("text/csv"),
            "put": operation("application/problem+json"),
        } } });
        let shared = json!({ "400": { "$ref": "#/components/responses/Bad" } });
        assert_rewritten(&before, "/paths/~1a/get/responses", &shared);
        let schema = "#/components/responses/Bad/content/application~1json/schema";
        let copied = json!({ "400": { "description": "", "content": {
            "application/problem+json": { "schema": { "$ref": schema } } } } });
        assert_rewritten(&before, "/paths/~1a/put/responses", &copied);
    }
}
