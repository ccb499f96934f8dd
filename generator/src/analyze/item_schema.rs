//! Reads `itemSchema`, the schema of the items of a sequential media type.

use serde_json::{Map, Value};

use super::context::Context;
use super::schema;
use crate::media_type::{MediaKind, MediaType};
use crate::model::Type;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// Returns the type of a body whose media type at `place` has an `itemSchema`. A stream has the type of its items. Any
/// other body is a list of them, unless a `schema` describes the whole body.
pub(super) fn ty(
    cx: &mut Context<'_>,
    place: &SpecPath,
    raw: &Map<String, Value>,
    (media_type, kind): (&MediaType, MediaKind),
) -> Option<Type> {
    DocumentTree::member(raw, "itemSchema").filter(|item| item.is_object())?;
    let is_streamed = match kind {
        MediaKind::EventStream | MediaKind::JsonLines | MediaKind::JsonValues => true,
        MediaKind::Json => media_type.essence().contains("stream"),
        _ => false,
    };
    if !is_streamed && raw.contains_key("schema") {
        return None;
    }
    let item = place.child("itemSchema");
    let item = |cx: &mut Context<'_>| schema::type_at(cx, &item).folded();
    match kind {
        MediaKind::Json if !is_streamed => Some(Type::Array(Box::new(item(cx)))),
        // The parts have no names, so the caller creates each of them.
        MediaKind::Multipart => Some(Type::Any),
        _ => Some(item(cx)),
    }
}
