//! Unions whose variants match only with a scalar of another JSON type.

use super::{read, rewritten};
use crate::runtime::{record, union};
use serde_json::Value;

#[derive(Debug, Clone, PartialEq)]
struct Item {
    name: Option<String>,
    value: Option<Vec<String>>,
}

record!(Item { optional name: "name", optional value: "value" });

#[derive(Debug, Clone, PartialEq)]
struct Ring {
    name: Option<String>,
    size: Option<i64>,
}

record!(Ring { optional name: "name", optional size: "size" });

#[derive(Debug, Clone, PartialEq)]
enum Stat {
    Item(Item),
    Ring(Ring),
    Unknown(Value),
}

union!(Stat { Item: object, Ring: object });

#[test]
fn a_known_key_of_another_variant_keeps_the_value_whole() {
    for misfit in [r#"{"name":"queries","size":"010"}"#, r#"{"name":"queries","size":"10000","new":2}"#] {
        assert_eq!(rewritten::<Stat>(misfit), misfit);
        assert!(matches!(read(misfit), Stat::Unknown(_)), "{misfit}");
    }
    assert!(matches!(read(r#"{"name":"queries"}"#), Stat::Item(_)), "the first one that keeps everything");
    assert!(matches!(read(r#"{"name":"queries","size":1,"new":2}"#), Stat::Ring(_)));
}

#[test]
fn a_scalar_is_coerced_where_only_one_variant_fits_with_it() {
    match read(r#"{"name":"queries","size":"10000"}"#) {
        Stat::Ring(ring) => assert_eq!(ring.size, Some(10_000)),
        other => panic!("{other:?}"),
    }
    assert!(matches!(read(r#"{"name":7}"#), Stat::Unknown(_)), "both variants fit with the text `7`");
    assert!(matches!(read(r#"{"name":7,"size":"1"}"#), Stat::Ring(_)));
}

/// A union within a variant that only fits with a coerced scalar.
#[derive(Debug, Clone, PartialEq)]
struct Outer {
    count: i64,
    stat: Stat,
}

record!(Outer { required count: "count", required stat: "stat" });

#[derive(Debug, Clone, PartialEq)]
enum Nest {
    Outer(Outer),
    Item(Item),
    Unknown(Value),
}

union!(Nest { Outer: object, Item: object });

#[test]
fn a_union_within_a_coerced_variant_chooses_by_its_own_rules() {
    match read(r#"{"count":"3","stat":{"name":"x","size":1}}"#) {
        Nest::Outer(outer) => {
            assert_eq!(outer.count, 3);
            assert!(matches!(outer.stat, Stat::Ring(_)), "{outer:?}");
        }
        other => panic!("{other:?}"),
    }
    match read(r#"{"count":"3","stat":{"name":"x","size":"1"}}"#) {
        Nest::Outer(outer) => assert!(matches!(outer.stat, Stat::Ring(_)), "{outer:?}"),
        other => panic!("{other:?}"),
    }
}
