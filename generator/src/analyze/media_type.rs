//! Reads `content`: bodies by media type.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::context::Context;
use super::{encoding, item_schema, node, schema, text};
use crate::diag::Code;
use crate::keywords::ObjectKind;
use crate::media_type::MediaType;
use crate::model::{Content, Type};
use crate::path::SpecPath;

/// Reads the `content` of the object at `owner`.
pub(super) fn contents(cx: &mut Context<'_>, owner: &SpecPath, raw: &Map<String, Value>) -> Vec<Content> {
    let places = node::children(&cx.document.tree, owner, raw, "content");
    let mut known = HashMap::new();
    let read = |(media_type, place)| content(cx, MediaType::new(media_type), &place, &mut known);
    places.into_iter().map(read).collect()
}

/// The types of the previous bodies by the text of their schemas. Bodies whose schemas have the same text have the same
/// type.
type KnownTypes<'d> = HashMap<&'d Value, Type>;

fn content<'d>(cx: &mut Context<'d>, media_type: MediaType, place: &SpecPath, known: &mut KnownTypes<'d>) -> Content {
    let kind = media_type.kind();
    let empty = Content {
        path: place.clone(),
        media_type,
        kind,
        ty: Type::Any,
        example: None,
        encodings: Vec::new(),
        nesting: None,
    };
    let found = cx.follow(place).filter(|found| cx.findings.spend_object(place, found.value));
    let Some(found) = found else { return empty };
    let node =
        match node::read::<openapiv3::MediaType>(&cx.document.tree, ObjectKind::MediaType, &found.path, found.value) {
            Ok(node) => node,
            Err(error) => {
                cx.findings.report_unreadable(Code::WrongType, &found.path, "this media type", &error);
                return empty;
            }
        };
    let items = item_schema::ty(cx, &node.path, node.raw, (&empty.media_type, kind));
    let ty = match (items, node.typed.schema) {
        (Some(ty), _) => ty,
        (None, Some(_)) => {
            let place = node.path.child("schema");
            match cx.document.tree.get(&place) {
                Some(schema) if known.contains_key(schema) => known.get(schema).cloned().unwrap_or(Type::Any),
                schema => {
                    let ty = schema::type_at(cx, &place).folded();
                    known.extend(schema.map(|schema| (schema, ty.clone())));
                    ty
                }
            }
        }
        (None, None) => Type::Any,
    };
    let encodings = encoding::encodings(cx, &node.path, node.raw, kind);
    Content { path: node.path, ty, example: text::example(&cx.document.tree, node.raw), encodings, ..empty }
}
