//! Chooses the media types of bodies. In 2.0, `consumes` and `produces` apply to whole operations, so the content of a
//! body is also considered. This module changes no documents.

use std::collections::HashSet;

use serde_json::Value;

use crate::media_type::{ANYTHING, BYTES, FORM, JSON, MULTIPART, MediaKind, MediaType};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// The content of a body, as far as it affects the media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Payload {
    /// A file, or binary data.
    Bytes,
    /// An object or a list.
    Structure,
    /// A text, a number, or an unknown type.
    Other,
}

/// Returns the content that the schema at `place` describes.
pub(super) fn payload(tree: &DocumentTree<'_>, place: &SpecPath) -> Payload {
    let Ok(found) = tree.follow(place) else { return Payload::Other };
    let Some(raw) = found.value.as_object() else { return Payload::Other };
    let is = |key: &str, wanted: &str| raw.get(key).is_some_and(|value| value == wanted);
    if is("type", "file") || (is("type", "string") && is("format", "binary")) {
        return Payload::Bytes;
    }
    let structured = ["properties", "additionalProperties", "items", "allOf", "oneOf", "anyOf"];
    if is("type", "object") || is("type", "array") || structured.iter().any(|key| raw.contains_key(*key)) {
        return Payload::Structure;
    }
    Payload::Other
}

/// The maximum number of items of `consumes` and `produces` that are read. The list of the document is repeated for
/// every operation, so a long one could make the crate larger than the document by any factor.
pub(super) const MOST_LISTED: usize = 32;

/// Returns the items of `consumes` or `produces` for an operation: its own list, or else that of the document.
pub(super) fn listed(root: &Value, operation: Option<&Value>, keyword: &str) -> Vec<String> {
    let own = operation.and_then(|operation| operation.get(keyword)).filter(|list| !list.is_null());
    let mut types: Vec<String> = Vec::new();
    let texts = match own.or_else(|| root.get(keyword)) {
        Some(Value::Array(items)) => items.iter().take(MOST_LISTED).filter_map(Value::as_str).collect(),
        Some(Value::String(text)) => vec![text.as_str()],
        _ => Vec::new(),
    };
    let mut known = HashSet::new();
    for text in texts.into_iter().map(str::trim).filter(|text| text.contains('/') && known.insert(*text)) {
        types.push(text.to_owned());
    }
    types
}

/// Returns the place of a media type in the list for the operation at `operation`, or in that of the document.
pub(super) fn listed_place(
    tree: &DocumentTree<'_>,
    operation: Option<&SpecPath>,
    keyword: &str,
    name: &str,
) -> Option<SpecPath> {
    let own = operation.map(|place| place.child(keyword)).filter(|place| tree.get(place).is_some());
    let list = own.unwrap_or_else(|| SpecPath::root().child(keyword));
    let items = tree.get(&list)?.as_array()?;
    let index =
        items.iter().take(MOST_LISTED).position(|item| item.as_str().is_some_and(|text| text.trim() == name))?;
    Some(list.index(index))
}

/// Returns the media types of a response.
///
/// Even if an operation produces a stream, a file or plain text, its errors may be objects. Those are JSON.
pub(super) fn of_response(payload: Payload, error: bool, produces: Vec<String>) -> Vec<String> {
    match payload {
        Payload::Bytes if produces.is_empty() => vec![BYTES.to_owned()],
        Payload::Bytes => without(produces, is_json, ANYTHING),
        Payload::Structure if error => without(concrete(produces), |name| !has_structure(name), JSON),
        Payload::Structure => without(concrete(produces), |_| false, JSON),
        Payload::Other => without(produces, |_| false, JSON),
    }
}

/// Returns the media types of a parameter `in: body`.
pub(super) fn of_body(payload: Payload, consumes: Vec<String>) -> Vec<String> {
    match payload {
        Payload::Bytes if consumes.is_empty() => vec![BYTES.to_owned()],
        Payload::Bytes => without(consumes, is_json, BYTES),
        Payload::Structure if consumes.iter().all(|name| is_form(name)) => without(consumes, |_| false, JSON),
        Payload::Structure => without(concrete(consumes), is_form, JSON),
        Payload::Other => without(consumes, is_form, JSON),
    }
}

/// Returns the media types of a form. Only some of them can contain files.
pub(super) fn of_form(files: bool, consumes: Vec<String>) -> Vec<String> {
    let unfit = |name: &str| !is_form(name) || (files && MediaType::new(name).kind() == MediaKind::Form);
    without(consumes, unfit, if files { MULTIPART } else { FORM })
}

/// Returns the list without unsuitable media types, or `usual` if it would be empty.
fn without(mut types: Vec<String>, unfit: impl Fn(&str) -> bool, usual: &str) -> Vec<String> {
    types.retain(|name| !unfit(name));
    if types.is_empty() {
        types.push(usual.to_owned());
    }
    types
}

/// Returns the list with JSON in place of wildcards.
fn concrete(types: Vec<String>) -> Vec<String> {
    let mut known = HashSet::new();
    let concrete =
        types.into_iter().map(|name| if MediaType::new(name.as_str()).is_any() { JSON.to_owned() } else { name });
    concrete.filter(|name| known.insert(name.clone())).collect()
}

/// Returns true if a media type is JSON or a range that includes JSON.
pub(super) fn may_be_json(name: &str) -> bool {
    let media_type = MediaType::new(name);
    media_type.is_json() || media_type.is_any()
}

fn is_json(name: &str) -> bool {
    MediaType::new(name).is_json()
}

fn is_form(name: &str) -> bool {
    matches!(MediaType::new(name).kind(), MediaKind::Form | MediaKind::Multipart)
}

fn has_structure(name: &str) -> bool {
    let media_type = MediaType::new(name);
    let subtype = media_type.subtype();
    media_type.is_json() || media_type.is_xml() || subtype.ends_with("yaml") || media_type.kind() == MediaKind::Form
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{MOST_LISTED, Payload, of_body, of_form, of_response};
    use crate::diag::Diagnostics;
    use crate::dialect::{Rewritten, v20};
    use crate::source_map::SourceMap;

    fn types(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn a_response_is_what_the_operation_produces_as_far_as_it_can_be() {
        let response = |payload, error, produces: &[&str]| of_response(payload, error, types(produces));
        assert_eq!(response(Payload::Structure, false, &["application/xml"]), ["application/xml"]);
        assert_eq!(response(Payload::Structure, false, &[]), ["application/json"]);
        assert_eq!(response(Payload::Structure, true, &["text/csv"]), ["application/json"]);
        assert_eq!(response(Payload::Structure, true, &["application/problem+json"]), ["application/problem+json"]);
        assert_eq!(response(Payload::Bytes, false, &["application/json", "image/png"]), ["image/png"]);
        assert_eq!(response(Payload::Bytes, false, &["application/json"]), ["*/*"]);
    }

    #[test]
    fn a_body_is_json_where_the_operation_takes_anything() {
        assert_eq!(of_body(Payload::Structure, types(&["*/*"])), ["application/json"]);
        assert_eq!(of_body(Payload::Bytes, types(&["*/*"])), ["*/*"]);
        let both = types(&["application/x-www-form-urlencoded", "application/json"]);
        assert_eq!(of_body(Payload::Structure, both), ["application/json"]);
    }

    #[test]
    fn a_form_with_files_has_parts() {
        let both = ["application/x-www-form-urlencoded", "multipart/form-data"];
        assert_eq!(of_form(false, types(&both)), both);
        assert_eq!(of_form(true, types(&both)), ["multipart/form-data"]);
        assert_eq!(of_form(true, types(&["application/json"])), ["multipart/form-data"]);
        assert_eq!(of_form(false, Vec::new()), ["application/x-www-form-urlencoded"]);
    }

    #[test]
    fn only_the_first_items_of_a_long_list_are_read() {
        let listed: Vec<Value> = (0..1_000).map(|number| json!(format!("application/x{number}+json"))).collect();
        let responses = json!({ "200": { "description": "ok", "schema": { "type": "object" } } });
        let document =
            json!({ "swagger": "2.0", "produces": listed, "paths": { "/a": { "get": { "responses": responses } } } });
        let mut rewritten = Rewritten { document, source_map: SourceMap::default() };
        let mut diagnostics = Diagnostics::new();
        v20::rewrite(&mut rewritten, &mut diagnostics);
        let content = rewritten.document.pointer("/paths/~1a/get/responses/200/content").and_then(Value::as_object);
        assert_eq!(content.map(serde_json::Map::len), Some(MOST_LISTED));
        let messages: Vec<&str> = diagnostics.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(messages, ["only the first 32 of the 1000 media types are read"]);
    }
}
