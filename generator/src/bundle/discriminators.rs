//! Keeps the values by which discriminators tell schemas apart: where nothing else is said, they are the names of the
//! schemas, and some schemas get another name.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::homes::{Home, Homes};
use super::{Led, To, names};
use crate::path::{DocumentId, SpecPath};

/// Says in the mappings of discriminators what schemas were called before.
pub(super) fn keep(trees: &mut BTreeMap<DocumentId, Value>, led: &[Led], homes: &Homes) {
    let renamed: BTreeMap<&SpecPath, (String, &SpecPath)> = homes.of.iter().filter_map(renamed).collect();
    if renamed.is_empty() {
        return;
    }
    for Led { reference, to } in led {
        let To::Place(target) = to else { continue };
        let list = reference.place.parent();
        let owner = list.as_ref().and_then(SpecPath::parent);
        let (Some(list), Some(owner)) = (list.as_ref().and_then(SpecPath::last), owner) else { continue };
        let (chooses, child) = match &*list {
            "oneOf" | "anyOf" => (&owner, target),
            "allOf" => (target, &owner),
            _ => continue,
        };
        if let Some((name, home)) = renamed.get(child) {
            let tree = trees.get_mut(&chooses.document()).and_then(|tree| tree.pointer_mut(chooses.pointer()));
            if let Some(discriminator) = tree.and_then(|schema| schema.get_mut("discriminator")) {
                map(discriminator, name, home);
            }
        }
    }
}

/// What a schema was called before, if it is called something else now.
fn renamed<'h>((place, home): (&'h SpecPath, &'h Home)) -> Option<(&'h SpecPath, (String, &'h SpecPath))> {
    let Home::At(home) = home else { return None };
    let name = names::key(place)?;
    (home.last().is_some_and(|now| now != name)).then_some((place, (name, home)))
}

fn map(discriminator: &mut Value, name: &str, home: &SpecPath) {
    let Value::Object(discriminator) = discriminator else { return };
    let mapping = discriminator.entry("mapping").or_insert_with(|| Value::Object(Map::new()));
    let target = Value::String(format!("#{}", home.pointer()));
    if let Value::Object(mapping) = mapping
        && !mapping.values().any(|value| *value == target)
    {
        mapping.entry(name).or_insert(target);
    }
}
