//! Reads as much of a JSON text as possible, for error bodies that were truncated.

use serde::de::DeserializeSeed as _;
use serde_json::Value;

use crate::runtime::codec::any_value::AnyValue;
use crate::runtime::codec::lone_surrogates;

/// Reads the part of a value that is available; `Null` if there is nothing.
///
/// It stops where the text is not JSON or is nested too deeply, and keeps everything before that point.
pub(super) fn parse(text: &str) -> Value {
    let mut value = Value::Null;
    let repaired = lone_surrogates::repaired(text);
    let text = repaired.as_deref().unwrap_or(text);
    // An error means that the rest is missing; `value` contains the part before it.
    let _ = AnyValue(&mut value).deserialize(&mut serde_json::Deserializer::from_str(text));
    value
}
