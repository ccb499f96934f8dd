//! Inputs that are made to break readers: deep ones, and ones that make attempts multiply.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::failure;
use crate::runtime::json::{self, JsonFailure};
use crate::runtime::{record, union};

#[derive(Debug, Clone, PartialEq)]
struct Left {
    child: Option<Box<Either>>,
    left: i64,
}

record!(Left { optional child: "child", required left: "left" });

#[derive(Debug, Clone, PartialEq)]
struct Right {
    child: Option<Box<Either>>,
    right: i64,
}

record!(Right { optional child: "child", required right: "right" });

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Left(Left),
    Right(Right),
    Unknown(Value),
}

union!(Either [Left, Right] first { Left, Right });

fn nested(depth: usize, leaf: &str) -> String {
    format!("{}{leaf}{}", r#"{"child":"#.repeat(depth), r#","right":1}"#.repeat(depth))
}

#[test]
fn attempts_within_attempts_end() {
    let start = Instant::now();
    let read: Either = json::decode(nested(100, "{}").as_bytes()).expect("anything can be read");
    assert!(matches!(read, Either::Right(_) | Either::Unknown(_)));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
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

union!(OneOrMany [One, Many] first { One, Many });

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
