//! Decides which body an error response has: a variant of the crate's error body, text, or any JSON.

use std::collections::HashMap;

use super::Scope;
use crate::media_type::MediaKind;
use crate::model::{Api, Response, ResponseClass, Type};

/// Returns true if the operation and the status determine the variant of the error body.
pub(super) fn differ(scope: &Scope<'_>) -> bool {
    scope.text_errors || (scope.api.error_envelope.is_none() && !scope.api.error_bodies.is_empty())
}

/// Returns true if some error responses have a text body.
pub(super) fn in_text(api: &Api) -> bool {
    let responses = api.operations.iter().flat_map(|operation| &operation.responses);
    responses.filter(|response| response.class == ResponseClass::Failure).any(describes_text)
}

/// Returns the variant of the crate's error body for bodies of this type.
pub(super) fn variant(scope: &Scope<'_>, ty: &Type) -> Option<String> {
    scope.names.error_bodies.get(*scope.error_indices.get(scope.without_null(ty))?).cloned()
}

/// Returns the index of each type of an error body.
pub(super) fn indices(scope: &Scope<'_>) -> HashMap<Type, usize> {
    let bodies = scope.api.error_bodies.iter().enumerate().rev();
    bodies.map(|(index, body)| (scope.resolved(body).clone(), index)).collect()
}

/// Returns true if the body of a response is text.
fn describes_text(response: &Response) -> bool {
    let first = response.contents.iter().min_by_key(|content| content.kind != MediaKind::Json);
    first.is_some_and(|content| content.kind == MediaKind::Text)
}
