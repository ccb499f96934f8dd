//! Merges the parts of all files into one tree, in the places that `placement` has decided.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::placement::{Destination, Placement};
use super::walk::Role;
use super::{LOST, Led, To, discriminators};
use crate::path::{DocumentId, SpecPath};

/// Returns the merged tree.
pub(super) fn assemble(mut trees: BTreeMap<DocumentId, Value>, led: &[Led], placement: &Placement) -> Value {
    let mut requirements: BTreeMap<SpecPath, HashMap<String, String>> = BTreeMap::new();
    for led in led {
        match led.reference.role {
            Role::Requirement => note_requirement(led, placement, &mut requirements),
            _ => rewrite(&mut trees, led, placement),
        }
    }
    for (place, names) in &requirements {
        rename(&mut trees, place, names);
    }
    discriminators::keep(&mut trees, led, placement);
    let mut parts = cut(&mut trees, placement);
    let mut in_place: BTreeMap<Option<SpecPath>, Vec<(SpecPath, SpecPath)>> = BTreeMap::new();
    for (region, home) in &placement.destinations {
        if let Destination::InPlace(place) = home {
            in_place.entry(placement.region(place)).or_default().push((place.clone(), region.clone()));
        }
    }
    let mut document = trees.remove(&DocumentId::ROOT).unwrap_or_default();
    fill(&mut document, None, &mut parts, &in_place);
    for (region, home) in &placement.destinations {
        let Destination::At(home) = home else { continue };
        let Some(mut part) = parts.remove(region) else { continue };
        fill(&mut part, Some(region), &mut parts, &in_place);
        put(&mut document, home, part);
    }
    document
}

/// Rewrites a reference to point into the merged tree.
fn rewrite(trees: &mut BTreeMap<DocumentId, Value>, led: &Led, placement: &Placement) {
    let place = &led.reference.place;
    let Some(node) = trees.get_mut(&place.document()).and_then(|tree| tree.pointer_mut(place.pointer())) else {
        return;
    };
    match &led.to {
        To::Value(value) if led.reference.role == Role::ExternalValue => {
            if let Value::Object(example) = node {
                example.remove("externalValue");
                example.entry("value").or_insert_with(|| value.clone());
            }
        }
        To::Value(value) => *node = value.clone(),
        To::Nothing => node["$ref"] = Value::String(format!("{LOST}{}", led.reference.text)),
        To::Place(target) => {
            let Some(target) = placement.bundled(target) else { return };
            let text = Value::String(format!("#{}", target.pointer()));
            match led.reference.role {
                Role::Mapping => *node = text,
                Role::Expected(_) | Role::Component(_) => node["$ref"] = text,
                Role::Requirement | Role::ExternalValue => {}
            }
        }
    }
}

/// Records the new name of a security scheme for the requirement that refers to it.
fn note_requirement(led: &Led, placement: &Placement, requirements: &mut BTreeMap<SpecPath, HashMap<String, String>>) {
    let To::Place(target) = &led.to else { return };
    let Some(home) = placement.bundled(target) else { return };
    if let (Some(requirement), Some(name)) = (led.reference.place.parent(), home.last()) {
        requirements.entry(requirement).or_default().insert(led.reference.text.clone(), name.into_owned());
    }
}

/// Renames the security schemes of a requirement.
fn rename(trees: &mut BTreeMap<DocumentId, Value>, place: &SpecPath, names: &HashMap<String, String>) {
    let tree = trees.get_mut(&place.document());
    let requirement = tree.and_then(|tree| tree.pointer_mut(place.pointer())).and_then(Value::as_object_mut);
    let Some(requirement) = requirement else { return };
    let renamed = |key: String| names.get(&key).cloned().unwrap_or(key);
    *requirement = std::mem::take(requirement).into_iter().map(|(key, scopes)| (renamed(key), scopes)).collect();
}

/// Cuts the parts out of their files, inner parts first, and leaves references to their new places.
fn cut(trees: &mut BTreeMap<DocumentId, Value>, placement: &Placement) -> BTreeMap<SpecPath, Value> {
    let mut regions: Vec<&SpecPath> = placement.destinations.keys().collect();
    regions.sort_by_key(|region| std::cmp::Reverse(region.pointer().len()));
    let mut definitions: BTreeMap<SpecPath, Definitions> = BTreeMap::new();
    for list in regions.iter().filter_map(|region| definitions_around(region)) {
        definitions.entry(list).or_default().left += 1;
    }
    let mut parts = BTreeMap::new();
    for region in regions {
        let (Some(tree), Some(home)) = (trees.get_mut(&region.document()), placement.bundled(region)) else { continue };
        if let Some(node) = tree.pointer_mut(region.pointer()) {
            let reference = json!({ "$ref": format!("#{}", home.pointer()) });
            parts.insert(region.clone(), std::mem::replace(node, reference));
            drop_definition(tree, region, &mut definitions);
        }
    }
    parts
}

/// The definitions that are cut out of one list.
#[derive(Default)]
struct Definitions {
    /// Number of definitions that are still to be cut out.
    left: usize,
    /// The keys of definitions already cut out.
    taken: HashSet<String>,
}

/// Returns the list of definitions that contains a region.
fn definitions_around(region: &SpecPath) -> Option<SpecPath> {
    region.parent().filter(|list| list.last().is_some_and(|key| key == "definitions" || key == "$defs"))
}

/// Removes definitions that were cut out, since nothing refers to them any more. All definitions of a list are removed
/// together with the last one, because removing one costs as much as removing all. Parts around the list are cut out
/// later.
fn drop_definition(tree: &mut Value, region: &SpecPath, definitions: &mut BTreeMap<SpecPath, Definitions>) {
    let Some(list) = definitions_around(region) else { return };
    let Some(Definitions { left, taken }) = definitions.get_mut(&list) else { return };
    *left -= 1;
    taken.extend(region.last().map(std::borrow::Cow::into_owned));
    let members = tree.pointer_mut(list.pointer()).and_then(Value::as_object_mut);
    let Some(members) = members.filter(|_| *left == 0) else { return };
    members.retain(|key, _| !taken.contains(key));
    if members.is_empty() {
        let (owner, key) = (list.parent(), list.last());
        let owner = owner.and_then(|owner| tree.pointer_mut(owner.pointer())).and_then(Value::as_object_mut);
        if let (Some(owner), Some(key)) = (owner, key) {
            owner.shift_remove(&*key);
        }
    }
}

/// Replaces references with their parts.
fn fill(
    value: &mut Value,
    region: Option<&SpecPath>,
    parts: &mut BTreeMap<SpecPath, Value>,
    in_place: &BTreeMap<Option<SpecPath>, Vec<(SpecPath, SpecPath)>>,
) {
    let start = region.map_or(0, |region| region.pointer().len());
    for (place, inner) in in_place.get(&region.cloned()).into_iter().flatten() {
        let Some(mut part) = parts.remove(inner) else { continue };
        fill(&mut part, Some(inner), parts, in_place);
        if let Some(node) = place.pointer().get(start..).and_then(|rest| value.pointer_mut(rest)) {
            describe(&mut part, node);
            *node = part;
        }
    }
}

/// Copies the siblings of a reference, such as `description`, into the part that replaces it.
fn describe(part: &mut Value, reference: &mut Value) {
    if let (Some(part), Some(beside)) = (part.as_object_mut(), reference.as_object_mut()) {
        for (key, value) in std::mem::take(beside).into_iter().filter(|(key, _)| key != "$ref") {
            part.entry(key).or_insert(value);
        }
    }
}

/// Inserts a part into the tree and creates its ancestors. An empty `schemas:` in YAML is `null` and is replaced.
fn put(document: &mut Value, home: &SpecPath, part: Value) {
    let mut at = document;
    for token in home.tokens() {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(members) = at else { return };
        at = members.entry(token).or_insert(Value::Null);
    }
    *at = part;
}
