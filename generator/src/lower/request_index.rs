//! Writes the index of all requests of an API, each with the method that creates it.

use super::Scope;
use crate::comment::Comment;
use crate::model::{Operation, OperationId};
use crate::name::OperationName;

/// Returns the list of requests, sorted by path, for the documentation of the module `operations`; empty without operations.
pub(super) fn index(scope: &Scope<'_>) -> Comment {
    let mut listed: Vec<(&Operation, &OperationName)> =
        (0..scope.api.operations.len()).filter_map(|index| scope.operation(OperationId(index))).collect();
    listed.sort_by_key(|(operation, _)| (&operation.template, operation.method.as_str()));
    if listed.is_empty() {
        return Comment::new();
    }
    let lines = listed.into_iter().map(|(operation, name)| line(scope, operation, name));
    Comment::from("# Requests\n\n").and(Comment::joined(lines, "\n"))
}

fn line(scope: &Scope<'_>, operation: &Operation, name: &OperationName) -> Comment {
    let request = Comment::code(&format!("{} {}", operation.method.as_str(), operation.template));
    let method = name.method.as_str();
    let (call, target) = match name.group.and_then(|group| scope.names.groups.get(group)) {
        Some(group) => (format!("{}().{method}", group.method), format!("{}::{method}", group.name)),
        None => (method.to_owned(), format!("super::Client::{method}")),
    };
    let (call, target) = (call.replace("r#", ""), target.replace("r#", ""));
    Comment::fill("* {}: [{}]({})", [request, Comment::code(&call), Comment::name(&target)])
}
