//! Inputs that are designed to break readers: deep ones, and ones that multiply attempts.

use serde_json::Value;

use super::failure;
use crate::runtime::codec::decode_path::DecodePath;
use crate::runtime::codec::json::{self, JsonFailure};
use crate::runtime::codec::reader;
use crate::runtime::{Decode, record, union};

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Left {
    child: Option<Box<Either>>,
    left: i64,
}

record!(Left { optional child: "child", required left: "left" });

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Right {
    child: Option<Box<Either>>,
    right: i64,
}

record!(Right { optional child: "child", required right: "right" });

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Either {
    Left(Left),
    Right(Right),
    Unknown(Value),
}

union!(Either { Left: object, Right: object });

fn nested(depth: usize, leaf: &str) -> String {
    format!("{}{leaf}{}", r#"{"child":"#.repeat(depth), r#","right":1}"#.repeat(depth))
}

/// Reads a text, and returns the value and the number of attempts.
fn counted<T: Decode>(text: &str) -> (T, u64) {
    let mut path = DecodePath::default();
    let mut input = serde_json::Deserializer::from_str(text);
    let value = reader::read(&mut input, &mut path, &mut T::decode).unwrap_or_else(|error| panic!("{error}: {text}"));
    (value, path.speculation.attempts())
}

/// Two alternatives for each value, each attempted once to decide. A decided value is read once for each of the
/// outermost attempts.
const PER_VALUE: u64 = 2 + 2 + 1;

#[test]
fn attempts_within_attempts_do_not_multiply() {
    for depth in [1, 10, 60, 120] {
        let (either, attempts) = counted::<Either>(&nested(depth, "{}"));
        assert!(matches!(either, Either::Right(_) | Either::Unknown(_)));
        assert!(attempts <= PER_VALUE * (depth as u64 + 1), "{attempts} attempts for {depth} values");
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Node {
    next: Option<Box<Tree>>,
    all: Option<Vec<Tree>>,
    name: Option<String>,
}

record!(Node { optional next: "next", optional all: "all", optional name: "name" });

#[derive(Debug, Clone, PartialEq)]
struct Leaf {
    next: Option<Box<Tree>>,
    all: Option<Vec<Tree>>,
    size: Option<i64>,
}

record!(Leaf { optional next: "next", optional all: "all", optional size: "size" });

#[derive(Debug, Clone, PartialEq)]
enum Tree {
    Node(Node),
    Leaf(Leaf),
    Unknown(Value),
}

union!(Tree { Node: object, Leaf: object });

/// A tree with a field that the reader does not have.
fn tree(depth: usize) -> String {
    match depth {
        0 => r#"{"size":1,"new":true}"#.to_owned(),
        _ => format!(r#"{{"name":"x","new":true,"all":[{0},{0}]}}"#, tree(depth - 1)),
    }
}

#[test]
fn a_new_field_everywhere_costs_a_bounded_number_of_attempts_for_each_value() {
    for depth in [1, 5, 10] {
        let (read, attempts) = counted::<Tree>(&tree(depth));
        let Tree::Node(Node { all: Some(all), .. }) = read else { panic!("a node") };
        assert_eq!(all.len(), 2);
        let values = 2_u64.pow(u32::try_from(depth).expect("small") + 1) - 1;
        assert!(attempts <= PER_VALUE * values, "{attempts} attempts for {values} values");
    }
}

#[test]
fn many_unknown_keys_are_read() {
    let keys: Vec<String> = (0..32_000).map(|number| format!("\"k{number}\":{{\"m{number}\":1}}")).collect();
    let (read, attempts) = counted::<Tree>(&format!("{{{}}}", keys.join(",")));
    assert!(matches!(read, Tree::Node(_)) && attempts <= PER_VALUE);
}

#[test]
fn attempts_within_attempts_find_what_is_there() {
    let read: Either = json::decode(nested(5, r#"{"left":1}"#).as_bytes()).expect("anything can be read");
    let mut depth = 0;
    let mut at = &read;
    while let Either::Right(Right { child: Some(child), .. }) = at {
        depth += 1;
        at = child;
    }
    assert_eq!(depth, 5);
    assert!(matches!(at, Either::Left(_)));
}

#[derive(Debug, Clone, PartialEq)]
struct Many {
    all: Vec<Either>,
}

record!(Many { required all: "all" });

#[derive(Debug, Clone, PartialEq)]
enum OneOrMany {
    One(i64),
    Many(Many),
    Unknown(Value),
}

union!(OneOrMany { One: integer, Many: object });

#[test]
fn many_attempts_side_by_side_are_no_attack() {
    let all = vec![r#"{"right":1}"#; 30_000].join(",");
    let read: OneOrMany = json::decode(format!(r#"{{"all":[{all}]}}"#).as_bytes()).expect("anything can be read");
    let OneOrMany::Many(Many { all }) = read else { panic!("many") };
    assert!(all.len() == 30_000 && all.iter().all(|either| matches!(either, Either::Right(_))));
}

#[test]
fn depth_is_bounded() {
    let message = |failure: JsonFailure| failure.message;
    for text in [nested(5_000, "{}"), "[".repeat(100_000), r#"{"a":"#.repeat(100_000)] {
        let text = text.as_bytes();
        assert!(json::decode::<Either>(text).map_err(message).expect_err("too deep").contains("recursion limit"));
        assert!(json::decode::<Value>(text).map_err(message).expect_err("too deep").contains("recursion limit"));
    }
}

#[test]
fn a_deep_record_is_refused_where_it_gets_too_deep() {
    #[derive(Debug, Clone, PartialEq)]
    struct Chain {
        next: Option<Box<Chain>>,
    }
    record!(Chain { optional next: "next" });
    let text = format!("{}null{}", r#"{"next":"#.repeat(1_000), "}".repeat(1_000));
    let failure = failure::<Chain>(&text);
    assert!(failure.starts_with("next.next.") && failure.contains("recursion limit exceeded"), "{failure}");
}
