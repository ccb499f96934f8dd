//! Edits valid documents in the ways in which vendors change their APIs: parts are added, removed, renamed and retyped, and the
//! result is usually valid as well.

mod rivals;
mod spots;

use serde_json::{Map, Value, json};

use crate::{Choices, escape};
use spots::{Spot, spots};

pub use rivals::add_rival;

/// Makes one edit. Returns a description, or `None` if the chosen place does not allow the chosen edit.
pub fn edit(document: &mut Value, choices: &mut Choices<'_>) -> Option<String> {
    let spots = spots(document);
    // Kinds are equally likely, whatever the number of their places.
    let kind = *choices.one_of(&Spot::ALL)?;
    let places: Vec<&String> = spots.iter().filter(|(_, spot)| *spot == kind).map(|(place, _)| place).collect();
    let place = (*choices.one_of(&places)?).clone();
    let swagger = document.get("swagger").is_some();
    if kind == Spot::Schemas {
        return rename_schema(document, &place, choices).map(|said| format!("{place}: {said}"));
    }
    let target = document.pointer_mut(&place)?.as_object_mut()?;
    let said = match kind {
        Spot::Object => properties(target, choices),
        Spot::Enumeration => list(target, "enum", json!("added_value"), choices),
        Spot::Union => union(target, choices),
        Spot::Scalar => scalar(target, choices),
        Spot::Parameter => parameter(target, swagger, choices),
        Spot::Operation => operation(target, swagger, choices),
        Spot::Paths => paths(target, choices),
        Spot::Schemas => None,
    };
    said.map(|said| format!("{place}: {said}"))
}

/// A schema for an added part.
fn schema(choices: &mut Choices<'_>) -> Value {
    let schemas = [
        json!({ "type": "string" }),
        json!({ "type": "integer", "format": "int64" }),
        json!({ "type": "boolean" }),
        json!({ "type": "string", "format": "date-time" }),
        json!({ "type": "array", "items": { "type": "string" } }),
        json!({ "type": "object", "properties": { "inner": { "type": "number" } } }),
        json!({ "type": "string", "enum": ["one", "two"] }),
    ];
    choices.one_of(&schemas).cloned().unwrap_or_default()
}

/// Returns the list of required properties, which is created if it is missing.
fn required(target: &mut Map<String, Value>) -> Option<&mut Vec<Value>> {
    target.entry("required").or_insert_with(|| json!([])).as_array_mut()
}

fn properties(target: &mut Map<String, Value>, choices: &mut Choices<'_>) -> Option<String> {
    let names: Vec<String> = target.get("properties")?.as_object()?.keys().cloned().collect();
    let chosen = choices.one_of(&names).cloned();
    let action = choices.below(7);
    let added = schema(choices);
    let members = target.get_mut("properties")?.as_object_mut()?;
    match action {
        0 | 1 => {
            members.insert("added_property".to_owned(), added);
            if action == 1 {
                required(target)?.push(json!("added_property"));
            }
            Some(format!("adds a property, required: {}", action == 1))
        }
        2 => {
            let name = chosen?;
            members.shift_remove(&name)?;
            required(target)?.retain(|one| *one != json!(name));
            Some(format!("removes the property `{name}`"))
        }
        3 => {
            let name = chosen?;
            let renamed = format!("{name}_renamed");
            let value = members.shift_remove(&name)?;
            members.insert(renamed.clone(), value);
            required(target)?.iter_mut().filter(|one| **one == json!(name)).for_each(|one| *one = json!(renamed));
            Some(format!("renames the property `{name}`"))
        }
        4 => {
            let name = chosen?;
            members.insert(name.clone(), added);
            Some(format!("changes the type of the property `{name}`"))
        }
        5 => {
            let name = chosen?;
            let list = required(target)?;
            match list.iter().position(|one| *one == json!(name)) {
                Some(index) => drop(list.remove(index)),
                None => list.push(json!(name)),
            }
            Some(format!("changes whether the property `{name}` is required"))
        }
        _ => {
            let reversed: Map<String, Value> = members.clone().into_iter().rev().collect();
            *members = reversed;
            Some("reverses the order of the properties".to_owned())
        }
    }
}

/// Adds a value to a list, or removes one.
fn list(target: &mut Map<String, Value>, key: &str, added: Value, choices: &mut Choices<'_>) -> Option<String> {
    let list = target.get_mut(key)?.as_array_mut()?;
    if choices.below(2) == 0 {
        list.push(added);
        return Some(format!("adds to `{key}`"));
    }
    if list.len() < 2 {
        return None;
    }
    let removed = list.remove(choices.below(list.len()));
    Some(format!("removes {removed} of `{key}`"))
}

fn union(target: &mut Map<String, Value>, choices: &mut Choices<'_>) -> Option<String> {
    // The alternatives of a union with a discriminator are named by it.
    if target.contains_key("discriminator") {
        return None;
    }
    let key = if target.contains_key("oneOf") { "oneOf" } else { "anyOf" };
    let added =
        json!({ "type": "object", "required": ["added_key"], "properties": { "added_key": { "type": "string" } } });
    list(target, key, added, choices)
}

fn scalar(target: &mut Map<String, Value>, choices: &mut Choices<'_>) -> Option<String> {
    let ty = target.get("type")?.as_str()?.to_owned();
    let edits = match ty.as_str() {
        "string" => vec![
            ("format", json!("date-time")),
            ("format", json!("uuid")),
            ("pattern", json!("^[a-z]+$")),
            ("maxLength", json!(50)),
            ("enum", json!(["one", "two"])),
            ("type", json!("integer")),
            ("description", json!("Another description.")),
            ("deprecated", json!(true)),
        ],
        "integer" => {
            vec![("format", json!("int32")), ("minimum", json!(1)), ("type", json!("number")), ("default", json!(5))]
        }
        "number" => vec![("format", json!("float")), ("maximum", json!(1_000)), ("type", json!("string"))],
        _ => vec![("type", json!("string")), ("default", json!(true))],
    };
    let (key, value) = choices.one_of(&edits)?.clone();
    if key == "type" {
        // The other keywords belong to the former type.
        target.retain(|key, _| key == "description");
    }
    target.insert(key.to_owned(), value.clone());
    Some(format!("sets `{key}` to {value}"))
}

fn parameter(target: &mut Map<String, Value>, swagger: bool, choices: &mut Choices<'_>) -> Option<String> {
    match choices.below(4) {
        0 => {
            let is_required = target.get("required").and_then(Value::as_bool).unwrap_or(false);
            target.insert("required".to_owned(), json!(!is_required));
            Some("changes whether the parameter is required".to_owned())
        }
        1 => {
            let name = target.get("name")?.as_str()?.to_owned();
            target.insert("name".to_owned(), json!(format!("{name}_renamed")));
            Some("renames the parameter".to_owned())
        }
        2 => {
            target.insert("deprecated".to_owned(), json!(true));
            Some("deprecates the parameter".to_owned())
        }
        _ if swagger => None,
        _ => {
            target.get("schema")?;
            target.insert("schema".to_owned(), schema(choices));
            target.shift_remove("example");
            target.shift_remove("examples");
            Some("changes the type of the parameter".to_owned())
        }
    }
}

fn operation(target: &mut Map<String, Value>, swagger: bool, choices: &mut Choices<'_>) -> Option<String> {
    let added = schema(choices);
    match choices.below(7) {
        0 => {
            target.insert("operationId".to_owned(), json!("editedOperation"));
            Some("renames the operation".to_owned())
        }
        1 => {
            target.insert("tags".to_owned(), json!(["edited"]));
            Some("changes the tag".to_owned())
        }
        action @ (2 | 3) => {
            let mut parameter = json!({ "name": "added_parameter", "in": "query", "required": action == 3 });
            let members = parameter.as_object_mut()?;
            if swagger {
                members.insert("type".to_owned(), json!("string"));
            } else {
                members.insert("schema".to_owned(), added);
            }
            target.entry("parameters").or_insert_with(|| json!([])).as_array_mut()?.push(parameter);
            Some(format!("adds a parameter, required: {}", action == 3))
        }
        4 => {
            let body = json!({ "type": "object", "properties": { "reason": { "type": "string" } } });
            let response = if swagger {
                json!({ "description": "Added.", "schema": body })
            } else {
                json!({ "description": "Added.", "content": { "application/json": { "schema": body } } })
            };
            target.get_mut("responses")?.as_object_mut()?.insert("418".to_owned(), response);
            Some("adds an error response".to_owned())
        }
        5 => {
            target.insert("deprecated".to_owned(), json!(true));
            Some("deprecates the operation".to_owned())
        }
        _ => {
            let responses = target.get_mut("responses")?.as_object_mut()?;
            let names: Vec<String> = responses.keys().cloned().collect();
            if names.len() < 2 {
                return None;
            }
            let name = choices.one_of(&names)?;
            responses.shift_remove(name);
            Some(format!("removes the response {name}"))
        }
    }
}

fn paths(target: &mut Map<String, Value>, choices: &mut Choices<'_>) -> Option<String> {
    let names: Vec<String> = target.keys().cloned().collect();
    let name = choices.one_of(&names)?;
    match choices.below(3) {
        0 if names.len() > 1 => {
            target.shift_remove(name);
            Some(format!("removes {name}"))
        }
        1 => {
            let added = json!({ "get": { "operationId": "addedOperation", "responses": { "204": { "description": "Done." } } } });
            target.insert("/added-path".to_owned(), added);
            Some("adds a path".to_owned())
        }
        2 => {
            let item = target.shift_remove(name)?;
            target.insert(format!("/v2{name}"), item);
            Some(format!("renames {name}"))
        }
        _ => None,
    }
}

/// Renames a schema and the references to it.
fn rename_schema(document: &mut Value, place: &str, choices: &mut Choices<'_>) -> Option<String> {
    let schemas = document.pointer_mut(place)?.as_object_mut()?;
    let names: Vec<String> = schemas.keys().cloned().collect();
    let name = choices.one_of(&names)?;
    let renamed = format!("{name}Edited");
    let value = schemas.shift_remove(name)?;
    schemas.insert(renamed.clone(), value);
    let (old, new) = (format!("#{place}/{}", escape(name)), format!("#{place}/{}", escape(&renamed)));
    redirect(document, &old, &new);
    Some(format!("renames the schema `{name}`"))
}

/// Changes all references to a place, and those below it.
fn redirect(value: &mut Value, old: &str, new: &str) {
    match value {
        Value::Object(members) => members.values_mut().for_each(|member| redirect(member, old, new)),
        Value::Array(items) => items.iter_mut().for_each(|item| redirect(item, old, new)),
        Value::String(text) => match text.strip_prefix(old) {
            Some("") => new.clone_into(text),
            Some(rest) if rest.starts_with('/') => *text = format!("{new}{rest}"),
            _ => {}
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::{Choices, edit, redirect};

    #[test]
    fn edits_of_every_kind_of_place_are_made_and_repeated_by_the_same_seed() {
        let document = json!({
            "openapi": "3.0.3",
            "paths": { "/a": { "get": {
                "parameters": [{ "name": "q", "in": "query", "schema": { "type": "string" } }],
                "responses": { "200": { "description": "d", "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/A" },
                } } } },
            } } },
            "components": { "schemas": {
                "A": { "type": "object", "properties": { "e": { "type": "string", "enum": ["x", "y"] } } },
                "B": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "type": "string" }] },
            } },
        });
        let mut said = BTreeSet::new();
        for seed in 0..300 {
            let edited = |seed| {
                let mut edited = document.clone();
                let description = edit(&mut edited, &mut Choices::seeded(seed));
                (edited, description)
            };
            let (document, description) = edited(seed);
            assert_eq!((document, description.clone()), edited(seed));
            said.extend(description.and_then(|text| text.split_once(": ").map(|(place, _)| place.to_owned())));
        }
        let expected = [
            "/components/schemas",
            "/components/schemas/A",
            "/components/schemas/A/properties/e",
            "/components/schemas/B",
            "/components/schemas/B/oneOf/1",
            "/paths",
            "/paths/~1a/get",
            "/paths/~1a/get/parameters/0",
            "/paths/~1a/get/parameters/0/schema",
        ];
        assert_eq!(said.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn references_follow_a_renamed_schema() {
        let mut document = json!([{ "$ref": "#/s/A" }, { "$ref": "#/s/A/properties/x" }, { "$ref": "#/s/Ab" }]);
        redirect(&mut document, "#/s/A", "#/s/New");
        assert_eq!(document, json!([{ "$ref": "#/s/New" }, { "$ref": "#/s/New/properties/x" }, { "$ref": "#/s/Ab" }]));
    }
}
