//! What documents borrow from elsewhere and what it means: `lint` says so, and `dialect` rewrites it.

use serde_json::{Map, Value};

use super::{Holds, Kind};

/// The method that a key of a path means, if it is not written as OpenAPI writes it.
#[must_use]
pub fn method(key: &str) -> Option<String> {
    let method = key.to_ascii_lowercase();
    let known = Kind::PathItem.keyword(&method).is_some_and(|keyword| keyword.holds == Holds::One(Kind::Operation));
    (known && method != key).then_some(method)
}

/// Whether a parameter or header says its type itself.
#[must_use]
pub fn has_type(raw: &Map<String, Value>) -> bool {
    raw.contains_key("type") && !raw.contains_key("schema") && !raw.contains_key("content")
}

/// Whether a keyword of such a parameter belongs to its schema.
#[must_use]
pub fn is_of_schema(kind: Kind, key: &str) -> bool {
    kind.keyword(key).is_none() && Kind::Schema.keyword(key).is_some()
}

/// The media type in `content` that a key of a body without `content` means: `schema` as in Swagger 2.0, or the media
/// type itself.
#[must_use]
pub fn media_type<'k>(kind: Kind, raw: &Map<String, Value>, key: &'k str) -> Option<&'k str> {
    const MAIN_TYPES: [&str; 7] = ["application", "text", "image", "audio", "video", "multipart", "*"];
    if !matches!(kind, Kind::RequestBody | Kind::Response) || raw.contains_key("content") {
        return None;
    }
    let is_media_type = key.split_once('/').is_some_and(|(main, _)| MAIN_TYPES.contains(&main));
    match key {
        "schema" => Some("application/json"),
        key => is_media_type.then_some(key),
    }
}
