//! Says which errors the document names for an operation, and what their bodies are.

use super::failures;
use crate::comment::Comment;
use crate::lower::{Scope, docs};
use crate::model::{Method, Operation, Response, ResponseClass};

/// The section of an operation's documentation about its errors; none where the document names no error.
pub(in crate::lower) fn section(scope: &Scope<'_>, operation: &Operation) -> Option<Comment> {
    let mut refusals: Vec<&Response> =
        operation.responses.iter().filter(|response| response.class == ResponseClass::Failure).collect();
    refusals.sort_by_key(|response| response.status);
    let has_body = operation.method != Method::Head;
    let lines: Vec<Comment> = refusals.iter().map(|response| line(scope, response, has_body)).collect();
    (!lines.is_empty()).then(|| Comment::from("# Errors\n\n").and(Comment::joined(lines, "\n")))
}

fn line(scope: &Scope<'_>, response: &Response, has_body: bool) -> Comment {
    let bodies = if has_body { failures::bodies(scope, response) } else { Vec::new() };
    let line = Comment::from("* ").and(docs::refusal(response).hanging());
    if bodies.is_empty() {
        return line;
    }
    let links = bodies.iter().map(|name| Comment::fill("[`ErrorBody::{}`]", [Comment::name(name)]));
    line.and(" (").and(Comment::joined(links, " or ")).and(")")
}
