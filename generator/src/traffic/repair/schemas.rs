//! Changes of schemas.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Accept, Context, Fix, present};
use crate::traffic::cause::{Cause, JsonType, declared_types};
use crate::traffic::report::undeclared_types;
use crate::traffic::tally::Finding;

/// Keywords that hold for values of one type only.
const TYPED: [&str; 24] = [
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "enum",
    "const",
    "default",
    "example",
    "examples",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "collectionFormat",
];

/// Keywords that describe a schema as a whole, and stay where they are.
const DESCRIBING: [&str; 13] = [
    "title",
    "description",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "x-nullable",
    "default",
    "example",
    "examples",
    "externalDocs",
    "xml",
    "discriminator",
];

/// Keywords that can be removed without an effect on the type.
const LIMITS: [&str; 19] = [
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "dependentRequired",
];

/// Removes the names of all missing properties from `required`.
pub(super) fn missing(finding: &Finding, schema: &Value, all: &[Finding]) -> Option<Fix> {
    let here = all.iter().filter(|other| other.place == finding.place);
    let names: BTreeSet<&str> = here
        .filter_map(|other| match &other.cause {
            Cause::Missing(_, name) => Some(name.as_str()),
            _ => None,
        })
        .collect();
    let required = schema.get("required")?.as_array()?;
    let rest: Vec<&Value> =
        required.iter().filter(|name| !name.as_str().is_some_and(|name| names.contains(name))).collect();
    let fix = Fix::remove(&finding.place, &["required"]);
    Some(if rest.is_empty() { fix } else { fix.then(json!({ "required": rest })) })
}

/// Allows `null`.
pub(super) fn null(context: &Context<'_>, finding: &Finding, schema: &Value) -> Option<Fix> {
    let place = &finding.place;
    let members = schema.as_object()?;
    let reference = members.get("$ref").map(|reference| json!({ "$ref": reference }));
    if !context.has_type_lists() {
        let key = if context.is_swagger() { "x-nullable" } else { "nullable" };
        return Some(match reference {
            // Siblings of a reference have no effect.
            Some(reference) => Fix::remove(place, &["$ref"]).then(json!({ key: true, "allOf": [reference] })).moving(),
            None => Fix::update(place, json!({ key: true })),
        });
    }
    let null_type = json!({ "type": "null" });
    if let Some(list) = ["anyOf", "oneOf"].into_iter().find(|key| members.contains_key(*key)) {
        let is_only = !members.contains_key("type") && !members.contains_key("enum") && reference.is_none();
        if is_only {
            return Some(Fix::update(place, json!({ list: [null_type] })));
        }
    }
    match members.get("type") {
        Some(Value::String(name)) if !has_values(members) && !members.contains_key("allOf") && reference.is_none() => {
            Some(Fix::remove(place, &["type"]).then(json!({ "type": [name, "null"] })))
        }
        Some(Value::Array(_)) if !has_values(members) && reference.is_none() => {
            Some(Fix::update(place, json!({ "type": ["null"] })))
        }
        _ => {
            let (keys, inner) = moved(members);
            let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
            Some(Fix::remove(place, &keys).then(json!({ "anyOf": [inner, null_type] })).moving())
        }
    }
}

fn has_values(members: &Map<String, Value>) -> bool {
    members.contains_key("enum") || members.contains_key("const")
}

/// Declares the observed types: in place of the declared one if that never occurs, or else as alternatives.
pub(super) fn typed(context: &Context<'_>, finding: &Finding, schema: &Value) -> Option<Fix> {
    let place = &finding.place;
    let members = schema.as_object()?;
    let declared = declared_types(schema);
    if declared.is_empty() {
        return None;
    }
    let others = undeclared_types(finding, &declared);
    let is_number = others.as_slice() == [JsonType::Number] && declared == ["integer"];
    if is_number {
        let removed = present(schema, &["format"]);
        return Some(Fix { removed, ..Fix::update(place, json!({ "type": "number" })) });
    }
    let has_declared = finding.types.iter().any(|type_| *type_ != JsonType::Null && !others.contains(type_));
    if let ([only], false) = (others.as_slice(), has_declared && !is_parameter(context, members)) {
        let mut removed = present(schema, &TYPED);
        if members.get("type").is_some_and(Value::is_array) {
            removed.push("type".to_owned());
        }
        return Some(Fix { removed, moves: true, ..Fix::update(place, of_type(*only)) });
    }
    if context.is_swagger() {
        // 2.0 has no alternatives, so every value is allowed.
        let removed = [present(schema, &TYPED), present(schema, &["type"])].concat();
        return Some(Fix { removed, moves: true, update: None, place: place.clone() });
    }
    let is_scalar = |type_: &JsonType| !matches!(type_, JsonType::Array | JsonType::Object);
    let is_list = context.has_type_lists() && members.contains_key("type");
    if is_list && others.iter().all(is_scalar) && !has_values(members) {
        let names: Vec<&str> = declared.iter().copied().chain(others.iter().map(|type_| type_.name())).collect();
        return Some(Fix::remove(place, &["type"]).then(json!({ "type": names })));
    }
    let (keys, inner) = moved(members);
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let alternatives: Vec<Value> = std::iter::once(inner).chain(others.into_iter().map(of_type)).collect();
    Some(Fix::remove(place, &keys).then(json!({ "anyOf": alternatives })).moving())
}

/// Returns true for a parameter of 2.0, whose text is a string in any case.
fn is_parameter(context: &Context<'_>, members: &Map<String, Value>) -> bool {
    context.is_swagger() && members.contains_key("in")
}

/// Returns the keywords that become an alternative, and the alternative.
fn moved(members: &Map<String, Value>) -> (Vec<String>, Value) {
    let is_moved = |key: &String| !DESCRIBING.contains(&key.as_str()) && !key.starts_with("x-");
    let keys: Vec<String> = members.keys().filter(|key| is_moved(key)).cloned().collect();
    let inner: Map<String, Value> =
        members.iter().filter(|(key, _)| is_moved(key)).map(|(key, value)| (key.clone(), value.clone())).collect();
    (keys, Value::Object(inner))
}

/// Returns the schema of all values of a type.
fn of_type(type_: JsonType) -> Value {
    match type_ {
        JsonType::Array => json!({ "type": "array", "items": {} }),
        other => json!({ "type": other.name() }),
    }
}

/// Returns the schema of all values of these types.
fn of_types(context: &Context<'_>, types: &BTreeSet<JsonType>) -> Value {
    let mut plain: Vec<JsonType> = types.iter().copied().filter(|type_| *type_ != JsonType::Null).collect();
    if plain.contains(&JsonType::Number) {
        plain.retain(|type_| *type_ != JsonType::Integer);
    }
    let is_nullable = types.contains(&JsonType::Null);
    let [only] = plain.as_slice() else { return json!({}) };
    let mut schema = of_type(*only);
    match (is_nullable, context.has_type_lists()) {
        (false, _) => {}
        (true, true) => schema["type"] = json!([only.name(), "null"]),
        (true, false) if context.is_swagger() => schema["x-nullable"] = json!(true),
        (true, false) => schema["nullable"] = json!(true),
    }
    schema
}

/// Adds accepted values to `enum`.
pub(super) fn unlisted(context: &Context<'_>, finding: &Finding, schema: &Value) -> Option<Fix> {
    let evidence = &finding.evidence;
    if context.accept == Accept::Nothing || evidence.has_others || evidence.candidates.is_empty() {
        return None;
    }
    let values: Vec<&String> = evidence.candidates.keys().collect();
    if schema.get("enum").is_some() {
        return Some(Fix::update(&finding.place, json!({ "enum": values })));
    }
    let constant = schema.get("const")?;
    let all: Vec<Value> =
        std::iter::once(constant.clone()).chain(values.into_iter().map(|value| json!(value))).collect();
    Some(Fix::remove(&finding.place, &["const"]).then(json!({ "enum": all })))
}

/// Declares properties, or allows any if they are keys of a map.
pub(super) fn property(context: &Context<'_>, finding: &Finding) -> Fix {
    let evidence = &finding.evidence;
    if evidence.names.is_empty() {
        return Fix::update(&finding.place, json!({ "additionalProperties": true }));
    }
    let properties: Map<String, Value> =
        evidence.names.iter().map(|(name, types)| (name.clone(), of_types(context, types))).collect();
    Fix::update(&finding.place, json!({ "properties": properties }))
}

/// Declares the type of a parameter, whose text has these types.
pub(super) fn parameter_type(context: &Context<'_>, types: &BTreeSet<JsonType>) -> Value {
    let schema = of_types(context, types);
    if schema.get("type").is_some() { schema } else { json!({ "type": "string" }) }
}

/// Removes a limit.
pub(super) fn constraint(finding: &Finding, schema: &Value, keyword: &str) -> Option<Fix> {
    if !LIMITS.contains(&keyword) || schema.get(keyword).is_none() {
        return None;
    }
    // A boolean belongs to the limit beside it.
    let limit = match keyword {
        "exclusiveMinimum" => "minimum",
        "exclusiveMaximum" => "maximum",
        _ => return Some(Fix::remove(&finding.place, &[keyword])),
    };
    let is_flag = schema.get(keyword).is_some_and(Value::is_boolean);
    Some(if is_flag { Fix::remove(&finding.place, &[keyword, limit]) } else { Fix::remove(&finding.place, &[keyword]) })
}
