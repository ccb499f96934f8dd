//! Walks through a value with its schema: finds properties that no schema declares, which JSON Schema allows, and
//! records the types of values.

use std::collections::HashSet;

use serde_json::Value;

use super::cause::{Cause, JsonType, Way, implied_type};
use super::check::{Checker, Current, direction};
use crate::validate::RawPlace;
use crate::validate::schema::address;

/// The maximum depth of values.
const MAX_DEPTH: usize = 100;

/// Walks through a value.
pub(super) fn walk<'f>(
    checker: &mut Checker<'f>,
    current: Current<'_, 'f>,
    (schema, way): (RawPlace<'f>, Way),
    value: &Value,
) {
    step(checker, current, (&[schema], way), value, 0);
}

/// Checks a value with all schemas that apply to it at once, so that each part of a value is visited once, however often
/// its schemas repeat each other.
fn step<'f>(
    checker: &mut Checker<'f>,
    current: Current<'_, 'f>,
    (schemas, way): (&[RawPlace<'f>], Way),
    value: &Value,
    depth: usize,
) {
    if depth > MAX_DEPTH {
        return;
    }
    let mut parts = Vec::new();
    let mut seen = HashSet::new();
    for schema in schemas {
        flatten(checker, *schema, way, value, &mut seen, &mut parts);
    }
    for part in &parts {
        checker.tally.observe(part.value, value);
    }
    if let Some(part) = contradicted(&parts, value) {
        checker.add(current, part, Cause::Type(way));
    }
    match value {
        Value::Array(items) => {
            let schemas: Vec<RawPlace<'f>> = parts.iter().filter_map(|part| part.child("items")).collect();
            for item in items {
                step(checker, current, (&schemas, way), item, depth + 1);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let declared = declared(&parts, name);
                step(checker, current, (&declared.schemas, way), member, depth + 1);
                if let Some(home) = declared.home {
                    checker.add(current, home, Cause::Property(way)).property(name, JsonType::from_value(member));
                }
            }
        }
        _ => {}
    }
}

/// Returns the schema that describes values of another type by its keywords, without `type`. JSON Schema allows such
/// values, and clients do not.
fn contradicted<'f>(parts: &[RawPlace<'f>], value: &Value) -> Option<RawPlace<'f>> {
    let has_type = parts.iter().any(|part| part.child("type").is_some());
    if value.is_null() || has_type {
        return None;
    }
    let actual = JsonType::from_value(value);
    parts.iter().copied().find(|part| implied_type(part.value).is_some_and(|implied| implied != actual))
}

/// The declarations of a property.
struct Declared<'f> {
    /// The schemas of its value.
    schemas: Vec<RawPlace<'f>>,
    /// The schema that should declare it, if no schema does.
    home: Option<RawPlace<'f>>,
}

fn declared<'f>(parts: &[RawPlace<'f>], name: &str) -> Declared<'f> {
    let mut schemas = Vec::new();
    let mut is_open = false;
    let mut home = None;
    for part in parts {
        let properties = part.child("properties").filter(|properties| properties.value.is_object());
        if let Some(property) = properties.and_then(|properties| properties.child(name)) {
            schemas.push(property);
            continue;
        }
        home = home.or(properties.filter(|list| list.object().is_some_and(|list| !list.is_empty())).map(|_| *part));
        is_open |= part.child("patternProperties").is_some();
        match part.child("additionalProperties").map(|rest| (rest, rest.value)) {
            Some((rest, Value::Object(_))) => {
                is_open = true;
                schemas.push(rest);
            }
            Some((_, Value::Bool(true))) => is_open = true,
            _ => {}
        }
    }
    let is_declared = !schemas.is_empty() || is_open;
    Declared { schemas, home: home.filter(|_| !is_declared) }
}

/// Collects the schemas that apply to a value: the schema, what it refers to, its parts, and of alternatives those that
/// accept the value, or all if none does.
fn flatten<'f>(
    checker: &mut Checker<'f>,
    schema: RawPlace<'f>,
    way: Way,
    value: &Value,
    seen: &mut HashSet<usize>,
    parts: &mut Vec<RawPlace<'f>>,
) {
    if !schema.value.is_object() || !seen.insert(address(schema.value)) {
        return;
    }
    if let Some(target) = checker.files.step(schema) {
        flatten(checker, target, way, value, seen, parts);
    }
    parts.push(schema);
    let list = |key| schema.child(key).and_then(|list| Some((list, list.value.as_array()?)));
    if let Some((place, list)) = list("allOf") {
        for part in list {
            flatten(checker, place.with(part), way, value, seen, parts);
        }
    }
    for (place, list) in ["anyOf", "oneOf"].into_iter().filter_map(list) {
        let all: Vec<RawPlace<'f>> = list.iter().map(|part| place.with(part)).collect();
        let fitting: Vec<RawPlace<'f>> =
            all.iter().copied().filter(|part| checker.judge.accepts(*part, direction(way), value)).collect();
        for part in if fitting.is_empty() { all } else { fitting } {
            flatten(checker, part, way, value, seen, parts);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Checker, Current, Way, walk};
    use crate::traffic::exchange::Exchange;
    use crate::validate::{Files, spec};

    #[test]
    fn the_time_is_not_exponential() {
        let part = json!({ "items": { "$ref": "#/components/schemas/A" } });
        let files = Files::from_document(json!({
            "openapi": "3.0.3", "paths": { "/a": { "get": {} } },
            "components": { "schemas": { "A": { "type": "array", "allOf": [part, part] } } },
        }));
        let operations = spec::operations(&files);
        let entry = json!({ "request": { "method": "GET", "url": "https://x/a" }, "response": { "status": 200 } });
        let exchange = Exchange::parse(entry.as_object().expect("an object")).expect("an exchange");
        let schema = ["components", "schemas", "A"].iter().try_fold(files.root(), |place, name| place.child(name));
        let value = (0..60).fold(json!([]), |value, _| json!([value]));
        let mut checker = Checker::new(&files);
        let current = Current { number: 0, operation: &operations[0], exchange: &exchange };
        // With two visits at each of 60 levels, this would never end.
        walk(&mut checker, current, (schema.expect("a schema"), Way::Response), &value);
    }
}
