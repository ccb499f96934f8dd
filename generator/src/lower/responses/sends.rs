//! Decides by which methods an operation is sent: one for what is read by default, one for every other media type, and those that
//! give an answer piece by piece.

use super::reading::{self, Reading, preferred, same};
use super::{Success, streams};
use crate::comment::Comment;
use crate::lower::{Scope, types};
use crate::model::{Content, MediaKind, Method, Operation, Response, Type};
use crate::name::OperationName;
use crate::rust::{Decoding, Sending, SendingKind, Ty};

/// The methods, the usual one first.
pub(super) fn lower(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    successes: &[Success<'_>],
    output: &Ty,
) -> Vec<Sending> {
    let mut sends = if operation.method == Method::Head { Vec::new() } else { others(scope, name, successes) };
    sends.extend(stream(scope, successes));
    let usual = usual(scope, successes, output, sends.first());
    sends.extend(usual);
    sends.sort_by_key(|send| send.kind != SendingKind::Whole);
    if operation.method == Method::Get {
        let again: Vec<Sending> = sends.iter().filter_map(again).collect();
        sends.extend(again);
    }
    sends.push(raw());
    sends
}

/// The method that reads what is read by default; none if that comes piece by piece, and another method gives the pieces.
fn usual(scope: &Scope<'_>, successes: &[Success<'_>], output: &Ty, other: Option<&Sending>) -> Option<Sending> {
    if other.is_some() && successes.iter().all(|success| comes_in_pieces(scope, success)) {
        return None;
    }
    let more = other.map(|other| {
        let name = Comment::name(&other.name);
        Comment::fill("Other forms of the answer have methods of their own, as [`{}`](Self::{}).", [name.clone(), name])
    });
    Some(Sending {
        docs: Comment::from("Sends the request and reads the answer.").and_block(more.unwrap_or_default()),
        name: "send".to_owned(),
        output: output.clone(),
        kind: SendingKind::Whole,
    })
}

/// Beside a method that gives an answer piece by piece, one that goes on where the connection breaks off; what is sent more than
/// once must only read.
fn again(send: &Sending) -> Option<Sending> {
    let (docs, name, output, kind) = match (&send.kind, &send.output) {
        (SendingKind::Events { whole }, Ty::Generic(_, arguments)) => (
            Comment::fill(
                "Gives the events as [`{}`](Self::{}) does, and asks for more where the connection ends or breaks, with the id of the \
                 last event.",
                [Comment::name(&send.name), Comment::name(&send.name)],
            ),
            send.name.replacen("send", "follow", 1),
            Ty::Generic("crate::EventSource".to_owned(), vec![Ty::path("Self"), arguments.first()?.clone()]),
            SendingKind::Follow { whole: *whole },
        ),
        (SendingKind::Stream { accept }, _) => (
            "Writes the body of the answer into a file or another writer as it comes, of whatever size, and asks for the rest where \
             the connection breaks."
                .into(),
            "into_download".to_owned(),
            Ty::Generic("crate::Download".to_owned(), vec![Ty::path("Self")]),
            SendingKind::Download { accept: accept.clone() },
        ),
        _ => return None,
    };
    Some(Sending { docs, name, output, kind })
}

/// The method that gives the answer as it came.
fn raw() -> Sending {
    Sending {
        docs: "Sends the request and gives the answer as it came, whatever its status; of the body of an error there are 64 KiB at \
               most. [`Operation::decode`] reads it later."
            .into(),
        name: "send_raw".to_owned(),
        output: Ty::path("RawResponse"),
        kind: SendingKind::Raw,
    }
}

/// Whether nothing else is described of a success than that it comes piece by piece, perhaps without an end.
fn comes_in_pieces(scope: &Scope<'_>, success: &Success<'_>) -> bool {
    let content = preferred(scope, success.response);
    content.is_none_or(|content| matches!(content.kind, MediaKind::EventStream | MediaKind::JsonLines))
}

/// A method for every media type that is not read by default.
fn others(scope: &Scope<'_>, name: &OperationName, successes: &[Success<'_>]) -> Vec<Sending> {
    let mut sends: Vec<Sending> = Vec::new();
    for success in successes {
        for content in &success.response.contents {
            let Some(method) = method(name, content).filter(|method| sends.iter().all(|send| send.name != *method))
            else {
                continue;
            };
            sends.extend(other(scope, success, content).map(|send| Sending { name: method.to_owned(), ..send }));
        }
    }
    sends
}

/// The method of a media type, still without a name; none if the usual one reads it.
fn other(scope: &Scope<'_>, success: &Success<'_>, content: &Content) -> Option<Sending> {
    let accept = clean(vec![content.media_type.clone()]).pop()?;
    if let Some((output, kind)) = streams::lower(scope, content, accept.clone()) {
        let pieces = if content.kind == MediaKind::EventStream { "events" } else { "values" };
        let docs = Comment::fill(
            "Sends the request, asks for {}, and gives the {} of the answer as they come.\n\nThe time for a call ends when the answer \
             begins; from then on the idle timeout counts.",
            [Comment::code(&content.media_type), pieces.into()],
        );
        return Some(Sending { docs, name: String::new(), output, kind });
    }
    let reading = reading::of(scope, content);
    if is_default(scope, success, content, &reading) {
        return None;
    }
    Some(Sending {
        docs: Comment::fill(
            "Sends the request, asks for {}, and reads the answer.",
            [Comment::code(&content.media_type)],
        ),
        name: String::new(),
        output: types::body(scope, reading.ty.as_ref()?),
        kind: SendingKind::As { accept, decoding: reading.decoding },
    })
}

/// The method that gives bytes as they come.
fn stream(scope: &Scope<'_>, successes: &[Success<'_>]) -> Option<Sending> {
    let bytes = Reading::bytes();
    let is_bytes = |success: &&Success<'_>| success.reading.ty.is_some();
    let mut accept: Vec<String> =
        successes.iter().filter(is_bytes).flat_map(|success| media_types(scope, success.response, &bytes)).collect();
    if accept.is_empty() && successes.iter().any(|success| same(scope, &success.reading, &bytes)) {
        accept.push("*/*".to_owned());
    }
    let accept = clean(accept).join(", ");
    (!accept.is_empty()).then(|| Sending {
        docs: "Sends the request, and gives the body of the answer as it comes, of whatever size.\n\nThe time for a call ends when the \
               body begins; from then on the idle timeout counts."
            .into(),
        name: "send_stream".to_owned(),
        output: Ty::path("crate::Body"),
        kind: SendingKind::Stream { accept },
    })
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
    let all = response.contents.iter();
    let in_pieces = |content: &&Content| matches!(content.kind, MediaKind::EventStream | MediaKind::JsonLines);
    let only = all.clone().all(|content| in_pieces(&content));
    let alike = all
        .filter(|content| only || !in_pieces(content))
        .filter(|content| same(scope, &reading::of(scope, content), reading));
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
