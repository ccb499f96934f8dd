//! What a schema says that is not about its type: descriptions, examples, defaults, who may send it.

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};

use crate::analyze::{node, text};
use crate::model::{Access, Docs};
use crate::path::SpecPath;
use crate::resolve::Tree;

use super::constraints::{self, Strings};
use super::schema_ref::SchemaRef;

/// Schemas within `allOf` are read for their words down to this depth.
const WORDS_DEPTH: usize = 4;

/// The words for a position: those of its own schemas, not those of schemas that they refer to.
pub(in crate::analyze) fn docs(tree: &Tree<'_>, parts: &[SchemaRef], strings: Strings) -> Docs {
    let mut raws = Vec::new();
    // The last one is the most special.
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

/// The objects that speak for a place: what is written there, and the branches of its `allOf` that are written there,
/// too.
fn own<'d>(tree: &Tree<'d>, path: &SpecPath, raws: &mut Vec<&'d Map<String, Value>>, depth: usize) {
    let Some(raw) = tree.get(path).and_then(Value::as_object) else { return };
    raws.push(raw);
    if depth < WORDS_DEPTH && Tree::member(raw, "$ref").is_none() {
        for (_, place) in node::children(tree, path, raw, "allOf") {
            own(tree, &place, raws, depth + 1);
        }
    }
}

/// The objects that hold at a place.
#[derive(Default)]
struct Holding<'d> {
    raws: Vec<(SpecPath, &'d Map<String, Value>)>,
    /// The least depth at which each was reached. References can lead to one place in very many ways.
    depths: HashMap<SpecPath, usize>,
}

/// Collects the objects that hold at a place: as [`own`], and what references lead to.
fn all<'d>(tree: &Tree<'d>, path: &SpecPath, holding: &mut Holding<'d>, depth: usize) {
    let Some(raw) = tree.get(path).and_then(Value::as_object) else { return };
    match holding.depths.get_mut(path) {
        Some(known) if *known <= depth => return,
        Some(known) => *known = depth,
        None => {
            holding.depths.insert(path.clone(), depth);
            holding.raws.push((path.clone(), raw));
        }
    }
    if depth >= WORDS_DEPTH {
        return;
    }
    if Tree::member(raw, "$ref").is_some() {
        let Ok(found) = tree.follow(path) else { return };
        return all(tree, &found.path, holding, depth + 1);
    }
    for (_, place) in node::children(tree, path, raw, "allOf") {
        all(tree, &place, holding, depth + 1);
    }
}

fn everything<'d>(tree: &Tree<'d>, parts: &[SchemaRef]) -> Vec<(SpecPath, &'d Map<String, Value>)> {
    let mut holding = Holding::default();
    for part in parts.iter().rev() {
        all(tree, &part.path, &mut holding, 0);
    }
    holding.raws
}

/// Who may send a position, and its `default` with the place where it stands.
pub(in crate::analyze) fn access_and_default(
    tree: &Tree<'_>,
    parts: &[SchemaRef],
) -> (Access, Option<(SpecPath, Value)>) {
    let raws = everything(tree, parts);
    let flag = |keyword| raws.iter().any(|(_, raw)| text::flag(raw, keyword));
    let access = match (flag("readOnly"), flag("writeOnly")) {
        (true, false) => Access::ReadOnly,
        (false, true) => Access::WriteOnly,
        _ => Access::ReadWrite,
    };
    let default = raws
        .iter()
        .find_map(|(path, raw)| Tree::member(raw, "default").map(|value| (path.child("default"), value.clone())));
    (access, default)
}

/// The most schemas that are looked at for secrets in one position.
const MOST_LOOKED_AT: usize = 64;

/// Whether a position holds a secret: what only the caller sends, or a password, in a list or beside other types, too.
pub(in crate::analyze) fn is_secret(tree: &Tree<'_>, parts: &[SchemaRef]) -> bool {
    let mut seen: Vec<SpecPath> = Vec::new();
    let mut waiting: VecDeque<SpecPath> = parts.iter().map(|part| part.path.clone()).collect();
    while let Some(path) = waiting.pop_front() {
        if seen.len() == MOST_LOOKED_AT {
            return false;
        }
        let Ok(found) = tree.follow(&path) else { continue };
        let written = [tree.get(&path), Some(found.value)];
        let is_secret = |raw: &Map<String, Value>| {
            let is_password = Tree::member(raw, "format").and_then(Value::as_str) == Some("password");
            is_password || (text::flag(raw, "writeOnly") && !text::flag(raw, "readOnly"))
        };
        if written.iter().flatten().filter_map(|raw| raw.as_object()).any(is_secret) {
            return true;
        }
        let (Some(raw), false) = (found.value.as_object(), seen.contains(&found.path)) else { continue };
        let lists = ["allOf", "anyOf", "oneOf"].iter().flat_map(|list| node::children(tree, &found.path, raw, list));
        waiting.extend(lists.map(|(_, place)| place).take(MOST_LOOKED_AT));
        let inner = ["items", "additionalProperties"].into_iter().filter(|keyword| raw.contains_key(*keyword));
        waiting.extend(inner.map(|keyword| found.path.child(keyword)));
        seen.push(found.path);
    }
    false
}
