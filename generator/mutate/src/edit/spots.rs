//! Finds the places of a document that vendors edit.

use serde_json::{Map, Value};

use crate::escape;

/// A kind of place that vendors edit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spot {
    /// A schema with properties.
    Object,
    /// A schema with a list of values.
    Enumeration,
    /// A schema with a list of alternatives.
    Union,
    /// A schema of one scalar type.
    Scalar,
    /// A parameter outside of the path.
    Parameter,
    /// An operation.
    Operation,
    /// The components with schemas.
    Schemas,
    /// The paths.
    Paths,
}

impl Spot {
    pub(super) const ALL: [Self; 8] = [
        Self::Object,
        Self::Enumeration,
        Self::Union,
        Self::Scalar,
        Self::Parameter,
        Self::Operation,
        Self::Schemas,
        Self::Paths,
    ];
}

/// Returns the places of a document with their kinds.
pub(super) fn spots(document: &Value) -> Vec<(String, Spot)> {
    let mut found = Vec::new();
    collect(document, "", "", &mut found);
    found
}

/// Keywords whose values are data.
const DATA: [&str; 5] = ["example", "examples", "default", "const", "enum"];

/// Keywords whose values map names to parts.
const MAPS: [&str; 6] = ["properties", "schemas", "definitions", "responses", "headers", "patternProperties"];

fn collect(value: &Value, place: &str, key: &str, found: &mut Vec<(String, Spot)>) {
    match value {
        Value::Object(members) => {
            let is_map = MAPS.contains(&key);
            let spot = match key {
                "schemas" | "definitions" => Some(Spot::Schemas),
                "paths" => Some(Spot::Paths),
                _ if is_map => None,
                _ => spot(members),
            };
            found.extend(spot.map(|spot| (place.to_owned(), spot)));
            for (name, member) in members.iter().filter(|(name, _)| is_map || !DATA.contains(&name.as_str())) {
                // The name of a property is not a keyword.
                let key = if is_map { "" } else { name };
                collect(member, &format!("{place}/{}", escape(name)), key, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &format!("{place}/{index}"), "", found);
            }
        }
        _ => {}
    }
}

fn spot(members: &Map<String, Value>) -> Option<Spot> {
    let has = |name: &str| members.contains_key(name);
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    match () {
        () if has("$ref") => None,
        () if members.get("responses").is_some_and(Value::is_object) => Some(Spot::Operation),
        () if text("name").is_some() && matches!(text("in"), Some("query" | "header")) => Some(Spot::Parameter),
        () if members.get("properties").is_some_and(Value::is_object) => Some(Spot::Object),
        () if members.get("enum").is_some_and(Value::is_array) && text("type") == Some("string") => {
            Some(Spot::Enumeration)
        }
        () if members.get("oneOf").or_else(|| members.get("anyOf")).is_some_and(Value::is_array) => Some(Spot::Union),
        () if matches!(text("type"), Some("string" | "integer" | "number" | "boolean")) && text("in").is_none() => {
            Some(Spot::Scalar)
        }
        () => None,
    }
}
