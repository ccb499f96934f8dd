//! Collects the differences of all exchanges. Differences with the same cause at the same place are one finding.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::Value;

use super::cause::{Cause, Evidence, JsonType};
use crate::path::SpecPath;
use crate::validate::schema::address;

/// The differences of all exchanges, and what is needed to repair them.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The differences, by the address of the part of the document.
    found: HashMap<(usize, Cause), Evidence>,
    /// The types of all values that were observed at a schema.
    types: HashMap<usize, BTreeSet<JsonType>>,
    /// The responses that were observed with a body.
    bodies: HashSet<usize>,
    /// The number of exchanges, by operation.
    pub(super) operations: BTreeMap<usize, usize>,
    /// The differences of the exchange that is checked. Each counts once.
    current: HashSet<(usize, Cause)>,
}

/// A difference with its place.
#[derive(Debug)]
pub(super) struct Finding {
    /// The place in the effective document.
    pub(super) place: SpecPath,
    pub(super) cause: Cause,
    pub(super) evidence: Evidence,
    /// The types of all values that were observed at the place, if it is a schema.
    pub(super) types: BTreeSet<JsonType>,
    /// True if the place is a response that was also observed with a body.
    pub(super) has_bodies: bool,
}

impl Tally {
    /// Begins a new exchange.
    pub(super) fn begin(&mut self) {
        self.current.clear();
    }

    /// Adds a difference at a part of the document, and returns what was observed of it.
    pub(super) fn add(&mut self, part: &Value, cause: Cause, operation: usize, status: u16) -> &mut Evidence {
        let key = (address(part), cause);
        let evidence = self.found.entry(key.clone()).or_default();
        if self.current.insert(key) {
            *evidence.exchanges.entry((operation, status)).or_default() += 1;
        }
        evidence
    }

    /// Records the type of a value of a schema.
    pub(super) fn observe(&mut self, schema: &Value, value: &Value) {
        self.types.entry(address(schema)).or_default().insert(JsonType::from_value(value));
    }

    /// Records that a response has a body.
    pub(super) fn body(&mut self, response: &Value) {
        self.bodies.insert(address(response));
    }

    /// Returns the findings in the order of the document.
    pub(super) fn findings(self, document: &Value) -> Vec<Finding> {
        let wanted: HashSet<usize> = self.found.keys().map(|(part, _)| *part).collect();
        let mut places = HashMap::new();
        locate(document, &SpecPath::root(), &wanted, &mut places);
        let finding = |((part, cause), mut evidence): ((usize, Cause), Evidence)| {
            let place = places.get(&part)?.clone();
            let schema = || document.pointer(place.pointer());
            // One name that looks like data shows that the others are data, too.
            if matches!(cause, Cause::Property(_)) && (evidence.has_others || schema().is_none_or(is_map)) {
                evidence.forget_names();
            }
            let types = self.types.get(&part).cloned().unwrap_or_default();
            Some(Finding { place, cause, evidence, types, has_bodies: self.bodies.contains(&part) })
        };
        let mut all: Vec<Finding> = self.found.into_iter().filter_map(finding).collect();
        all.sort_by(|left, right| (&left.place, &left.cause).cmp(&(&right.place, &right.cause)));
        all
    }
}

/// Returns true if a schema describes a map, whose keys are values. A schema with neither kind of properties does as well.
fn is_map(schema: &Value) -> bool {
    let has = |key| schema.get(key).is_some();
    let properties = schema.get("properties").and_then(Value::as_object);
    let rest = schema.get("additionalProperties");
    properties.is_none_or(serde_json::Map::is_empty)
        || rest.is_some_and(|rest| *rest != Value::Bool(false))
        || has("patternProperties")
        || has("propertyNames")
}

/// Finds the places of the parts with these addresses.
fn locate(value: &Value, at: &SpecPath, wanted: &HashSet<usize>, places: &mut HashMap<usize, SpecPath>) {
    if wanted.contains(&address(value)) {
        places.insert(address(value), at.clone());
    }
    match value {
        Value::Object(members) => {
            for (key, member) in members.iter().filter(|(_, member)| member.is_object() || member.is_array()) {
                locate(member, &at.child(key), wanted, places);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_object() || item.is_array()) {
                locate(item, &at.index(index), wanted, places);
            }
        }
        _ => {}
    }
}
