//! Writes the documentation of the errors that an operation declares, with their bodies.

use super::failures::{self, Failure};
use crate::comment::Comment;
use crate::lower::{Scope, docs};
use crate::model::{Operation, ResponseClass};

/// Returns the section about errors in an operation's documentation; `None` if no error is declared.
pub(in crate::lower) fn section(scope: &Scope<'_>, operation: &Operation) -> Option<Comment> {
    let errors = failures::declared(scope, operation).into_iter();
    let errors = errors.filter(|failure| failure.response.class == ResponseClass::Failure);
    let lines: Vec<Comment> = errors.map(|failure| line(&failure)).collect();
    (!lines.is_empty()).then(|| Comment::from("# Errors\n\n").and(Comment::joined(lines, "\n")))
}

fn line(failure: &Failure<'_>) -> Comment {
    let line = Comment::from("* ").and(docs::error_line(failure.response).hanging());
    let links: Vec<Comment> =
        failure.variants().map(|name| Comment::fill("[`ErrorBody::{}`]", [Comment::name(name)])).collect();
    if links.is_empty() {
        return line;
    }
    line.and(" (").and(Comment::joined(links, " or ")).and(")")
}
