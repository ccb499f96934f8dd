//! Decides which methods send an operation: one for the default content, one for every other media type, and those that return a
//! response unbuffered.

use std::collections::{BTreeSet, HashMap};

use super::reading::{self, Reading, preferred, same};
use super::streams;
use super::success::Success;
use crate::comment::Comment;
use crate::lower::docs::operation as operation_docs;
use crate::lower::{Scope, types};
use crate::media_type::{self, MediaKind, MediaType};
use crate::model::{Content, Method, Operation, Response, StatusPattern, Type};
use crate::name::OperationName;
use crate::rust::{Decoding, Path, Sending, SendingKind, Std, Ty, symbol};

/// Returns the methods, the default one first.
pub(super) fn lower(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    successes: &[Success<'_>],
    output: &Ty,
) -> Vec<Sending> {
    let mut sends = if operation.method.has_response_body() { others(scope, name, successes) } else { Vec::new() };
    let usual = usual(scope, successes, output, sends.first());
    sends.extend(usual);
    sends.sort_by_key(|send| send.kind != SendingKind::Whole);
    if operation.method == Method::Get {
        let follow: Vec<Sending> = sends.iter().filter_map(follow).collect();
        sends.extend(follow);
        sends.extend(download(scope, successes));
    }
    sends.push(stream());
    sends.push(raw());
    sends.iter_mut().for_each(operation_docs::add_result);
    sends
}

/// Returns the method that reads the default content; `None` if that is a stream, which another method returns.
fn usual(scope: &Scope<'_>, successes: &[Success<'_>], output: &Ty, other: Option<&Sending>) -> Option<Sending> {
    if other.is_some() && successes.iter().all(|success| comes_in_pieces(scope, success)) {
        return None;
    }
    let more = other.map(|other| {
        let name = Comment::name(&other.name);
        Comment::fill(
            "Other media types of the response have their own methods, such as [`{}`](Self::{}).",
            [name.clone(), name],
        )
    });
    Some(Sending {
        docs: Comment::from("Sends the request and reads the response.")
            .and_block(nothing(successes, output))
            .and_block(more.unwrap_or_default()),
        name: "send".to_owned(),
        output: output.clone(),
        kind: SendingKind::Whole,
    })
}

/// Documents when the result is `None`; empty unless some successes have a body and others have none.
fn nothing(successes: &[Success<'_>], output: &Ty) -> Comment {
    let is_optional = matches!(output, Ty::Generic(Path::Std(Std::Option), _));
    let (bodies, empty): (Vec<_>, Vec<_>) = successes.iter().partition(|success| success.reading.ty.is_some());
    let statuses: Vec<Comment> = empty.iter().map(|success| Comment::name(&status(success.response.status))).collect();
    match statuses.as_slice() {
        [] => Comment::new(),
        _ if bodies.is_empty() || !is_optional => Comment::new(),
        [only] => Comment::fill("The result is `None` if the response has status {}, or no body.", [only.clone()]),
        _ => Comment::fill(
            "The result is `None` if the response has one of the statuses {}, or no body.",
            [Comment::joined(statuses, ", ")],
        ),
    }
}

fn status(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Range(hundred) => format!("{hundred}XX"),
        StatusPattern::Default => "2XX".to_owned(),
    }
}

/// Returns the method that reconnects to a stream of events, beside the method that returns the stream. It repeats the request,
/// so it requires a method without side effects.
fn follow(send: &Sending) -> Option<Sending> {
    let (SendingKind::Events(data), Ty::Generic(_, arguments)) = (&send.kind, &send.output) else { return None };
    Some(Sending {
        docs: Comment::fill(
            "Returns the events as [`{}`](Self::{}) does, and reconnects when the connection ends or fails, with the id of the \
             last event.",
            [Comment::name(&send.name), Comment::name(&send.name)],
        ),
        name: send.name.replacen("send", "follow", 1),
        output: Ty::Generic(
            Path::Public(symbol::stream::event_source::EVENT_SOURCE),
            vec![Ty::path(Std::SelfType), arguments.first()?.clone()],
        ),
        kind: SendingKind::Follow(*data),
    })
}

/// Returns the method that writes the body to a file, if a success has a body of bytes.
fn download(scope: &Scope<'_>, successes: &[Success<'_>]) -> Option<Sending> {
    let bytes = Reading::bytes();
    let has_body = |success: &&Success<'_>| success.reading.ty.is_some();
    let mut accept: Vec<MediaType> =
        successes.iter().filter(has_body).flat_map(|success| media_types(scope, success.response, &bytes)).collect();
    if accept.is_empty() && successes.iter().any(|success| same(scope, &success.reading, &bytes)) {
        accept.push(MediaType::new(media_type::ANYTHING));
    }
    let accept = clean(accept).join(", ");
    (!accept.is_empty()).then(|| Sending {
        docs: "Writes the response body to a file or another writer, unbuffered and of any size, and requests the rest if the \
               connection fails."
            .into(),
        name: "into_download".to_owned(),
        output: Ty::path(Std::SelfType).inside(Path::Public(symbol::response::download::DOWNLOAD)),
        kind: SendingKind::Download { accept },
    })
}

/// Returns the method that returns the body of any success unbuffered.
fn stream() -> Sending {
    Sending {
        docs: "Sends the request and returns the body of a success unbuffered, of any size.\n\nThe call's timeout \
               ends when the body begins. From then on the idle timeout limits the gap between chunks."
            .into(),
        name: "send_stream".to_owned(),
        output: Ty::Path(Path::Public(symbol::BODY)),
        kind: SendingKind::Stream,
    }
}

/// Returns the method that returns the raw response.
fn raw() -> Sending {
    Sending {
        docs: "Sends the request and returns the raw response, whatever its status. An error body is truncated after 64 KiB. \
               [`Operation::decode`] decodes the response."
            .into(),
        name: "send_raw".to_owned(),
        output: Ty::Path(Path::Runtime(symbol::RAW_RESPONSE)),
        kind: SendingKind::Raw,
    }
}

/// Returns true if a success is only declared as a stream.
fn comes_in_pieces(scope: &Scope<'_>, success: &Success<'_>) -> bool {
    let content = preferred(scope, success.response);
    content.is_none_or(|content| reading::is_stream(content.kind))
}

/// Returns a method for every media type that is not read by default.
fn others(scope: &Scope<'_>, name: &OperationName, successes: &[Success<'_>]) -> Vec<Sending> {
    let optional = successes.iter().any(|success| success.reading.ty.is_none());
    // Each method is taken out when a media type gets it.
    let mut methods: HashMap<&str, &str> =
        name.sends.iter().map(|(essence, method)| (essence.as_str(), method.as_str())).collect();
    let mut sends: Vec<Sending> = Vec::new();
    for success in successes.iter().filter(|success| success.reading.ty.is_some()) {
        let has_several = media_types(scope, success.response, &success.reading).len() > 1;
        for content in &success.response.contents {
            let essence = content.media_type.essence();
            let Some(&method) = methods.get(essence) else { continue };
            if let Some(send) = other(scope, (success, has_several), content, optional) {
                sends.push(Sending { name: method.to_owned(), ..send });
                methods.remove(essence);
            }
        }
    }
    sends
}

/// Returns the method of a media type, without its name; `None` if the default method reads it. The flag beside the success is true if
/// the default method accepts several media types. The result is optional if another success has no body.
fn other(
    scope: &Scope<'_>,
    (success, has_several): (&Success<'_>, bool),
    content: &Content,
    optional: bool,
) -> Option<Sending> {
    let accept = clean(vec![content.media_type.clone()]).pop()?;
    if let Some((output, kind)) = streams::lower(scope, content, accept.clone()) {
        let pieces = if content.kind == MediaKind::EventStream { "events" } else { "values" };
        let docs = Comment::fill(
            "Sends the request with {} in `Accept`, and returns a stream of the {} in the response.\n\nThe call's timeout ends \
             when the body begins. From then on the idle timeout limits the gap between chunks.",
            [Comment::code(content.media_type.as_str()), pieces.into()],
        );
        return Some(Sending { docs, name: String::new(), output, kind });
    }
    let reading = reading::of_content(scope, content);
    if is_default(scope, (success, has_several), content, &reading) {
        return None;
    }
    let output = types::body(scope, reading.ty.as_ref()?);
    Some(Sending {
        docs: Comment::fill(
            "Sends the request with {} in `Accept`, and reads the response.",
            [Comment::code(content.media_type.as_str())],
        ),
        name: String::new(),
        output: if optional { output.optional() } else { output },
        kind: SendingKind::As { accept, decoding: reading::decoding(scope, &reading), optional },
    })
}

/// Returns true if the default method reads a content.
fn is_default(
    scope: &Scope<'_>,
    (success, has_several): (&Success<'_>, bool),
    content: &Content,
    reading: &Reading,
) -> bool {
    let alike = same(scope, reading, &success.reading);
    match reading.decoding {
        Decoding::Json | Decoding::Scalar => alike,
        // `text/plain` with the type of the JSON is that JSON under another media type.
        Decoding::Text if success.reading.decoding == Decoding::Json => {
            let is_plain = content.media_type.is_plain_text();
            let ty = scope.resolved(&content.ty);
            is_plain
                && !matches!(ty, Type::String | Type::Any)
                && success.reading.ty.as_ref().is_some_and(|body| scope.resolved(body) == ty)
        }
        // For text or bytes with several media types, the default method accepts any of them, and the others accept one.
        _ => alike && !has_several,
    }
}

/// Returns the media types of a response that are read in this way: one for JSON, else all.
pub(super) fn media_types(scope: &Scope<'_>, response: &Response, reading: &Reading) -> Vec<MediaType> {
    if reading.decoding == Decoding::Json {
        let Some(content) = preferred(scope, response) else { return Vec::new() };
        if content.media_type.is_any() {
            return vec![MediaType::new(media_type::JSON), content.media_type.clone()];
        }
        return vec![content.media_type.clone()];
    }
    let all = response.contents.iter();
    let in_pieces = |content: &&Content| reading::is_stream(content.kind);
    let only = all.clone().all(|content| in_pieces(&content));
    let alike = all
        .filter(|content| only || !in_pieces(content))
        .filter(|content| same(scope, &reading::of_content(scope, content), reading));
    alike.map(|content| content.media_type.clone()).collect()
}

/// Returns the media types that are valid in a header, without duplicates.
pub(super) fn clean(types: Vec<MediaType>) -> Vec<String> {
    let mut known = BTreeSet::new();
    let fits = |media_type: &MediaType| media_type.is_valid() && media_type.is_header_value();
    let written = types.into_iter().filter(fits).map(|media_type| media_type.as_str().to_owned());
    written.filter(|text| known.insert(text.clone())).collect()
}
