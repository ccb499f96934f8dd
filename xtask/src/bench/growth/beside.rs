//! Documents with overlays and with a configuration.

use serde_json::{Value, json};

use super::document::{Document, Row, document, empty, list, members, string, to};

/// The rows about overlays and configurations.
pub(super) const ROWS: &[Row] = &[
    Row { name: "actions of an overlay", document: |n| actions(n, update) },
    Row { name: "equal actions of an overlay", document: |n| actions(n, |_| update(0)) },
    Row { name: "removals of an overlay", document: |n| actions(n, |i| json!({ "target": path(i), "remove": true })) },
    Row {
        name: "removed paths of an overlay",
        document: |n| actions_of(n, json!([{ "target": "$.paths.*", "remove": true }])),
    },
    Row { name: "removed values of an overlay", document: removed_values },
    Row {
        name: "targets of an action",
        document: |n| actions_of(n, json!([{ "target": "$.paths.*.get", "update": { "summary": "s" } }])),
    },
    Row {
        name: "filters of an action",
        document: |n| actions_of(n, json!([{ "target": "$..[?@.get]", "update": { "summary": "s" } }])),
    },
    Row { name: "values in an update", document: values_in_an_update },
    Row { name: "copies of an overlay", document: copies },
    Row { name: "configured names", document: configured_names },
    Row { name: "configured names of tags", document: configured_tags },
    Row { name: "include patterns", document: |n| included(n, |i| format!("S{i}x*")) },
    Row { name: "included names", document: |n| included(n, |i| format!("S{i}x")) },
    Row { name: "stars of an include pattern", document: stars },
];

fn path(i: usize) -> String {
    format!("$.paths['/a{i}']")
}

fn update(i: usize) -> Value {
    json!({ "target": format!("{}.get", path(i)), "update": { "summary": "s" } })
}

fn tree(n: usize) -> Value {
    let item = |i| json!({ "get": { "operationId": format!("a{i}"), "responses": empty() } });
    document(members(n, |i| (format!("/a{i}"), item(i))), json!({}))
}

fn overlay(actions: &Value) -> String {
    json!({ "overlay": "1.1.0", "info": { "title": "T", "version": "1" }, "actions": actions }).to_string()
}

fn actions_of(n: usize, actions: Value) -> Document {
    Document::Overlaid(tree(n), overlay(&actions))
}

fn actions(n: usize, action: fn(usize) -> Value) -> Document {
    actions_of(n, list(n, action))
}

fn removed_values(n: usize) -> Document {
    let mut tree = tree(1);
    tree["x-list"] = list(n, |i| json!({ "a": i }));
    Document::Overlaid(tree, overlay(&json!([{ "target": "$['x-list'][::2]", "remove": true }])))
}

fn values_in_an_update(n: usize) -> Document {
    let update = json!({ "x-list": list(n, |i| json!(i)), "x-map": members(n, |i| (format!("k{i}"), json!(i))) });
    let action = json!({ "target": "$", "update": update });
    actions_of(
        1,
        json!([action, { "target": "$", "update": { "x-map": members(n, |i| (format!("k{i}"), json!(0))) } }]),
    )
}

/// Returns actions each of which copies the value that the previous one has copied to.
fn copies(n: usize) -> Document {
    let copy = |i| json!({ "target": "$.paths['/a0']", "copy": format!("$.paths['/a{i}'].get.responses") });
    actions(n, copy)
}

fn configured(tree: Value, table: &str, lines: impl Iterator<Item = String>) -> Document {
    Document::Configured(tree, format!("[{table}]\n{}\n", lines.collect::<Vec<String>>().join("\n")))
}

fn configured_names(n: usize) -> Document {
    let lines = (0..n).map(|i| format!("\"GET /a{i}\" = \"Name{}\"", n - i));
    configured(tree(n), "names", lines)
}

/// Returns tags all of which have one configured name.
fn configured_tags(n: usize) -> Document {
    let item =
        |i| json!({ "get": { "operationId": format!("a{i}"), "tags": [format!("t{i}")], "responses": empty() } });
    let mut tree = document(members(n, |i| (format!("/a{i}"), item(i))), json!({}));
    tree["tags"] = list(n, |i| json!({ "name": format!("t{i}") }));
    configured(tree, "names", (0..n).map(|i| format!("\"#/tags/{i}\" = \"all\"")))
}

fn included(n: usize, pattern: fn(usize) -> String) -> Document {
    let mut tree = tree(1);
    tree["components"]["schemas"] = members(n, |i| (format!("S{i}x"), json!({ "properties": { "a": string() } })));
    let patterns: Vec<String> = (0..n).map(|i| format!("\"{}\"", pattern(i))).collect();
    configured(tree, "include", std::iter::once(format!("schemas = [{}]", patterns.join(", "))))
}

fn stars(n: usize) -> Document {
    let name = "a".repeat(n);
    let mut tree = tree(1);
    tree["paths"]["/b"] = json!({ "get": { "operationId": "b", "responses": super::document::ok(to(&name)) } });
    tree["components"]["schemas"] = json!({ name: string() });
    configured(tree, "include", std::iter::once(format!("schemas = [\"{}b\", \"*\"]", "*a".repeat(n.min(2000)))))
}
