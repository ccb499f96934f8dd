//! A public name depends on what a thing is called and where it stands: not on the order of the document, and not on what
//! else is in it. Every fixture's document is turned round and grown, and no name of its crate may change.

use std::collections::BTreeSet;
use std::path::Path;

use oaspress::Input;
use oaspress::config::Config;
use oaspress::diag::Diagnostics;
use serde_json::{Map, Value, json};

/// Documents where the first of several things counts, as their findings say, so that the order is part of what they mean:
/// of operations with one `operationId`, of keys, of the alternatives that make a circle.
const IN_ORDER: &[&str] = &[
    "collisions",
    "diagnostic-duplicate-key",
    "diagnostic-duplicate-operation-id",
    "diagnostic-ref-place",
    "operations-without-ids",
    "recursive",
];

/// What grows into a document: an operation and a schema like many others, with types written in place.
fn growth() -> [(&'static str, &'static str, Value); 2] {
    let made = json!({ "$ref": "#/components/schemas/AddedThing" });
    let operation = json!({
        "operationId": "addedOperation",
        "tags": ["Added"],
        "parameters": [{ "name": "addedOrder", "in": "query", "schema": { "type": "string", "enum": ["up", "down"] } }],
        "requestBody": { "content": { "application/json": { "schema": made } } },
        "responses": { "200": { "description": "added", "content": { "application/json": { "schema": {
            "type": "object", "properties": { "data": { "type": "array", "items": made }, "state": { "type": "object" } }
        } } } } }
    });
    let schema = json!({
        "type": "object",
        "properties": {
            "kind": { "type": "string", "enum": ["one", "two"] },
            "part": { "type": "object", "properties": { "name": { "type": "string" } } }
        }
    });
    [("/paths", "/added/operation", json!({ "post": operation })), ("/components/schemas", "AddedThing", schema)]
}

fn document(file: &Path) -> Option<Value> {
    let input = Input { name: "openapi.yaml".to_owned(), bytes: std::fs::read(file).ok()? };
    oaspress::load::load(&input, &mut Diagnostics::new())
}

/// The public names of the crate: what each line of its modules declares, with the file it is in.
fn names(document: &Value) -> Option<BTreeSet<String>> {
    let input = Input { name: "openapi.json".to_owned(), bytes: document.to_string().into_bytes() };
    let files = oaspress::generate(&input, &Config::default()).files?;
    let modules =
        files.iter().filter(|(path, _)| path.starts_with("src/models/") || path.starts_with("src/operations/"));
    let declared = modules.flat_map(|(path, text)| {
        let lines = text.lines().map(str::trim_start).filter(|line| line.starts_with("pub "));
        lines.map(move |line| {
            format!("{path}: {}", line.split(['(', '<', '{', '=', ';']).next().unwrap_or_default().trim())
        })
    });
    Some(declared.collect())
}

/// Everything in the opposite order, where the order means nothing: the keys of all objects.
fn turned(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().rev().map(|(key, field)| (key.clone(), turned(field))).collect(),
        Value::Array(items) => items.iter().map(turned).collect(),
        other => other.clone(),
    }
}

/// The document with something new before everything else.
fn grown(document: &Value) -> Value {
    let mut grown = document.clone();
    for (place, key, value) in growth() {
        let Some(fields) = grown.pointer_mut(place).and_then(Value::as_object_mut) else { continue };
        let mut all = Map::from_iter([(key.to_owned(), value)]);
        all.append(fields);
        *fields = all;
    }
    grown
}

/// The names that a changed document has no longer.
fn lost(name: &str, file: &Path) -> Vec<String> {
    let Some(document) = document(file) else { return Vec::new() };
    let Some(before) = names(&document) else { return Vec::new() };
    let mut lost = Vec::new();
    for (what, changed) in [("turned round", turned(&document)), ("grown", grown(&document))] {
        let after = names(&changed).unwrap_or_default();
        lost.extend(before.difference(&after).map(|gone| format!("{name}, {what}: {gone}")));
    }
    lost
}

#[test]
fn names_stay_when_documents_are_turned_round_and_grow() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let fixtures = std::fs::read_dir(root.join("fixtures")).expect("the fixtures");
    let mut gone = lost("contacts", &root.join("../spec/contacts.yaml"));
    for entry in fixtures {
        let folder = entry.expect("a fixture").path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !IN_ORDER.contains(&name.as_str()) {
            gone.extend(lost(&name, &folder.join("openapi.yaml")));
        }
    }
    assert!(gone.is_empty(), "names that should have stayed:\n{}", gone.join("\n"));
}
