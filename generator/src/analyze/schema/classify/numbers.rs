//! Chooses the types of integers and numbers.

use serde_json::Number;

use crate::analyze::schema::read::{MergedSchema, integer_format};
use crate::model::{IntegerFormat, NumberFormat, Type};

/// 2^63: the first number above `i64`. Also the nearest double of `i64::MAX`.
const BEYOND_I64: f64 = 9_223_372_036_854_775_808.0;

/// 2^64: the nearest double of `u64::MAX`.
const BEYOND_U64: f64 = 18_446_744_073_709_551_616.0;

/// Returns the type of an integer: that of its format, or an unsigned one if its bounds require it.
pub(super) fn integer(merged: &MergedSchema) -> Type {
    let format = merged.format.as_deref().and_then(integer_format).unwrap_or(IntegerFormat::I64);
    let (minimum, maximum) = (merged.minimum.as_ref(), merged.maximum.as_ref());
    let is_unsigned = match (minimum, maximum) {
        (Some(minimum), _) if is_beyond(minimum) => true,
        (Some(minimum), Some(maximum)) => is_beyond(maximum) && minimum.as_f64().is_some_and(|minimum| minimum >= 0.0),
        // Of all integer types, only `u64` ends there.
        (None, Some(maximum)) => maximum.as_u64() == Some(u64::MAX) || maximum.as_f64() == Some(BEYOND_U64),
        (_, None) => false,
    };
    Type::Integer(if format == IntegerFormat::I64 && is_unsigned { IntegerFormat::U64 } else { format })
}

/// Returns true for a bound above `i64`. Accepts bounds that are written as floats.
fn is_beyond(bound: &Number) -> bool {
    match (bound.as_i64(), bound.as_u64()) {
        (None, None) => bound.as_f64().is_some_and(|bound| bound > BEYOND_I64),
        (signed, _) => signed.is_none(),
    }
}

/// Returns the type of a number: an integer if its format or `multipleOf` excludes fractions.
pub(super) fn number(merged: &MergedSchema) -> Type {
    let format = merged.format.as_deref();
    let fits = |bound: &Option<Number>| {
        bound.as_ref().and_then(Number::as_f64).is_none_or(|bound| (-BEYOND_I64..=BEYOND_U64).contains(&bound))
    };
    let is_whole = format.is_none() && merged.is_whole && fits(&merged.minimum) && fits(&merged.maximum);
    if is_whole || format.is_some_and(|format| integer_format(format).is_some()) {
        return integer(merged);
    }
    Type::Number(if format == Some("float") { NumberFormat::F32 } else { NumberFormat::F64 })
}
