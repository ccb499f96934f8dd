//! Documents whose schemas are composed of many others.

use serde_json::{Value, json};

use super::document::{Document, Row, document, empty, list, members, operation, responding, schema, string, to};

/// The rows about `allOf`, `oneOf` and `anyOf`.
pub(super) const ROWS: &[Row] = &[
    Row { name: "allOf list", document: |n| schema(json!({ "allOf": list(n, |i| object(&format!("p{i}"))) })) },
    Row { name: "allOf list of references", document: |n| referring(n, "allOf", None) },
    Row { name: "allOf chain", document: allof_chain },
    Row { name: "allOf lattice", document: |n| lattice(n, |l, r| json!({ "allOf": [l, r] })) },
    Row { name: "allOf of one base", document: one_base },
    Row { name: "allOf of all before", document: all_before },
    Row { name: "allOf of lists of lists", document: lists_of_lists },
    Row { name: "allOf of oneOf", document: crossed },
    Row { name: "inheritance", document: inheritance },
    Row { name: "oneOf list", document: |n| schema(json!({ "oneOf": list(n, |i| object(&format!("k{i}"))) })) },
    Row { name: "oneOf list of references", document: |n| referring(n, "oneOf", None) },
    Row { name: "oneOf list of equal schemas", document: |n| schema(json!({ "oneOf": list(n, |_| object("k")) })) },
    Row {
        name: "oneOf list of constants",
        document: |n| schema(json!({ "oneOf": list(n, |i| json!({ "const": format!("v{i}") })) })),
    },
    Row { name: "oneOf lattice", document: |n| lattice(n, |l, r| json!({ "oneOf": [l, r] })) },
    Row { name: "oneOf of oneOf", document: unions_of_unions },
    Row { name: "required properties of oneOf in layers", document: sent_layers },
    Row { name: "models with required properties of one oneOf", document: sent_models },
    Row { name: "oneOf chain", document: |n| chain(n, |next| json!({ "oneOf": [next, { "type": "integer" }] })) },
    Row { name: "anyOf list", document: |n| schema(json!({ "anyOf": list(n, |i| object(&format!("k{i}"))) })) },
    Row { name: "anyOf of those behind", document: any_of_those_behind },
    Row {
        name: "discriminator",
        document: |n| {
            let target = |i| json!(format!("#/components/schemas/V{i}"));
            let mapping = members(n, |i| (format!("m{i}"), target(i)));
            referring(n, "oneOf", Some(json!({ "propertyName": "t", "mapping": mapping })))
        },
    },
    Row {
        name: "dangling mapping",
        document: |n| {
            let mapping = members(n, |i| (format!("m{i}"), json!(format!("#/components/schemas/V{i}x"))));
            referring(n, "oneOf", Some(json!({ "propertyName": "t", "mapping": mapping })))
        },
    },
    Row {
        name: "discriminator without mapping",
        document: |n| referring(n, "oneOf", Some(json!({ "propertyName": "t" }))),
    },
    Row {
        name: "property lattice",
        document: |n| {
            lattice(n, |l, r| json!({ "type": "object", "required": ["l", "r"], "properties": { "l": l, "r": r } }))
        },
    },
    Row { name: "references in a chain", document: |n| chain(n, |next| next) },
    Row {
        name: "objects in a chain",
        document: |n| chain(n, |next| json!({ "type": "object", "required": ["x"], "properties": { "x": next } })),
    },
    Row { name: "lists in a chain", document: |n| chain(n, |next| json!({ "type": "array", "items": next })) },
    Row { name: "maps in a chain", document: |n| chain(n, |next| json!({ "additionalProperties": next })) },
    Row { name: "nullable in a chain", document: |n| chain(n, |next| json!({ "anyOf": [next, { "type": "null" }] })) },
    Row { name: "objects in a ring", document: ring },
];

fn object(property: &str) -> Value {
    json!({ "type": "object", "required": [property], "properties": { property: string() } })
}

fn referring(n: usize, keyword: &str, discriminator: Option<Value>) -> Document {
    let variant = |i| {
        let name = format!("x{i}");
        json!({ "type": "object", "required": ["t"], "properties": { "t": string(), name: string() } })
    };
    let mut schemas = members(n, |i| (format!("V{i}"), variant(i)));
    schemas["S"] = json!({ keyword: list(n, |i| to(&format!("V{i}"))) });
    if let Some(discriminator) = discriminator {
        schemas["S"]["discriminator"] = discriminator;
    }
    responding(to("S"), schemas)
}

fn chain(n: usize, link: fn(Value) -> Value) -> Document {
    let mut schemas = members(n, |i| (format!("S{i}"), link(to(&format!("S{}", i + 1)))));
    schemas[format!("S{n}")] = string();
    responding(to("S0"), schemas)
}

fn ring(n: usize) -> Document {
    let next =
        |i| json!({ "type": "object", "required": ["x"], "properties": { "x": to(&format!("S{}", (i + 1) % n)) } });
    responding(to("S0"), members(n, |i| (format!("S{i}"), next(i))))
}

fn allof_chain(n: usize) -> Document {
    let mut schemas = members(n, |i| {
        let next = to(&format!("S{}", i + 1));
        (format!("S{i}"), json!({ "allOf": [next, object(&format!("p{i}"))] }))
    });
    schemas[format!("S{n}")] = object("z");
    responding(to("S0"), schemas)
}

fn lattice(n: usize, node: fn(Value, Value) -> Value) -> Document {
    let n = (n / 2).max(1);
    let mut schemas = json!({});
    for i in 0..n {
        let (left, right) = (to(&format!("A{}", i + 1)), to(&format!("B{}", i + 1)));
        schemas[format!("A{i}")] = node(left.clone(), right.clone());
        schemas[format!("B{i}")] = node(left, right);
    }
    schemas[format!("A{n}")] = object("a");
    schemas[format!("B{n}")] = object("b");
    responding(to("A0"), schemas)
}

/// Returns `n` schemas that extend a base with `n` properties.
fn one_base(n: usize) -> Document {
    let mut schemas = members(n, |i| (format!("S{i}"), json!({ "allOf": [to("Base"), object(&format!("q{i}"))] })));
    schemas["Base"] = json!({ "type": "object", "properties": members(n, |i| (format!("p{i}"), string())) });
    responding(to("S0"), schemas)
}

fn all_before(n: usize) -> Document {
    let n = n.isqrt().max(2);
    let one = |i| {
        let mut all: Vec<Value> = (0..i).map(|j| to(&format!("U{j}"))).collect();
        all.push(object(&format!("p{i}")));
        json!({ "allOf": all })
    };
    responding(to(&format!("U{}", n - 1)), members(n, |i| (format!("U{i}"), one(i))))
}

/// Returns five levels of schemas, each of which includes all schemas of the next level.
fn lists_of_lists(n: usize) -> Document {
    let wide = (n / 5).isqrt().max(2);
    let all = |level: usize| list(wide, |i| to(&format!("L{}x{i}", level + 1)));
    let one = |number: usize| match (number / wide, number % wide) {
        (4, i) => (format!("L4x{i}"), object(&format!("p{i}"))),
        (level, i) => (format!("L{level}x{i}"), json!({ "allOf": all(level) })),
    };
    responding(json!({ "type": "object", "properties": { "a": to("L0x0") } }), members(5 * wide, one))
}

fn crossed(n: usize) -> Document {
    let choice = |i| json!({ "oneOf": [object(&format!("a{i}")), object(&format!("b{i}"))] });
    schema(json!({ "allOf": list(n, choice) }))
}

/// Returns schemas that extend a base with a discriminator.
fn inheritance(n: usize) -> Document {
    let mut schemas = members(n, |i| (format!("S{i}"), json!({ "allOf": [to("Base"), object(&format!("q{i}"))] })));
    let discriminator = json!({ "propertyName": "t" });
    schemas["Base"] = json!({
        "type": "object", "required": ["t"], "properties": { "t": string() }, "discriminator": discriminator,
    });
    responding(to("Base"), schemas)
}

fn unions_of_unions(n: usize) -> Document {
    let n = n.isqrt().max(2);
    let mut schemas = members(n, |i| (format!("V{i}"), object(&format!("x{i}"))));
    for i in 0..n {
        schemas[format!("U{i}")] = json!({ "oneOf": list(n, |j| to(&format!("V{j}"))) });
    }
    schemas["S"] = json!({ "oneOf": list(n, |i| to(&format!("U{i}"))) });
    responding(to("S"), schemas)
}

/// A model that is sent, with two required properties whose unions contain unions in eight layers.
fn sent_layers(n: usize) -> Document {
    let width = (n / 8).isqrt().max(2);
    let mut schemas = members(width, |i| (format!("U8x{i}"), object(&format!("x{i}"))));
    for (layer, i) in (0..8).flat_map(|layer| (0..width).map(move |i| (layer, i))) {
        schemas[format!("U{layer}x{i}")] = json!({ "oneOf": list(width, |j| to(&format!("U{}x{j}", layer + 1))) });
    }
    let properties = json!({ "a": to("U0x0"), "b": { "type": "integer" } });
    schemas["S"] = json!({ "type": "object", "required": ["a", "b"], "properties": properties });
    sending(to("S"), schemas)
}

/// Models that are sent, each with two required properties, one of which is a union of as many alternatives as there are models.
fn sent_models(n: usize) -> Document {
    let mut schemas = members(n, |i| (format!("V{i}"), object(&format!("x{i}"))));
    schemas["U"] = json!({ "oneOf": list(n, |i| to(&format!("V{i}"))) });
    let properties = json!({ "a": to("U"), "b": { "type": "integer" } });
    for i in 0..n {
        schemas[format!("S{i}")] = json!({ "type": "object", "required": ["a", "b"], "properties": properties });
    }
    schemas["S"] = json!({ "type": "object", "properties": members(n, |i| (format!("s{i}"), to(&format!("S{i}")))) });
    sending(to("S"), schemas)
}

/// Returns a document with one operation, whose body has this schema.
fn sending(schema: Value, schemas: Value) -> Document {
    let content = json!({ "application/json": { "schema": schema } });
    let operation = operation(json!({ "requestBody": { "content": content }, "responses": empty() }));
    Document::Json(document(operation, json!({ "schemas": schemas })))
}

fn any_of_those_behind(n: usize) -> Document {
    let one = |i: usize| {
        let mut all: Vec<Value> = (i + 1..n.min(i + 20)).map(|j| to(&format!("U{j}"))).collect();
        all.push(string());
        json!({ "anyOf": all })
    };
    responding(to("U0"), members(n, |i| (format!("U{i}"), one(i))))
}
