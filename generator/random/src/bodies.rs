//! Request bodies and the content of responses, in every media type.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::draft::{Draft, Version};
use crate::names::Role;
use crate::{scalars, schemas};

const JSON: &[&str] = &[
    "application/json",
    "application/json",
    "application/json",
    "application/vnd.api+json",
    "application/problem+json",
    "application/json; charset=utf-8",
    "application/merge-patch+json",
    "application/json-patch+json",
    "text/json",
];

const OTHER: &[&str] = &[
    "text/plain",
    "text/csv",
    "application/octet-stream",
    "application/pdf",
    "image/png",
    "image/*",
    "*/*",
    "application/xml",
    "text/html",
    "application/x-yaml",
    "application/zip",
];

const STREAMS: &[&str] =
    &["text/event-stream", "application/x-ndjson", "application/jsonl", "application/json-seq", "multipart/mixed"];

/// Writes the request bodies under `components`.
pub(crate) fn components(draft: &mut Draft<'_, '_>) -> Value {
    let names = draft.bodies.clone();
    Value::Object(names.into_iter().map(|name| (name, body(draft))).collect())
}

/// Writes a request body.
pub(crate) fn body(draft: &mut Draft<'_, '_>) -> Value {
    let mut body = Map::new();
    draft.describe(&mut body, 30);
    let count = if draft.chance(75) { 1 } else { draft.between(2, 5) };
    let mut content = Map::new();
    for _ in 0..count {
        let (media_type, media) = match draft.between(0, 9) {
            0 => ("application/x-www-form-urlencoded", form(draft, false)),
            1 => ("multipart/form-data", form(draft, true)),
            2 => {
                let media_type = draft.word(OTHER);
                (media_type, text_or_bytes(draft))
            }
            _ => {
                let media_type = draft.word(JSON);
                (media_type, media(draft))
            }
        };
        content.insert(media_type.to_owned(), media);
    }
    body.insert("content".to_owned(), Value::Object(content));
    if draft.chance(60) {
        body.insert("required".to_owned(), json!(true));
    }
    Value::Object(body)
}

/// Writes the content of a response.
pub(crate) fn content(draft: &mut Draft<'_, '_>) -> Value {
    let count = if draft.chance(85) { 1 } else { draft.between(2, 4) };
    let mut content = Map::new();
    for _ in 0..count {
        let (media_type, media) = match draft.between(0, 11) {
            0 => {
                let media_type = draft.word(STREAMS);
                (media_type, stream(draft))
            }
            1 | 2 => {
                let media_type = draft.word(OTHER);
                (media_type, text_or_bytes(draft))
            }
            _ => {
                let media_type = draft.word(JSON);
                (media_type, media(draft))
            }
        };
        content.insert(media_type.to_owned(), media);
    }
    Value::Object(content)
}

/// Writes a media type with any schema.
fn media(draft: &mut Draft<'_, '_>) -> Value {
    let mut media = Map::new();
    let schema = schemas::any(draft, 3);
    media.insert("schema".to_owned(), schema);
    match draft.between(0, 24) {
        0 | 1 => _ = media.insert("example".to_owned(), json!({ "a": [1, null, "x"] })),
        2 | 3 => {
            let name = draft.name(Role::Component, &mut BTreeSet::new());
            media.insert("examples".to_owned(), json!({ name: { "summary": "One", "value": 1 } }));
        }
        _ => {}
    }
    Value::Object(media)
}

fn stream(draft: &mut Draft<'_, '_>) -> Value {
    let schema = schemas::any(draft, 2);
    let keyword = if draft.version == Version::V32 && draft.chance(70) { "itemSchema" } else { "schema" };
    json!({ keyword: schema })
}

fn text_or_bytes(draft: &mut Draft<'_, '_>) -> Value {
    match draft.between(0, 3) {
        0 => json!({}),
        1 => json!({ "schema": { "type": "string", "format": "binary" } }),
        2 => json!({ "schema": { "type": "string" } }),
        _ => {
            let schema = schemas::reference(draft);
            json!({ "schema": schema })
        }
    }
}

/// Writes a form. Its fields may have encodings.
fn form(draft: &mut Draft<'_, '_>, is_multipart: bool) -> Value {
    if draft.chance(25) {
        let schema = schemas::reference(draft);
        return json!({ "schema": schema });
    }
    let mut schema = schemas::object(draft, 2);
    schema.insert("type".to_owned(), json!("object"));
    let mut encoding = Map::new();
    if let Some(Value::Object(properties)) = schema.get_mut("properties") {
        for (name, property) in properties.iter_mut() {
            if is_multipart && draft.chance(25) {
                *property = json!({ "type": "string", "format": "binary" });
            } else if is_multipart && draft.chance(10) {
                *property = json!({ "type": "array", "items": { "type": "string", "format": "binary" } });
            } else if draft.chance(30) {
                *property = Value::Object(scalars::scalar(draft));
            }
            if draft.chance(15) {
                encoding.insert(name.clone(), field_encoding(draft, is_multipart));
            }
        }
    }
    let mut media = Map::from_iter([("schema".to_owned(), Value::Object(schema))]);
    if !encoding.is_empty() {
        media.insert("encoding".to_owned(), Value::Object(encoding));
    }
    Value::Object(media)
}

fn field_encoding(draft: &mut Draft<'_, '_>, is_multipart: bool) -> Value {
    if is_multipart {
        let media_type = draft.word(&["application/json", "text/plain", "image/png, image/jpeg", "application/xml"]);
        return json!({ "contentType": media_type });
    }
    let style = draft.word(&["form", "spaceDelimited", "pipeDelimited", "deepObject"]);
    json!({ "style": style, "explode": style == "deepObject" })
}
