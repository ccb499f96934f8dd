//! Says which errors the document names for an operation, and what their bodies are.

use super::failures;
use crate::lower::{Scope, docs};
use crate::model::{Meaning, Method, Operation, Response};

/// The section of an operation's documentation about its errors; none where the document names no error.
pub(in crate::lower) fn section(scope: &Scope<'_>, operation: &Operation) -> Option<String> {
    let mut refusals: Vec<&Response> =
        operation.responses.iter().filter(|response| response.meaning == Meaning::Failure).collect();
    refusals.sort_by_key(|response| response.status);
    let has_body = operation.method != Method::Head;
    let lines: Vec<String> = refusals.iter().map(|response| line(scope, response, has_body)).collect();
    (!lines.is_empty()).then(|| format!("# Errors\n\n{}", lines.join("\n")))
}

fn line(scope: &Scope<'_>, response: &Response, has_body: bool) -> String {
    let bodies = if has_body { failures::bodies(scope, response) } else { Vec::new() };
    let links: Vec<String> = bodies.iter().map(|name| format!("[`ErrorBody::{name}`]")).collect();
    let bodies = if links.is_empty() { String::new() } else { format!(" ({})", links.join(" or ")) };
    format!("* {}{bodies}", docs::refusal(response))
}
