//! Reads `encoding`: how the parts of multipart and form bodies are serialized.

use serde_json::{Map, Value};

use super::context::Context;
use super::{described_value, header, node, text};
use crate::diag::{Code, Diagnostic};
use crate::keywords::ObjectKind;
use crate::media_type::{MediaKind, MediaType};
use crate::model::{Encoding, Style};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// Declares that the encoding of a list applies to each item.
const OF_ITEMS: &str = "x-oaspress-of-items";

/// Reads the `encoding` of the media type at `owner`.
pub(super) fn encodings(
    cx: &mut Context<'_>,
    owner: &SpecPath,
    raw: &Map<String, Value>,
    kind: MediaKind,
) -> Vec<Encoding> {
    let places = node::children(&cx.document.tree, owner, raw, "encoding");
    if !places.is_empty() && !matches!(kind, MediaKind::Multipart | MediaKind::Form) {
        let message = "`encoding` is ignored; it only applies to multipart and form bodies";
        cx.findings.report_once(Diagnostic::new(Code::Unused, &owner.child("encoding"), message));
        return Vec::new();
    }
    places.into_iter().filter_map(|(property, place)| encoding(cx, property, &place)).collect()
}

fn encoding(cx: &mut Context<'_>, property: String, place: &SpecPath) -> Option<Encoding> {
    let found = cx.follow(place)?;
    let node =
        match node::read::<openapiv3::Encoding>(&cx.document.tree, ObjectKind::Encoding, &found.path, found.value) {
            Ok(node) => node,
            Err(error) => {
                cx.findings.report_unreadable(Code::WrongType, &found.path, "this encoding", &error);
                return None;
            }
        };
    let headers = header::headers(cx, &node.path, node.raw);
    let types = text::filled(node.typed.content_type);
    Some(Encoding {
        property,
        content_types: types.iter().flat_map(|types| types.split(',')).map(|ty| MediaType::new(ty.trim())).collect(),
        style: style(cx, &node.path, node.raw),
        // `openapiv3` treats a missing `explode` as `false`, which is wrong for forms.
        explode: DocumentTree::member(node.raw, "explode").map(|_| text::flag(node.raw, "explode")),
        delimiter: described_value::delimiter(node.raw),
        allow_reserved: node.typed.allow_reserved,
        nesting: None,
        applies_to_items: text::flag(node.raw, OF_ITEMS),
        headers,
        path: node.path,
    })
}

fn style(cx: &mut Context<'_>, place: &SpecPath, raw: &Map<String, Value>) -> Option<Style> {
    let name = text::string(raw, "style")?;
    let style = match name.as_str() {
        "form" => Style::Form,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => Style::DeepObject,
        _ => {
            let message = format!("`style: {name}` is not allowed for parts of a body; using the default");
            let found = Diagnostic::new(Code::UnsupportedParameter, &place.child("style"), message);
            cx.findings.report_once(found.help("use `form`, `spaceDelimited`, `pipeDelimited` or `deepObject`"));
            return None;
        }
    };
    Some(style)
}
