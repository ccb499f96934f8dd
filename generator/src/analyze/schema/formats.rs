//! From `type` and `format` to a type.

use serde_json::Number;

use super::facts::Facts;
use crate::model::{IntegerFormat, NumberFormat, Type};

/// The first number beyond `i64`, which is also the nearest double of the last one within: 2^63.
const BEYOND_I64: f64 = 9_223_372_036_854_775_808.0;

/// The nearest double of the last number within `u64`: 2^64.
const BEYOND_U64: f64 = 18_446_744_073_709_551_616.0;

/// Whether a format has a type of its own.
pub(super) fn known(format: &str) -> bool {
    string(format).is_some() || integer_format(format).is_some() || matches!(format, "float" | "double")
}

/// The type of a string with this format, where there is one.
pub(super) fn string(format: &str) -> Option<Type> {
    let ty = match format {
        "date-time" => Type::DateTime,
        "date" => Type::Date,
        "time" => Type::Time,
        "duration" => Type::Duration,
        "uuid" => Type::Uuid,
        "byte" => Type::Base64,
        "binary" => Type::Binary,
        _ => return None,
    };
    Some(ty)
}

/// Returns the type of an integer: by its format, or wider where its bounds require it.
pub(super) fn integer(facts: &Facts) -> Type {
    let format = facts.format.as_deref().and_then(integer_format).unwrap_or(IntegerFormat::I64);
    let (minimum, maximum) = (facts.minimum.as_ref(), facts.maximum.as_ref());
    let is_unsigned = match (minimum, maximum) {
        (Some(minimum), _) if is_beyond(minimum) => true,
        (Some(minimum), Some(maximum)) => is_beyond(maximum) && minimum.as_f64().is_some_and(|minimum| minimum >= 0.0),
        // No other integer ends there.
        (None, Some(maximum)) => maximum.as_u64() == Some(u64::MAX) || maximum.as_f64() == Some(BEYOND_U64),
        (_, None) => false,
    };
    Type::Integer(if format == IntegerFormat::I64 && is_unsigned { IntegerFormat::U64 } else { format })
}

/// Returns true for a bound beyond `i64`, also one that is written as a float.
fn is_beyond(bound: &Number) -> bool {
    match (bound.as_i64(), bound.as_u64()) {
        (None, None) => bound.as_f64().is_some_and(|bound| bound > BEYOND_I64),
        (signed, _) => signed.is_none(),
    }
}

/// Returns the type of a number: an integer where its format or `multipleOf` allows no fraction.
pub(super) fn number(facts: &Facts) -> Type {
    let format = facts.format.as_deref();
    let fits = |bound: &Option<Number>| {
        bound.as_ref().and_then(Number::as_f64).is_none_or(|bound| (-BEYOND_I64..=BEYOND_U64).contains(&bound))
    };
    let is_whole = format.is_none() && facts.is_whole && fits(&facts.minimum) && fits(&facts.maximum);
    if is_whole || format.is_some_and(|format| integer_format(format).is_some()) {
        return integer(facts);
    }
    Type::Number(if format == Some("float") { NumberFormat::F32 } else { NumberFormat::F64 })
}

pub(super) fn integer_format(format: &str) -> Option<IntegerFormat> {
    let format = match format {
        "int8" => IntegerFormat::I8,
        "int16" => IntegerFormat::I16,
        "int32" => IntegerFormat::I32,
        "int64" => IntegerFormat::I64,
        "uint8" => IntegerFormat::U8,
        "uint16" => IntegerFormat::U16,
        "uint32" => IntegerFormat::U32,
        // What generators of documents call the unsigned integer of the machine.
        "uint64" | "uint" => IntegerFormat::U64,
        _ => return None,
    };
    Some(format)
}
