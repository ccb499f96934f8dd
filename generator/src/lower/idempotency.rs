//! Decides which operations carry a key by which a server knows a call again, so that one that changes something can be
//! sent again without happening twice.

use super::Scope;
use crate::config::place;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Method, Operation, Parameter, Shape, Type};
use crate::rust::Replay;

/// The codes that say that the server is still busy with the first call, where calls of this operation carry a key.
pub(super) fn lower(scope: &Scope<'_>, operation: &Operation) -> Option<Vec<String>> {
    let key = operation.parameters.iter().find(|parameter| parameter.is_idempotency_key())?;
    (key.required || is_made(scope, key)).then(|| scope.config.error.in_progress.clone())
}

/// Decides whether a request may be sent more than once although its method does not say so, which only the configuration
/// knows. An entry for a method that says so itself is reported.
pub(super) fn replay(scope: &Scope<'_>, operation: &Operation, diagnostics: &mut Diagnostics) -> Option<Replay> {
    let key = operation.config_key();
    if !scope.config.is_idempotent(&key) {
        return None;
    }
    if !matches!(operation.method, Method::Post | Method::Patch | Method::Other(_)) {
        let message = format!("`{}` is idempotent in any case, so this key has no effect", operation.method.as_str());
        let place = place(&["operations", &key, "idempotent"]);
        diagnostics.push(Diagnostic::new(Code::ConfigNotApplicable, &place, message).help("remove the key"));
    }
    Some(Replay::Idempotent)
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
