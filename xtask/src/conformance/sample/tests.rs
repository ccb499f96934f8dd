//! Values of schemas, printed as JSON.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::{PLAIN_ASCII, Sampler};
use crate::conformance::schema::{Direction, Judge};
use crate::corpus::Files;

fn samples(document: Value, direction: Direction) -> Vec<String> {
    let files = Files::from_document(document);
    let schema = files.root().child("schema").expect("a schema");
    let mut judge = Judge::new(&files);
    let samples = Sampler::new(&files).samples(&mut judge, schema, direction, PLAIN_ASCII, &mut HashSet::new());
    samples.into_iter().map(|sample| format!("{}: {}", sample.what, sample.value)).collect()
}

#[test]
fn objects_are_full_minimal_and_with_nulls() {
    let document = json!({ "openapi": "3.0.3", "schema": { "type": "object", "required": ["id"], "properties": {
        "id": { "type": "integer", "readOnly": true },
        "kind": { "type": "string", "enum": ["a", "b"] },
        "note": { "type": "string", "nullable": true },
    } } });
    assert_eq!(
        samples(document.clone(), Direction::Request),
        [r#"full: {"kind":"a","note":"abc-1"}"#, "minimal: {}", r#"choice: {"note":null}"#, r#"choice: {"kind":"b"}"#,]
    );
    let received = samples(document, Direction::Response);
    assert_eq!(received[1], r#"minimal: {"id":12}"#);
    assert_eq!(received[2], r#"unknown key: {"id":12,"kind":"a","note":"abc-1","zz-unheard-of":1}"#);
}

#[test]
fn branches_have_their_tags() {
    let document = json!({ "openapi": "3.0.3",
        "schema": { "oneOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
            "discriminator": { "propertyName": "kind", "mapping": { "feline": "#/components/schemas/Cat" } } },
        "components": { "schemas": {
            "Cat": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } },
            "Dog": { "type": "object", "properties": { "kind": { "type": "string" }, "age": { "type": "integer" } } },
        } } });
    assert_eq!(
        samples(document, Direction::Request),
        [r#"full: {"kind":"feline"}"#, r#"choice: {"kind":"Dog","age":12}"#,]
    );
}

#[test]
fn members_of_a_family_are_found() {
    let document = json!({ "swagger": "2.0", "schema": { "$ref": "#/definitions/Pet" }, "definitions": {
        "Pet": { "type": "object", "required": ["kind"], "discriminator": "kind", "properties": { "kind": { "type": "string" } } },
        "Dog": { "allOf": [{ "$ref": "#/definitions/Pet" }, { "properties": { "age": { "type": "integer" } } }] },
    } });
    assert_eq!(
        samples(document, Direction::Request),
        [r#"full: {"kind":"Dog","age":12}"#, r#"minimal: {"kind":"Dog"}"#,]
    );
}

#[test]
fn cycles_end() {
    let document = json!({ "openapi": "3.1.0", "schema": { "type": "object", "required": ["next"],
        "properties": { "next": { "anyOf": [{ "type": "null" }, { "$ref": "#/schema" }] } } } });
    assert_eq!(samples(document, Direction::Request), [r#"full: {"next":null}"#, r#"choice: {"next":{"next":null}}"#]);
}

#[test]
fn values_that_are_excluded_are_not_made() {
    let document = json!({ "openapi": "3.1.0",
        "schema": { "type": "object", "required": ["a"], "properties": {
            "a": { "not": { "enum": ["NONE"] }, "$ref": "#/components/schemas/Level" } } },
        "components": { "schemas": { "Level": { "type": "string", "enum": ["NONE", "LOW", "HIGH"] } } } });
    let expected = [r#"full: {"a":"LOW"}"#, r#"choice: {"a":"HIGH"}"#];
    assert_eq!(samples(document, Direction::Request), expected);
}

#[test]
fn a_closed_object_has_the_keys_of_its_alternatives() {
    let document = json!({ "openapi": "3.1.0", "schema": { "type": "object", "additionalProperties": false, "oneOf": [
        { "required": ["a"], "properties": { "a": { "type": "integer" } } },
        { "required": ["b"], "properties": { "b": { "type": "integer" } } } ] } });
    assert_eq!(samples(document, Direction::Request), [r#"full: {"a":12}"#, r#"choice: {"b":12}"#]);
}

#[test]
fn an_object_without_keys_that_may_be_null_is_null() {
    let document = json!({ "openapi": "3.0.3", "schema": { "type": "object", "properties": { "file": { "oneOf": [
        { "type": "object", "required": ["id"], "properties": { "id": { "type": "integer" } } },
        { "type": "object", "nullable": true, "additionalProperties": false } ] } } } });
    let expected = [r#"full: {"file":{"id":12}}"#, "minimal: {}", r#"choice: {"file":null}"#];
    assert_eq!(samples(document, Direction::Request), expected);
}

#[test]
fn a_choice_comes_with_the_parts_on_the_way_to_it_and_the_full_value_of_its_branch() {
    let inner = json!({ "type": "object", "properties": { "text": { "type": "string" }, "mode": { "oneOf": [
        { "type": "string" },
        { "type": "object", "properties": { "a": { "type": "integer" }, "b": { "type": "boolean" } } } ] } } });
    let document = json!({ "openapi": "3.0.3", "schema": { "type": "object", "properties": {
        "list": { "type": "array", "items": inner },
        "map": { "type": "object", "additionalProperties": { "type": "string", "enum": ["x", "y"] } },
        "text": { "type": "string" } } } });
    let expected = [
        r#"full: {"list":[{"text":"abc-1","mode":"abc-1"},{"text":"abc-1","mode":"abc-1"}],"map":{"key1":"x"},"text":"abc-1"}"#,
        "minimal: {}",
        r#"choice: {"map":{"key1":"y"}}"#,
        r#"choice: {"list":[{"mode":{"a":12,"b":true}}]}"#,
    ];
    assert_eq!(samples(document, Direction::Request), expected);
}

#[test]
fn items_that_are_unique_stay_numbers() {
    let document = json!({ "openapi": "3.0.3", "schema": { "type": "array", "minItems": 2, "uniqueItems": true,
        "items": { "type": "string", "pattern": "^(0|[1-9][0-9]*)$" } } });
    assert_eq!(samples(document, Direction::Request), [r#"full: ["0","1"]"#]);
}

#[test]
fn integer_formats_of_numbers_have_integers() {
    let of = |format| {
        samples(json!({ "openapi": "3.0.3", "schema": { "type": "number", "format": format } }), Direction::Request)
    };
    assert_eq!([of("uint64"), of("int32"), of("double")].concat(), ["full: 12", "full: 12", "full: 12.5"]);
}

#[test]
fn branches_are_chosen_that_the_listed_values_admit() {
    let document = json!({ "openapi": "3.1.0", "schema": { "type": "integer", "enum": [4], "allOf": [{ "$ref": "#/components/schemas/Kind" }] },
        "components": { "schemas": { "Kind": { "oneOf": [{ "const": 1 }, { "const": 4 }] } } } });
    assert_eq!(samples(document, Direction::Request), ["full: 4"]);
}
