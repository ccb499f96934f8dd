//! Documents whose operations use the same components, and chains of references between components of every kind.

use serde_json::{Value, json};

use super::document::{
    Document, Row, casing, document, empty, list, members, ok, operation, responding, schema, string, to,
};

/// The rows about components.
pub(super) const ROWS: &[Row] = &[
    Row { name: "references to a chain of schemas", document: references_to_a_chain },
    Row { name: "chain of parameters", document: |n| chained(n, "parameters", |to| json!({ "parameters": [to] })) },
    Row {
        name: "chain of responses",
        document: |n| chained(n, "responses", |to| json!({ "responses": { "200": to } })),
    },
    Row {
        name: "chain of request bodies",
        document: |n| chained(n, "requestBodies", |to| json!({ "requestBody": to })),
    },
    Row { name: "chain of headers", document: |n| chained(n, "headers", |to| of_response("headers", to)) },
    Row { name: "chain of links", document: |n| chained(n, "links", |to| of_response("links", to)) },
    Row { name: "chain of callbacks", document: |n| chained(n, "callbacks", |to| json!({ "callbacks": { "c": to } })) },
    Row { name: "chain of examples", document: |n| chained(n, "examples", |to| of_content("examples", to)) },
    Row { name: "chain of path items", document: chain_of_path_items },
    Row { name: "chain of security schemes", document: chain_of_security_schemes },
    Row { name: "operations with one large body", document: |n| sharing(n, |to| body("application/json", to)) },
    Row {
        name: "operations with one large form",
        document: |n| sharing(n, |to| body("application/x-www-form-urlencoded", to)),
    },
    Row {
        name: "operations with one large form and an encoding",
        document: |n| sharing(n, |to| encoded("application/x-www-form-urlencoded", to)),
    },
    Row {
        name: "operations with one large multipart form",
        document: |n| sharing(n, |to| body("multipart/form-data", to)),
    },
    Row { name: "operations with one large response", document: |n| sharing(n, |to| json!({ "responses": ok(to) })) },
    Row { name: "operations with one large error", document: |n| sharing(n, one_error) },
    Row { name: "operations with one large parameter", document: |n| sharing(n, |to| parameter(&to, "deepObject")) },
    Row { name: "operations with one large exploded parameter", document: |n| sharing(n, |to| parameter(&to, "form")) },
    Row { name: "operations with one long enumeration", document: operations_with_an_enumeration },
    Row { name: "parents that list their children", document: parents_of_children },
    Row { name: "oneOf of descendants", document: one_of_descendants },
    Row { name: "oneOf beside each descendant", document: one_of_beside_descendants },
    Row {
        name: "allOf of one base with required",
        document: |n| based(n, json!({ "required": list(n, |i| json!(format!("r{i}"))) })),
    },
    Row {
        name: "allOf of one enumeration",
        document: |n| based(n, json!({ "enum": list(n, |i| json!(format!("v{i}"))) })),
    },
    Row {
        name: "allOf of one base with extensions",
        document: |n| based(n, members(n, |i| (format!("x-{i}"), json!(i)))),
    },
    Row {
        name: "allOf of one oneOf",
        document: |n| based(n, json!({ "oneOf": list(n, |i| closed(&format!("k{i}"))) })),
    },
    Row {
        name: "allOf of one tuple",
        document: |n| based(n, json!({ "prefixItems": list(n, |_| string()), "items": false })),
    },
    Row {
        name: "allOf of one map of patterns",
        document: |n| based(n, json!({ "patternProperties": members(n, |i| (format!("^p{i}"), string())) })),
    },
    Row { name: "allOf of one list of conditions", document: |n| based(n, json!({ "allOf": list(n, condition) })) },
    Row {
        name: "allOf of one base with an example",
        document: |n| based(n, json!({ "example": list(n, |i| json!(i)) })),
    },
    Row {
        name: "allOf of one base with a description",
        document: |n| based(n, json!({ "type": "object", "description": "text ".repeat(n) })),
    },
    Row { name: "inheritance with a mapping", document: inheritance_with_a_mapping },
    Row { name: "mapping to one schema", document: mapping_to_one_schema },
    Row { name: "allOf of equal properties", document: allof_of_equal_properties },
    Row { name: "allOf of required lists", document: allof_of_required_lists },
    Row { name: "schemas of one name in other cases", document: schemas_in_other_cases },
    Row { name: "dependent schemas", document: |n| schema(dependent(n)) },
    Row { name: "conditions", document: |n| schema(json!({ "type": "object", "allOf": list(n, condition) })) },
];

/// Returns properties that refer to the start of a chain of schemas.
fn references_to_a_chain(n: usize) -> Document {
    let mut schemas = members(n, |i| (format!("S{i}"), to(&format!("S{}", i + 1))));
    schemas[format!("S{n}")] = string();
    responding(
        json!({ "type": "object", "properties": members(n, |i| (format!("p{i}"), to(&format!("S{}", i % 9)))) }),
        schemas,
    )
}

/// Returns operations each of which refers to a component of a kind, each of which refers to the next one.
fn chained(n: usize, kind: &str, operation: fn(Value) -> Value) -> Document {
    let reference = |i| json!({ "$ref": format!("#/components/{kind}/C{i}") });
    let item = |i| {
        let mut own = operation(reference(i));
        if own.get("responses").is_none() {
            own["responses"] = empty();
        }
        (format!("/a{i}"), json!({ "post": own }))
    };
    let mut components = members(n, |i| (format!("C{i}"), reference(i + 1)));
    components[format!("C{n}")] = end(kind);
    Document::Json(document(members(n, item), json!({ kind: components })))
}

/// Returns the last component of a chain.
fn end(kind: &str) -> Value {
    match kind {
        "parameters" => json!({ "name": "p", "in": "query", "schema": string() }),
        "responses" => json!({ "description": "ok", "content": { "application/json": { "schema": string() } } }),
        "requestBodies" => json!({ "content": { "application/json": { "schema": string() } } }),
        "headers" => json!({ "schema": string() }),
        "links" => json!({ "operationId": "a" }),
        "callbacks" => json!({ "{$request.body#/u}": { "post": { "responses": empty() } } }),
        _ => json!({ "value": "text" }),
    }
}

fn of_response(key: &str, to: Value) -> Value {
    json!({ "responses": { "200": { "description": "ok", key: { "X-A": to } } } })
}

fn of_content(key: &str, to: Value) -> Value {
    let content = json!({ "application/json": { "schema": string(), key: { "e": to } } });
    json!({ "responses": { "200": { "description": "ok", "content": content } } })
}

fn chain_of_path_items(n: usize) -> Document {
    let reference = |i| json!({ "$ref": format!("#/components/pathItems/C{i}") });
    let mut items = members(n, |i| (format!("C{i}"), reference(i + 1)));
    items[format!("C{n}")] = json!({ "get": { "responses": empty() } });
    Document::Json(document(members(n, |i| (format!("/a{i}"), reference(i))), json!({ "pathItems": items })))
}

fn chain_of_security_schemes(n: usize) -> Document {
    let reference = |i| json!({ "$ref": format!("#/components/securitySchemes/C{i}") });
    let mut schemes = members(n, |i| (format!("C{i}"), reference(i + 1)));
    schemes[format!("C{n}")] = json!({ "type": "http", "scheme": "bearer" });
    let mut tree = document(operation(json!({ "responses": empty() })), json!({ "securitySchemes": schemes }));
    tree["security"] = list(n, |i| json!({ format!("C{i}"): [] }));
    Document::Json(tree)
}

/// Returns operations that use the same schema, which has as many properties as there are operations.
fn sharing(n: usize, operation: fn(Value) -> Value) -> Document {
    let item = |i| {
        let mut own = operation(to("S"));
        own["operationId"] = json!(format!("a{i}"));
        if own.get("responses").is_none() {
            own["responses"] = empty();
        }
        (format!("/a{i}"), json!({ "post": own }))
    };
    let required = list(n, |i| json!(format!("p{i}")));
    let properties = members(n, |i| (format!("p{i}"), string()));
    let large = json!({ "type": "object", "required": required, "properties": properties });
    Document::Json(document(members(n, item), json!({ "schemas": { "S": large } })))
}

fn body(media_type: &str, to: Value) -> Value {
    json!({ "requestBody": { "required": true, "content": { media_type: { "schema": to } } } })
}

fn encoded(media_type: &str, to: Value) -> Value {
    let mut own = body(media_type, to);
    own["requestBody"]["content"][media_type]["encoding"] = json!({ "p0": { "allowReserved": true } });
    own
}

fn one_error(to: Value) -> Value {
    let mut responses = empty();
    responses["400"] = ok(to)["200"].clone();
    json!({ "responses": responses })
}

fn parameter(to: &Value, style: &str) -> Value {
    json!({ "parameters": [{ "name": "p", "in": "query", "style": style, "explode": true, "schema": to }] })
}

fn operations_with_an_enumeration(n: usize) -> Document {
    let query = json!([{ "name": "p", "in": "query", "schema": to("E") }]);
    let item = |i| json!({ "get": { "operationId": format!("a{i}"), "parameters": query, "responses": empty() } });
    let values =
        json!({ "type": "string", "enum": list(n, |i| json!(format!("v{i}"))), "default": format!("v{}", n - 1) });
    Document::Json(document(members(n, |i| (format!("/a{i}"), item(i))), json!({ "schemas": { "E": values } })))
}

fn closed(property: &str) -> Value {
    json!({ "type": "object", "required": [property], "properties": { property: string() } })
}

/// Returns a schema with a discriminator that lists its children in `oneOf`, and children that extend it.
fn parents_of_children(n: usize) -> Document {
    let mut schemas = members(n, |i| (format!("S{i}"), json!({ "allOf": [to("Base"), closed(&format!("q{i}"))] })));
    schemas["Base"] = json!({
        "type": "object", "required": ["t"], "properties": { "t": string() },
        "oneOf": list(n, |i| to(&format!("S{i}"))), "discriminator": { "propertyName": "t" },
    });
    responding(to("Base"), schemas)
}

/// Returns schemas that extend the same base.
fn based(n: usize, base: Value) -> Document {
    let mut schemas =
        members(n, |i| (format!("S{i}"), json!({ "allOf": [to("Base"), { "description": format!("s{i}") }] })));
    schemas["Base"] = base;
    responding(
        json!({ "type": "object", "properties": members(n, |i| (format!("s{i}"), to(&format!("S{i}")))) }),
        schemas,
    )
}

fn inheritance_with_a_mapping(n: usize) -> Document {
    let mut schemas = members(n, |i| (format!("S{i}"), json!({ "allOf": [to("Base"), closed(&format!("q{i}"))] })));
    let mapping = members(n, |i| (format!("m{i}"), json!(format!("#/components/schemas/S{i}"))));
    schemas["Base"] = json!({
        "type": "object", "required": ["t"], "properties": { "t": string() },
        "discriminator": { "propertyName": "t", "mapping": mapping },
    });
    responding(to("Base"), schemas)
}

/// Returns a chain in which each schema extends the previous one.
fn descending(n: usize) -> Value {
    members(n, |i| {
        let own = closed(&format!("q{}", i % 9));
        let base = to(&format!("S{}", i.saturating_sub(1)));
        (format!("S{i}"), if i == 0 { own } else { json!({ "allOf": [base, own] }) })
    })
}

/// Returns a schema with a `oneOf` of all its descendants, each of which extends the previous one.
fn one_of_descendants(n: usize) -> Document {
    let mut schemas = descending(n);
    schemas["S0"]["oneOf"] = list(n - 1, |i| to(&format!("S{}", i + 1)));
    responding(to("S0"), schemas)
}

/// Returns schemas each of which has a `oneOf` of the last descendant of another one.
fn one_of_beside_descendants(n: usize) -> Document {
    let mut schemas = descending(n);
    for i in 0..n {
        let mut own = closed("u");
        own["oneOf"] = json!([to(&format!("S{}", n - 1))]);
        schemas[format!("U{i}")] = own;
    }
    responding(
        json!({ "type": "object", "properties": members(n, |i| (format!("u{i}"), to(&format!("U{i}")))) }),
        schemas,
    )
}

fn mapping_to_one_schema(n: usize) -> Document {
    let mapping = members(n, |i| (format!("m{i}"), json!("#/components/schemas/V")));
    let union = json!({ "oneOf": [to("V"), to("W")], "discriminator": { "propertyName": "t", "mapping": mapping } });
    responding(to("S"), json!({ "V": closed("t"), "W": closed("t"), "S": union }))
}

fn allof_of_equal_properties(n: usize) -> Document {
    let own = json!({ "type": "object", "properties": members(n, |i| (format!("p{i}"), json!({ "maxLength": 3 }))) });
    let other = json!({ "type": "object", "properties": members(n, |i| (format!("p{}", n - 1 - i), string())) });
    schema(json!({ "allOf": [own, other] }))
}

fn allof_of_required_lists(n: usize) -> Document {
    let n = n.isqrt().max(2);
    let required = json!({ "required": list(n, |i| json!(format!("r{i}"))) });
    schema(json!({ "type": "object", "allOf": list(n, |_| required.clone()) }))
}

fn schemas_in_other_cases(n: usize) -> Document {
    let schemas = members(n, |i| (casing(i), json!({ "type": "object", "properties": { "x": string() } })));
    responding(object_of(n), schemas)
}

fn object_of(n: usize) -> Value {
    json!({ "type": "object", "properties": members(n, |i| (format!("p{i}"), to(&casing(i)))) })
}

fn dependent(n: usize) -> Value {
    let schemas = members(n, |i| (format!("p{i}"), closed(&format!("q{i}"))));
    let required = members(n, |i| (format!("p{i}"), json!([format!("r{i}")])));
    json!({ "type": "object", "dependentSchemas": schemas, "dependentRequired": required })
}

fn condition(i: usize) -> Value {
    let value = json!({ "properties": { "t": { "const": format!("v{i}") } } });
    json!({ "if": value, "then": closed(&format!("q{i}")), "else": { "not": closed(&format!("r{i}")) } })
}
