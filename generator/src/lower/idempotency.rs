//! Decides which operations carry a key by which a server knows a call again, so that one that changes something can be
//! sent again without happening twice.

use super::Scope;
use crate::model::{Operation, Parameter, Shape, Type};

/// The codes that say that the server is still busy with the first call, where calls of this operation carry a key.
pub(super) fn lower(scope: &Scope<'_>, operation: &Operation) -> Option<Vec<String>> {
    let key = operation.parameters.iter().find(|parameter| parameter.is_idempotency_key())?;
    (key.required || is_made(scope, key)).then(|| scope.config.error.in_progress.clone())
}

/// Whether the client makes a key where the caller gives none.
pub(super) fn is_made(scope: &Scope<'_>, parameter: &Parameter) -> bool {
    parameter.is_idempotency_key() && !parameter.required && parameter.content.is_none() && takes_uuid(scope, parameter)
}

/// Whether a random UUID is a good value.
fn takes_uuid(scope: &Scope<'_>, parameter: &Parameter) -> bool {
    /// The characters of a UUID.
    const LENGTH: u64 = 36;
    match scope.resolved(&parameter.ty) {
        Type::String | Type::Uuid => true,
        Type::Named(id) => match scope.api.schema(*id).map(|schema| &schema.shape) {
            Some(Shape::CheckedString(rules)) => {
                rules.pattern.is_none()
                    && rules.min_length.is_none_or(|least| least <= LENGTH)
                    && rules.max_length.is_none_or(|most| most >= LENGTH)
            }
            _ => false,
        },
        _ => false,
    }
}
