//! Decides the types of the elements of streamed responses.

use crate::lower::{Scope, types};
use crate::media_type::MediaKind;
use crate::model::{Content, EnumValues, JsonType, Shape, Struct, Type, Union};
use crate::rust::{EventData, Framing, ItemId, Path, SendingKind, Ty, symbol};

/// The properties of an object that describes a whole event.
const EVENT: [&str; 5] = ["comment", "data", "event", "id", "retry"];

/// Returns the output and the kind of the method that streams a body of this kind; `None` if the body is not a stream.
pub(super) fn lower(scope: &Scope<'_>, content: &Content, accept: String) -> Option<(Ty, SendingKind)> {
    let piece = piece(scope, &content.ty, content.kind);
    let ty = types::ty(scope, &piece);
    let stream = |symbol| {
        let error = Ty::Path(Path::Exported(ItemId::ErrorBody));
        Ty::Generic(Path::Public(symbol), vec![ty.clone(), error])
    };
    match content.kind {
        MediaKind::EventStream => {
            Some((stream(symbol::stream::events::EVENT_STREAM), SendingKind::Events(event_data(scope, &piece))))
        }
        MediaKind::JsonLines => {
            Some((stream(symbol::stream::lines::JSON_LINES), SendingKind::Lines { accept, framing: Framing::Lines }))
        }
        MediaKind::JsonValues => {
            let framing = if may_be_array(scope, &piece) { Framing::Values } else { Framing::Items };
            let is_list = matches!(scope.resolved(&content.ty), Type::Array(_));
            let framing = if is_list { Framing::Items } else { framing };
            Some((stream(symbol::stream::lines::JSON_LINES), SendingKind::Lines { accept, framing }))
        }
        _ => None,
    }
}

/// Returns true if a value of the type may be an array. Then an array in the response is one value, not a list of values.
fn may_be_array(scope: &Scope<'_>, ty: &Type) -> bool {
    match scope.without_null(ty) {
        Type::Any | Type::Array(_) | Type::Tuple(_) => true,
        Type::Named(id) => {
            matches!(scope.api.schema(*id).map(|schema| &schema.shape), Some(Shape::Union(_) | Shape::Alias(_)))
        }
        _ => false,
    }
}

/// Returns the type of an element. If the body is declared as a list, the elements are its items. A string in the data of an
/// event is text; a string in a line is any JSON.
pub(in crate::lower) fn piece(scope: &Scope<'_>, ty: &Type, kind: MediaKind) -> Type {
    let is_event = kind == MediaKind::EventStream;
    match scope.resolved(ty) {
        Type::Array(item) if is_event => event(scope, item),
        Type::Array(item) => (**item).clone(),
        Type::String if !is_event => Type::Any,
        Type::Binary => Type::Any,
        _ if is_event => event(scope, ty),
        _ => ty.clone(),
    }
}

/// Returns the type of an event. Its data cannot be missing, so text is never `null`.
fn event(scope: &Scope<'_>, ty: &Type) -> Type {
    match scope.resolved(ty) {
        Type::Nullable(inner) if is_text(scope, inner) => (**inner).clone(),
        _ => ty.clone(),
    }
}

/// Decides how the data of an event is decoded.
pub(in crate::lower) fn event_data(scope: &Scope<'_>, ty: &Type) -> EventData {
    if is_event(scope, ty) {
        if has_text(scope, ty) { EventData::WholeText } else { EventData::Whole }
    } else if is_text(scope, ty) {
        EventData::Text
    } else if may_be_text(scope, ty) {
        EventData::JsonOrText
    } else {
        EventData::Json
    }
}

/// Returns true if the type of a whole event is one object whose data is text.
fn has_text(scope: &Scope<'_>, ty: &Type) -> bool {
    let schema = scope.behind(ty).and_then(|id| scope.api.schema(id));
    let Some(Shape::Struct(fields)) = schema.map(|schema| &schema.shape) else { return false };
    fields.properties.iter().any(|property| property.name == "data" && is_text(scope, &property.ty))
}

/// Returns true if all values of the type are strings.
fn is_text(scope: &Scope<'_>, ty: &Type) -> bool {
    match scope.resolved(ty) {
        Type::Own(own) => is_text(scope, &own.declared),
        Type::Named(id) => match scope.api.schema(*id).map(|schema| &schema.shape) {
            Some(Shape::Enumeration(list)) => matches!(list.values, EnumValues::Strings(_)),
            Some(Shape::CheckedString(_)) => true,
            Some(Shape::Union(union)) => {
                union.tagging.alternatives.iter().all(|alternative| alternative.types == [JsonType::String])
            }
            _ => false,
        },
        ty => ty.json_type() == Some(JsonType::String),
    }
}

/// Returns true if one variant of the type is a string.
fn may_be_text(scope: &Scope<'_>, ty: &Type) -> bool {
    match scope.without_null(ty) {
        Type::Named(id) => {
            let is_string =
                |union: &Union| union.tagging.alternatives.iter().any(|one| one.types.contains(&JsonType::String));
            matches!(scope.api.schema(*id).map(|schema| &schema.shape), Some(Shape::Union(union)) if is_string(union))
        }
        _ => false,
    }
}

/// Returns true if the type describes a whole event instead of its data: an object, or a union of objects, with the properties of
/// an event.
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
