//! Names of the parameters of operations.

use std::collections::HashMap;

use super::clash::{Wish, distinct};
use super::qualified_by;
use super::words::{self, Noun};
use crate::model::{Location, Operation, Parameter};

/// What a setter of an operation must not be called.
pub(super) const CALL_METHODS: &[&str] = &[
    "anonymous",
    "base_url",
    "body",
    "call",
    "clone",
    "decode",
    "encode",
    "follow_events",
    "from_response",
    "header",
    "idempotency_key",
    "idle_timeout",
    "into",
    "into_download",
    "items",
    "max_retries",
    "new",
    "on",
    "pages",
    "resume",
    "retries",
    "send",
    "send_raw",
    "send_stream",
    "timeout",
    "to_request",
];

/// Names the parameters of an operation: path before query before header before cookie where one name is in several places.
pub(super) fn parameters(operation: &Operation, sends: &[(String, String)]) -> Vec<String> {
    let snake = |parameter: &Parameter| words::snake(&parameter.name, Noun::Field);
    let mut alike: HashMap<(Location, String), usize> = HashMap::new();
    for parameter in &operation.parameters {
        *alike.entry((parameter.location, snake(parameter))).or_default() += 1;
    }
    let wishes = operation.parameters.iter().map(|parameter| {
        let is_key = parameter.is_idempotency_key();
        let name = if is_key { "idempotency_key".to_owned() } else { snake(parameter) };
        let is_alone = alike.get(&(parameter.location, name.clone())) == Some(&1);
        wish(parameter, name, is_alone)
    });
    let wishes: Vec<Wish> = wishes.collect();
    let sends = sends.iter().map(|(_, method)| method.as_str());
    // A key that the document declares is set by the method that all other operations have for it.
    let declares_key = operation.parameters.iter().any(Parameter::is_idempotency_key);
    let is_free = |name: &&str| declares_key && *name == "idempotency_key";
    let taken: Vec<&str> = CALL_METHODS.iter().copied().filter(|name| !is_free(name)).chain(sends).collect();
    distinct(&wishes, &taken).names
}

/// Parameters of one place are told apart by their signs (`filter[]` is `filter_list`), others by their place.
fn wish(parameter: &Parameter, name: String, is_alone: bool) -> Wish {
    let (rank, place) = match parameter.location {
        Location::Path => (0, "path"),
        Location::Query | Location::QueryString => (1, "query"),
        Location::Header => (2, "header"),
        Location::Cookie => (3, "cookie"),
    };
    let snake = |text: &str| words::snake(text, Noun::Field);
    let raw = &parameter.name;
    let spelt = words::spell(raw);
    let mut qualified = vec![snake(&qualified_by(&spelt, place))];
    if is_alone {
        qualified.insert(0, snake(&qualified_by(raw, place)));
    } else if snake(&spelt) != name {
        qualified.insert(0, snake(&spelt));
    }
    Wish { raw: raw.clone(), name, qualified, rank }
}
