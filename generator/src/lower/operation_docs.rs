//! Writes what is said of an operation: at its type, and at the method that begins it.

use serde_json::Value;

use super::arguments::Arrangement;
use super::operations::Input;
use super::{Scope, docs, headers, markdown, responses, servers};
use crate::comment::Comment;
use crate::media_type::MediaKind;
use crate::model::{Operation, RequestBody};
use crate::rust::Paging;

/// The documentation of the type: what the operation does, where it goes, what comes back.
pub(super) fn of_type(scope: &Scope<'_>, operation: &Operation, id: &str, paging: Option<&Paging>) -> Comment {
    let mut parts = docs::words(&operation.docs);
    if parts.is_empty() {
        parts.push(Comment::code(id).and("."));
    }
    parts.insert(1, Comment::code(&format!("{} {}", operation.method.as_str(), operation.template)));
    if let Some(server) = servers::own(scope, operation) {
        let text = "It is sent to {}, unless another base URL is set for the client or the call.";
        parts.push(Comment::fill(text, [Comment::code(&server.url)]));
    }
    let headers = headers::of_operation(scope, operation);
    if !headers.is_empty() {
        let links = headers.iter().map(|name| {
            let name = Comment::name(name.trim_start_matches("r#"));
            Comment::fill("[`{}`](crate::Headers::{})", [name.clone(), name])
        });
        parts.push(Comment::fill(
            "Its responses may have headers that [`Headers`](crate::Headers) reads: {}.",
            [Comment::joined(links, ", ")],
        ));
    }
    parts.extend(paging.map(|paging| paging.docs.clone()));
    parts.extend(docs::facts(&operation.docs, None));
    parts.extend(docs::deprecation(&operation.docs));
    parts.extend(operation.body.as_ref().and_then(request_body));
    parts.extend(responses::refusals::section(scope, operation));
    docs::blocks(parts)
}

/// The document's example of a JSON body, unless it is too long to be read.
fn request_body(body: &RequestBody) -> Option<Comment> {
    let mut contents = body.contents.iter().filter(|content| content.kind == MediaKind::Json);
    let example = contents.find_map(|content| content.example.as_ref())?;
    let is_object = matches!(example, Value::Object(_) | Value::Array(_));
    let text = serde_json::to_string_pretty(example).ok().filter(|_| is_object)?;
    let is_short = text.lines().count() <= MOST_LINES && text.lines().all(|line| line.len() <= MOST_BYTES);
    // It is a text of the document, which doctests must not see.
    is_short.then(|| Comment::from("# Request body").and_block(markdown::block(&format!("```json\n{text}\n```"))))
}

/// The most lines of an example of a body.
const MOST_LINES: usize = 30;

/// The longest line of an example of a body, in bytes.
const MOST_BYTES: usize = 120;

/// The documentation of the method that begins the operation: what it does, and every argument.
pub(super) fn of_method(operation: &Operation, inputs: &[Input], arrangement: &Arrangement) -> Comment {
    let mut parts = docs::words(&operation.docs);
    if parts.is_empty() {
        parts.push(Comment::code(&format!("{} {}", operation.method.as_str(), operation.template)).and("."));
    }
    let named = |name: &String| inputs.iter().find(|input| input.name == *name);
    let bundle = arrangement.bundle_argument();
    let positional = arrangement.positional.iter().filter_map(named).map(|input| of_argument(input, None));
    let by_name = arrangement.named.iter().filter_map(named).map(|input| of_argument(input, Some(&bundle)));
    let arguments: Vec<Comment> = positional.chain(by_name).collect();
    if !arguments.is_empty() {
        parts.push(Comment::from("# Arguments\n\n").and(Comment::joined(arguments, "\n")));
    }
    docs::blocks(parts)
}

/// An item of a list: the name of an argument, and what is to be said of it.
fn of_argument(input: &Input, bundle: Option<&str>) -> Comment {
    let name = Comment::name(input.name.trim_start_matches("r#"));
    let name = match bundle {
        Some(bundle) => Comment::fill("{}.{}", [Comment::name(bundle), name]),
        None => name,
    };
    if input.docs.is_empty() {
        return Comment::fill("* `{}`", [name]);
    }
    // A list or a table is none in the line of the name.
    let apart = if input.docs.begins_with_paragraph() { " " } else { "\n\n" };
    Comment::fill("* `{}`:", [name]).and(apart).and(input.docs.clone()).hanging()
}
