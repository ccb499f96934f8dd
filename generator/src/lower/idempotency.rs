//! Decides which operations have an idempotency key, by which the server recognizes a repeated call. So a call with side effects
//! can be retried.

use super::Scope;
use crate::config::key_path;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Operation, Parameter, Shape, Type};
use crate::rust::Replay;

/// Returns the error codes that report a first call still in progress, if calls of this operation have an idempotency key.
pub(super) fn lower(scope: &Scope<'_>, operation: &Operation) -> Option<Vec<String>> {
    let key = operation.parameters.iter().find(|parameter| parameter.is_idempotency_key())?;
    (key.required || is_made(scope, key)).then(|| scope.config.error.in_progress.clone())
}

/// Decides whether a request may be sent more than once although its method is not idempotent. The configuration decides that. An
/// entry for an idempotent method is reported.
pub(super) fn replay(scope: &Scope<'_>, operation: &Operation, diagnostics: &mut Diagnostics) -> Option<Replay> {
    let key = operation.config_key();
    if !scope.config.is_idempotent(&key) {
        return None;
    }
    if operation.method.is_idempotent() {
        let message = format!("`{}` is idempotent in any case, so this key has no effect", operation.method.as_str());
        let place = key_path(&["operations", &key, "idempotent"]);
        diagnostics.push(Diagnostic::new(Code::ConfigNotApplicable, &place, message).help("remove the key"));
    }
    Some(Replay::Idempotent)
}

/// Returns true if the client creates the key when the caller passes none.
pub(super) fn is_made(scope: &Scope<'_>, parameter: &Parameter) -> bool {
    parameter.is_idempotency_key() && !parameter.required && parameter.content.is_none() && takes_uuid(scope, parameter)
}

/// Returns true if a random UUID is a valid value.
fn takes_uuid(scope: &Scope<'_>, parameter: &Parameter) -> bool {
    /// The length of a UUID.
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
