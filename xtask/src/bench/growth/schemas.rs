//! Documents with many schemas, properties and values.

use serde_json::json;

use super::document::{Document, Row, casing, folding, list, members, object, responding, schema, string, to};

/// The rows about schemas.
pub(super) const ROWS: &[Row] = &[
    Row { name: "properties", document: |n| object(members(n, |i| (format!("p{i}"), string()))) },
    Row { name: "properties of one name", document: |n| object(members(n, |i| (folding(i), string()))) },
    Row { name: "schemas of one name", document: schemas_of_one_name },
    Row {
        name: "equal objects",
        document: |n| {
            object(members(n, |i| (format!("p{i}"), json!({ "type": "object", "properties": { "a": string() } }))))
        },
    },
    Row {
        name: "type lists",
        document: |n| {
            let types = ["string", "integer", "null", "array", "object", "boolean", "number"];
            object(members(n, |i| (format!("p{i}"), json!({ "type": types }))))
        },
    },
    Row {
        name: "missing required",
        document: |n| schema(json!({ "type": "object", "required": list(n, |i| json!(format!("r{i}"))) })),
    },
    Row {
        name: "unknown keywords",
        document: |n| object(members(n, |i| (format!("p{i}"), json!({ "type": "string", "maxLenght": 3 })))),
    },
    Row {
        name: "unknown keywords of one schema",
        document: |n| schema(members(n, |i| (format!("keyword{i}"), json!(1)))),
    },
    Row { name: "enum values", document: |n| schema(json!({ "enum": list(n, |i| json!(format!("v{i}"))) })) },
    Row { name: "enum values of one name", document: |n| schema(json!({ "enum": list(n, |i| json!(folding(i))) })) },
    Row { name: "equal enum values", document: |n| schema(json!({ "enum": list(n, |_| json!("a")) })) },
    Row { name: "enum numbers", document: |n| schema(json!({ "type": "integer", "enum": list(n, |i| json!(i)) })) },
    Row { name: "enum symbols", document: enum_symbols },
    Row {
        name: "enum descriptions",
        document: |n| {
            let values = list(n, |i| json!(format!("v{i}")));
            schema(json!({ "enum": values, "x-enum-descriptions": list(n, |i| json!(format!("text {i}"))) }))
        },
    },
    Row {
        name: "default list",
        document: |n| {
            let list = list(n, |i| json!(i));
            object(json!({ "x": { "type": "array", "items": { "type": "integer" }, "default": list } }))
        },
    },
    Row {
        name: "defaults",
        document: |n| object(members(n, |i| (format!("p{i}"), json!({ "type": "string", "default": "a" })))),
    },
    Row { name: "nested objects", document: |n| schema(nested(n.max(2).ilog2())) },
    Row {
        name: "large example",
        document: |n| schema(json!({ "example": members(n, |i| (format!("k{i}"), json!(i))) })),
    },
    Row {
        name: "pattern properties",
        document: |n| {
            let patterns = members(n, |i| (format!("^p{i}"), string()));
            schema(json!({ "type": "object", "patternProperties": patterns }))
        },
    },
    Row { name: "definitions", document: |n| schema(json!({ "$defs": members(n, |i| (format!("D{i}"), string())) })) },
    Row {
        name: "prefix items",
        document: |n| schema(json!({ "type": "array", "items": false, "prefixItems": list(n, |_| string()) })),
    },
    Row { name: "everything in everything", document: everything_in_everything },
    Row { name: "properties in other cases", document: |n| object(members(n, |i| (casing(i), string()))) },
    Row { name: "enum values in other cases", document: |n| schema(json!({ "enum": list(n, |i| json!(casing(i))) })) },
    Row { name: "constants in other cases", document: |n| schema(json!({ "oneOf": list(n, constant_in_a_case) })) },
    Row { name: "nested not", document: nested_not },
    Row {
        name: "schemas with not",
        document: |n| object(members(n, |i| (format!("p{i}"), json!({ "not": string() })))),
    },
    Row {
        name: "default object",
        document: |n| object(json!({ "x": { "default": members(n, |i| (format!("k{i}"), json!(i))) } })),
    },
    Row {
        name: "default object of a model",
        document: |n| {
            let own = json!({ "type": "object", "properties": members(n, |i| (format!("p{i}"), string())) });
            let default = members(n, |i| (format!("p{i}"), json!("d")));
            responding(object_with_default(&default), json!({ "O": own }))
        },
    },
    Row { name: "default text", document: |n| object(json!({ "x": { "type": "string", "default": "d".repeat(n) } })) },
    Row { name: "extensions of a schema", document: |n| schema(members(n, |i| (format!("x-{i}"), json!({ "a": i })))) },
    Row {
        name: "extensions of properties",
        document: |n| object(members(n, |i| (format!("p{i}"), json!({ "type": "string", "x-a": { "b": [i] } })))),
    },
    Row {
        name: "examples of a schema",
        document: |n| schema(json!({ "type": "object", "examples": list(n, |i| json!({ "a": i })) })),
    },
];

fn constant_in_a_case(i: usize) -> serde_json::Value {
    json!({ "const": casing(i) })
}

fn object_with_default(default: &serde_json::Value) -> serde_json::Value {
    json!({ "type": "object", "properties": { "x": { "allOf": [to("O")], "default": default } } })
}

/// Returns schemas with `not` within `not`, as deep as a document can be.
fn nested_not(n: usize) -> Document {
    let deep = (0..60).fold(string(), |inner, _| json!({ "not": inner }));
    object(members(n.div_ceil(60), |i| (format!("p{i}"), deep.clone())))
}

fn schemas_of_one_name(n: usize) -> Document {
    let schemas = members(n, |i| (folding(i), json!({ "type": "object", "properties": { "x": string() } })));
    responding(json!({ "type": "object", "properties": members(n, |i| (format!("p{i}"), to(&folding(i)))) }), schemas)
}

fn enum_symbols(n: usize) -> Document {
    let symbol = |i: usize| {
        let symbol = u32::try_from(0x1F300 + i % 700).ok().and_then(char::from_u32).unwrap_or('x');
        json!(symbol.to_string().repeat(1 + (i / 700) % 20) + &"!".repeat(i / 14_000))
    };
    schema(json!({ "type": "string", "enum": list(n, symbol) }))
}

/// Returns nested objects with two properties each.
fn nested(depth: u32) -> serde_json::Value {
    match depth {
        0 => string(),
        _ => json!({ "type": "object", "properties": { "p0": nested(depth - 1), "p1": nested(depth - 1) } }),
    }
}

/// Returns schemas each of which requires all others.
fn everything_in_everything(n: usize) -> Document {
    let n = n.isqrt().max(2);
    let required = list(n, |i| json!(format!("p{i}")));
    let properties = members(n, |i| (format!("p{i}"), to(&format!("U{i}"))));
    let each = json!({ "type": "object", "required": required, "properties": properties });
    responding(to("U0"), members(n, |i| (format!("U{i}"), each.clone())))
}
