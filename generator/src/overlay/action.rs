//! Applies one action: selects nodes, checks their types, and changes them.

use serde_json::Value;

use super::origins::Origins;
use super::read::{Action, Change, Query, Version};
use super::update::{self, Addition, Conflict};
use super::{NodeType, PathStep, Target, invalid, node, remove};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::path::SpecPath;

/// The keyword with the nodes that an action changes.
pub(super) const TARGET: &str = "target";

/// Applies an action and reports its errors.
pub(super) fn apply(target: &mut Target, version: Version, action: &Action, diagnostics: &mut Diagnostics) {
    // The document is too large already, which was reported.
    if target.left.is_none() {
        return;
    }
    let paths = select(&target.document, &action.target);
    let place = action.place.child(TARGET);
    if paths.is_empty() {
        let message = format!("`{}` selects nothing, so the action has no effect", action.target.text);
        let found = Diagnostic::new(Code::OverlayNoEffect, &place, message);
        diagnostics.push(found.help("adapt the target to the document, or remove the action"));
        return;
    }
    if !may_be_targets(target, version, action, &paths, diagnostics) {
        return;
    }
    match &action.change {
        Change::Nothing => {}
        Change::Remove if paths.iter().any(Vec::is_empty) => {
            invalid(&place, "the whole document cannot be removed", "select something in it", diagnostics);
        }
        Change::Remove => remove::remove(target, &paths),
        Change::Update(value) => {
            let written = action.place.child("update");
            let addition = Addition { value, origins: Origins::whole(written.clone()), written };
            merge(target, &paths, &addition, version, diagnostics);
        }
        Change::Copy(query) => {
            let from = action.place.child("copy");
            let Some((value, origins)) = copied(target, query, &from, diagnostics) else { return };
            let written = origins.origin_or(&from);
            merge(target, &paths, &Addition { value: &value, origins, written }, version, diagnostics);
        }
    }
}

fn select(document: &Value, query: &Query) -> Vec<Vec<PathStep>> {
    let located = query.path.query_located(document);
    located.locations().map(|path| path.iter().map(PathStep::from).collect()).collect()
}

/// Returns the single node that a `copy` selects.
fn copied(target: &Target, query: &Query, place: &SpecPath, diagnostics: &mut Diagnostics) -> Option<(Value, Origins)> {
    let paths = select(&target.document, query);
    let [path] = paths.as_slice() else {
        let message = format!("`{}` selects {} nodes, and `copy` needs exactly one", query.text, paths.len());
        invalid(place, message, "", diagnostics);
        return None;
    };
    let value = target.document.pointer(super::pointer(path).pointer())?;
    Some((value.clone(), target.origins.at(path)))
}

/// Checks the types of the selected nodes. Version 1.0 does not change primitives, and 1.1 requires that all nodes
/// have the same type.
///
/// Version 1.0 removes primitive members of objects, as its official examples do, but not primitive elements of
/// arrays.
fn may_be_targets(
    target: &mut Target,
    version: Version,
    action: &Action,
    paths: &[Vec<PathStep>],
    diagnostics: &mut Diagnostics,
) -> bool {
    let kinds: Vec<NodeType> = paths
        .iter()
        .filter_map(|path| node(&mut target.document, path).map(|node| NodeType::from_value(node)))
        .collect();
    let place = action.place.child(TARGET);
    if version == Version::V1_0
        && let Some((_, path)) = kinds.iter().zip(paths).find(|(kind, path)| {
            let is_member = matches!((&action.change, path.last()), (Change::Remove, Some(PathStep::Key(_))));
            **kind == NodeType::Primitive && !is_member
        })
    {
        let at = super::pointer(path);
        let message = format!("`{at}` is a primitive value, which version 1.0 of overlays cannot change");
        let help = "select the object or array that contains it, or write `overlay: 1.1.0`";
        invalid(&place, message, help, diagnostics);
        return false;
    }
    let merges = matches!(action.change, Change::Update(_) | Change::Copy(_));
    let first = kinds.first();
    if let Some(other) = kinds.iter().find(|kind| merges && version == Version::V1_1 && Some(*kind) != first) {
        let first = first.map_or("", |kind| kind.name());
        let message = format!("the target selects {first} as well as {}", other.name());
        let help = "write an action for each: objects, arrays and primitive values are changed differently";
        invalid(&place, message, help, diagnostics);
        return false;
    }
    true
}

fn merge(
    target: &mut Target,
    paths: &[Vec<PathStep>],
    addition: &Addition<'_>,
    version: Version,
    diagnostics: &mut Diagnostics,
) {
    if !target.allows(addition.value, paths.len()) {
        let message = "the overlays repeat values so often that the document would be too large";
        return invalid(&addition.written, message, "select fewer nodes, or refer to the value by `$ref`", diagnostics);
    }
    for path in paths {
        let Err(Conflict { written, at, addition, target }) = update::merge(target, path, addition, version) else {
            continue;
        };
        let message = format!("{} cannot be merged into {} at `{at}`", addition.name(), target.name());
        let help = match target {
            NodeType::Object => "write an object with the members to change, or remove the old value first",
            NodeType::Array | NodeType::Primitive => "remove the old value first, in an action of its own",
        };
        return invalid(&written, message, help, diagnostics);
    }
}
