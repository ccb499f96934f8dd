//! `content`: bodies by media type.

use serde_json::{Map, Value};

use super::context::Context;
use super::{encoding, item_schema, node, schema, text};
use crate::diag::Code;
use crate::keywords::Kind;
use crate::media_type::MediaType;
use crate::model::{Content, Type};
use crate::path::SpecPath;

/// Reads the `content` of the object at `owner`.
pub(super) fn contents(cx: &mut Context<'_>, owner: &SpecPath, raw: &Map<String, Value>) -> Vec<Content> {
    let places = node::children(&cx.tree, owner, raw, "content");
    let mut contents: Vec<Content> = Vec::with_capacity(places.len());
    for (media_type, place) in places {
        let content = content(cx, MediaType::new(media_type), &place, &contents);
        contents.push(content);
    }
    contents
}

fn content(cx: &mut Context<'_>, media_type: MediaType, place: &SpecPath, earlier: &[Content]) -> Content {
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
        (None, Some(_)) => match twin(cx, &node.path, earlier) {
            Some(twin) => twin.ty.clone(),
            None => schema::type_at(cx, &node.path.child("schema")).folded(),
        },
        (None, None) => Type::Any,
    };
    let encodings = encoding::encodings(cx, &node.path, node.raw, kind);
    Content { path: node.path, ty, example: text::example(&cx.tree, node.raw), encodings, ..empty }
}

/// The earlier body whose schema is written in the same words.
fn twin<'a>(cx: &Context<'_>, place: &SpecPath, earlier: &'a [Content]) -> Option<&'a Content> {
    let schema = cx.tree.get(&place.child("schema"))?;
    earlier.iter().find(|other| cx.tree.get(&other.path.child("schema")) == Some(schema))
}
