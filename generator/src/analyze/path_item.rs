//! Lists the operations in `paths` before any of them is read.

use serde_json::{Map, Value};

use super::context::Context;
use super::node;
use crate::diag::{Code, Diagnostic};
use crate::keywords::ObjectKind;
use crate::model::Method;
use crate::path::SpecPath;

/// The keyword for operations with other methods.
const ADDITIONAL: &str = "additionalOperations";

/// An operation that is listed but not read yet.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// The key of the path.
    pub(super) template: String,
    /// The method.
    pub(super) method: Method,
    /// The place of the path item after all references.
    pub(super) item: SpecPath,
    /// The place of the operation after all references.
    pub(super) place: SpecPath,
}

/// Lists all operations in document order and assigns their indices.
pub(super) fn list(cx: &mut Context<'_>) -> Vec<Listed> {
    let root = SpecPath::root();
    let Some(raw) = cx.document.tree.root().as_object() else { return Vec::new() };
    let mut listed = Vec::new();
    for (template, place) in node::children(&cx.document.tree, &root, raw, "paths") {
        if template.starts_with("x-") {
            continue;
        }
        let Some(found) = cx.follow(&place) else { continue };
        let Some(item) = found.value.as_object() else {
            cx.findings.report_unreadable(Code::WrongType, &found.path, "this path", "it is not an object");
            continue;
        };
        for (key, _) in item {
            if let Some(method) = Method::from_keyword(key) {
                listed.extend(operation(cx, &template, method, &found.path, &found.path.child(key)));
            } else if key == ADDITIONAL {
                for (token, place) in node::children(&cx.document.tree, &found.path, item, ADDITIONAL) {
                    let Some(method) = additional(cx, item, &token, &place) else { continue };
                    listed.extend(operation(cx, &template, method, &found.path, &place));
                }
            }
        }
    }
    for (index, operation) in listed.iter().enumerate() {
        cx.document.operations.entry(operation.place.clone()).or_insert(index);
        cx.document.path_items.entry(operation.item.clone()).or_insert_with(|| operation.template.clone());
    }
    listed
}

/// Returns the method of an entry of `additionalOperations`. Reports a method that is not allowed there.
fn additional(cx: &mut Context<'_>, item: &Map<String, Value>, token: &str, place: &SpecPath) -> Option<Method> {
    let known = Method::from_token(token);
    let (method, message, help) = match known.keyword() {
        Some(name) if !item.contains_key(name) => (
            Some(known),
            format!("`{token}` is not allowed in `{ADDITIONAL}`; treating it as `{name}`"),
            format!("move it to `{name}` of the path"),
        ),
        Some(name) => (
            None,
            format!("the path already has `{name}`; `{token}` in `{ADDITIONAL}` is left out"),
            format!("`{ADDITIONAL}` is for methods without a keyword of their own"),
        ),
        None if token == "CONNECT" => (
            None,
            "`CONNECT` opens a tunnel, which clients do not support; the operation is left out".to_owned(),
            String::new(),
        ),
        None if is_token(token) => return Some(known),
        None => (
            None,
            format!("`{}` is not an HTTP method; the operation is left out", token.escape_debug()),
            "a method consists of ASCII letters, digits and the characters !#$%&'*+-.^_`|~".to_owned(),
        ),
    };
    cx.findings.report_once(Diagnostic::new(Code::UnsupportedOperation, place, message).help(help));
    method
}

/// Returns true for a `token` of RFC 9110.
fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

fn operation(
    cx: &mut Context<'_>,
    template: &str,
    method: Method,
    item: &SpecPath,
    place: &SpecPath,
) -> Option<Listed> {
    let found = cx.follow(place).filter(|found| cx.findings.spend_object(place, found.value))?;
    if !found.value.is_object() {
        cx.findings.report_unreadable(Code::WrongType, &found.path, "this operation", "it is not an object");
        return None;
    }
    Some(Listed { template: template.to_owned(), method, item: item.clone(), place: found.path })
}

/// Returns the summary and description that a path declares for all its operations.
pub(super) fn summary_and_description(cx: &Context<'_>, item: &SpecPath) -> (Option<String>, Option<String>) {
    let tree = &cx.document.tree;
    let value = tree.get(item);
    let read = value.and_then(|value| node::read::<openapiv3::PathItem>(tree, ObjectKind::PathItem, item, value).ok());
    let Some(node) = read else { return (None, None) };
    (super::text::filled(node.typed.summary), super::text::filled(node.typed.description))
}
