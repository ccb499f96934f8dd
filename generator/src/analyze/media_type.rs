//! `content`: bodies by media type.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::context::Context;
use super::{encoding, item_schema, node, schema, text};
use crate::diag::Code;
use crate::keywords::Kind;
use crate::model::{Content, MediaKind, Type};
use crate::path::SpecPath;

/// Reads the `content` of the object at `owner`.
pub(super) fn contents(cx: &mut Context<'_>, owner: &SpecPath, raw: &Map<String, Value>) -> Vec<Content> {
    let places = node::children(&cx.tree, owner, raw, "content");
    let mut twins = HashMap::new();
    places.into_iter().map(|(media_type, place)| content(cx, media_type, &place, &mut twins)).collect()
}

/// The types of the bodies so far, by the schemas as they are written: bodies whose schemas are written in the same words are of one type.
type Twins<'d> = HashMap<&'d Value, Type>;

fn content<'d>(cx: &mut Context<'d>, media_type: String, place: &SpecPath, twins: &mut Twins<'d>) -> Content {
    let kind = kind(&media_type);
    let empty = Content {
        path: place.clone(),
        media_type,
        kind,
        ty: Type::Any,
        example: None,
        encodings: Vec::new(),
        nesting: None,
    };
    let Some(found) = cx.follow(place) else { return empty };
    let node = match node::read::<openapiv3::MediaType>(&cx.tree, Kind::MediaType, &found.path, found.value) {
        Ok(node) => node,
        Err(error) => {
            cx.report_unreadable(Code::WrongType, &found.path, "this media type", &error);
            return empty;
        }
    };
    let items = item_schema::ty(cx, &node.path, node.raw, (&empty.media_type, kind));
    let ty = match (items, node.typed.schema) {
        (Some(ty), _) => ty,
        (None, Some(_)) => {
            let place = node.path.child("schema");
            match cx.tree.get(&place) {
                Some(schema) if twins.contains_key(schema) => twins.get(schema).cloned().unwrap_or(Type::Any),
                schema => {
                    let ty = schema::type_at(cx, &place).folded();
                    twins.extend(schema.map(|schema| (schema, ty.clone())));
                    ty
                }
            }
        }
        (None, None) => Type::Any,
    };
    let encodings = encoding::encodings(cx, &node.path, node.raw, kind);
    Content { path: node.path, ty, example: text::example(&cx.tree, node.raw), encodings, ..empty }
}

/// What kind of body a media type stands for.
pub(super) fn kind(media_type: &str) -> MediaKind {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => MediaKind::Form,
        "text/event-stream" => MediaKind::EventStream,
        "application/x-ndjson"
        | "application/ndjson"
        | "application/jsonl"
        | "application/x-jsonl"
        | "application/jsonlines"
        | "application/json-lines"
        | "application/x-json-stream"
        | "application/stream+json" => MediaKind::JsonLines,
        other if other.ends_with("+jsonl") => MediaKind::JsonLines,
        // A value of a text sequence may span several lines.
        "application/json-seq" => MediaKind::JsonValues,
        other if other.ends_with("+json-seq") => MediaKind::JsonValues,
        "text/json" | "application/json" | "application/x-json" => MediaKind::Json,
        "application/xml" | "application/jsonpath" => MediaKind::Text,
        other if other.ends_with("+json") => MediaKind::Json,
        other if other.ends_with("+xml") && !other.starts_with("image/") => MediaKind::Text,
        other if other.starts_with("multipart/") => MediaKind::Multipart,
        other if other.starts_with("text/") => MediaKind::Text,
        other if other.starts_with("application/json") => MediaKind::Json,
        _ => MediaKind::Binary,
    }
}

#[cfg(test)]
mod tests {
    use super::kind;
    use crate::model::MediaKind;

    #[test]
    fn media_types_are_told_apart_by_their_essence() {
        assert_eq!(kind("application/json; charset=utf-8"), MediaKind::Json);
        assert_eq!(kind("application/vnd.api+json;version=1"), MediaKind::Json);
        assert_eq!(kind("Application/JSON"), MediaKind::Json);
        assert_eq!(kind("application/problem+xml"), MediaKind::Text);
        assert_eq!(kind("text/csv"), MediaKind::Text);
        assert_eq!(kind("application/jsonpath"), MediaKind::Text);
        assert_eq!(kind("image/svg+xml"), MediaKind::Binary);
        assert_eq!(kind("multipart/mixed"), MediaKind::Multipart);
        assert_eq!(kind("*/*"), MediaKind::Binary);
    }
}
