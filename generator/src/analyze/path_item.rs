//! `paths`: which operations there are, before any of them is read.

use super::context::Context;
use super::node;
use crate::diag::Code;
use crate::keywords::Kind;
use crate::model::Method;
use crate::path::SpecPath;

const METHODS: &[(&str, Method)] = &[
    ("get", Method::Get),
    ("put", Method::Put),
    ("post", Method::Post),
    ("delete", Method::Delete),
    ("options", Method::Options),
    ("head", Method::Head),
    ("patch", Method::Patch),
    ("trace", Method::Trace),
];

/// An operation that was found and is still to be read.
#[derive(Debug, Clone)]
pub(super) struct Listed {
    /// The key of its path.
    pub(super) template: String,
    /// Its method.
    pub(super) method: Method,
    /// Where the path item really stands.
    pub(super) item: SpecPath,
    /// Where the operation really stands.
    pub(super) place: SpecPath,
}

/// Lists every operation in document order, and gives each its number.
pub(super) fn list(cx: &mut Context<'_>) -> Vec<Listed> {
    let root = SpecPath::root();
    let Some(raw) = cx.tree.root().as_object() else { return Vec::new() };
    let mut listed = Vec::new();
    for (template, place) in node::children(&cx.tree, &root, raw, "paths") {
        if template.starts_with("x-") {
            continue;
        }
        let Some(found) = cx.follow(&place) else { continue };
        let Some(item) = found.value.as_object() else {
            cx.report_unreadable(Code::WrongType, &found.path, "this path", "it is no object");
            continue;
        };
        for (key, _) in item {
            if let Some(&(_, method)) = METHODS.iter().find(|(name, _)| name == key) {
                let place = found.path.child(key);
                listed.extend(operation(cx, &template, method, &found.path, &place));
            }
        }
    }
    for (index, operation) in listed.iter().enumerate() {
        cx.operations.entry(operation.place.clone()).or_insert(index);
        cx.path_items.entry(operation.item.clone()).or_insert_with(|| operation.template.clone());
    }
    listed
}

fn operation(
    cx: &mut Context<'_>,
    template: &str,
    method: Method,
    item: &SpecPath,
    place: &SpecPath,
) -> Option<Listed> {
    let found = cx.follow(place)?;
    if !found.value.is_object() {
        cx.report_unreadable(Code::WrongType, &found.path, "this operation", "it is no object");
        return None;
    }
    Some(Listed { template: template.to_owned(), method, item: item.clone(), place: found.path })
}

/// The words that a path has for all its operations.
pub(super) fn words(cx: &Context<'_>, item: &SpecPath) -> (Option<String>, Option<String>) {
    let read = cx
        .tree
        .get(item)
        .and_then(|value| node::read::<openapiv3::PathItem>(&cx.tree, Kind::PathItem, item, value).ok());
    let Some(node) = read else { return (None, None) };
    (super::text::filled(node.typed.summary), super::text::filled(node.typed.description))
}
