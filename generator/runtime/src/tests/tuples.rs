//! Lists with a type for each item.

use std::collections::BTreeMap;

use super::{failure, read, rewritten};
use crate::runtime::{record, union};

type Nested = ((f64, bool), Vec<(i64, Option<i64>)>);

type Twelve = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

#[derive(Debug, Clone, PartialEq)]
struct Holder {
    pair: (i64, String),
    nested: Option<Nested>,
    maps: Option<BTreeMap<String, (bool, bool, bool)>>,
}

record!(Holder {
    required pair: "pair",
    optional nested: "nested",
    optional maps: "maps",
});

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Pair((String, i64)),
    Triple((String, i64, i64)),
    Unknown(serde_json::Value),
}

union!(Either { Pair: array, Triple: array });

#[test]
fn tuples_are_lists() {
    let text = r#"{"pair":[1,"a"],"nested":[[1.5,true],[[1,null],[2,3]]],"maps":{"x":[true,false,true]}}"#;
    assert_eq!(rewritten::<Holder>(text), text);
    assert_eq!(read::<Twelve>("[1,2,3,4,5,6,7,8,9,10,11,12]").11, 12);
}

#[test]
fn errors_name_the_item() {
    assert!(failure::<Holder>(r#"{"pair":[1,true]}"#).starts_with("pair[1]: invalid type: boolean"));
    assert!(failure::<Holder>(r#"{"pair":["x","a"]}"#).starts_with("pair[0]: invalid type: string"));
    assert_eq!(failure::<Holder>(r#"{"pair":[1]}"#), "pair: a list of 2 items is required, found 1");
    assert_eq!(failure::<Holder>(r#"{"pair":null}"#), "pair: a list of 2 items is required, found 0");
    assert_eq!(
        failure::<Holder>(r#"{"pair":[1,"a"],"nested":[[1,true],[[1,2],[3]]]}"#),
        "nested[1][1]: a list of 2 items is required, found 1"
    );
    assert!(failure::<Holder>("{}").starts_with("pair: "));
}

#[test]
fn items_behind_the_last_one_are_passed_over_outside_of_unions() {
    assert_eq!(read::<(i64, String)>(r#"[1,"a",{"b":[2]},null]"#), (1, "a".to_owned()));
}

#[test]
fn the_number_of_items_tells_alternatives_apart() {
    assert_eq!(read::<Either>(r#"["a",1]"#), Either::Pair(("a".to_owned(), 1)));
    assert_eq!(read::<Either>(r#"["a",1,2]"#), Either::Triple(("a".to_owned(), 1, 2)));
    assert_eq!(
        read::<Either>("[1,2]"),
        Either::Pair(("1".to_owned(), 2)),
        "only one alternative matches, with a coerced item"
    );
    for text in [r#"["a"]"#, r#"["a",1,2,3]"#, "[true,2]", "[]"] {
        assert!(matches!(read::<Either>(text), Either::Unknown(_)), "{text}");
        assert_eq!(rewritten::<Either>(text), text);
    }
}
