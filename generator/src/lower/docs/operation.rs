//! Writes the documentation of an operation: of its type, and of the method that creates it.

use serde_json::Value;

use crate::comment::Comment;
use crate::lower::arguments::Arrangement;
use crate::lower::input::Input;
use crate::lower::{Scope, docs, headers, markdown, responses, servers};
use crate::media_type::MediaKind;
use crate::model::{Content, Operation, ResponseClass};
use crate::rust::{Bundle, Paging, PagingDocs, Sending, SendingKind};

/// The `#[must_use]` message of an operation.
pub(in crate::lower) const UNUSED: &str = "an operation does nothing until it is sent";

/// Returns the documentation of `new`.
pub(in crate::lower) fn of_new(id: &str) -> Comment {
    Comment::fill("Creates the operation {} without a client, for [`Operation::to_request`].", [Comment::code(id)])
}

/// Returns the documentation of a field in the struct of named arguments: one line.
pub(in crate::lower) fn of_bundled(line: Comment, name: &str) -> Comment {
    let name = Comment::name(name.trim_start_matches("r#"));
    if line.is_empty() { Comment::fill("The parameter `{}`.", [name]) } else { line }
}

/// Adds what a sending method returns. Methods that only prepare the request describe their own result.
pub(in crate::lower) fn add_result(send: &mut Sending) {
    if !matches!(send.kind, SendingKind::Follow(_) | SendingKind::Download { .. }) {
        send.docs.push_block("An asynchronous client returns a future, a blocking client the result.");
        send.docs.push_block("# Errors\n\nSee [`Error`].");
    }
}

/// Returns the documentation of the methods of a paginated operation.
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

/// Returns the documentation of the type: the purpose, the path, the server, the response.
pub(in crate::lower) fn of_type(
    scope: &Scope<'_>,
    operation: &Operation,
    id: &str,
    paging: Option<&Paging>,
) -> Comment {
    let mut parts = docs::title_and_description(&operation.docs);
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
    parts.extend(responses::error_docs::section(scope, operation));
    docs::blocks(parts)
}

/// Returns the example of a JSON body under a heading, unless it is too long.
fn example(heading: &'static str, contents: &[Content]) -> Option<Comment> {
    let mut contents = contents.iter().filter(|content| content.kind == MediaKind::Json);
    let example = contents.find_map(|content| content.example.as_ref())?;
    let is_object = matches!(example, Value::Object(_) | Value::Array(_));
    let text = serde_json::to_string_pretty(example).ok().filter(|_| is_object)?;
    let is_short = text.lines().count() <= MOST_LINES && text.lines().all(|line| line.len() <= MOST_BYTES);
    // The example comes from the API description, so it must not be a doctest.
    is_short.then(|| Comment::from(heading).and_block(markdown::block(&format!("```json\n{text}\n```"))))
}

/// The maximum number of lines of an example.
const MOST_LINES: usize = 30;

/// The maximum length of a line of an example, in bytes.
const MOST_BYTES: usize = 120;

/// Returns the documentation of the method that creates the operation: the purpose, and every argument.
pub(in crate::lower) fn of_method(
    operation: &Operation,
    inputs: &[Input],
    arrangement: &Arrangement,
    bundle: Option<&Bundle>,
) -> Comment {
    let mut parts = docs::title_and_description(&operation.docs);
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

/// Returns an item of the list of arguments: the name and its documentation.
fn of_argument(input: &Input, bundle: Option<&Bundle>) -> Comment {
    let name = Comment::name(input.name.trim_start_matches("r#"));
    let name = match bundle {
        Some(bundle) => Comment::fill("{}.{}", [Comment::name(&bundle.argument), name]),
        None => name,
    };
    if input.docs.is_empty() {
        return Comment::fill("* `{}`", [name]);
    }
    // A list or a table cannot begin in the line of the name.
    let apart = if input.docs.begins_with_paragraph() { " " } else { "\n\n" };
    Comment::fill("* `{}`:", [name]).and(apart).and(input.docs.clone()).hanging()
}
