//! The values of `format` that have a type of their own.

use crate::model::{IntegerFormat, Type};

/// Returns true if a format has a type of its own.
pub(super) fn known(format: &str) -> bool {
    string(format).is_some() || integer_format(format).is_some() || matches!(format, "float" | "double")
}

/// Returns the type of a string with this format, if it has one of its own.
pub(in crate::analyze::schema) fn string(format: &str) -> Option<Type> {
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

/// Returns the width of an integer with this format, if it has one.
pub(in crate::analyze::schema) fn integer_format(format: &str) -> Option<IntegerFormat> {
    let format = match format {
        "int8" => IntegerFormat::I8,
        "int16" => IntegerFormat::I16,
        "int32" => IntegerFormat::I32,
        "int64" => IntegerFormat::I64,
        "uint8" => IntegerFormat::U8,
        "uint16" => IntegerFormat::U16,
        "uint32" => IntegerFormat::U32,
        // Some generators of API descriptions use `uint` for the native unsigned integer.
        "uint64" | "uint" => IntegerFormat::U64,
        _ => return None,
    };
    Some(format)
}
