//! Documents with two large collections that are looked up in each other.

use serde_json::{Value, json};

use super::document::{Document, Row, document, empty, list, members, ok, operation, responding, schema, string, to};

/// The rows about pairs of lists.
pub(super) const ROWS: &[Row] = &[
    Row { name: "errors written in place", document: |n| failing(n, |i| closed(&format!("p{i}"))) },
    Row { name: "equal errors written in place", document: |n| failing(n, |_| closed("p")) },
    Row { name: "errors that are components", document: |n| failing(n, |i| to(&format!("E{i}"))) },
    Row { name: "media types of an error", document: media_types_of_an_error },
    Row { name: "names of enum values", document: names_of_enum_values },
    Row { name: "allOf of two enums", document: allof_of_enums },
    Row { name: "default list of enum values", document: default_list },
    Row { name: "defaults of one enum", document: defaults_of_one_enum },
    Row { name: "encodings without a property", document: |n| encodings(n, "q") },
    Row { name: "style of form fields", document: |n| encodings(n, "p") },
    Row { name: "aliases of a discriminator", document: aliases_of_a_discriminator },
    Row { name: "constants of oneOf", document: constants_of_one_of },
    Row { name: "oneOf chain, last first", document: |n| backwards(n, |next| json!({ "oneOf": [next, closed("a")] })) },
    Row { name: "lists in a chain, last first", document: |n| backwards(n, |next| json!({ "items": next })) },
    Row {
        name: "tuples of two equal tuples",
        document: |n| backwards(n, |next| json!({ "prefixItems": [next, next] })),
    },
    Row { name: "objects of two equal objects", document: |n| backwards(n, |next| pair_of(&next)) },
    Row { name: "oneOf of two equal unions", document: |n| backwards(n, |next| one_of_lists(&next)) },
    Row { name: "allOf of two equal schemas", document: |n| backwards(n, |next| json!({ "allOf": [next, next] })) },
    Row { name: "servers with a variable each", document: servers_with_variables },
    Row { name: "undeclared server variables", document: undeclared_variables },
    Row { name: "headers of many responses", document: headers_of_many_responses },
    Row { name: "references to a response", document: references_to_a_response },
    Row { name: "references to a media type", document: references_to_a_media_type },
    Row { name: "webhooks with a discriminator", document: webhooks_with_a_discriminator },
    Row { name: "Swagger consumes", document: |n| swagger(n.div_ceil(2), 1) },
    Row { name: "Swagger consumes of many operations", document: |n| swagger(n.isqrt(), n.isqrt()) },
    Row { name: "Swagger form fields", document: swagger_form },
    Row { name: "Swagger inheritance", document: swagger_inheritance },
    Row { name: "Swagger inheritance in a chain", document: swagger_inheritance_chain },
    Row { name: "inheritance in a chain", document: inheritance_chain },
    Row { name: "fields of a form that a path has, too", document: overridden_fields },
];

fn closed(property: &str) -> Value {
    json!({ "type": "object", "required": [property], "properties": { property: string() } })
}

/// Returns operations with these error bodies.
fn failing(n: usize, body: fn(usize) -> Value) -> Document {
    let responses = |i| {
        let mut responses = empty();
        responses["400"] = ok(body(i))["200"].clone();
        responses
    };
    let item = |i| json!({ "get": { "operationId": format!("a{i}"), "responses": responses(i) } });
    let schemas = members(n, |i| (format!("E{i}"), closed(&format!("p{i}"))));
    Document::Json(document(members(n, |i| (format!("/a{i}"), item(i))), json!({ "schemas": schemas })))
}

fn media_types_of_an_error(n: usize) -> Document {
    let content = members(n, |i| (format!("application/x{i}+json"), json!({ "schema": closed(&format!("p{i}")) })));
    let responses = json!({ "200": empty()["200"], "400": { "description": "no", "content": content } });
    Document::Json(document(operation(json!({ "responses": responses })), json!({})))
}

fn names_of_enum_values(n: usize) -> Document {
    let named = |i| json!({ "value": format!("v{i}"), "name": format!("N{i}"), "description": "text" });
    schema(json!({ "enum": list(n, |i| json!(format!("v{i}"))), "x-ms-enum": { "values": list(n, named) } }))
}

fn values(n: usize) -> Value {
    list(n, |i| json!(format!("v{i}")))
}

fn allof_of_enums(n: usize) -> Document {
    let backwards = list(n, |i| json!(format!("v{}", n - i)));
    schema(json!({ "allOf": [{ "enum": values(n) }, { "enum": backwards }] }))
}

fn default_list(n: usize) -> Document {
    let schemas = json!({
        "V": { "type": "string", "enum": values(n) },
        "S": { "type": "object", "properties": { "a": { "type": "array", "items": to("V"), "default": values(n) } } },
    });
    responding(to("S"), schemas)
}

fn defaults_of_one_enum(n: usize) -> Document {
    let property = |i| (format!("p{i}"), json!({ "allOf": [to("V")], "default": format!("v{}", n - 1 - i) }));
    let schemas = json!({
        "V": { "type": "string", "enum": values(n) },
        "S": { "type": "object", "properties": members(n, property) },
    });
    responding(to("S"), schemas)
}

fn encodings(n: usize, prefix: &str) -> Document {
    let schema = json!({ "type": "object", "properties": members(n, |i| (format!("p{i}"), string())) });
    let encoding = members(n, |i| (format!("{prefix}{}", n - 1 - i), json!({ "style": "form", "explode": true })));
    let content = json!({ "application/x-www-form-urlencoded": { "schema": schema, "encoding": encoding } });
    let body = json!({ "requestBody": { "content": content }, "responses": empty() });
    Document::Json(document(operation(body), json!({})))
}

/// Returns a union whose variants have two discriminator values each.
fn aliases_of_a_discriminator(n: usize) -> Document {
    let n = n.div_ceil(2);
    let target = |i: usize| json!(format!("#/components/schemas/V{}", i % n));
    let mapping = members(2 * n, |i| (format!("m{i}"), target(i)));
    let mut schemas = members(n, |i| (format!("V{i}"), closed("t")));
    schemas["S"] = json!({
        "oneOf": list(n, |i| to(&format!("V{i}"))), "discriminator": { "propertyName": "t", "mapping": mapping },
    });
    responding(to("S"), schemas)
}

fn constants_of_one_of(n: usize) -> Document {
    let variant = |i| json!({ "type": "object", "properties": { "t": { "const": format!("v{i}") }, "a": string() } });
    schema(json!({ "oneOf": list(n, variant) }))
}

fn pair_of(part: &Value) -> Value {
    json!({ "type": "object", "required": ["a"], "properties": { "a": part, "b": part } })
}

fn one_of_lists(part: &Value) -> Value {
    json!({ "oneOf": [{ "type": "array", "items": part }, { "type": "object", "additionalProperties": part }] })
}

/// Returns schemas each of which refers to the previous one.
fn backwards(n: usize, link: fn(Value) -> Value) -> Document {
    let one = |i: usize| if i == 0 { string() } else { link(to(&format!("S{:08}", i - 1))) };
    responding(to(&format!("S{:08}", n - 1)), members(n, |i| (format!("S{i:08}"), one(i))))
}

fn with_servers(servers: Value) -> Document {
    let mut tree = document(operation(json!({ "responses": empty() })), json!({}));
    tree["servers"] = servers;
    Document::Json(tree)
}

fn servers_with_variables(n: usize) -> Document {
    with_servers(list(n, |i| {
        let variables = json!({ "a": { "default": format!("d{i}") } });
        json!({ "url": "https://{a}.example", "variables": variables })
    }))
}

fn undeclared_variables(n: usize) -> Document {
    let url = (0..n).map(|i| format!("/{{v{i}}}")).collect::<Vec<String>>().concat();
    with_servers(json!([{ "url": format!("https://x.example{url}") }]))
}

/// Returns operations that have `n` response headers in total.
fn headers_of_many_responses(n: usize) -> Document {
    let header = |i| json!({ "headers": { format!("X-H{i}"): { "schema": string() } }, "description": "ok" });
    let item = |i| json!({ "get": { "operationId": format!("a{i}"), "responses": { "200": header(i) } } });
    Document::Json(document(members(n, |i| (format!("/a{i}"), item(i))), json!({})))
}

fn references_to_a_response(n: usize) -> Document {
    let responses = json!({ "200": { "$ref": "#/components/responses/R" } });
    let item = |i| json!({ "get": { "operationId": format!("a{i}"), "responses": responses } });
    let headers = members(n, |i| (format!("X-H{i}"), json!({ "schema": string() })));
    let components = json!({ "responses": { "R": { "description": "ok", "headers": headers } } });
    Document::Json(document(members(n, |i| (format!("/a{i}"), item(i))), components))
}

fn references_to_a_media_type(n: usize) -> Document {
    let body = json!({ "content": { "multipart/form-data": { "$ref": "#/components/mediaTypes/M" } } });
    let item = |i| json!({ "post": { "operationId": format!("a{i}"), "requestBody": body, "responses": empty() } });
    let encoding = members(n, |i| (format!("p{i}"), json!({ "style": "form" })));
    let properties = members(n, |i| (format!("p{i}"), string()));
    let components = json!({
        "mediaTypes": { "M": { "schema": to("S"), "encoding": encoding } },
        "schemas": { "S": { "type": "object", "properties": properties } },
    });
    let mut document = document(members(n, |i| (format!("/a{i}"), item(i))), components);
    document["openapi"] = json!("3.2.0");
    Document::Json(document)
}

fn webhooks_with_a_discriminator(n: usize) -> Document {
    let variant =
        |i| json!({ "type": "object", "required": ["t"], "properties": { "t": { "const": format!("v{i}") } } });
    let webhook = |i| {
        let content = json!({ "application/json": { "schema": to(&format!("V{i}")) } });
        json!({ "post": { "requestBody": { "content": content }, "responses": empty() } })
    };
    let schemas = members(n, |i| (format!("V{i}"), variant(i)));
    let mut tree = document(operation(json!({ "responses": empty() })), json!({ "schemas": schemas }));
    tree["webhooks"] = members(n, |i| (format!("w{i}"), webhook(i)));
    Document::Json(tree)
}

fn swagger_document(paths: Value, definitions: Value) -> Value {
    json!({
        "swagger": "2.0", "info": { "title": "T", "version": "1" }, "host": "x.example",
        "paths": paths, "definitions": definitions,
    })
}

/// Returns an OpenAPI 2.0 document whose operations inherit the media types of the document.
fn swagger(types: usize, operations: usize) -> Document {
    let schema = json!({ "type": "object", "properties": { "a": string() } });
    let success = json!({ "200": { "description": "ok", "schema": schema } });
    let post = json!({ "parameters": [{ "in": "body", "name": "b", "schema": schema }], "responses": success });
    let paths = members(operations, |i| (format!("/a{i}"), json!({ "post": post })));
    let mut tree = swagger_document(paths, json!({}));
    tree["consumes"] = list(types, |i| json!(format!("application/x{i}+json")));
    tree["produces"] = tree["consumes"].clone();
    Document::Json(tree)
}

fn swagger_form(n: usize) -> Document {
    let field = |i| json!({ "in": "formData", "name": format!("f{i}"), "type": "string", "collectionFormat": "csv" });
    let post = json!({ "parameters": list(n, field), "responses": empty() });
    Document::Json(swagger_document(json!({ "/a": { "post": post } }), json!({})))
}

fn swagger_inheritance(n: usize) -> Document {
    let base = json!({ "$ref": "#/definitions/Base" });
    let child = |i| json!({ "allOf": [base, closed(&format!("q{i}"))], "x-discriminator-value": format!("v{i}") });
    let mut definitions = members(n, |i| (format!("S{i}"), child(i)));
    definitions["Base"] =
        json!({ "type": "object", "required": ["t"], "properties": { "t": string() }, "discriminator": "t" });
    let success = json!({ "200": { "description": "ok", "schema": base } });
    Document::Json(swagger_document(json!({ "/a": { "get": { "responses": success } } }), definitions))
}

/// Returns schemas each of which extends the previous one and has a discriminator.
fn swagger_inheritance_chain(n: usize) -> Document {
    let one = |i: usize| {
        let base = json!({ "$ref": format!("#/definitions/S{}", i.saturating_sub(1)) });
        let own = json!({ "type": "object", "properties": { "t": string() }, "discriminator": "t" });
        if i == 0 {
            own
        } else {
            json!({ "allOf": [base, own], "x-discriminator-value": format!("v{i}"), "discriminator": "t" })
        }
    };
    let success = json!({ "200": { "description": "ok", "schema": { "$ref": "#/definitions/S0" } } });
    let paths = json!({ "/a": { "get": { "responses": success } } });
    Document::Json(swagger_document(paths, members(n, |i| (format!("S{i}"), one(i)))))
}

fn inheritance_chain(n: usize) -> Document {
    let one = |i: usize| {
        let discriminator = json!({ "propertyName": "t" });
        let properties = json!({ "t": string() });
        let mut own = json!({ "type": "object", "properties": properties, "discriminator": discriminator });
        if i > 0 {
            own["allOf"] = json!([to(&format!("S{}", i - 1))]);
        }
        own
    };
    responding(to("S0"), members(n, |i| (format!("S{i}"), one(i))))
}

fn overridden_fields(n: usize) -> Document {
    let field = |i| json!({ "in": "formData", "name": format!("f{i}"), "type": "string" });
    let post = json!({ "parameters": list(n, field), "responses": empty() });
    Document::Json(swagger_document(json!({ "/a": { "parameters": list(n, field), "post": post } }), json!({})))
}
