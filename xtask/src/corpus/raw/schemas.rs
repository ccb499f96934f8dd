//! Counts the schemas of a document without duplicates and references.

use std::collections::HashSet;

use serde_json::Value;

use oaspress::internals::validate::{Files, RawPlace};

/// The kind of a visited value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum SchemaKind {
    Schema,
    /// An object that contains schemas, such as an operation.
    Other,
}

/// Keywords whose values contain no schemas that a client uses.
const LEFT_OUT: [&str; 10] = [
    "example",
    "examples",
    "default",
    "enum",
    "const",
    "callbacks",
    "links",
    "security",
    "securitySchemes",
    "webhooks",
];

/// Keywords whose value is a schema.
const ONE: [&str; 2] = ["additionalProperties", "items"];

/// Keywords whose members are schemas.
const SOME: [&str; 6] = ["allOf", "oneOf", "anyOf", "properties", "patternProperties", "prefixItems"];

pub(super) fn count(files: &Files) -> usize {
    let root = files.root();
    let mut open = Vec::new();
    for key in ["paths", "parameters", "responses"] {
        open.extend(root.child(key).map(|place| (place, SchemaKind::Other)));
    }
    let components = root.child("components");
    for key in ["parameters", "responses", "requestBodies", "headers", "pathItems"] {
        open.extend(components.and_then(|place| place.child(key)).map(|place| (place, SchemaKind::Other)));
    }
    for named in [root.child("definitions"), components.and_then(|place| place.child("schemas"))].iter().flatten() {
        let all = named.value.as_object().into_iter().flat_map(|named| named.values());
        open.extend(all.map(|schema| (named.with(schema), SchemaKind::Schema)));
    }
    let mut seen = HashSet::new();
    let mut count = 0;
    while let Some((place, kind)) = open.pop() {
        let Some(place) = files.follow(place) else { continue };
        if !seen.insert((std::ptr::from_ref(place.value), kind)) {
            continue;
        }
        match kind {
            SchemaKind::Schema => {
                count += usize::from(place.value.is_object());
                below_schema(place, &mut open);
            }
            SchemaKind::Other => below_other(place, &mut open),
        }
    }
    count
}

fn below_schema<'f>(place: RawPlace<'f>, open: &mut Vec<(RawPlace<'f>, SchemaKind)>) {
    for key in ONE {
        let one = place.child(key).filter(|place| place.value.is_object());
        open.extend(one.map(|place| (place, SchemaKind::Schema)));
    }
    for key in SOME {
        let members: Vec<&Value> = match place.value.get(key) {
            Some(Value::Object(members)) => members.values().collect(),
            Some(Value::Array(items)) => items.iter().collect(),
            _ => Vec::new(),
        };
        open.extend(members.into_iter().map(|member| (place.with(member), SchemaKind::Schema)));
    }
}

fn below_other<'f>(place: RawPlace<'f>, open: &mut Vec<(RawPlace<'f>, SchemaKind)>) {
    match place.value {
        Value::Object(members) => {
            for (key, member) in members.iter().filter(|(key, _)| !LEFT_OUT.contains(&key.as_str())) {
                // Paths and statuses are not keywords, so a member `schema` is a schema only if it is an object.
                let kind = if key == "schema" { SchemaKind::Schema } else { SchemaKind::Other };
                if !key.starts_with("x-") && (member.is_object() || member.is_array()) {
                    open.push((place.with(member), kind));
                }
            }
        }
        Value::Array(items) => open.extend(items.iter().map(|item| (place.with(item), SchemaKind::Other))),
        _ => {}
    }
}
