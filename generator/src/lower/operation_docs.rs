//! Writes what is said of an operation: at its type, and at the method that begins it.

use super::operations::Input;
use super::{Scope, docs, headers, markdown, responses, servers};
use crate::model::Operation;
use crate::rust::Paging;

/// The documentation of the type: what the operation does, where it goes, what comes back.
pub(super) fn of_type(scope: &Scope<'_>, operation: &Operation, id: &str, paging: Option<&Paging>) -> String {
    let mut parts = docs::words(&operation.docs);
    if parts.is_empty() {
        parts.push(format!("{}.", docs::code(id)));
    }
    parts.insert(1, docs::code(&format!("{} {}", operation.method.as_str(), operation.template)));
    if let Some(server) = servers::own(scope, operation) {
        let text = "unless the client or the call is given another base URL";
        parts.push(format!("It goes to {}, {text}.", docs::code(&server.url)));
    }
    let headers = headers::of_operation(scope, operation);
    if !headers.is_empty() {
        let link = |name: &String| format!("[`{0}`](crate::Headers::{0})", name.trim_start_matches("r#"));
        let links: Vec<String> = headers.iter().map(link).collect();
        parts.push(format!("Its answers may have the headers {}.", links.join(", ")));
    }
    parts.extend(paging.map(|paging| paging.docs.clone()));
    parts.extend(docs::facts(&operation.docs, None));
    parts.extend(responses::refusals::section(scope, operation));
    parts.join("\n\n")
}

/// The documentation of the method that begins the operation: what it does, and every argument.
pub(super) fn of_method(operation: &Operation, inputs: &[Input]) -> String {
    let mut parts = docs::words(&operation.docs);
    if parts.is_empty() {
        parts.push(docs::code(&format!("{} {}", operation.method.as_str(), operation.template)) + ".");
    }
    let required = inputs.iter().filter(|input| input.required);
    let arguments: Vec<String> = required.map(of_argument).collect();
    if !arguments.is_empty() {
        parts.push(format!("# Arguments\n\n{}", arguments.join("\n")));
    }
    parts.join("\n\n")
}

/// An item of a list: the name of an argument, and what is to be said of it.
fn of_argument(input: &Input) -> String {
    let name = input.argument.name.trim_start_matches("r#");
    if input.docs.is_empty() {
        return format!("* `{name}`");
    }
    // A list or a table is none in the line of the name.
    let apart = if markdown::begins_with_words(&input.docs) { " " } else { "\n\n" };
    let item = format!("* `{name}`:{apart}{}", input.docs);
    item.replace('\n', "\n  ").replace("\n  \n", "\n\n")
}
