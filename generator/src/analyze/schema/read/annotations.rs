//! Reads the annotations of a schema, which do not affect its type: descriptions, examples, defaults, access and
//! secrecy.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};

use crate::analyze::{node, text};
use crate::model::{Access, Docs};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

use super::constraints::{self, Strings};
use super::schema_ref::SchemaRef;

/// The maximum depth at which annotations within `allOf` are read.
const WORDS_DEPTH: usize = 4;

/// Returns the documentation of a position: that of its inline schemas, not that of the schemas that they refer to.
pub(in crate::analyze) fn docs(tree: &DocumentTree<'_>, parts: &[SchemaRef], strings: Strings) -> Docs {
    let mut raws = Vec::new();
    // The last part is the most specific one.
    for part in parts.iter().rev() {
        own(tree, &part.path, &mut raws, 0);
    }
    let first = |keyword| raws.iter().find_map(|raw| text::string(raw, keyword));
    Docs {
        title: first("title"),
        description: first("description"),
        example: raws.iter().find_map(|raw| text::example(tree, raw)),
        deprecated: raws.iter().find_map(|raw| text::deprecated(raw)),
        external_docs: raws.iter().find_map(|raw| text::external_docs(raw)),
        constraints: raws.iter().flat_map(|raw| constraints::declared(raw, strings)).collect(),
    }
}

/// Collects the inline objects of a schema: the schema itself and the inline branches of its `allOf`.
fn own<'d>(tree: &DocumentTree<'d>, path: &SpecPath, raws: &mut Vec<&'d Map<String, Value>>, depth: usize) {
    let Some(raw) = tree.get(path).and_then(Value::as_object) else { return };
    raws.push(raw);
    if depth < WORDS_DEPTH && DocumentTree::member(raw, "$ref").is_none() {
        for (_, place) in node::children(tree, path, raw, "allOf") {
            own(tree, &place, raws, depth + 1);
        }
    }
}

/// The annotations of the objects at a position: which side may send the value, and the place of the first default.
#[derive(Debug, Clone, Default)]
struct Applied {
    read_only: bool,
    write_only: bool,
    default: Option<SpecPath>,
}

/// The annotations that apply to each place, by the depth at which it was reached. Very many positions can refer to one schema.
#[derive(Debug, Default)]
pub(in crate::analyze) struct AppliedAnnotations(RefCell<HashMap<(SpecPath, usize), Applied>>);

impl AppliedAnnotations {
    /// Returns the annotations of the objects of [`own`] and of the targets of references.
    fn at(&self, tree: &DocumentTree<'_>, path: &SpecPath, depth: usize) -> Applied {
        let Some(raw) = tree.get(path).and_then(Value::as_object) else { return Applied::default() };
        let key = (path.clone(), depth);
        if let Some(known) = self.0.borrow().get(&key) {
            return known.clone();
        }
        let mut applied = Applied {
            read_only: text::flag(raw, "readOnly"),
            write_only: text::flag(raw, "writeOnly"),
            default: DocumentTree::member(raw, "default").map(|_| path.clone()),
        };
        if depth < WORDS_DEPTH {
            let is_reference = DocumentTree::member(raw, "$ref").is_some();
            let target = is_reference.then(|| tree.follow(path).ok().map(|found| found.path)).flatten();
            let list = if is_reference { Vec::new() } else { node::children(tree, path, raw, "allOf") };
            for place in target.into_iter().chain(list.into_iter().map(|(_, place)| place)) {
                applied.add(self.at(tree, &place, depth + 1));
            }
        }
        self.0.borrow_mut().insert(key, applied.clone());
        applied
    }
}

impl Applied {
    fn add(&mut self, other: Self) {
        self.read_only |= other.read_only;
        self.write_only |= other.write_only;
        self.default = self.default.take().or(other.default);
    }
}

/// Returns which side may send a value, and its `default` with the place of the keyword.
pub(in crate::analyze) fn access_and_default(
    tree: &DocumentTree<'_>,
    known: &AppliedAnnotations,
    parts: &[SchemaRef],
) -> (Access, Option<(SpecPath, Value)>) {
    let mut applied = Applied::default();
    for part in parts.iter().rev() {
        applied.add(known.at(tree, &part.path, 0));
    }
    let access = match (applied.read_only, applied.write_only) {
        (true, false) => Access::ReadOnly,
        (false, true) => Access::WriteOnly,
        _ => Access::ReadWrite,
    };
    let default = applied.default.and_then(|path| {
        let raw = tree.get(&path).and_then(Value::as_object)?;
        DocumentTree::member(raw, "default").map(|value| (path.child("default"), value.clone()))
    });
    (access, default)
}

/// The maximum number of schemas that are searched for secrets at one position.
const MOST_LOOKED_AT: usize = 64;

/// Returns true if a position contains a secret: a value that only the caller sends, or a password, including those in
/// lists and among alternatives.
pub(in crate::analyze) fn is_secret(tree: &DocumentTree<'_>, parts: &[SchemaRef]) -> bool {
    let mut seen: Vec<SpecPath> = Vec::new();
    let mut waiting: VecDeque<SpecPath> = parts.iter().map(|part| part.path.clone()).collect();
    while let Some(path) = waiting.pop_front() {
        if seen.len() == MOST_LOOKED_AT {
            return false;
        }
        let Ok(found) = tree.follow(&path) else { continue };
        let written = [tree.get(&path), Some(found.value)];
        let is_secret = |raw: &Map<String, Value>| {
            let is_password = DocumentTree::member(raw, "format").and_then(Value::as_str) == Some("password");
            is_password || (text::flag(raw, "writeOnly") && !text::flag(raw, "readOnly"))
        };
        if written.iter().flatten().filter_map(|raw| raw.as_object()).any(is_secret) {
            return true;
        }
        let (Some(raw), false) = (found.value.as_object(), seen.contains(&found.path)) else { continue };
        for list in ["allOf", "anyOf", "oneOf"] {
            let count = DocumentTree::member(raw, list).and_then(Value::as_array).map_or(0, Vec::len);
            waiting.extend((0..count.min(MOST_LOOKED_AT)).map(|index| found.path.child(list).index(index)));
        }
        let inner = ["items", "additionalProperties"].into_iter().filter(|keyword| raw.contains_key(*keyword));
        waiting.extend(inner.map(|keyword| found.path.child(keyword)));
        seen.push(found.path);
    }
    false
}
