//! Records: unknown keys, the rest, order, size, recursion, and the traits of serde.

use std::collections::BTreeMap;

use super::{failure, read, rewritten, written};
use crate::runtime::record;

#[derive(Debug, Clone, PartialEq)]
struct Pair {
    left: String,
    right: String,
}

record!(Pair { required left: "left", required right: "right" });

#[test]
fn keys_come_in_any_order_and_may_be_escaped() {
    let pair = Pair { left: "l".to_owned(), right: "r".to_owned() };
    assert_eq!(read::<Pair>(r#"{"left":"l","right":"r"}"#), pair);
    assert_eq!(read::<Pair>(r#"{"right":"r","left":"l"}"#), pair);
    assert_eq!(read::<Pair>(r#"{"l\u0065ft":"l","right":"\u0072"}"#), pair);
}

#[test]
fn unknown_keys_are_passed_over_whatever_they_hold() {
    let text = r#"{"a":[{"b":null}],"left":"l","c":{"d":"e"},"right":"r","f":1e300}"#;
    assert_eq!(rewritten::<Pair>(text), r#"{"left":"l","right":"r"}"#);
}

#[test]
fn what_is_no_object_is_refused() {
    assert_eq!(failure::<Pair>("[1]"), ": invalid type: sequence, expected an object");
    assert_eq!(failure::<Pair>("null"), ": invalid type: null, expected an object");
    assert_eq!(failure::<Pair>("5"), ": invalid type: integer `5`, expected an object");
}

#[derive(Debug, Clone, PartialEq)]
struct Open {
    id: i64,
    rest: BTreeMap<String, i64>,
}

record!(Open { required id: "id", .. rest });

#[test]
fn the_rest_is_kept_and_written() {
    assert_eq!(rewritten::<Open>(r#"{"z":1,"id":2,"a":3}"#), r#"{"id":2,"a":3,"z":1}"#);
    assert_eq!(
        failure::<Open>(r#"{"id":1,"a b":"x"}"#),
        "[\"a b\"]: invalid type: string \"x\", expected a signed 64-bit integer"
    );
}

#[test]
fn a_field_counts_more_than_its_key_in_the_rest() {
    let open = Open { id: 1, rest: BTreeMap::from([("id".to_owned(), 9), ("x".to_owned(), 2)]) };
    assert_eq!(written(&open), r#"{"id":1,"x":2}"#);
}

#[derive(Debug, Clone, Default, PartialEq)]
struct OnlyRest {
    rest: BTreeMap<String, String>,
}

record!(OnlyRest { ..rest });

#[derive(Debug, Clone, PartialEq)]
struct Nothing {}

record!(Nothing {});

#[test]
fn a_record_may_be_all_rest_or_nothing() {
    assert_eq!(rewritten::<OnlyRest>(r#"{"b":"1","a":"2"}"#), r#"{"a":"2","b":"1"}"#);
    assert_eq!(rewritten::<Nothing>(r#"{"b":"1","a":["2"]}"#), "{}");
}

#[derive(Debug, Clone, PartialEq)]
struct Tree {
    name: String,
    parent: Option<Box<Tree>>,
    children: Vec<Tree>,
    named: BTreeMap<String, Tree>,
}

record!(Tree {
    required name: "name",
    optional parent: "parent",
    required children: "children",
    required named: "named",
});

#[test]
fn records_may_hold_themselves() {
    let leaf = r#"{"name":"leaf","children":[],"named":{}}"#;
    let text = format!(r#"{{"name":"root","parent":{leaf},"children":[{leaf},{leaf}],"named":{{"x":{leaf}}}}}"#);
    assert_eq!(rewritten::<Tree>(&text), text);
}

#[test]
fn serde_reads_and_writes_them_in_any_format() {
    let value = serde_json::json!({"left": "l", "right": "r"});
    let pair: Pair = serde_json::from_value(value.clone()).expect("a pair");
    assert_eq!(serde_json::to_value(&pair).expect("an object"), value);
    let from_reader: Pair = serde_json::from_reader(value.to_string().as_bytes()).expect("a pair");
    assert_eq!(from_reader, pair);
    let error = serde_json::from_str::<Pair>(r#"{"left":"l"}"#).expect_err("a key is missing");
    assert_eq!(error.to_string(), "missing field `right` at line 1 column 12");
}
