//! Writes the types of the model as Rust types.

use super::Scope;
use crate::config::Config;
use crate::model::{IntegerFormat, NumberFormat, Presence, SchemaId, Shape, Type};
use crate::name::Names;
use crate::rust::{self, Holder, Passing, Ty};

/// A type as it is written in the generated crate.
pub(super) fn ty(scope: &Scope<'_>, ty: &Type) -> Ty {
    spelled(scope.names, scope.config, ty)
}

/// The same, for those who have no scope.
pub(super) fn spelled(names: &Names, config: &Config, ty: &Type) -> Ty {
    let inner = |ty| spelled(names, config, ty);
    match ty {
        Type::Any => Ty::path("serde_json::Value"),
        Type::Object => {
            Ty::Generic("serde_json::Map".to_owned(), vec![Ty::path("String"), Ty::path("serde_json::Value")])
        }
        Type::Boolean => Ty::path("bool"),
        Type::Integer(format) => Ty::path(integer(*format)),
        Type::Number(NumberFormat::F32) => Ty::path("f32"),
        Type::Number(NumberFormat::F64) => Ty::path("f64"),
        // Inside JSON there are no raw bytes: what a document calls binary there is a string.
        Type::String | Type::Binary => Ty::path("String"),
        Type::File => Ty::path("crate::FilePart"),
        Type::DateTime => Ty::path(if config.date_time_is_string() { "String" } else { "jiff::Timestamp" }),
        Type::Date => Ty::path("jiff::civil::Date"),
        Type::Time => Ty::path("OffsetTime"),
        Type::Duration => Ty::path("Duration"),
        Type::Uuid => Ty::path("uuid::Uuid"),
        Type::Base64 => Ty::path("Base64"),
        Type::Array(item) => inner(item).inside("Vec"),
        Type::Tuple(items) => Ty::Tuple(items.iter().map(inner).collect()),
        Type::Map(value) => Ty::Generic("BTreeMap".to_owned(), vec![Ty::path("String"), inner(value)]),
        Type::Nullable(nullable) => inner(nullable).optional(),
        Type::Named(id) => named(names, *id),
    }
}

fn named(names: &Names, id: SchemaId) -> Ty {
    match names.schema(id) {
        Some(name) => Ty::path(&name.name),
        None => Ty::path("serde_json::Value"),
    }
}

fn integer(format: IntegerFormat) -> &'static str {
    match format {
        IntegerFormat::I8 => "i8",
        IntegerFormat::I16 => "i16",
        IntegerFormat::I32 => "i32",
        IntegerFormat::I64 => "i64",
        IntegerFormat::U8 => "u8",
        IntegerFormat::U16 => "u16",
        IntegerFormat::U32 => "u32",
        IntegerFormat::U64 => "u64",
    }
}

/// How a field is written: the words of `record!` and the `Option`s around its type.
pub(super) fn presence(presence: Presence, request: bool) -> rust::Presence {
    match presence {
        Presence::Required => rust::Presence::Required,
        Presence::RequiredNullable => rust::Presence::Nullable,
        Presence::OptionalNullable if request => rust::Presence::Tristate,
        Presence::Optional | Presence::OptionalNullable => rust::Presence::Optional,
    }
}

/// The type of a whole body, which can be raw bytes.
pub(super) fn body(scope: &Scope<'_>, ty: &Type) -> Ty {
    if *ty == Type::Binary { Ty::path("bytes::Bytes") } else { self::ty(scope, ty) }
}

/// A type with what holds it.
pub(super) fn held(ty: Ty, holder: Option<Holder>) -> Ty {
    match holder {
        Some(holder) => ty.inside(holder.path()),
        None => ty,
    }
}

/// The `Option`s that a presence puts around a type.
pub(super) fn wrapped(ty: Ty, presence: rust::Presence) -> Ty {
    match presence {
        rust::Presence::Required => ty,
        rust::Presence::Tristate => ty.optional().optional(),
        _ => ty.optional(),
    }
}

/// How a value of this type is passed to a function, and the type to name there.
pub(super) fn passing(scope: &Scope<'_>, ty: &Type, place: Place) -> Passing {
    match scope.resolved(ty) {
        Type::String | Type::Binary | Type::File | Type::Time => Passing::Into,
        Type::DateTime if scope.config.date_time_is_string() => Passing::Into,
        Type::Array(_) => Passing::Each,
        Type::Named(id) => match (scope.api.schema(*id).map(|schema| &schema.shape), place) {
            (Some(Shape::CheckedString(_)), Place::Operation) => Passing::Checked,
            (Some(Shape::Enumeration(_) | Shape::Union(_)), _) => Passing::Into,
            _ => Passing::Plain,
        },
        _ => Passing::Plain,
    }
}

/// Where a value is passed: an operation can keep a wrong one until it is sent, a model can not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Operation,
    Model,
}
