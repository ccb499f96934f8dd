//! Tests of private parts of the runtime: the macros that implement models, and the engine behind them.

#![expect(dead_code, reason = "no test uses all items that the macros write")]
#![expect(unreachable_pub, reason = "the macros are made for public types")]
#![expect(clippy::option_option, reason = "that is what tells missing from null")]

mod big;
mod checked_strings;
mod chosen_types;
mod coerced_unions;
mod containers;
mod enums;
mod fuzz;
mod hostile;
mod json_texts;
mod nested;
mod nullable_keys;
mod numbers;
mod other_types;
mod paths;
mod patterns;
mod presence;
mod random_json;
mod records;
mod required_lists;
mod sources;
mod stack;
mod times;
mod tuples;
mod unions;

use serde::Serialize;

use crate::runtime::Decode;
use crate::runtime::codec::json::{self, JsonFailure};

/// Reads a valid text.
fn read<T: Decode>(text: &str) -> T {
    json::decode(text.as_bytes()).unwrap_or_else(|failure| panic!("{text}: {failure:?}"))
}

/// Returns the path and the message of a failure, as in `data[3].id: missing field`.
fn failure<T: Decode>(text: &str) -> String {
    match json::decode::<T>(text.as_bytes()) {
        Ok(_) => panic!("{text} was read"),
        Err(JsonFailure { path, message, .. }) => format!("{path}: {message}"),
    }
}

/// Writes a value.
fn written<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|error| panic!("{error}"))
}

/// Reads a text and writes the value again.
fn rewritten<T: Decode + Serialize>(text: &str) -> String {
    written(&read::<T>(text))
}
