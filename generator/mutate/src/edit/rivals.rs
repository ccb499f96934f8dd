//! Adds parts whose names have the same words as those of other parts, so that both want one name in Rust.

use serde_json::{Map, Value, json};

use super::spots::{Spot, spots};
use crate::Choices;

/// Adds a rival to a part of the document. Returns a description, or `None` if the chosen place has no part with a name.
pub fn add_rival(document: &mut Value, choices: &mut Choices<'_>) -> Option<String> {
    let spots = spots(document);
    let kind = *choices.one_of(&[Spot::Object, Spot::Enumeration, Spot::Operation, Spot::Schemas, Spot::Paths])?;
    let places: Vec<&String> = spots.iter().filter(|(_, spot)| *spot == kind).map(|(place, _)| place).collect();
    let place = (*choices.one_of(&places)?).clone();
    let swagger = document.get("swagger").is_some();
    let target = document.pointer_mut(&place)?.as_object_mut()?;
    let added = match kind {
        Spot::Object => member(target.get_mut("properties")?.as_object_mut()?, json!({ "type": "string" }), choices),
        Spot::Schemas => {
            let schema = json!({ "type": "object", "properties": { "added": { "type": "string" } } });
            member(target, schema, choices)
        }
        Spot::Enumeration => value(target.get_mut("enum")?.as_array_mut()?, choices),
        Spot::Operation => parameter(target.get_mut("parameters")?.as_array_mut()?, swagger, choices),
        _ => operation(target, choices),
    };
    added.map(|name| format!("{place}: adds a rival `{name}`"))
}

/// Returns a name in another spelling. Letters that are not ASCII have no spelling that is certain to be the same word.
fn respelled(name: &str, choices: &mut Choices<'_>) -> Option<String> {
    let spellings = [
        format!("_{name}"),
        format!("{name}_"),
        name.to_ascii_uppercase(),
        name.to_ascii_lowercase(),
        name.replace(['_', '-'], "."),
        name.split(['_', '-', ' ']).map(capital).collect(),
    ];
    let others: Vec<&String> = spellings.iter().filter(|spelling| *spelling != name).collect();
    choices.one_of(&others).map(|name| (*name).clone())
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn member(members: &mut Map<String, Value>, added: Value, choices: &mut Choices<'_>) -> Option<String> {
    let names: Vec<String> = members.keys().cloned().collect();
    let name = respelled(choices.one_of(&names)?, choices)?;
    members.entry(name.clone()).or_insert(added);
    Some(name)
}

fn value(values: &mut Vec<Value>, choices: &mut Choices<'_>) -> Option<String> {
    let name = respelled(choices.one_of(values)?.as_str()?, choices)?;
    if !values.contains(&json!(name)) {
        values.push(json!(name));
    }
    Some(name)
}

fn parameter(parameters: &mut Vec<Value>, swagger: bool, choices: &mut Choices<'_>) -> Option<String> {
    let chosen = choices.one_of(parameters)?;
    let name = respelled(chosen.get("name")?.as_str()?, choices)?;
    let mut added = json!({ "name": name, "in": "query" });
    let members = added.as_object_mut()?;
    if swagger {
        members.insert("type".to_owned(), json!("string"));
    } else {
        members.insert("schema".to_owned(), json!({ "type": "string" }));
    }
    parameters.push(added);
    Some(name)
}

/// Adds an operation whose id and tag are those of another one.
fn operation(paths: &mut Map<String, Value>, choices: &mut Choices<'_>) -> Option<String> {
    let operations = paths.values().filter_map(Value::as_object).flat_map(Map::values);
    let named: Vec<(String, Option<Value>)> = operations
        .filter_map(|one| Some((one.get("operationId")?.as_str()?.to_owned(), one.get("tags").cloned())))
        .collect();
    let (id, tags) = choices.one_of(&named)?.clone();
    let id = respelled(&id, choices)?;
    let mut added = json!({ "operationId": id, "responses": { "204": { "description": "Done." } } });
    if let (Some(tags), Some(members)) = (tags, added.as_object_mut()) {
        members.insert("tags".to_owned(), tags);
    }
    paths.insert("/added-rival".to_owned(), json!({ "get": added }));
    Some(id)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::add_rival;
    use crate::Choices;

    #[test]
    fn every_kind_of_part_gets_rivals() {
        let document = json!({
            "paths": { "/pets": { "get": {
                "operationId": "list_pets", "tags": ["pets"], "responses": {},
                "parameters": [{ "name": "limit", "in": "query" }]
            } } },
            "components": { "schemas": {
                "Pet": { "properties": { "first_name": {} } },
                "Kind": { "type": "string", "enum": ["cat"] }
            } }
        });
        let mut places = std::collections::BTreeSet::new();
        for seed in 0..60 {
            let mut edited = document.clone();
            if let Some(said) = add_rival(&mut edited, &mut Choices::seeded(seed)) {
                assert!(said.contains(": adds a rival `"), "{said}");
                places.insert(said.split(": ").next().unwrap_or_default().to_owned());
            }
        }
        let expected = [
            "/components/schemas",
            "/components/schemas/Kind",
            "/components/schemas/Pet",
            "/paths",
            "/paths/~1pets/get",
        ];
        assert_eq!(Vec::from_iter(places), expected);
    }
}
