//! Reads request bodies.

use super::context::Context;
use super::{media_type, node, secrets, text};
use crate::diag::{Code, Diagnostic};
use crate::keywords::ObjectKind;
use crate::model::{Docs, RequestBody};
use crate::path::SpecPath;

/// Reads the request body of the operation at `operation`.
pub(super) fn body(cx: &mut Context<'_>, operation: &SpecPath) -> Option<RequestBody> {
    let place = operation.child("requestBody");
    cx.document.tree.get(&place).filter(|value| !value.is_null())?;
    let found = cx.follow(&place).filter(|found| cx.findings.spend_object(&place, found.value))?;
    let node = match node::read::<openapiv3::RequestBody>(
        &cx.document.tree,
        ObjectKind::RequestBody,
        &found.path,
        found.value,
    ) {
        Ok(node) => node,
        Err(error) => {
            cx.findings.report_unreadable(Code::WrongType, &found.path, "this request body", &error);
            return None;
        }
    };
    let contents = media_type::contents(cx, &node.path, node.raw);
    if contents.is_empty() {
        let message = "this request body has no media type; operations send no body";
        cx.findings.report_once(
            Diagnostic::new(Code::UnsupportedMediaType, &node.path, message)
                .help("declare its media types under `content`"),
        );
        return None;
    }
    let docs = Docs { description: text::filled(node.typed.description), ..Docs::default() };
    let secret = contents.iter().any(|content| secrets::is_in(&cx.document.tree, &content.path.child("schema")));
    Some(RequestBody { path: node.path, docs, required: node.typed.required, contents, variants: Vec::new(), secret })
}
