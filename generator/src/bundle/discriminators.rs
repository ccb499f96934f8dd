//! Preserves the values of discriminators. By default, they are the names of the schemas, and some schemas are
//! renamed.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value};

use super::placement::{Destination, Placement};
use super::{Led, To, names};
use crate::path::{DocumentId, SpecPath};

/// Adds the old names of renamed schemas to the mappings of discriminators.
pub(super) fn keep(trees: &mut BTreeMap<DocumentId, Value>, led: &[Led], placement: &Placement) {
    let renamed: BTreeMap<&SpecPath, (String, &SpecPath)> = placement.destinations.iter().filter_map(renamed).collect();
    if renamed.is_empty() {
        return;
    }
    let mut mapped: HashMap<&SpecPath, HashSet<String>> = HashMap::new();
    let owners: Vec<Option<(SpecPath, SpecPath)>> = led.iter().map(chooser).collect();
    for (chooses, child) in owners.iter().flatten() {
        let Some((name, home)) = renamed.get(child) else { continue };
        let tree = trees.get_mut(&chooses.document()).and_then(|tree| tree.pointer_mut(chooses.pointer()));
        if let Some(discriminator) = tree.and_then(|schema| schema.get_mut("discriminator")) {
            let mapped = mapped.entry(chooses).or_insert_with(|| targets(discriminator));
            map(discriminator, name, home, mapped);
        }
    }
}

/// Returns the schema with the discriminator and the schema that it selects, if a reference connects them.
fn chooser(Led { reference, to }: &Led) -> Option<(SpecPath, SpecPath)> {
    let To::Place(target) = to else { return None };
    let list = reference.place.parent()?;
    let owner = list.parent()?;
    match &*list.last()? {
        "oneOf" | "anyOf" => Some((owner, target.clone())),
        "allOf" => Some((target.clone(), owner)),
        _ => None,
    }
}

/// Returns the targets in the mapping of a discriminator.
fn targets(discriminator: &Value) -> HashSet<String> {
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    mapping.into_iter().flat_map(Map::values).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Returns the old name of a schema if it is renamed.
fn renamed<'h>((place, home): (&'h SpecPath, &'h Destination)) -> Option<(&'h SpecPath, (String, &'h SpecPath))> {
    let Destination::At(home) = home else { return None };
    let name = names::key(place)?;
    (home.last().is_some_and(|now| now != name)).then_some((place, (name, home)))
}

fn map(discriminator: &mut Value, name: &str, home: &SpecPath, mapped: &mut HashSet<String>) {
    let Value::Object(discriminator) = discriminator else { return };
    let mapping = discriminator.entry("mapping").or_insert_with(|| Value::Object(Map::new()));
    let target = format!("#{}", home.pointer());
    if let Value::Object(mapping) = mapping
        && mapped.insert(target.clone())
    {
        mapping.entry(name).or_insert(Value::String(target));
    }
}
