//! Decides how a body of one media type is read.

use crate::lower::Scope;
use crate::media_type::{self, MediaKind};
use crate::model::{Content, JsonType, Response, Shape, Type};
use crate::rust::Decoding;

/// How a body is read, and its type; the type is `None` for an empty body.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub ty: Option<Type>,
    pub decoding: Decoding,
}

impl Reading {
    /// The reading of a response without a body.
    pub(super) const fn empty() -> Self {
        Self { ty: None, decoding: Decoding::Empty }
    }

    /// The reading of a body as raw bytes.
    pub(super) const fn bytes() -> Self {
        Self { ty: Some(Type::Binary), decoding: Decoding::Bytes }
    }
}

/// Decides how a body of this media type is read.
pub(super) fn of_content(scope: &Scope<'_>, content: &Content) -> Reading {
    let ty = scope.resolved(&content.ty);
    let json = || Reading { ty: Some(content.ty.clone()), decoding: Decoding::Json };
    let text = || Reading { ty: Some(Type::String), decoding: Decoding::Text };
    match content.kind {
        _ if *ty == Type::Binary => Reading::bytes(),
        MediaKind::Json => json(),
        MediaKind::Text if content.media_type.is_plain_text() && is_number(ty) => json(),
        MediaKind::Text | MediaKind::Form | MediaKind::EventStream | MediaKind::JsonLines | MediaKind::JsonValues => {
            text()
        }
        // Frameworks declare any media type if they do not know better. It is JSON unless the type is a string.
        MediaKind::Binary if content.media_type.is_any() => match ty {
            Type::Any => Reading::bytes(),
            Type::String => text(),
            _ => json(),
        },
        MediaKind::Multipart | MediaKind::Binary => Reading::bytes(),
    }
}

/// Returns how a body is decoded. A single string, number or boolean need not be JSON, even if JSON is declared.
pub(super) fn decoding(scope: &Scope<'_>, reading: &Reading) -> Decoding {
    match (&reading.ty, reading.decoding) {
        (Some(ty), Decoding::Json) if is_scalar(scope, ty) => Decoding::Scalar,
        (_, decoding) => decoding,
    }
}

/// Returns true if a value of the type is a single string, number or boolean.
fn is_scalar(scope: &Scope<'_>, ty: &Type) -> bool {
    match scope.without_null(ty) {
        Type::Own(own) => is_scalar(scope, &own.declared),
        Type::Named(id) => {
            let shape = scope.api.schema(*id).map(|schema| &schema.shape);
            matches!(shape, Some(Shape::Enumeration(_) | Shape::CheckedString(_)))
        }
        ty => is_number(ty) || ty.json_type() == Some(JsonType::String),
    }
}

const fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Boolean | Type::Integer(_) | Type::Number(_))
}

/// Returns true if a body is streamed and may be infinite.
pub(super) const fn is_stream(kind: MediaKind) -> bool {
    matches!(kind, MediaKind::EventStream | MediaKind::JsonLines | MediaKind::JsonValues)
}

/// Returns the content that is read unless another one is requested: JSON before text before bytes before streams.
pub(super) fn preferred<'r>(scope: &Scope<'_>, response: &'r Response) -> Option<&'r Content> {
    response.contents.iter().min_by_key(|content| {
        let rank = match of_content(scope, content).decoding {
            _ if is_stream(content.kind) => 3,
            Decoding::Json | Decoding::Scalar => 0,
            Decoding::Text => 1,
            Decoding::Bytes | Decoding::Empty => 2,
        };
        (rank, !content.media_type.as_str().eq_ignore_ascii_case(media_type::JSON))
    })
}

/// Returns true if two bodies are read in the same way.
pub(super) fn same(scope: &Scope<'_>, first: &Reading, other: &Reading) -> bool {
    first.decoding == other.decoding
        && match (&first.ty, &other.ty) {
            (Some(first), Some(other)) => first == other || scope.resolved(first) == scope.resolved(other),
            (first, other) => first.is_none() && other.is_none(),
        }
}
