//! Converts the types of the model to Rust types.

use std::collections::HashSet;

use super::{Scope, own_types};
use crate::config::Config;
use crate::model::{IntegerFormat, NumberFormat, Presence, SchemaId, Shape, Type};
use crate::rust::{self, External, Holder, Passing, Path, Std, Ty, symbol};

/// Returns the Rust type.
pub(super) fn ty(scope: &Scope<'_>, ty: &Type) -> Ty {
    ty_with(scope.config, ty)
}

/// Returns the Rust type, for callers without a scope.
pub(super) fn ty_with(config: &Config, ty: &Type) -> Ty {
    let inner = |ty| ty_with(config, ty);
    match ty {
        Type::Any => Ty::path(External::JsonValue),
        Type::Object => {
            Ty::Generic(External::JsonMap.into(), vec![Ty::path(Std::String), Ty::path(External::JsonValue)])
        }
        Type::Boolean => Ty::path(Std::Bool),
        Type::Integer(format) => Ty::path(integer(*format)),
        Type::Number(NumberFormat::F32) => Ty::path(Std::F32),
        Type::Number(NumberFormat::F64) => Ty::path(Std::F64),
        // JSON cannot contain raw bytes, so a binary type within JSON is a string.
        Type::String | Type::Binary => Ty::path(Std::String),
        Type::File => Ty::Path(Path::Public(symbol::FILE_PART)),
        Type::DateTime if config.date_time_is_string() => Ty::path(Std::String),
        Type::DateTime => Ty::path(External::Timestamp),
        Type::Date => Ty::path(External::Date),
        Type::Time => Ty::Path(Path::Runtime(symbol::model::offset_time::OFFSET_TIME)),
        Type::Duration => Ty::Path(Path::Runtime(symbol::model::time::DURATION)),
        Type::Uuid => Ty::path(External::Uuid),
        Type::Base64 => Ty::Path(Path::Runtime(symbol::model::base64::BASE64)),
        Type::Array(item) => inner(item).inside(Std::Vec),
        Type::Tuple(items) => Ty::Tuple(items.iter().map(inner).collect()),
        Type::Map(value) => Ty::Generic(Std::BTreeMap.into(), vec![Ty::path(Std::String), inner(value)]),
        Type::Nullable(nullable) => inner(nullable).optional(),
        Type::Named(id) => Ty::path(*id),
        Type::Own(own) => own_types::ty(config, own),
    }
}

const fn integer(format: IntegerFormat) -> Std {
    match format {
        IntegerFormat::I8 => Std::I8,
        IntegerFormat::I16 => Std::I16,
        IntegerFormat::I32 => Std::I32,
        IntegerFormat::I64 => Std::I64,
        IntegerFormat::U8 => Std::U8,
        IntegerFormat::U16 => Std::U16,
        IntegerFormat::U32 => Std::U32,
        IntegerFormat::U64 => Std::U64,
    }
}

/// Returns the presence of a field, which determines the keyword of `record!` and the `Option`s around its type. `null` and a missing
/// property are the same value unless they are distinct.
pub(super) fn presence(presence: Presence, is_distinct: bool) -> rust::Presence {
    match presence {
        Presence::Required => rust::Presence::Required,
        Presence::RequiredNullable => rust::Presence::Nullable,
        Presence::OptionalNullable if is_distinct => rust::Presence::Tristate,
        Presence::Optional | Presence::OptionalNullable => rust::Presence::Optional,
    }
}

/// Returns the type of a whole body, which can be raw bytes.
pub(super) fn body(scope: &Scope<'_>, ty: &Type) -> Ty {
    if *ty == Type::Binary { Ty::path(External::Bytes) } else { self::ty(scope, ty) }
}

/// Returns the type within its box.
pub(super) fn held(ty: Ty, holder: Option<Holder>) -> Ty {
    match holder {
        Some(holder) => ty.inside(holder.path()),
        None => ty,
    }
}

/// Returns the type within the `Option`s of a presence.
pub(super) fn wrapped(ty: Ty, presence: rust::Presence) -> Ty {
    match presence {
        rust::Presence::Required => ty,
        rust::Presence::Tristate => ty.optional().optional(),
        _ => ty.optional(),
    }
}

/// Returns true if the runtime writes values of this type, and serde's traits do not, or in another form.
pub(super) fn is_only_encoded(scope: &Scope<'_>, ty: &Type) -> bool {
    own_types::can_be_only_encoded(scope.config) && has_only_encoded(scope, ty, &mut HashSet::new())
}

/// `seen` has the aliases whose types were examined: one can be part of a type many times, at every level.
fn has_only_encoded(scope: &Scope<'_>, ty: &Type, seen: &mut HashSet<SchemaId>) -> bool {
    if let Type::Named(id) = ty
        && !seen.insert(*id)
    {
        return false;
    }
    match scope.resolved(ty) {
        Type::Own(own) => own_types::is_only_encoded(scope.config, own),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => has_only_encoded(scope, inner, seen),
        Type::Tuple(items) => items.iter().any(|item| has_only_encoded(scope, item, seen)),
        _ => false,
    }
}

/// Returns how a value of this type is passed to a function.
pub(super) fn passing(scope: &Scope<'_>, ty: &Type, owner: ArgumentOwner) -> Passing {
    match scope.resolved(ty) {
        Type::String | Type::Binary | Type::File | Type::Time => Passing::Into,
        Type::DateTime if scope.config.date_time_is_string() => Passing::Into,
        Type::Array(_) => Passing::Each,
        Type::Own(own) => own_types::passing(scope.config, own),
        Type::Named(id) => match (scope.api.schema(*id).map(|schema| &schema.shape), owner) {
            (Some(Shape::CheckedString(_)), ArgumentOwner::Operation) => Passing::Checked,
            (Some(Shape::Enumeration(_) | Shape::Union(_)), _) => Passing::Into,
            _ => Passing::Plain,
        },
        Type::Any
        | Type::Object
        | Type::Boolean
        | Type::Integer(_)
        | Type::Number(_)
        | Type::DateTime
        | Type::Date
        | Type::Duration
        | Type::Uuid
        | Type::Base64
        | Type::Map(_)
        | Type::Tuple(_)
        | Type::Nullable(_) => Passing::Plain,
    }
}

/// The target of an argument. An operation can contain an invalid value until it is sent; a model cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArgumentOwner {
    Operation,
    Model,
}
