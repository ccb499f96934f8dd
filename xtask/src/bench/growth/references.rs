//! Documents with many references, names to refer to, and files.

use serde_json::{Value, json};

use super::document::{Document, Row, document, list, members, object, ok, operation, responding, string, to};

/// The rows about references.
pub(super) const ROWS: &[Row] = &[
    Row { name: "dangling references", document: dangling },
    Row { name: "dangling references with long names", document: dangling_long },
    Row { name: "references to nothing at all", document: |n| object(members(n, |i| (format!("p{i}"), to("X")))) },
    Row { name: "references without a #", document: |n| referring(n, |i| format!("components/schemas/S{i}"), no_key) },
    Row { name: "references by a name", document: |n| referring(n, |i| format!("S{i}"), no_key) },
    Row {
        name: "anchors",
        document: |n| referring(n, |i| format!("#anchor{i}"), |i| ("$anchor", format!("anchor{i}"))),
    },
    Row { name: "missing anchors", document: |n| referring(n, |i| format!("#anchor{i}"), no_key) },
    Row { name: "ids", document: |n| referring(n, address, |i| ("$id", address(i))) },
    Row { name: "missing ids", document: |n| referring(n, address, no_key) },
    Row { name: "relative ids", document: |n| referring(n, |i| format!("s{i}"), |i| ("$id", format!("s{i}"))) },
    Row {
        name: "anchors beside a file",
        document: |n| beside_a_file(n, |i| format!("#anchor{i}"), |i| ("$anchor", format!("anchor{i}"))),
    },
    Row { name: "ids beside a file", document: |n| beside_a_file(n, address, |i| ("$id", address(i))) },
    Row {
        name: "missing files",
        document: |n| object(members(n, |i| (format!("p{i}"), file(&format!("m{i}.yaml#/x"))))),
    },
    Row { name: "files", document: files },
    Row { name: "definitions of a file", document: definitions_of_a_file },
    Row { name: "places in a file", document: places_in_a_file },
    Row { name: "parameters in a file", document: parameters_in_a_file },
    Row { name: "files with one name", document: files_with_one_name },
    Row { name: "dynamic references", document: dynamic },
    Row { name: "references to odd places", document: odd_places },
    Row { name: "names in a chain to null", document: null_chain },
];

fn file(reference: &str) -> Value {
    json!({ "$ref": reference })
}

fn address(i: usize) -> String {
    format!("https://e.example/s{i}")
}

fn no_key(_: usize) -> (&'static str, String) {
    ("title", "T".to_owned())
}

fn referring(n: usize, reference: fn(usize) -> String, own: fn(usize) -> (&'static str, String)) -> Document {
    Document::Json(referring_tree(n, reference, own))
}

fn referring_tree(n: usize, reference: fn(usize) -> String, own: fn(usize) -> (&'static str, String)) -> Value {
    let schema = |i| {
        let (key, value) = own(i);
        json!({ key: value, "type": "object", "properties": { "a": string() } })
    };
    let properties = members(n, |i| (format!("p{i}"), json!({ "$ref": reference(i) })));
    let response = ok(json!({ "type": "object", "properties": properties }));
    let schemas = members(n, |i| (format!("S{i}"), schema(i)));
    document(operation(json!({ "responses": response })), json!({ "schemas": schemas }))
}

fn beside_a_file(n: usize, reference: fn(usize) -> String, own: fn(usize) -> (&'static str, String)) -> Document {
    let mut tree = referring_tree(n, reference, own);
    tree["components"]["schemas"]["Other"] = file("missing.yaml#/x");
    Document::Json(tree)
}

fn dangling(n: usize) -> Document {
    let properties = members(n, |i| (format!("p{i}"), to(&format!("LongMissingName{i}X"))));
    let schemas = members(n, |i| (format!("LongMissingName{i}Y"), string()));
    responding(json!({ "type": "object", "properties": properties }), schemas)
}

fn dangling_long(n: usize) -> Document {
    let n = n.isqrt().max(2);
    let name = |i: usize| format!("N{i}{}", "long".repeat(n));
    let properties = members(n, |i| (format!("p{i}"), to(&name(i))));
    responding(json!({ "type": "object", "properties": properties }), members(n, |i| (name(i + n), string())))
}

fn files(n: usize) -> Document {
    let reference = |i| (format!("p{i}"), file(&format!("f{i}.json")));
    let tree = document(
        operation(json!({ "responses": ok(json!({ "type": "object", "properties": members(n, reference) })) })),
        json!({}),
    );
    let content = json!({ "type": "object", "properties": { "a": string() } }).to_string();
    Document::Files(tree, (0..n).map(|i| (format!("f{i}.json"), content.clone())).collect())
}

/// Returns a document with references into one further file.
fn of_a_file(references: Value, content: &Value) -> Document {
    let response = ok(json!({ "type": "object", "properties": references }));
    let tree = document(operation(json!({ "responses": response })), json!({}));
    Document::Files(tree, vec![("further.json".to_owned(), content.to_string())])
}

fn definitions_of_a_file(n: usize) -> Document {
    let references = members(n, |i| (format!("p{i}"), file(&format!("further.json#/definitions/D{i}"))));
    let definition = json!({ "type": "object", "properties": { "a": string() } });
    of_a_file(references, &json!({ "definitions": members(n, |i| (format!("D{i}"), definition.clone())) }))
}

fn places_in_a_file(n: usize) -> Document {
    let references = members(n, |i| (format!("p{i}"), file(&format!("further.json#/list/{i}/schema"))));
    let place = json!({ "schema": { "type": "object", "properties": { "a": string() } } });
    of_a_file(references, &json!({ "list": list(n, |_| place.clone()) }))
}

fn parameters_in_a_file(n: usize) -> Document {
    let parameters = list(n, |i| file(&format!("further.json#/{i}")));
    let content = list(n, |i| json!({ "name": format!("p{i}"), "in": "query", "schema": string() }));
    let responses = ok(string());
    let tree = document(operation(json!({ "parameters": parameters, "responses": responses })), json!({}));
    Document::Files(tree, vec![("further.json".to_owned(), content.to_string())])
}

fn files_with_one_name(n: usize) -> Document {
    let references = members(n, |i| (format!("p{i}"), file(&format!("further.json#/a{i}/Pet"))));
    let definition = json!({ "Pet": { "type": "object", "properties": { "a": string() } } });
    of_a_file(references, &members(n, |i| (format!("a{i}"), definition.clone())))
}

fn odd_places(n: usize) -> Document {
    let properties = members(n, |i| (format!("p{i}"), file(&format!("#/x-parts/{i}"))));
    let mut tree = document(
        operation(json!({ "responses": ok(json!({ "type": "object", "properties": properties })) })),
        json!({}),
    );
    tree["x-parts"] = list(n, |_| json!({ "type": "object", "properties": { "a": string() } }));
    Document::Json(tree)
}

/// Returns schemas that are arrays of each other or `null`. The last one is only `null`.
fn null_chain(n: usize) -> Document {
    let mut schemas = members(n, |i| (format!("S{i}"), json!({ "anyOf": [to(&format!("S{}", i + 1)), string()] })));
    schemas[format!("S{n}")] = json!({ "type": ["integer", "null"] });
    responding(to("S0"), schemas)
}

fn dynamic(n: usize) -> Document {
    let one = |i| json!({ "$dynamicAnchor": format!("d{i}"), "type": "object", "properties": { "a": { "$dynamicRef": format!("#d{i}") } } });
    responding(to("S0"), members(n, |i| (format!("S{i}"), one(i))))
}
