//! Checks that a public name depends only on the name and location of its item in the document, and not on the order
//! or other parts of the document. Every fixture's document is reversed and extended, and the public names must not
//! change.

use std::collections::BTreeSet;
use std::path::Path;

use oaspress::Input;
use oaspress::config::Config;
use oaspress::diag::Diagnostics;
use serde_json::{Map, Value, json};

/// Documents in which the order matters, as their findings state: duplicate `operationId`s, duplicate keys, and
/// alternatives that form a cycle.
const IN_ORDER: &[&str] = &[
    "collisions",
    "diagnostic-duplicate-key",
    "diagnostic-duplicate-operation-id",
    "diagnostic-ref-place",
    "operations-without-ids",
    "recursive",
    "samples",
];

/// The additions to a document: an ordinary operation and an ordinary schema, with inline types.
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
    oaspress::internals::load(&input, &mut Diagnostics::new())
}

/// Returns the public names of the crate: the declarations of its modules, each with its file.
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

/// Reverses the keys of all objects, whose order has no meaning.
fn turned(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().rev().map(|(key, field)| (key.clone(), turned(field))).collect(),
        Value::Array(items) => items.iter().map(turned).collect(),
        other => other.clone(),
    }
}

/// Returns the document with the additions before everything else.
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

/// Returns the names that a changed document lacks.
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
