//! Filters on small documents: selected operations, removed components, and invalid patterns.

use serde_json::{Value, json};

use super::{Removed, apply};
use crate::config::{self, Config};
use crate::diag::Diagnostics;
use crate::path::{DocumentId, SpecPath};

fn config(text: &str) -> Config {
    let mut diagnostics = Diagnostics::new();
    let config = config::parse(text, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    config
}

/// Filters a document. Returns the result, the removed parts, and the findings.
fn filtered(mut document: Value, text: &str) -> (Value, Removed, Vec<String>) {
    let mut diagnostics = Diagnostics::new();
    let (removed, _) = apply(&mut document, &config(text), &mut diagnostics);
    let show = |found: &crate::diag::Diagnostic| {
        format!("{}: {}{}{}", found.place, found.message, if found.help.is_empty() { "" } else { "; " }, found.help)
    };
    (document, removed, diagnostics.iter().map(show).collect())
}

fn uses(schema: &str) -> Value {
    json!({ "200": { "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{schema}") } } } } })
}

fn shop() -> Value {
    json!({
        "openapi": "3.1.0",
        "paths": {
            "/orders": {
                "get": { "operationId": "listOrders", "tags": ["orders"], "responses": uses("Order") },
                "post": { "operationId": "createOrder", "tags": ["orders"], "responses": uses("Order") },
            },
            "/orders/{id}/lines": { "get": { "operationId": "listLines", "tags": ["lines"], "responses": uses("Line") } },
            "/pets": { "get": { "operationId": "listPets", "tags": ["pets"], "deprecated": true, "responses": uses("Pet") } },
        },
        "components": {
            "schemas": {
                "Order": { "properties": { "lines": { "items": { "$ref": "#/components/schemas/Line" } } } },
                "Line": { "type": "object" },
                "Pet": { "discriminator": { "propertyName": "kind" } },
                "Cat": { "allOf": [{ "$ref": "#/components/schemas/Pet" }] },
                "Orphan": {},
            },
            "parameters": { "Limit": {} },
            "securitySchemes": { "key": {} },
        },
    })
}

fn operations(document: &Value) -> Vec<String> {
    let listed = super::operations::list(document);
    listed.iter().map(super::operations::Listed::title).collect()
}

#[test]
fn operations_are_selected_by_tag_id_path_and_method() {
    for (text, expected) in [
        ("include.tags = ['lines']", &["GET /orders/{id}/lines"][..]),
        ("include.operations = ['list*']", &["GET /orders", "GET /orders/{id}/lines", "GET /pets"]),
        ("include.paths = ['/orders']", &["GET /orders", "POST /orders"]),
        ("include.paths = ['/orders/**']", &["GET /orders", "POST /orders", "GET /orders/{id}/lines"]),
        ("include.paths = ['/orders/*/lines']", &["GET /orders/{id}/lines"]),
        ("include.paths = ['/**#post']", &["POST /orders"]),
        ("exclude.paths = ['/orders/{id}/lines', '/pets#GET']", &["GET /orders", "POST /orders"]),
        ("exclude.deprecated = true", &["GET /orders", "POST /orders", "GET /orders/{id}/lines"]),
        ("include.tags = ['orders', 'pets']\nexclude.operations = ['createOrder']", &["GET /orders", "GET /pets"]),
    ] {
        let (document, _, found) = filtered(shop(), text);
        assert_eq!(operations(&document), expected, "{text}");
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn components_that_nothing_uses_go_and_security_schemes_stay() {
    let (document, removed, _) = filtered(shop(), "include.tags = ['orders']");
    let names: Vec<&String> = document["components"]["schemas"].as_object().expect("schemas").keys().collect();
    assert_eq!(names, ["Order", "Line"]);
    assert_eq!(document["components"]["parameters"], json!({}));
    assert_eq!(document["components"]["securitySchemes"], json!({ "key": {} }));
    assert_eq!(removed.operations, ["GET /orders/{id}/lines", "GET /pets"]);
    assert_eq!(removed.schemas, ["Pet", "Cat", "Orphan"]);
    assert_eq!((removed.all_operations, removed.all_schemas), (4, 5));
}

#[test]
fn a_parent_keeps_the_children_that_its_discriminator_chooses() {
    let (document, ..) = filtered(shop(), "include.tags = ['pets']");
    let names: Vec<&String> = document["components"]["schemas"].as_object().expect("schemas").keys().collect();
    assert_eq!(names, ["Pet", "Cat"]);
}

#[test]
fn schemas_can_be_kept_and_left_out_by_name() {
    let (document, ..) = filtered(shop(), "include.tags = ['lines']\ninclude.schemas = ['Orph*']");
    let names: Vec<&String> = document["components"]["schemas"].as_object().expect("schemas").keys().collect();
    assert_eq!(names, ["Line", "Orphan"]);
    let (document, ..) = filtered(shop(), "exclude.schemas = ['Line']");
    assert_eq!(document["components"]["schemas"]["Order"]["properties"]["lines"]["items"], json!({}));
    assert_eq!(document["components"]["schemas"].get("Line"), None);
}

#[test]
fn what_is_used_of_a_removed_operation_takes_the_place_of_the_reference() {
    let mut document = shop();
    document["paths"]["/pets"]["get"]["responses"] = json!({ "200": { "content": { "a/json": { "schema": {
        "$ref": "#/paths/~1orders/get/responses/200/content/application~1json/schema" } } } } });
    let mut diagnostics = Diagnostics::new();
    let config = config("include.tags = ['pets']");
    let (_, source_map) = apply(&mut document, &config, &mut diagnostics);
    let pointer = "/paths/~1pets/get/responses/200/content/a~1json/schema";
    assert_eq!(document.pointer(pointer), Some(&json!({ "$ref": "#/components/schemas/Order" })));
    let place = SpecPath::parse(DocumentId::ROOT, pointer).expect("a pointer");
    assert!(
        source_map.original(&place).pointer().starts_with("/paths/~1orders/get/"),
        "{:?}",
        source_map.original(&place)
    );
}

#[test]
fn removed_targets_are_found_by_percent_encoded_references_and_in_all_sections() {
    let schema = json!({ "type": "string" });
    let content = json!({ "content": { "text/csv": { "schema": schema }, "application/json": {} } });
    let encoded = "#/paths/~1orders~1%7Bid%7D~1lines/get/x-part";
    let references = [encoded, "#/components/responses/Table/content/text~1csv/schema"];
    let document = json!({
        "paths": {
            "/orders/{id}/lines": { "get": { "tags": ["lines"], "x-part": schema } },
            "/pets": { "get": { "tags": ["pets"], "responses": { "200": { "$ref": "#/components/responses/Table" } },
                "x-used": references.map(|text| json!({ "$ref": text })) } },
        },
        "components": { "responses": { "Table": content } },
    });
    let (document, ..) = filtered(document, "include.tags = ['pets']\nexclude.media-types = ['text/csv']");
    assert_eq!(document["paths"]["/pets"]["get"]["x-used"], json!([schema, schema]));
    assert_eq!(document["components"]["responses"]["Table"]["content"], json!({ "application/json": {} }));
}

#[test]
fn addresses_mappings_and_old_sections_are_followed() {
    let document = json!({
        "swagger": "2.0",
        "paths": { "/a": { "get": { "tags": ["a"], "parameters": [{ "$ref": "#/parameters/Page%20Size" }], "schema": {
            "discriminator": { "mapping": { "x": "ByName", "y": "#/definitions/By~1Reference" } },
            "items": { "$dynamicRef": "#node" } } } } },
        "parameters": { "Page Size": {}, "Other": {} },
        "definitions": { "ByName": {}, "By/Reference": {}, "Anchored": { "not": { "$dynamicAnchor": "node" } }, "Other": {} },
    });
    let (document, ..) = filtered(document, "include.tags = ['a']");
    let keys = |section: &str| document[section].as_object().expect("a section").keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys("definitions"), ["ByName", "By/Reference", "Anchored"]);
    assert_eq!(keys("parameters"), ["Page Size"]);
}

#[test]
fn a_path_item_behind_a_reference_is_filtered_for_each_path() {
    let item =
        json!({ "get": { "operationId": "a", "responses": {} }, "put": { "operationId": "b", "responses": {} } });
    let document = json!({
        "paths": { "/x": { "$ref": "#/components/pathItems/Shared" }, "/y": { "$ref": "#/components/pathItems/Shared" } },
        "components": { "pathItems": { "Shared": item } },
    });
    let (document, ..) = filtered(document, "exclude.paths = ['/x#PUT']");
    assert_eq!(operations(&document), ["GET /x", "GET /y", "PUT /y"]);
    let (document, ..) = filtered(document, "exclude.paths = ['/y']");
    assert_eq!(operations(&document), ["GET /x"]);
    assert_eq!(document["components"]["pathItems"], json!({}));
}

#[test]
fn a_pattern_that_selects_nothing_is_an_error_that_names_a_near_one() {
    let text =
        "[include]\ntags = ['order', 'pets']\n[exclude]\npaths = ['/pet#GET']\noperations = ['[']\nschemas = ['Lin']\n";
    let (_, _, found) = filtered(shop(), text);
    assert_eq!(
        found,
        [
            "exclude.operations.0: `[` is not a pattern: invalid range pattern; write `**` only as a whole segment; `[`, `]`, `*` and `?` themselves go into brackets, as in `[*]`",
            "include.tags.0: `order` selects nothing in `tags`; did you mean `orders`?",
            "exclude.paths.0: `/pet#GET` selects nothing in `paths`; did you mean `/pets`?",
            "exclude.schemas.0: `Lin` selects nothing in `schemas`; did you mean `Line`?",
        ]
    );
    let (_, _, found) = filtered(json!({ "paths": {} }), "exclude.deprecated = true");
    assert_eq!(
        found,
        ["exclude.deprecated: the API description has no operation that is `deprecated`; remove the key"]
    );
}

#[test]
fn webhooks_are_selected_by_tag_and_id() {
    for section in ["webhooks", "x-webhooks"] {
        let document = json!({ section: {
            "a": { "post": { "operationId": "onA", "tags": ["x"] } },
            "b": { "post": { "operationId": "onB" } },
        } });
        assert_eq!(operations(&filtered(document.clone(), "include.tags = ['x']").0), ["POST a"]);
        assert_eq!(operations(&filtered(document, "exclude.operations = ['onA']").0), ["POST b"]);
    }
}
