//! The operations of a document: the properties that filters select by, and their removal.

use serde_json::{Map, Value};

use crate::method::Method;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// The sections with path items. 3.0 documents use `x-webhooks` in place of `webhooks`.
pub(super) const SECTIONS: &[&str] = &["paths", "webhooks", "x-webhooks"];

/// The keyword for operations with other methods.
pub(super) const ADDITIONAL: &str = "additionalOperations";

/// The properties of an operation that filters select by.
pub(super) struct Listed {
    /// The path template; `None` for a webhook.
    pub(super) path: Option<String>,
    /// The method in upper case.
    pub(super) method: String,
    pub(super) id: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) deprecated: bool,
    /// One of [`SECTIONS`], the key of the path item, and the path to the operation in it.
    section: &'static str,
    item: String,
    way: Vec<String>,
}

impl Listed {
    /// Returns the texts that patterns can match.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let texts = [self.path.as_deref(), self.id.as_deref()].into_iter().flatten();
        texts.chain(self.tags.iter().map(String::as_str))
    }

    /// Returns the name of the operation for messages.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.method, self.path.as_deref().unwrap_or(&self.item))
    }
}

/// Returns the operations of all paths and webhooks, in document order.
pub(super) fn list(document: &Value) -> Vec<Listed> {
    let mut listed = Vec::new();
    let tree = DocumentTree::new(document);
    for &section in SECTIONS {
        let items = document.get(section).and_then(Value::as_object);
        for item in items.into_iter().flat_map(Map::keys) {
            let Some(members) = path_item(&tree, section, item) else { continue };
            for (way, method, operation) in operations(members) {
                listed.push(read(section, item, way, method, operation));
            }
        }
    }
    listed
}

/// Returns the path item. Follows references within the document; a dangling one is returned as is.
fn path_item<'v>(tree: &DocumentTree<'v>, section: &str, item: &str) -> Option<&'v Map<String, Value>> {
    let place = SpecPath::root().child(section).child(item);
    let value = tree.follow(&place).map_or_else(|_| tree.get(&place), |found| Some(found.value));
    value?.as_object()
}

fn operations(members: &Map<String, Value>) -> Vec<(Vec<String>, &str, &Map<String, Value>)> {
    let mut found = Vec::new();
    for (key, value) in members {
        if Method::from_keyword(key).is_some() {
            found.extend(value.as_object().map(|operation| (vec![key.clone()], key.as_str(), operation)));
        } else if key == ADDITIONAL {
            for (method, value) in value.as_object().into_iter().flatten() {
                let way = vec![key.clone(), method.clone()];
                found.extend(value.as_object().map(|operation| (way, method.as_str(), operation)));
            }
        }
    }
    found
}

fn read(section: &'static str, item: &str, way: Vec<String>, method: &str, operation: &Map<String, Value>) -> Listed {
    let texts = operation.get("tags").and_then(Value::as_array).into_iter().flatten();
    Listed {
        path: (section == "paths").then(|| item.to_owned()),
        method: method.to_ascii_uppercase(),
        id: operation.get("operationId").and_then(Value::as_str).map(str::to_owned),
        tags: texts.filter_map(Value::as_str).map(str::to_owned).collect(),
        deprecated: operation.get("deprecated") == Some(&Value::Bool(true)),
        section,
        item: item.to_owned(),
        way,
    }
}

/// Removes operations, and path items that become empty. If a referenced path item loses some operations, it is copied
/// first, since other paths may refer to it as well.
pub(super) fn remove(document: &mut Value, left_out: &[Listed]) {
    for operation in left_out {
        let shared = document
            .get(operation.section)
            .and_then(|items| items.get(&operation.item))
            .filter(|item| item.get("$ref").is_some())
            .and_then(|_| path_item(&DocumentTree::new(document), operation.section, &operation.item))
            .cloned();
        let items = document.get_mut(operation.section).and_then(Value::as_object_mut);
        let Some(item) = items.and_then(|items| items.get_mut(&operation.item)) else { continue };
        if let Some(shared) = shared {
            *item = Value::Object(shared);
        }
        let Some((last, way)) = operation.way.split_last() else { continue };
        let owner = way.iter().try_fold(item, |value, key| value.get_mut(key.as_str()));
        if let Some(owner) = owner.and_then(Value::as_object_mut) {
            owner.shift_remove(last.as_str());
        }
    }
    for &section in SECTIONS {
        let touched: Vec<&String> =
            left_out.iter().filter(|left| left.section == section).map(|left| &left.item).collect();
        let empty: Vec<String> =
            touched.into_iter().filter(|item| is_empty(document, section, item)).cloned().collect();
        if let Some(items) = document.get_mut(section).and_then(Value::as_object_mut) {
            items.retain(|item, _| !empty.contains(item));
        }
    }
}

fn is_empty(document: &Value, section: &str, item: &str) -> bool {
    path_item(&DocumentTree::new(document), section, item).is_some_and(|members| operations(members).is_empty())
}
