//! Writes what is said of an operation: at its type, and at the method that begins it.

use serde_json::Value;

use crate::comment::Comment;
use crate::lower::arguments::Arrangement;
use crate::lower::operations::Input;
use crate::lower::{Scope, docs, headers, markdown, responses, servers};
use crate::media_type::MediaKind;
use crate::model::{Content, Operation, ResponseClass};
use crate::rust::{Bundle, Paging, PagingDocs, Sending, SendingKind};

/// The warning about an operation that is not used.
pub(in crate::lower) const UNUSED: &str = "an operation does nothing until it is sent";

/// The documentation of `new`.
pub(in crate::lower) fn of_new(id: &str) -> Comment {
    Comment::fill("Creates the operation {} without a client, for [`Operation::to_request`].", [Comment::code(id)])
}

/// The documentation of an argument in the struct of all arguments: a line about it, or its name.
pub(in crate::lower) fn of_bundled(line: Comment, name: &str) -> Comment {
    if line.is_empty() { Comment::fill("`{}`.", [Comment::name(name)]) } else { line }
}

/// Adds what a method returns that sends something. Methods that only prepare it describe their own result.
pub(in crate::lower) fn add_result(send: &mut Sending) {
    if !matches!(send.kind, SendingKind::Follow(_) | SendingKind::Download { .. }) {
        send.docs.push_block("An asynchronous client returns a future, a blocking client the result.");
        send.docs.push_block("# Errors\n\nSee [`Error`].");
    }
}

/// The documentation of the methods of a paginated operation.
pub(in crate::lower) fn of_paging() -> PagingDocs {
    const RESULT: &str = "An asynchronous client returns a stream, a blocking client an iterator.";
    let pages = "Returns the pages, starting with this one. Each page is fetched when it is needed.";
    let items = "Returns the items of this page and all following ones. Each page is fetched when it is needed.";
    PagingDocs {
        pages: Comment::from(pages).and_block(RESULT),
        items: Comment::from(items).and_block(RESULT),
        resume: "Starts at the page of a cursor, which [`Items::cursor`] or [`Pages::cursor`] returned, possibly in another\n\
                 process. All other parameters have to be the same as before."
            .into(),
    }
}

/// The documentation of the type: what the operation does, where it goes, what comes back.
pub(in crate::lower) fn of_type(
    scope: &Scope<'_>,
    operation: &Operation,
    id: &str,
    paging: Option<&Paging>,
) -> Comment {
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
    parts.extend(operation.body.as_ref().and_then(|body| example("# Request body", &body.contents)));
    let mut successes = operation.responses.iter().filter(|response| response.class == ResponseClass::Success);
    parts.extend(successes.find_map(|response| example("# Response body", &response.contents)));
    parts.extend(responses::refusals::section(scope, operation));
    docs::blocks(parts)
}

/// The document's example of a JSON body under a heading, unless it is too long to be read.
fn example(heading: &'static str, contents: &[Content]) -> Option<Comment> {
    let mut contents = contents.iter().filter(|content| content.kind == MediaKind::Json);
    let example = contents.find_map(|content| content.example.as_ref())?;
    let is_object = matches!(example, Value::Object(_) | Value::Array(_));
    let text = serde_json::to_string_pretty(example).ok().filter(|_| is_object)?;
    let is_short = text.lines().count() <= MOST_LINES && text.lines().all(|line| line.len() <= MOST_BYTES);
    // It is a text of the document, which doctests must not see.
    is_short.then(|| Comment::from(heading).and_block(markdown::block(&format!("```json\n{text}\n```"))))
}

/// The most lines of an example of a body.
const MOST_LINES: usize = 30;

/// The longest line of an example of a body, in bytes.
const MOST_BYTES: usize = 120;

/// The documentation of the method that begins the operation: what it does, and every argument.
pub(in crate::lower) fn of_method(
    operation: &Operation,
    inputs: &[Input],
    arrangement: &Arrangement,
    bundle: Option<&Bundle>,
) -> Comment {
    let mut parts = docs::words(&operation.docs);
    if parts.is_empty() {
        parts.push(Comment::code(&format!("{} {}", operation.method.as_str(), operation.template)).and("."));
    }
    let named = |name: &String| inputs.iter().find(|input| input.name == *name);
    let positional = arrangement.positional.iter().filter_map(named).map(|input| of_argument(input, None));
    let by_name = arrangement.named.iter().filter_map(named).map(|input| of_argument(input, bundle));
    let arguments: Vec<Comment> = positional.chain(by_name).collect();
    if !arguments.is_empty() {
        parts.push(Comment::from("# Arguments\n\n").and(Comment::joined(arguments, "\n")));
    }
    docs::blocks(parts)
}

/// An item of a list: the name of an argument, and what is to be said of it.
fn of_argument(input: &Input, bundle: Option<&Bundle>) -> Comment {
    let name = Comment::name(input.name.trim_start_matches("r#"));
    let name = match bundle {
        Some(bundle) => Comment::fill("{}.{}", [Comment::name(&bundle.argument), name]),
        None => name,
    };
    if input.docs.is_empty() {
        return Comment::fill("* `{}`", [name]);
    }
    // A list or a table is none in the line of the name.
    let apart = if input.docs.begins_with_paragraph() { " " } else { "\n\n" };
    Comment::fill("* `{}`:", [name]).and(apart).and(input.docs.clone()).hanging()
}
