use serde_json::{Value, json};

use super::{Accept, Exchange, Recorded, Unusable, check, diagnostics, overlay, repair};
use crate::config::Config;
use crate::input::{InMemory, Input};

/// Traffic in memory.
struct Entries(Vec<Value>);

impl Recorded for Entries {
    fn read(&self, sink: &mut dyn FnMut(Exchange)) -> Result<(), Unusable> {
        self.0.iter().filter_map(|entry| Exchange::parse(entry.as_object()?)).for_each(sink);
        Ok(())
    }
}

/// Returns an entry of a call of `https://api.example.com`.
fn call(method: &str, path: &str, status: u16, body: &Value) -> Value {
    json!({
        "request": { "method": method, "url": format!("https://api.example.com{path}"), "headers": [], "bodySize": 0 },
        "response": { "status": status, "content": { "mimeType": "application/json", "text": body.to_string() } },
    })
}

/// Returns a document with one operation, whose response has this schema.
fn document(version: &str, schema: &Value) -> Value {
    let response = json!({ "description": "", "content": { "application/json": { "schema": schema } } });
    json!({
        "openapi": version, "info": { "title": "T", "version": "1" }, "servers": [{ "url": "https://api.example.com" }],
        "paths": { "/a": { "get": { "responses": { "200": response } } } },
        "components": { "schemas": { "Name": { "type": "string" } } },
    })
}

/// Returns the findings, and those that are left when the document is repaired.
fn judged(document: &Value, entries: Vec<Value>, accept: Accept) -> (Vec<String>, Vec<String>, Value) {
    let input = Input { name: "api.json".to_owned(), bytes: document.to_string().into_bytes() };
    let entries = Entries(entries);
    let mut changes = Vec::new();
    let mut first = None;
    loop {
        let mut files = InMemory::default();
        if !changes.is_empty() {
            let text = overlay(&changes).expect("it is written");
            files.overlays.push(Input { name: "fixes.yaml".to_owned(), bytes: text.into_bytes() });
        }
        let (effective, diagnosis) = crate::effective(&input, &files, &Config::default());
        let effective = effective.unwrap_or_else(|| panic!("the document is valid: {:?}", diagnosis.diagnostics));
        let checked = check(&effective, &entries, None, &Config::default()).expect("the traffic is used");
        let found = diagnostics(&checked, &effective);
        let found: Vec<String> =
            found.iter().map(|found| format!("{} {}: {}", found.code.name(), found.place, found.message)).collect();
        let before = first.get_or_insert_with(|| found.clone()).clone();
        let repairs = repair(&checked, &effective, accept, &[]);
        if repairs.is_empty() {
            return (before, found, effective.document);
        }
        changes.extend(repairs);
        assert!(changes.len() < 50, "repairs do not end: {changes:?}");
    }
}

/// Checks the responses of the one operation, and returns the findings. Requires that they can be repaired.
fn repaired(version: &str, schema: &Value, bodies: &[Value]) -> (Vec<String>, Value) {
    let entries = bodies.iter().map(|body| call("GET", "/a", 200, body)).collect();
    let (found, left, repaired) = judged(&document(version, schema), entries, Accept::Values);
    assert_eq!(left, Vec::<String>::new(), "not repaired: {found:?}");
    let pointer = "/paths/~1a/get/responses/200/content/application~1json/schema";
    (found, repaired.pointer(pointer).cloned().unwrap_or_default())
}

const SCHEMA: &str = "#/paths/~1a/get/responses/200/content/application~1json/schema";

#[test]
fn missing_properties_are_optional() {
    let schema = json!({ "type": "object", "required": ["id", "name"], "properties": { "id": {}, "name": {} } });
    let (found, schema) = repaired("3.0.3", &schema, &[json!({ "id": 1 }), json!({ "id": 2, "name": "x" })]);
    let message = "`name` is required, and missing, in 1 of 2 responses of `GET /a` (200)";
    assert_eq!(found, [format!("traffic-missing {SCHEMA}: {message}")]);
    assert_eq!(schema["required"], json!(["id"]));
}

#[test]
fn null_is_allowed_in_every_version() {
    let text = json!({ "properties": { "a": { "type": "string" }, "b": { "$ref": "#/components/schemas/Name" } } });
    let bodies = [json!({ "a": null, "b": null }), json!({ "a": "x", "b": "y" })];
    let (found, schema) = repaired("3.0.3", &text, &bodies);
    assert_eq!(found.len(), 2);
    assert!(found[0].starts_with(&format!("traffic-null {SCHEMA}/properties/a: the value is `null`")), "{found:?}");
    let reference = json!({ "$ref": "#/components/schemas/Name" });
    assert_eq!(schema["properties"]["a"], json!({ "type": "string", "nullable": true }));
    assert_eq!(schema["properties"]["b"], json!({ "nullable": true, "allOf": [reference] }));
    let (_, schema) = repaired("3.1.0", &text, &bodies);
    assert_eq!(schema["properties"]["a"], json!({ "type": ["string", "null"] }));
    assert_eq!(schema["properties"]["b"], json!({ "anyOf": [reference, { "type": "null" }] }));
    let enumeration = json!({ "items": { "type": "string", "enum": ["a"] }, "type": "array" });
    let (_, schema) = repaired("3.1.0", &enumeration, &[json!(["a", null])]);
    assert_eq!(schema["items"], json!({ "anyOf": [{ "type": "string", "enum": ["a"] }, { "type": "null" }] }));
}

#[test]
fn another_type_replaces_the_declared_one_or_is_an_alternative() {
    let schema = json!({ "properties": { "a": { "type": "string", "format": "date-time", "description": "D." } } });
    let (found, repaired_schema) = repaired("3.0.3", &schema, &[json!({ "a": 1 }), json!({ "a": 2 })]);
    let message = "the value is `integer` instead of `string`, in 2 of 2 responses of `GET /a` (200)";
    assert_eq!(found, [format!("traffic-type {SCHEMA}/properties/a: {message}")]);
    assert_eq!(repaired_schema["properties"]["a"], json!({ "type": "integer", "description": "D." }));
    let mixed = [json!({ "a": 1 }), json!({ "a": "2026-11-30T00:00:00Z" })];
    let (_, repaired_schema) = repaired("3.0.3", &schema, &mixed);
    let alternatives = json!([{ "type": "string", "format": "date-time" }, { "type": "integer" }]);
    assert_eq!(repaired_schema["properties"]["a"], json!({ "description": "D.", "anyOf": alternatives }));
    let (_, repaired_schema) = repaired("3.1.0", &schema, &mixed);
    assert_eq!(repaired_schema["properties"]["a"]["type"], json!(["string", "integer"]));
    let (_, schema) = repaired("3.0.3", &json!({ "type": "integer", "format": "int64" }), &[json!(1), json!(1.5)]);
    assert_eq!(schema, json!({ "type": "number" }));
}

#[test]
fn keywords_of_a_type_imply_it() {
    let schema = json!({ "properties": { "a": { "type": "string" } } });
    let (found, repaired_schema) = repaired("3.0.3", &schema, &[json!([]), json!([{ "a": "x" }])]);
    let message = "the value is `array` instead of `object`, in 2 of 2 responses of `GET /a` (200)";
    assert_eq!(found, [format!("traffic-type {SCHEMA}: {message}")]);
    assert_eq!(repaired_schema, json!({ "type": "array", "items": {} }));
    let (_, repaired_schema) = repaired("3.1.0", &schema, &[json!([]), json!({ "a": "x" })]);
    assert_eq!(repaired_schema, json!({ "anyOf": [schema, { "type": "array", "items": {} }] }));
    let typed = json!({ "allOf": [schema, { "type": "object" }] });
    assert_eq!(repaired("3.1.0", &typed, &[json!({ "a": "x" })]).0, Vec::<String>::new());
}

#[test]
fn null_and_another_type_at_one_place_are_repaired_one_after_the_other() {
    let schema = json!({ "properties": { "a": { "type": "string" } }, "required": ["a"] });
    let bodies = [json!({ "a": null }), json!({ "a": 1 }), json!({ "a": "x" }), json!({})];
    let (found, _) = repaired("3.0.3", &schema, &bodies);
    assert_eq!(found.len(), 3, "{found:?}");
    repaired("3.1.0", &schema, &bodies);
}

#[test]
fn alternatives_are_judged_by_the_closest_one() {
    let cat = json!({ "type": "object", "required": ["kind", "lives"], "properties": {
        "kind": { "enum": ["cat"] }, "lives": { "type": "integer" } } });
    let dog = json!({ "type": "object", "required": ["kind"], "properties": {
        "kind": { "enum": ["dog"] }, "age": { "type": "integer" } } });
    let (found, _) = repaired("3.0.3", &json!({ "oneOf": [cat, dog] }), &[json!({ "kind": "cat" })]);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with(&format!("traffic-missing {SCHEMA}/oneOf/0: `lives`")), "{found:?}");
}

#[test]
fn undeclared_properties_are_declared_and_maps_are_opened() {
    let schema = json!({ "allOf": [{ "properties": { "a": { "type": "string" } } }] });
    let (found, schema) = repaired("3.0.3", &schema, &[json!({ "a": "x", "b": 1 }), json!({ "b": 1.5, "c": null })]);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("allOf/0: the schema does not declare the properties `b` and `c`"), "{found:?}");
    assert_eq!(schema["allOf"][0]["properties"]["b"], json!({ "type": "number" }));
    let schema = json!({ "properties": { "a": { "type": "string" } } });
    let (found, schema) = repaired("3.0.3", &schema, &[json!({ "4711": 1, "peter@example.com": 2 })]);
    assert!(!found[0].contains("4711") && !found[0].contains("peter"), "{found:?}");
    assert_eq!(schema["additionalProperties"], json!(true));
    let free = json!({ "type": "object" });
    assert_eq!(repaired("3.0.3", &free, &[json!({ "x": 1 })]).0, Vec::<String>::new());
}

#[test]
fn keys_of_maps_are_values() {
    let schema = json!({ "properties": { "a": { "type": "string" } } });
    let (found, repaired_schema) = repaired("3.0.3", &schema, &[json!({ "peter": 1, "www.example.com": 2 })]);
    assert!(!found[0].contains("peter") && !found[0].contains("example"), "{found:?}");
    assert_eq!(repaired_schema, json!({ "properties": schema["properties"], "additionalProperties": true }));
    let maps = [
        json!({ "type": "object", "patternProperties": { "^x-": {} }, "additionalProperties": false }),
        json!({ "type": "object", "propertyNames": { "maxLength": 9 }, "additionalProperties": false }),
        json!({ "type": "object", "additionalProperties": false }),
    ];
    for schema in maps {
        let (found, repaired_schema) = repaired("3.1.0", &schema, &[json!({ "peter": 1 })]);
        assert!(!found[0].contains("peter"), "{found:?}");
        assert_eq!(repaired_schema["additionalProperties"], json!(true));
        assert!(!repaired_schema.to_string().contains("peter"), "{repaired_schema}");
    }
}

#[test]
fn operations_that_the_server_does_not_have_are_not_described() {
    let absent = || {
        [("DELETE", "/a", 405), ("PUT", "/a", 404), ("PATCH", "/a", 501), ("GET", "/b", 404), ("PUT", "/b", 405)]
            .map(|(method, path, status)| call(method, path, status, &json!({ "message": "no" })))
    };
    let entries = [call("GET", "/a", 200, &json!("x"))].into_iter().chain(absent()).collect();
    let api = document("3.0.3", &json!({ "type": "string" }));
    let (found, _, repaired) = judged(&api, entries, Accept::Nothing);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(repaired["paths"], api["paths"]);
}

#[test]
fn values_of_enumerations_need_consent() {
    let schema = json!({ "type": "string", "enum": ["open"] });
    let entries = || vec![call("GET", "/a", 200, &json!("closed"))];
    let (found, left, _) = judged(&document("3.0.3", &schema), entries(), Accept::Nothing);
    assert_eq!(found, left);
    assert!(found[0].starts_with(&format!("traffic-enum {SCHEMA}: `enum` does not list `closed`")), "{found:?}");
    let (_, left, repaired) = judged(&document("3.0.3", &schema), entries(), Accept::Values);
    assert!(left.is_empty());
    assert!(repaired.to_string().contains(r#""enum":["open","closed"]"#));
    let secret = vec![call("GET", "/a", 200, &json!("sk_live_51H8x7Q2eZvKYlo2C"))];
    let (found, left, repaired) = judged(&document("3.0.3", &schema), secret, Accept::Values);
    assert_eq!(found, left);
    assert!(!format!("{found:?} {repaired}").contains("sk_live"));
}

#[test]
fn statuses_media_types_methods_and_parameters_are_described() {
    let schema = json!({ "type": "string" });
    let mut html = call("GET", "/a", 200, &json!("x"));
    html["response"]["content"] = json!({ "mimeType": "text/html; charset=utf-8", "text": "<p>" });
    let entries = vec![
        call("GET", "/a?page=2&access_token=SECRET", 200, &json!("x")),
        call("GET", "/a", 404, &json!({ "message": "no" })),
        call("GET", "/a", 201, &json!("x")),
        call("DELETE", "/a", 200, &json!({})),
        html,
    ];
    let (found, left, repaired) = judged(&document("3.0.3", &schema), entries, Accept::Nothing);
    let codes: Vec<&str> = found.iter().filter_map(|found| found.split(' ').next()).collect();
    let expected =
        ["traffic-method", "traffic-parameter", "traffic-status", "traffic-error-status", "traffic-media-type"];
    assert_eq!(codes, expected, "{found:?}");
    assert!(left.iter().all(|left| left.starts_with("traffic-parameter")), "{left:?}");
    assert_eq!(left.len(), 1, "the credential is left");
    assert!(!format!("{found:?} {repaired}").contains("SECRET"));
    let operation = &repaired["paths"]["/a"]["get"];
    assert_eq!(operation["parameters"], json!([{ "name": "page", "in": "query", "schema": { "type": "integer" } }]));
    assert_eq!(operation["responses"]["404"]["content"], json!({ "application/json": {} }));
}

#[test]
fn rejected_requests_prove_nothing() {
    let mut api = document("3.0.3", &json!({ "type": "string" }));
    let parameter = json!({ "name": "q", "in": "query", "required": true, "schema": { "type": "string" } });
    api["paths"]["/a"]["get"]["parameters"] = json!([parameter]);
    api["paths"]["/a"]["get"]["responses"]["400"] = json!({ "description": "" });
    let mut rejected = call("GET", "/a", 400, &json!(null));
    rejected["response"]["content"] = json!({ "size": 0 });
    let (found, ..) = judged(&api, vec![rejected], Accept::Nothing);
    assert_eq!(found, Vec::<String>::new());
    let (found, left, _) = judged(&api, vec![call("GET", "/a", 200, &json!("x"))], Accept::Nothing);
    assert!(found[0].starts_with("traffic-missing-parameter #/paths/~1a/get/parameters/0: "), "{found:?}");
    assert!(left.is_empty());
}

#[test]
fn documents_of_2_0_are_repaired() {
    let schema = json!({ "type": "object", "required": ["a"], "properties": {
        "a": { "type": "string" }, "b": { "$ref": "#/definitions/B" }, "c": { "type": "string" } } });
    let responses = json!({ "200": { "description": "", "schema": schema } });
    let api = json!({
        "swagger": "2.0", "info": { "title": "T", "version": "1" }, "host": "api.example.com", "basePath": "/v1",
        "paths": { "/a": { "get": { "responses": responses } } }, "definitions": { "B": { "type": "string" } },
    });
    let bodies = [json!({ "b": null, "c": 1 }), json!({ "a": null, "c": "x" })];
    let entries = bodies.iter().map(|body| call("GET", "/v1/a", 200, body)).collect();
    let (found, left, _) = judged(&api, entries, Accept::Nothing);
    assert_eq!(found.len(), 4, "{found:?}");
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn traffic_of_other_apis_is_an_error() {
    let input = Input { name: "a".to_owned(), bytes: document("3.0.3", &json!({})).to_string().into_bytes() };
    let (effective, _) = crate::effective(&input, &InMemory::default(), &Config::default());
    let effective = effective.expect("the document is valid");
    let mut other = call("GET", "/b", 200, &json!(1));
    other["request"]["url"] = json!("https://user:password@cdn.example.com/b?key=SECRET");
    let error = check(&effective, &Entries(vec![other]), None, &Config::default()).expect_err("it is not of this API");
    assert!(error.message.ends_with("it has exchanges with https://cdn.example.com (1)"), "{}", error.message);
    assert!(error.help.contains("--server URL"));
    let mut local = call("GET", "/a", 200, &json!(1));
    local["request"]["url"] = json!("http://localhost:8080/base/a");
    let checked = check(&effective, &Entries(vec![local]), Some("http://localhost:8080/base"), &Config::default())
        .expect("it is used");
    assert_eq!(checked.summary.checked, 1);
}
