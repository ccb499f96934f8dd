//! Reads `responses`: the response for each status.

use super::context::Context;
use super::{header, media_type, node, text};
use crate::diag::{Code, Diagnostic};
use crate::keywords::ObjectKind;
use crate::model::{Response, ResponseClass, StatusPattern};
use crate::path::SpecPath;

/// Reads the responses of the operation at `operation`.
///
/// The keys are read from the raw document, because `openapiv3` stores `default` separately and so loses the order.
pub(super) fn responses(cx: &mut Context<'_>, operation: &SpecPath) -> Vec<Response> {
    let Some(found) =
        cx.document.tree.get(&operation.child("responses")).and_then(|_| cx.follow(&operation.child("responses")))
    else {
        return Vec::new();
    };
    let Some(raw) = found.value.as_object() else { return Vec::new() };
    let mut responses: Vec<Response> = Vec::new();
    for key in raw.keys().filter(|key| !key.starts_with("x-")) {
        let place = found.path.child(key);
        let Some(status) = status(key) else {
            let message = format!("`{key}` is not a status code; the response is left out");
            cx.findings.report_once(
                Diagnostic::new(Code::StatusCode, &place, message)
                    .help("write a number such as `404`, a range such as `4XX`, or `default`"),
            );
            continue;
        };
        if responses.iter().any(|response| response.status == status) {
            let message = format!("`{key}` is a duplicate of an earlier status; it is ignored");
            cx.findings.report_once(Diagnostic::new(Code::StatusCode, &place, message));
            continue;
        }
        responses.push(response(cx, status, &place));
    }
    responses
}

fn status(key: &str) -> Option<StatusPattern> {
    if key.eq_ignore_ascii_case("default") {
        return Some(StatusPattern::Default);
    }
    let bytes = key.as_bytes();
    let (&first, rest) = bytes.split_first()?;
    if !(b'1'..=b'9').contains(&first) || rest.len() != 2 {
        return None;
    }
    if rest.iter().all(|byte| byte.eq_ignore_ascii_case(&b'x')) {
        return Some(StatusPattern::Range(u16::from(first - b'0')));
    }
    rest.iter().all(u8::is_ascii_digit).then(|| key.parse().map(StatusPattern::Code).ok())?
}

/// Reports a body for a status that never has one in HTTP. A client that waited for it would fail on every such
/// response.
fn report_bodiless(cx: &mut Context<'_>, status: StatusPattern, content: &SpecPath) {
    if cx.document.tree.get(content).and_then(|content| content.as_object()).is_none_or(serde_json::Map::is_empty) {
        return;
    }
    let status = match status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Range(hundred) => format!("{hundred}XX"),
        StatusPattern::Default => "default".to_owned(),
    };
    cx.findings.report_once(
        Diagnostic::new(Code::Unused, content, format!("a `{status}` response never has a body; `content` is ignored"))
            .help("declare the body for the status that the server sends it with, such as `200`"),
    );
}

/// Reads a response. One that cannot be found or read is kept without a body.
fn response(cx: &mut Context<'_>, status: StatusPattern, place: &SpecPath) -> Response {
    let unknown = |path: &SpecPath| Response {
        path: path.clone(),
        status,
        class: ResponseClass::default(),
        description: String::new(),
        contents: Vec::new(),
        headers: Vec::new(),
    };
    let found = cx.follow(place).filter(|found| cx.findings.spend_object(place, found.value));
    let Some(found) = found else { return unknown(place) };
    let node =
        match node::read::<openapiv3::Response>(&cx.document.tree, ObjectKind::Response, &found.path, found.value) {
            Ok(node) => node,
            Err(error) => {
                cx.findings.report_unreadable(Code::WrongType, &found.path, "this response", &error);
                return unknown(&found.path);
            }
        };
    let contents = if status.may_have_body() {
        media_type::contents(cx, &node.path, node.raw)
    } else {
        report_bodiless(cx, status, &node.path.child("content"));
        Vec::new()
    };
    let headers = header::headers(cx, &node.path, node.raw);
    let description = text::filled(Some(node.typed.description)).or_else(|| text::string(node.raw, "summary"));
    let description = description.unwrap_or_default();
    Response { path: node.path, status, class: ResponseClass::default(), description, contents, headers }
}
