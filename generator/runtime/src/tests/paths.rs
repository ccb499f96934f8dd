//! Failures of reading: the path, the message and the excerpt.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::failure;
use crate::runtime::codec::json::{self, JsonFailure};
use crate::runtime::record;

#[derive(Debug, Clone, PartialEq)]
struct Page {
    data: Vec<Item>,
    labels: BTreeMap<String, Item>,
}

record!(Page { required data: "data", required labels: "labels" });

#[derive(Debug, Clone, PartialEq)]
struct Item {
    id: String,
    created_at: Timestamp,
    note: Option<Option<i64>>,
    odd: Option<Vec<i64>>,
}

record!(Item {
    required id: "id",
    required created_at: "created_at",
    tristate note: "note",
    optional odd: "odd \"key\"",
});

const GOOD: &str = r#"{"id":"a","created_at":"2026-05-23T10:00:00Z"}"#;

fn page(item: &str) -> String {
    format!(r#"{{"data":[{GOOD}, {GOOD},{item}],"labels":{{}}}}"#)
}

#[test]
fn the_place_of_a_wrong_value_is_named() {
    assert_eq!(
        failure::<Page>(&page(r#"{"id":"b","created_at":5}"#)),
        "data[2].created_at: invalid type: integer `5`, expected a date-time string"
    );
    assert_eq!(
        failure::<Page>(&page(r#"{"id":[1,2],"created_at":5}"#)),
        "data[2].id: invalid type: sequence, expected a string"
    );
    assert_eq!(
        failure::<Page>(&page(r#"{"id":"b","created_at":"2026-05-23T10:00:00Z","note":1.5}"#)),
        "data[2].note: invalid value: floating point `1.5`, expected a signed 64-bit integer"
    );
    assert_eq!(
        failure::<Page>(&page(r#"{"odd \"key\"":[1,2,[]]}"#)),
        r#"data[2]["odd \"key\""][2]: invalid type: sequence, expected a signed 64-bit integer"#
    );
    assert_eq!(failure::<Page>(&page("null")), "data[2]: invalid type: null, expected an object");
    assert_eq!(failure::<Page>(r#"{"data":{}}"#), "data: invalid type: map, expected a list");
}

#[test]
fn a_missing_key_is_a_place_as_well() {
    assert_eq!(failure::<Page>(&page(r#"{"id":"b"}"#)), "data[2].created_at: missing field `created_at`");
}

#[test]
fn keys_of_maps_are_part_of_the_path() {
    let at = |key: &str| failure::<Page>(&format!(r#"{{"data":[],"labels":{{{key}:{{"id":[7]}}}}}}"#));
    assert!(at(r#""plain-1""#).starts_with("labels.plain-1.id: "), "{}", at(r#""plain-1""#));
    assert!(at(r#""a.b""#).starts_with(r#"labels["a.b"].id: "#));
    assert!(at(r#""\u00e9""#).starts_with("labels.é.id: "));
    assert!(at(r#""""#).starts_with(r#"labels[""].id: "#));
}

#[test]
fn text_that_is_no_json_is_told_with_line_and_column() {
    assert_eq!(failure::<Page>("<html>"), ": expected value at line 1 column 1");
    assert_eq!(
        failure::<Page>("{\"data\":\n [{\"id\":\"b"),
        "data[0].id: EOF while parsing a string at line 2 column 10"
    );
    assert_eq!(failure::<Page>("{\"data\":[1,"), "data[0]: invalid type: integer `1`, expected an object");
    assert_eq!(failure::<Page>("{"), ": EOF while parsing an object at line 1 column 1");
    assert_eq!(failure::<Vec<i64>>("[1,2"), "[2]: EOF while parsing a list at line 1 column 4");
    assert_eq!(failure::<Vec<i64>>("[1] x"), ": trailing characters at line 1 column 5");
    assert_eq!(failure::<Vec<i64>>(""), ": the body is empty");
    assert_eq!(failure::<Vec<i64>>(" \n"), ": the body is empty");
}

#[test]
fn text_that_is_not_utf_8_is_told() {
    let failure = json::decode::<Page>(b"{\"data\":\"\xff\"}").expect_err("no text");
    assert!(failure.message.starts_with("the body is not UTF-8: invalid utf-8 sequence"), "{}", failure.message);
    assert_eq!(failure.excerpt, "{\"data\":\"\u{fffd}\"}");
}

#[test]
fn the_excerpt_shows_what_is_around() {
    let text = page(r#"{"id":"née","created_at":"yesterday"}"#);
    let JsonFailure { excerpt, .. } = json::decode::<Page>(text.as_bytes()).expect_err("no date");
    assert!(excerpt.contains(r#""created_at":"yesterday""#), "{excerpt}");
    assert!(excerpt.chars().count() <= 130);
}

#[test]
fn a_message_does_not_repeat_a_whole_body() {
    let text = format!("\"{}\"", "x".repeat(10_000));
    let JsonFailure { message, excerpt, .. } = json::decode::<i64>(text.as_bytes()).expect_err("no number");
    assert!(message.starts_with("invalid type: string \"xxx") && message.ends_with('…'), "{message}");
    assert!(message.chars().count() <= 301 && excerpt.len() <= 130);
}
