//! Documents with many operations, or with large operations.

use serde_json::{Value, json};

use super::document::{Document, Row, casing, document, empty, folding, list, members, ok, operation, string, to};

/// The rows about operations and their parts.
pub(super) const ROWS: &[Row] = &[
    Row { name: "operations", document: |n| operations(n, |i| json!({ "operationId": format!("a{i}") })) },
    Row { name: "operations with one id", document: |n| operations(n, |_| json!({ "operationId": "same" })) },
    Row { name: "operations of one name", document: |n| operations(n, |i| json!({ "operationId": folding(i) })) },
    Row { name: "operations without an id", document: |n| operations(n, |_| json!({})) },
    Row { name: "operations with bodies", document: operations_with_bodies },
    Row {
        name: "tags",
        document: |n| operations(n, |i| json!({ "operationId": format!("a{i}"), "tags": [format!("t{i}")] })),
    },
    Row {
        name: "tags of one name",
        document: |n| operations(n, |i| json!({ "operationId": format!("a{i}"), "tags": [folding(i)] })),
    },
    Row { name: "tags of one operation", document: |n| one(json!({ "tags": list(n, |i| json!(format!("t{i}"))) })) },
    Row { name: "declared tags", document: |n| with("tags", list(n, |i| json!({ "name": format!("t{i}") }))) },
    Row { name: "parameters", document: |n| one(json!({ "parameters": list(n, |i| query(&format!("p{i}"))) })) },
    Row { name: "parameters of one name", document: |n| one(json!({ "parameters": list(n, |i| query(&folding(i))) })) },
    Row { name: "equal parameters", document: |n| one(json!({ "parameters": list(n, |_| query("p")) })) },
    Row { name: "parameters of a path", document: parameters_of_a_path },
    Row {
        name: "header parameters",
        document: |n| {
            let header = |i| json!({ "name": format!("X-P{i}"), "in": "header", "schema": string() });
            one(json!({ "parameters": list(n, header) }))
        },
    },
    Row { name: "path parameters", document: paths_with_parameters },
    Row { name: "path parameters of one path", document: |n| path_parameters(n, true) },
    Row { name: "undeclared path parameters", document: |n| path_parameters(n, false) },
    Row { name: "segments of a path", document: |n| at(&"/a".repeat(n)) },
    Row { name: "text in a path", document: |n| at(&format!("/{}", "a".repeat(n))) },
    Row { name: "media types", document: |n| one(json!({ "requestBody": { "content": media_types(n) } })) },
    Row {
        name: "media types of a response",
        document: |n| one(json!({ "responses": { "200": { "description": "ok", "content": media_types(n) } } })),
    },
    Row {
        name: "raw media types of a response",
        document: |n| {
            let content = members(n, |i| (format!("application/x{i}"), json!({})));
            one(json!({ "responses": { "200": { "description": "ok", "content": content } } }))
        },
    },
    Row { name: "forms named after operations", document: forms_of_operations },
    Row { name: "form fields", document: |n| body(n, "application/x-www-form-urlencoded") },
    Row { name: "multipart fields", document: |n| body(n, "multipart/form-data") },
    Row { name: "encodings", document: encodings },
    Row { name: "responses", document: responses },
    Row { name: "response headers", document: response_headers },
    Row { name: "links", document: links },
    Row { name: "callbacks", document: callbacks },
    Row { name: "callback expressions", document: callback_expressions },
    Row { name: "webhooks", document: |n| with("webhooks", members(n, |i| (format!("w{i}"), webhook(i)))) },
    Row { name: "references to a path item", document: references_to_a_path_item },
    Row { name: "examples", document: examples },
    Row { name: "servers", document: |n| with("servers", list(n, server)) },
    Row { name: "servers of an operation", document: |n| one(json!({ "servers": list(n, server) })) },
    Row { name: "server variables", document: server_variables },
    Row { name: "values of a server variable", document: server_values },
    Row { name: "security schemes", document: |n| secured(n, 1) },
    Row { name: "security of all operations", document: |n| secured(n, n) },
    Row { name: "security schemes of one operation each", document: secured_differently },
    Row { name: "scopes", document: scopes },
    Row { name: "extensions", document: |n| one(members(n, |i| (format!("x-{i}"), json!(i)))) },
    Row { name: "extensions of operations", document: |n| operations(n, |i| json!({ "x-a": { "b": i }, "x-b": [i] })) },
    Row { name: "equal declared tags", document: |n| with("tags", list(n, |_| json!({ "name": "t" }))) },
    Row { name: "equal tags of one operation", document: |n| one(json!({ "tags": list(n, |_| json!("t")) })) },
    Row {
        name: "operations in other cases",
        document: |n| operations(n, |i| json!({ "operationId": casing(i), "tags": [casing(i)] })),
    },
    Row { name: "security schemes of one name", document: security_schemes_of_one_name },
    Row { name: "webhooks of one name", document: |n| with("webhooks", members(n, |i| (folding(i), webhook(i)))) },
    Row { name: "response headers of one name", document: response_headers_of_one_name },
    Row { name: "Swagger operations", document: swagger },
];

fn security_schemes_of_one_name(n: usize) -> Document {
    let scheme = |i| json!({ "type": "apiKey", "in": "header", "name": format!("X-K{i}") });
    let components = json!({ "securitySchemes": members(n, |i| (folding(i), scheme(i))) });
    let mut tree = document(operation(json!({ "responses": empty() })), components);
    tree["security"] = list(n, |i| json!({ folding(i): [] }));
    Document::Json(tree)
}

fn response_headers_of_one_name(n: usize) -> Document {
    let headers = members(n, |i| (folding(i), json!({ "schema": string() })));
    one(json!({ "responses": { "200": { "description": "ok", "headers": headers } } }))
}

fn operations(n: usize, operation: impl Fn(usize) -> Value) -> Document {
    let with_responses = |i| {
        let mut operation = operation(i);
        operation["responses"] = empty();
        operation
    };
    Document::Json(document(members(n, |i| (format!("/a{i}"), json!({ "get": with_responses(i) }))), json!({})))
}

fn operations_with_bodies(n: usize) -> Document {
    let body = |i: usize| {
        let name = format!("p{i}");
        json!({ "content": { "application/json": { "schema": { "type": "object", "properties": { name: string() } } } } })
    };
    operations(n, |i| json!({ "operationId": format!("a{i}"), "requestBody": body(i) }))
}

/// Returns a document with one operation. If `content` has no responses, the operation has an empty response.
fn one(mut content: Value) -> Document {
    if content.get("responses").is_none() {
        content["responses"] = empty();
    }
    Document::Json(document(operation(content), json!({})))
}

/// Returns a document with one operation and another member beside `paths`.
fn with(key: &str, value: Value) -> Document {
    let mut tree = document(operation(json!({ "responses": empty() })), json!({}));
    tree[key] = value;
    Document::Json(tree)
}

fn query(name: &str) -> Value {
    json!({ "name": name, "in": "query", "schema": string() })
}

fn parameters_of_a_path(n: usize) -> Document {
    let of =
        |id| json!({ "operationId": id, "parameters": list(n, |i| query(&format!("p{i}"))), "responses": empty() });
    let item = json!({ "parameters": list(n, |i| query(&format!("p{i}"))), "get": of("a"), "put": of("b") });
    Document::Json(document(json!({ "/a": item }), json!({})))
}

/// Returns paths with 100 parameters each.
fn paths_with_parameters(n: usize) -> Document {
    let template = (0..100).map(|i| format!("/{{p{i}}}")).collect::<Vec<String>>().concat();
    let parameter = |i| json!({ "name": format!("p{i}"), "in": "path", "required": true, "schema": string() });
    let operation = json!({ "parameters": list(100, parameter), "responses": empty() });
    Document::Json(document(members(n, |i| (format!("/a{i}{template}"), json!({ "get": operation }))), json!({})))
}

fn path_parameters(n: usize, declared: bool) -> Document {
    let template = (0..n).map(|i| format!("/{{p{i}}}")).collect::<Vec<String>>().concat();
    let parameter = |i| json!({ "name": format!("p{i}"), "in": "path", "required": true, "schema": string() });
    let parameters = list(if declared { n } else { 0 }, parameter);
    let operation = json!({ "operationId": "a", "parameters": parameters, "responses": empty() });
    Document::Json(document(json!({ template: { "get": operation } }), json!({})))
}

fn at(path: &str) -> Document {
    Document::Json(document(json!({ path: { "get": { "responses": empty() } } }), json!({})))
}

fn media_types(n: usize) -> Value {
    members(n, |i| {
        let name = format!("p{i}");
        (format!("application/x{i}+json"), json!({ "schema": { "type": "object", "properties": { name: string() } } }))
    })
}

fn body(n: usize, media_type: &str) -> Document {
    let schema = json!({ "type": "object", "properties": members(n, |i| (format!("p{i}"), string())) });
    one(json!({ "requestBody": { "content": { media_type: { "schema": schema } } } }))
}

fn encodings(n: usize) -> Document {
    let schema = json!({ "type": "object", "properties": members(n, |i| (format!("p{i}"), string())) });
    let encoding = members(n, |i| (format!("p{i}"), json!({ "contentType": "text/plain" })));
    one(json!({ "requestBody": { "content": { "multipart/form-data": { "schema": schema, "encoding": encoding } } } }))
}

/// Returns operations whose bodies are components that are named as `FastAPI` names them.
fn forms_of_operations(n: usize) -> Document {
    let id = |i| format!("f{i}_a{i}_post");
    let body = |i| json!({ "content": { "application/json": { "schema": to(&format!("Body_{}", id(i))) } } });
    let post = |i| json!({ "post": { "operationId": id(i), "requestBody": body(i), "responses": empty() } });
    let object = json!({ "type": "object", "properties": { "a": string() } });
    let schemas = members(n, |i| (format!("Body_{}", id(i)), object.clone()));
    Document::Json(document(members(n, |i| (format!("/a{i}"), post(i))), json!({ "schemas": schemas })))
}

fn responses(n: usize) -> Document {
    let status = |i: usize| (100 + i % 500).to_string();
    let response = |i: usize| {
        let properties = members(n.div_ceil(500), |j| (format!("p{i}x{j}"), string()));
        ok(json!({ "type": "object", "properties": properties }))["200"].clone()
    };
    one(json!({ "responses": members(n.min(500), |i| (status(i), response(i))) }))
}

fn response_headers(n: usize) -> Document {
    let headers = members(n, |i| (format!("X-H{i}"), json!({ "schema": string() })));
    one(json!({ "responses": { "200": { "description": "ok", "headers": headers } } }))
}

fn links(n: usize) -> Document {
    let links = members(n, |i| (format!("l{i}"), json!({ "operationId": "a" })));
    one(json!({ "responses": { "200": { "description": "ok", "links": links } } }))
}

fn webhook(i: usize) -> Value {
    let name = format!("p{i}");
    let schema = json!({ "type": "object", "properties": { name: string() } });
    json!({ "post": { "requestBody": { "content": { "application/json": { "schema": schema } } }, "responses": empty() } })
}

fn callbacks(n: usize) -> Document {
    one(json!({ "callbacks": members(n, |i| (format!("c{i}"), json!({ "{$request.body#/u}": webhook(i) }))) }))
}

fn callback_expressions(n: usize) -> Document {
    one(json!({ "callbacks": { "c": members(n, |i| (format!("{{$request.body#/u{i}}}"), webhook(i))) } }))
}

/// Returns `n` paths that refer to the same path item, which has `n` parameters.
fn references_to_a_path_item(n: usize) -> Document {
    let item = json!({ "$ref": "#/components/pathItems/P" });
    let operation = json!({ "parameters": list(n, |i| query(&format!("p{i}"))), "responses": empty() });
    let components = json!({ "pathItems": { "P": { "get": operation } } });
    Document::Json(document(members(n, |i| (format!("/p{i}"), item.clone())), components))
}

fn examples(n: usize) -> Document {
    let examples = members(n, |i| (format!("e{i}"), json!({ "value": i })));
    let content = json!({ "application/json": { "schema": string(), "examples": examples } });
    one(json!({ "responses": { "200": { "description": "ok", "content": content } } }))
}

fn server(i: usize) -> Value {
    let name = format!("a{i}");
    json!({
        "url": format!("https://{{{name}}}.x{i}.example"),
        "variables": { name: { "default": "d", "enum": ["d", "e"] } },
    })
}

fn server_variables(n: usize) -> Document {
    let url = (0..n).map(|i| format!("/{{v{i}}}")).collect::<Vec<String>>().concat();
    let variables = members(n, |i| (format!("v{i}"), json!({ "default": "d" })));
    with("servers", json!([{ "url": format!("https://x.example{url}"), "variables": variables }]))
}

fn server_values(n: usize) -> Document {
    let variable = json!({ "default": "d0", "enum": list(n, |i| json!(format!("d{i}"))) });
    with("servers", json!([{ "url": "https://{a}.example", "variables": { "a": variable } }]))
}

/// Returns security schemes that any operation can use.
fn secured(n: usize, operations: usize) -> Document {
    let scheme = |i| json!({ "type": "apiKey", "in": "header", "name": format!("X-K{i}") });
    let components = json!({ "securitySchemes": members(n, |i| (format!("k{i}"), scheme(i))) });
    let item = |i| json!({ "get": { "operationId": format!("a{i}"), "responses": empty() } });
    let mut tree = document(members(operations, |i| (format!("/a{i}"), item(i))), components);
    tree["security"] = list(n, |i| {
        let name = format!("k{i}");
        json!({ name: [] })
    });
    Document::Json(tree)
}

fn secured_differently(n: usize) -> Document {
    let scheme = |i| json!({ "type": "apiKey", "in": "header", "name": format!("X-K{i}") });
    let components = json!({ "securitySchemes": members(n, |i| (format!("k{i}"), scheme(i))) });
    let security = |i| json!([{ format!("k{i}"): [] }]);
    let get = |i| json!({ "get": { "operationId": format!("a{i}"), "security": security(i), "responses": empty() } });
    Document::Json(document(members(n, |i| (format!("/a{i}"), get(i))), components))
}

fn scopes(n: usize) -> Document {
    let flow =
        json!({ "tokenUrl": "https://x.example/t", "scopes": members(n, |i| (format!("s{i}"), json!("a scope"))) });
    let components =
        json!({ "securitySchemes": { "o": { "type": "oauth2", "flows": { "clientCredentials": flow } } } });
    let security = json!([{ "o": list(n, |i| json!(format!("s{i}"))) }]);
    Document::Json(document(operation(json!({ "security": security, "responses": empty() })), components))
}

fn swagger(n: usize) -> Document {
    let operation = |i: usize| {
        let schema = json!({ "$ref": format!("#/definitions/D{i}") });
        json!({ "post": { "parameters": [{ "in": "body", "name": "b", "schema": schema }], "responses": empty() } })
    };
    let definition = json!({ "type": "object", "properties": { "a": string(), "b": to("none") } });
    Document::Json(json!({
        "swagger": "2.0", "info": { "title": "T", "version": "1" }, "host": "x.example",
        "paths": members(n, |i| (format!("/a{i}"), operation(i))),
        "definitions": members(n, |i| (format!("D{i}"), definition.clone())),
    }))
}
