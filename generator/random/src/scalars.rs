//! Schemas of strings, numbers and booleans, enumerations and constants, with values that satisfy them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::draft::{Draft, Version};
use crate::names::Role;

const STRING_FORMATS: &[&str] = &[
    "date-time",
    "date",
    "time",
    "duration",
    "uuid",
    "byte",
    "binary",
    "email",
    "uri",
    "password",
    "hostname",
    "ipv4",
    "regex",
    "decimal",
    "int64",
    "a``b",
    "json-pointer",
    "iri",
    "base64url",
    "unix-time",
];

const PATTERNS: &[&str] = &[
    "^[a-z]+$",
    "^\\d{6,20}$",
    "[0-9a-fA-F]{8}",
    "^(?=x)y",
    "^\\p{L}+$",
    "a``b[c]",
    "^\"quoted\"$",
    "^a|b$",
    "\\\\",
    "^/[\\w-]*$",
    "^(?!no).*$",
    "^.{1,64}$",
    "(a)\\1",
    "^[^\\x00-\\x1f]*$",
    "^$",
    "😀",
    "^#\"#$",
];

/// Writes a schema of a scalar.
pub(crate) fn scalar(draft: &mut Draft<'_, '_>) -> Map<String, Value> {
    match draft.between(0, 11) {
        0..=4 => string(draft),
        5 | 6 => integer(draft),
        7 => number(draft),
        8 => boolean(draft),
        9 | 10 => enumeration(draft),
        _ => constant(draft),
    }
}

fn typed(name: &str) -> Map<String, Value> {
    Map::from_iter([("type".to_owned(), json!(name))])
}

fn string(draft: &mut Draft<'_, '_>) -> Map<String, Value> {
    let mut schema = typed("string");
    match draft.between(0, 9) {
        0..=3 => {
            let format = draft.word(STRING_FORMATS);
            schema.insert("format".to_owned(), json!(format));
        }
        4 => {
            let pattern = draft.word(PATTERNS);
            schema.insert("pattern".to_owned(), json!(pattern));
        }
        5 => {
            let most = draft.between(1, 300);
            schema.insert("maxLength".to_owned(), json!(most));
            let least = draft.between(0, most);
            schema.insert("minLength".to_owned(), json!(least));
        }
        6 => {
            let value = draft.word(&["a", "", "\"", "\\", "{}", "é\u{202e}", "two words", "null", "1"]);
            let keyword = if draft.chance(70) { "default" } else { "example" };
            schema.insert(keyword.to_owned(), json!(value));
        }
        _ => {}
    }
    if draft.version >= Version::V31 && draft.chance(5) {
        schema.remove("format");
        schema.insert("contentEncoding".to_owned(), json!("base64"));
        schema.insert("contentMediaType".to_owned(), json!("image/png"));
    }
    schema
}

fn integer(draft: &mut Draft<'_, '_>) -> Map<String, Value> {
    let mut schema = typed("integer");
    if draft.chance(60) {
        let format = draft.word(&["int32", "int64", "uint8", "uint32", "uint64", "int16", "unix-time", "bigint"]);
        schema.insert("format".to_owned(), json!(format));
    }
    if draft.chance(30) {
        schema.insert("minimum".to_owned(), json!(0));
        schema.insert("maximum".to_owned(), json!(100));
        let default = draft.between(0, 100);
        if draft.chance(50) {
            schema.insert("default".to_owned(), json!(default));
        }
    } else if draft.chance(10) {
        let exclusive = if draft.version >= Version::V31 { json!(3) } else { json!(true) };
        schema.insert("exclusiveMinimum".to_owned(), exclusive);
        if draft.version < Version::V31 {
            schema.insert("minimum".to_owned(), json!(3));
        }
        schema.insert("multipleOf".to_owned(), json!(2));
    }
    schema
}

fn number(draft: &mut Draft<'_, '_>) -> Map<String, Value> {
    let mut schema = typed("number");
    if draft.chance(50) {
        let format = draft.word(&["float", "double", "decimal", "int64"]);
        schema.insert("format".to_owned(), json!(format));
    }
    if draft.chance(30) {
        schema.insert("default".to_owned(), json!(1.5));
    }
    schema
}

fn boolean(draft: &mut Draft<'_, '_>) -> Map<String, Value> {
    let mut schema = typed("boolean");
    if draft.chance(30) {
        let value = draft.chance(50);
        schema.insert("default".to_owned(), json!(value));
    }
    schema
}

/// Writes an enumeration of strings, integers, booleans, numbers or mixed types.
pub(crate) fn enumeration(draft: &mut Draft<'_, '_>) -> Map<String, Value> {
    match draft.between(0, 9) {
        0..=6 => strings(draft),
        7 => integers(draft),
        8 => listed("boolean", &json!([true])),
        _ if draft.chance(50) => listed("number", &json!([0.5, 1, 2.25])),
        _ => Map::from_iter([("enum".to_owned(), json!(["a", 1, true, 1.5]))]),
    }
}

fn listed(name: &str, values: &Value) -> Map<String, Value> {
    let mut schema = typed(name);
    schema.insert("enum".to_owned(), values.clone());
    schema
}

fn strings(draft: &mut Draft<'_, '_>) -> Map<String, Value> {
    let mut scope = BTreeSet::new();
    let count = draft.between(1, 6);
    let values: Vec<String> = (0..count).map(|_| draft.name(Role::Free, &mut scope)).collect();
    let mut schema = listed("string", &json!(values));
    if draft.chance(25) {
        let default = draft.pick(&values);
        schema.insert("default".to_owned(), json!(default));
    }
    if draft.chance(10) {
        let mut scope = BTreeSet::new();
        let names: Vec<String> = (0..count).map(|_| draft.name(Role::Component, &mut scope)).collect();
        schema.insert("x-enum-varnames".to_owned(), json!(names));
    }
    schema
}

fn integers(draft: &mut Draft<'_, '_>) -> Map<String, Value> {
    let list = [
        json!([0, 1]),
        json!([1]),
        json!([-1, 1, 0]),
        json!([2_147_483_648_i64, -9_007_199_254_740_993_i64]),
        json!([404]),
    ];
    let values = draft.pick(&list).unwrap_or_default();
    let mut schema = listed("integer", &values);
    if draft.chance(40) {
        let format = draft.word(&["int32", "int64"]);
        schema.insert("format".to_owned(), json!(if values[0] == json!(2_147_483_648_i64) { "int64" } else { format }));
    }
    schema
}

/// Writes a constant of any JSON type. Before 3.1, it is an enumeration with one value.
pub(crate) fn constant(draft: &mut Draft<'_, '_>) -> Map<String, Value> {
    let name = draft.name(Role::Free, &mut BTreeSet::new());
    if draft.version < Version::V31 {
        return listed("string", &json!([name]));
    }
    let values = [
        json!(name),
        json!(name),
        json!(1),
        json!(true),
        json!(false),
        Value::Null,
        json!(1.5),
        // Clippy would report the literal as an approximation of π.
        json!(314.0 / 100.0),
        json!(1e300),
        json!(0.123_456_789),
        json!(u64::MAX),
        json!({ "a": 1 }),
        json!(["a"]),
        json!(""),
    ];
    let value = draft.pick(&values).unwrap_or_default();
    let mut schema = Map::from_iter([("const".to_owned(), value)]);
    if schema["const"].is_f64() && draft.chance(60) {
        schema.insert("type".to_owned(), json!("number"));
        schema.insert("format".to_owned(), json!("float"));
    }
    schema
}
