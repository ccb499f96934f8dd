//! From `type` and `format` to a type.

use serde_json::Number;

use crate::model::{IntegerFormat, NumberFormat, Type};

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

/// The type of an integer: by its format, or wider where its bounds ask for it.
pub(super) fn integer(format: Option<&str>, minimum: Option<&Number>, maximum: Option<&Number>) -> Type {
    let format = format.and_then(integer_format).unwrap_or(IntegerFormat::I64);
    let beyond = |number: &Number| number.as_i64().is_none() && number.as_u64().is_some();
    let not_negative = |number: &Number| number.as_u64().is_some();
    let wide = matches!(format, IntegerFormat::I64) && maximum.is_some_and(beyond) && minimum.is_some_and(not_negative);
    Type::Integer(if wide { IntegerFormat::U64 } else { format })
}

/// The type of a number.
pub(super) fn number(format: Option<&str>) -> Type {
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
