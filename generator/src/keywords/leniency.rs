//! Syntax that documents borrow from other formats, and its meaning. `lint` reports it, and `dialect` rewrites it.

use serde_json::{Map, Value};

use super::{Holds, ObjectKind};

/// Returns the method of a key of a path item, if the key is misspelled.
#[must_use]
pub(crate) fn method(key: &str) -> Option<String> {
    let method = key.to_ascii_lowercase();
    let known =
        ObjectKind::PathItem.keyword(&method).is_some_and(|keyword| keyword.holds == Holds::One(ObjectKind::Operation));
    (known && method != key).then_some(method)
}

/// Returns true if a parameter or header declares its type without a schema.
#[must_use]
pub(crate) fn has_type(raw: &Map<String, Value>) -> bool {
    raw.contains_key("type") && !raw.contains_key("schema") && !raw.contains_key("content")
}

/// Returns true if a keyword of such a parameter belongs to its schema.
#[must_use]
pub(crate) fn is_of_schema(kind: ObjectKind, key: &str) -> bool {
    kind.keyword(key).is_none() && ObjectKind::Schema.keyword(key).is_some()
}

/// Returns the media type in `content` for a key of a body without `content`: the key is `schema`, as in Swagger 2.0, or the
/// media type itself.
#[must_use]
pub(crate) fn media_type<'k>(kind: ObjectKind, raw: &Map<String, Value>, key: &'k str) -> Option<&'k str> {
    const MAIN_TYPES: [&str; 7] = ["application", "text", "image", "audio", "video", "multipart", "*"];
    if !matches!(kind, ObjectKind::RequestBody | ObjectKind::Response) || raw.contains_key("content") {
        return None;
    }
    let is_media_type = key.split_once('/').is_some_and(|(main, _)| MAIN_TYPES.contains(&main));
    match key {
        "schema" => Some("application/json"),
        key => is_media_type.then_some(key),
    }
}
