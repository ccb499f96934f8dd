//! Decides what the pieces are of answers that come piece by piece.

use crate::lower::{Scope, types};
use crate::model::{Content, MediaKind, Shape, Struct, Type};
use crate::rust::{Framing, SendingKind, Ty};

/// The members of an object that stands for a whole event.
const EVENT: [&str; 5] = ["comment", "data", "event", "id", "retry"];

/// What a method gives that reads a body of this kind piece by piece, and how; none if the body is no such one.
pub(super) fn lower(scope: &Scope<'_>, content: &Content, accept: String) -> Option<(Ty, SendingKind)> {
    let piece = piece(scope, &content.ty);
    let ty = types::ty(scope, &piece);
    let stream = |name: &str| Ty::Generic(name.to_owned(), vec![ty.clone(), Ty::path("crate::ErrorBody")]);
    match content.kind {
        MediaKind::EventStream => {
            Some((stream("crate::EventStream"), SendingKind::Events { whole: is_event(scope, &piece) }))
        }
        MediaKind::JsonLines => {
            Some((stream("crate::JsonLines"), SendingKind::Lines { accept, framing: Framing::Lines }))
        }
        MediaKind::JsonValues => {
            let framing = if may_be_array(scope, &piece) { Framing::Values } else { Framing::Items };
            let is_list = matches!(scope.resolved(&content.ty), Type::Array(_));
            let framing = if is_list { Framing::Items } else { framing };
            Some((stream("crate::JsonLines"), SendingKind::Lines { accept, framing }))
        }
        _ => None,
    }
}

/// Whether a value of a type may be an array, so that an array cannot be a list of such values.
fn may_be_array(scope: &Scope<'_>, ty: &Type) -> bool {
    match scope.resolved(ty) {
        Type::Any | Type::Array(_) | Type::Tuple(_) => true,
        Type::Nullable(inner) => may_be_array(scope, inner),
        Type::Named(id) => {
            matches!(scope.api.schema(*id).map(|schema| &schema.shape), Some(Shape::Union(_) | Shape::Alias(_)))
        }
        _ => false,
    }
}

/// The type of a piece. Where a document says that the whole is a list, the pieces are its items; text is whatever JSON is in it.
pub(in crate::lower) fn piece(scope: &Scope<'_>, ty: &Type) -> Type {
    match scope.resolved(ty) {
        Type::Array(item) => (**item).clone(),
        Type::String | Type::Binary => Type::Any,
        _ => ty.clone(),
    }
}

/// Whether a type is that of a whole event, and not of its data: an object, or one of several, with the names of its fields.
fn is_event(scope: &Scope<'_>, ty: &Type) -> bool {
    let Some(schema) = scope.behind(ty).and_then(|id| scope.api.schema(id)) else { return false };
    let is_one = |fields: &Struct| {
        let has = |name: &str| fields.properties.iter().any(|property| property.name == name);
        has("data") && fields.properties.iter().all(|property| EVENT.contains(&property.name.as_str()))
    };
    match &schema.shape {
        Shape::Struct(fields) => is_one(fields),
        Shape::Union(union) => union.variants.iter().all(|variant| {
            let schema = scope.behind(&variant.ty).and_then(|id| scope.api.schema(id));
            schema.is_some_and(|schema| matches!(&schema.shape, Shape::Struct(fields) if is_one(fields)))
        }),
        _ => false,
    }
}
