//! Models with one of everything that reading decides: unions by type, tag and constant, presence, recursion, other keys.

#![expect(clippy::option_option, reason = "that is what tells missing from null")]

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use crate::runtime::{record, union};

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    next: Option<Box<Tree>>,
    all: Option<Vec<Tree>>,
    name: Option<String>,
    at: Option<Timestamp>,
}

record!(Node { optional next: "next", optional all: "all", optional name: "name", optional at: "at" });

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    size: i64,
    ratio: Option<f64>,
    either: Option<Option<bool>>,
    pair: Option<(i64, String)>,
}

record!(Leaf { required size: "size", nullable ratio: "ratio", tristate either: "either", optional pair: "pair" });

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Open {
    list: Vec<u64>,
    rest: BTreeMap<String, Value>,
}

record!(Open { required list: "list", .. rest });

/// By what fits.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tree {
    Node(Node),
    Leaf(Leaf),
    Open(Open),
    Number(f64),
    Text(String),
    Unknown(Value),
}

union!(Tree { Node: object, Leaf: object, Open: object, Number: number, Text: string });

/// By a property.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Tagged {
    Node(Node),
    Leaf(Leaf),
    Many(Vec<Tagged>),
    Unknown(Value),
}

union!(Tagged by "kind" { Node: object = "node", Leaf: object = "leaf" | "4", Many: array });

/// By a constant.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Told {
    Good(Node),
    Bad(Leaf),
    Unknown(Value),
}

union!(Told { Good: object where "ok" = (Boolean(true)), Bad: object where "ok" = (Boolean(false)) });
