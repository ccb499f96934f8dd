//! Decides by which methods an operation is sent: one for what is read by default, and one for every other media type.

use super::Success;
use super::reading::{self, Reading, preferred, same};
use crate::lower::{Scope, docs, types};
use crate::model::{Content, Operation, Response, Type};
use crate::name::OperationName;
use crate::rust::{Decoding, Sending, SendingKind, Ty};

/// The methods.
pub(super) fn lower(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    successes: &[Success<'_>],
    output: &Ty,
) -> Vec<Sending> {
    let others = others(scope, operation, name, successes);
    let more = others.first().map(|first| {
        format!("\n\nOther forms of the answer have methods of their own, as [`{0}`](Self::{0}).", first.name)
    });
    let text = format!("Sends the request and reads the answer.{}", more.unwrap_or_default());
    let whole = Sending { docs: text, name: "send".to_owned(), output: output.clone(), kind: SendingKind::Whole };
    std::iter::once(whole).chain(others).collect()
}

/// A method for every media type that is not read by default.
fn others(scope: &Scope<'_>, operation: &Operation, name: &OperationName, successes: &[Success<'_>]) -> Vec<Sending> {
    let mut sends: Vec<Sending> = Vec::new();
    if operation.method == crate::model::Method::Head {
        return sends;
    }
    for success in successes {
        for content in &success.response.contents {
            let reading = reading::of(scope, content);
            if is_default(scope, success, content, &reading) {
                continue;
            }
            let Some(method) = method(name, content) else { continue };
            let accept = clean(vec![content.media_type.clone()]);
            if sends.iter().any(|send| send.name == method) || accept.is_empty() {
                continue;
            }
            let Some(ty) = &reading.ty else { continue };
            sends.push(Sending {
                docs: format!("Sends the request, asks for {}, and reads the answer.", docs::code(&content.media_type)),
                name: method.to_owned(),
                output: types::body(scope, ty),
                kind: SendingKind::As { accept: accept.join(", "), decoding: reading.decoding },
            });
        }
    }
    sends
}

/// Whether a content is what the default method gives.
fn is_default(scope: &Scope<'_>, success: &Success<'_>, content: &Content, reading: &Reading) -> bool {
    let alike = same(scope, reading, &success.reading);
    match reading.decoding {
        Decoding::Json => alike,
        // `text/plain` beside the same JSON is that JSON under another name.
        Decoding::Text if success.reading.decoding == Decoding::Json => {
            let is_plain = content.media_type.to_ascii_lowercase().starts_with("text/plain");
            let ty = scope.resolved(&content.ty);
            is_plain
                && !matches!(ty, Type::String | Type::Any)
                && success.reading.ty.as_ref().is_some_and(|body| scope.resolved(body) == ty)
        }
        // Text or bytes of several types: the default takes any, the methods one.
        _ => alike && media_types(scope, success.response, reading).len() < 2,
    }
}

fn method<'n>(name: &'n OperationName, content: &Content) -> Option<&'n str> {
    let essence = content.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    name.sends.iter().find(|(media_type, _)| *media_type == essence).map(|(_, method)| method.as_str())
}

/// The media types of a response that are read like this: one of JSON, all of the others.
pub(super) fn media_types(scope: &Scope<'_>, response: &Response, reading: &Reading) -> Vec<String> {
    if reading.decoding == Decoding::Json {
        let Some(content) = preferred(scope, response) else { return Vec::new() };
        if reading::is_any(&content.media_type) {
            return vec!["application/json".to_owned(), content.media_type.clone()];
        }
        return vec![content.media_type.clone()];
    }
    let alike = response.contents.iter().filter(|content| same(scope, &reading::of(scope, content), reading));
    alike.map(|content| content.media_type.clone()).collect()
}

/// The media types that can be written into a header, each once.
pub(super) fn clean(types: Vec<String>) -> Vec<String> {
    let mut clean: Vec<String> = Vec::new();
    for media_type in types {
        let fits = media_type.contains('/') && media_type.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ');
        if fits && !clean.contains(&media_type) {
            clean.push(media_type);
        }
    }
    clean
}
