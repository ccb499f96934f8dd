//! Writes the documentation of the errors that an operation declares, with their bodies.

use super::failures;
use crate::comment::Comment;
use crate::lower::{Scope, docs};
use crate::model::{Method, Operation, Response, ResponseClass};

/// Returns the section about errors in an operation's documentation; `None` if no error is declared.
pub(in crate::lower) fn section(scope: &Scope<'_>, operation: &Operation) -> Option<Comment> {
    let mut errors: Vec<&Response> =
        operation.responses.iter().filter(|response| response.class == ResponseClass::Failure).collect();
    errors.sort_by_key(|response| response.status);
    let has_body = operation.method != Method::Head;
    let lines: Vec<Comment> = errors.iter().map(|response| line(scope, response, has_body)).collect();
    (!lines.is_empty()).then(|| Comment::from("# Errors\n\n").and(Comment::joined(lines, "\n")))
}

fn line(scope: &Scope<'_>, response: &Response, has_body: bool) -> Comment {
    let bodies = if has_body { failures::bodies(scope, response) } else { Vec::new() };
    let line = Comment::from("* ").and(docs::error_line(response).hanging());
    if bodies.is_empty() {
        return line;
    }
    let links = bodies.iter().map(|name| Comment::fill("[`ErrorBody::{}`]", [Comment::name(name)]));
    line.and(" (").and(Comment::joined(links, " or ")).and(")")
}
