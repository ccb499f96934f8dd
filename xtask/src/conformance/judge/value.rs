//! Checks that a text encodes a value.

use serde_json::Value;

use crate::conformance::styles::{Decoded, ValueForm};

/// Classifies a value for the style tables.
pub(super) fn kind(value: &Value) -> ValueForm {
    match value {
        Value::Array(_) => ValueForm::List,
        Value::Object(_) => ValueForm::Object,
        _ => ValueForm::Text,
    }
}

/// Returns true if a decoded parameter equals this value.
pub(super) fn is(decoded: &Decoded, value: &Value) -> bool {
    match (decoded, value) {
        (Decoded::Text(text), value) => means(text, value),
        (Decoded::List(texts), Value::Array(items)) => {
            texts.len() == items.len() && texts.iter().zip(items).all(|(text, item)| means(text, item))
        }
        (Decoded::Object(texts), Value::Object(members)) => {
            texts.len() == members.len()
                && members.iter().all(|(key, value)| texts.get(key).is_some_and(|text| means(text, value)))
        }
        _ => false,
    }
}

/// Returns true if a text encodes this scalar.
pub(super) fn means(text: &str, value: &Value) -> bool {
    match value {
        Value::String(expected) => text == expected || is_same_moment(text, expected),
        Value::Number(number) => {
            text == number.to_string() || text.parse::<f64>().ok().is_some_and(|read| number.as_f64() == Some(read))
        }
        Value::Bool(expected) => text == if *expected { "true" } else { "false" },
        _ => false,
    }
}

fn is_same_moment(left: &str, right: &str) -> bool {
    let moment = |text: &str| text.parse::<jiff::Timestamp>().ok();
    moment(left).is_some() && moment(left) == moment(right)
}
