//! Nested options, boxes, lists and maps.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{failure, read, rewritten, written};
use crate::runtime::record;

/// A boxed list, as in a recursive alias.
type Boxed = Vec<Holder>;

#[derive(Debug, Clone, PartialEq)]
struct Holder {
    lists: Vec<Vec<Option<i64>>>,
    maps: BTreeMap<String, Vec<String>>,
    boxed: Option<Box<Boxed>>,
    any: Value,
    object: Map<String, Value>,
    options: BTreeMap<String, Option<bool>>,
}

record!(Holder {
    required lists: "lists",
    required maps: "maps",
    optional boxed: "boxed",
    required any: "any",
    required object: "object",
    required options: "options",
});

#[test]
fn containers_hold_containers() {
    let inner = r#"{"lists":[],"maps":{},"any":null,"object":{},"options":{}}"#;
    let text = format!(
        r#"{{"lists":[[1,null],[],[3]],"maps":{{"":["x"],"y":[]}},"boxed":[{inner}],"any":[1,{{"b":2.5,"a":null}}],"object":{{"z":1,"a":[]}},"options":{{"n":null,"t":true}}}}"#
    );
    assert_eq!(rewritten::<Holder>(&text), text);
}

#[test]
fn big_integers_in_anything_stay_whole() {
    let text = "[18446744073709551615,-9223372036854775808,9007199254740993]";
    assert_eq!(rewritten::<Value>(text), text);
}

#[test]
fn keys_that_come_twice_count_once() {
    assert_eq!(read::<BTreeMap<String, i64>>(r#"{"a":1,"a":2}"#), BTreeMap::from([("a".to_owned(), 2)]));
}

#[test]
fn lists_and_maps_are_not_confused() {
    assert_eq!(failure::<Vec<i64>>("{}"), ": invalid type: map, expected a list");
    assert_eq!(failure::<BTreeMap<String, i64>>("[]"), ": invalid type: sequence, expected an object");
    assert_eq!(failure::<Map<String, Value>>("[]"), ": invalid type: sequence, expected a map");
}

#[test]
fn text_is_kept_to_the_letter() {
    let text = "\"\\u0000\\n\\\"\\\\ \u{1F600} \u{7f}é\"";
    assert_eq!(rewritten::<String>(text), "\"\\u0000\\n\\\"\\\\ \u{1F600} \u{7f}é\"");
    assert_eq!(written(&String::from("</script>")), "\"</script>\"");
}
