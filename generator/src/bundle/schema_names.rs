//! The identifiers `$anchor` and `$id` of schemas, which references may use. They are collected in one walk, since a
//! document can have any number of such references.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde_json::Value;

use crate::address;
use crate::objects::each_object;
use crate::path::{DocumentId, SpecPath};

/// Returns the schemas with an anchor, by name.
pub(super) fn anchors(document: DocumentId, tree: &Value) -> HashMap<String, SpecPath> {
    let mut found = HashMap::new();
    each_object(tree, |pointer, members| {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        let id = text("$id").and_then(|id| id.strip_prefix('#'));
        for name in text("$anchor").into_iter().chain(id) {
            found.entry(name.to_owned()).or_insert_with(|| SpecPath::of_pointer(document, pointer));
        }
        true
    });
    found
}

/// The `$id`s of the schemas in a document.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// The URIs as written.
    written: HashSet<String>,
    /// The URIs, resolved against the enclosing ones.
    absolute: HashSet<String>,
}

impl Addresses {
    /// Collects the `$id`s of a tree whose base URI is `own`.
    pub(super) fn collect(tree: &Value, own: &str) -> Self {
        let mut found = Self::default();
        let mut next: Vec<(&Value, Rc<str>)> = vec![(tree, Rc::from(own))];
        while let Some((value, mut base)) = next.pop() {
            if let Some(id) = value.get("$id").and_then(Value::as_str) {
                base = Rc::from(address::join(&base, id));
                found.written.insert(id.to_owned());
                found.absolute.insert(base.to_string());
            }
            match value {
                Value::Object(members) => next.extend(members.values().map(|member| (member, Rc::clone(&base)))),
                Value::Array(items) => next.extend(items.iter().map(|item| (item, Rc::clone(&base)))),
                _ => {}
            }
        }
        found
    }

    /// Returns true if a schema has this URI, as written or resolved.
    pub(super) fn contain(&self, written: &str, absolute: &str) -> bool {
        self.written.contains(written) || self.absolute.contains(absolute)
    }
}
