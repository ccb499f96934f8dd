//! Reads the headers of responses.

use serde_json::{Map, Value};

use super::context::Context;
use super::{described_value, node};
use crate::diag::Code;
use crate::keywords::ObjectKind;
use crate::model::Header;
use crate::path::SpecPath;

/// Reads the `headers` of the response at `owner`, except `Content-Type`, which the media type determines.
pub(super) fn headers(cx: &mut Context<'_>, owner: &SpecPath, raw: &Map<String, Value>) -> Vec<Header> {
    let places = node::children(&cx.document.tree, owner, raw, "headers");
    let told = |name: &str| name.eq_ignore_ascii_case("content-type");
    places.into_iter().filter(|(name, _)| !told(name)).filter_map(|(name, place)| header(cx, name, &place)).collect()
}

fn header(cx: &mut Context<'_>, name: String, place: &SpecPath) -> Option<Header> {
    let found = cx.follow(place).filter(|found| cx.findings.spend_object(place, found.value))?;
    let node = match node::read::<openapiv3::Header>(&cx.document.tree, ObjectKind::Header, &found.path, found.value) {
        Ok(node) => node,
        Err(error) => {
            cx.findings.report_unreadable(Code::WrongType, &found.path, "this header", &error);
            return None;
        }
    };
    let value = described_value::read(cx, &node.path, node.raw);
    let docs = described_value::docs(cx, node.raw, node.typed.description.clone(), &value);
    Some(Header { path: node.path, name, required: node.typed.required, ty: value.ty, docs })
}
