//! Reads tags: those that the document declares, and those that only operations use.

use std::collections::HashSet;

use super::context::Context;
use super::{node, text};
use crate::diag::Code;
use crate::keywords::ObjectKind;
use crate::model::{Operation, Tag};
use crate::path::SpecPath;

/// Returns the declared tags, then those that are only used, in the order of their first use.
pub(super) fn tags(cx: &mut Context<'_>, operations: &[Operation]) -> Vec<Tag> {
    let root = SpecPath::root();
    let mut tags = Vec::new();
    let mut seen = HashSet::new();
    let raw = cx.document.tree.root().as_object();
    let places = raw.map(|raw| node::children(&cx.document.tree, &root, raw, "tags")).unwrap_or_default();
    for (_, place) in places {
        if let Some(tag) = declared(cx, &place).filter(|tag| seen.insert(tag.name.clone())) {
            tags.push(tag);
        }
    }
    for operation in operations {
        for (index, name) in operation.tags.iter().enumerate() {
            if seen.insert(name.clone()) {
                let path = operation.path.child("tags").index(index);
                tags.push(Tag { path, name: name.clone(), description: None });
            }
        }
    }
    tags
}

fn declared(cx: &mut Context<'_>, place: &SpecPath) -> Option<Tag> {
    let found = cx.follow(place)?;
    match node::read::<openapiv3::Tag>(&cx.document.tree, ObjectKind::Tag, &found.path, found.value) {
        Ok(node) => {
            let words = [text::string(node.raw, "summary"), text::filled(node.typed.description)];
            let words: Vec<String> = words.into_iter().flatten().collect();
            let description = (!words.is_empty()).then(|| words.join("\n\n"));
            Some(Tag { path: found.path, name: node.typed.name, description })
        }
        Err(error) => {
            cx.findings.report_unreadable(Code::WrongType, &found.path, "this tag", &error);
            None
        }
    }
}
