//! Decides which credentials operations require from the caller: those of the API description, except the optional ones.

use indexmap::IndexMap;

use super::Scope;
use crate::config::key_path;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Operation, SchemeId, SecurityKind};

/// Returns true if an operation requires a credential and accepts that of this scheme.
pub(super) fn requires(scope: &Scope<'_>, operation: &Operation, scheme: SchemeId) -> bool {
    let is_optional = |id: &SchemeId| scope.api.security_schemes.get(id.0).is_some_and(|scheme| scheme.optional);
    let goes_without = operation.security.iter().any(|schemes| schemes.iter().all(is_optional));
    !goes_without && takes(operation, scheme)
}

/// Returns the scheme whose credential is an argument of the clients' constructors: the only scheme, or the first alternative of
/// most operations, so that further alternatives change no constructor. Returns `None` if such an operation needs several
/// credentials.
pub(super) fn usual(scope: &Scope<'_>) -> Option<SchemeId> {
    if let [_] = scope.api.security_schemes.as_slice() {
        return Some(SchemeId(0));
    }
    let mut counts: IndexMap<&[SchemeId], usize> = IndexMap::new();
    for operation in &scope.api.operations {
        if let Some(first) = operation.security.iter().find(|schemes| !schemes.is_empty()) {
            *counts.entry(first).or_default() += 1;
        }
    }
    // The first of the most frequent alternatives.
    let (most, _) = counts.into_iter().rev().max_by_key(|(_, count)| *count)?;
    if let [scheme] = most { Some(*scheme) } else { None }
}

/// Reports the schemes that the configuration makes optional although no operation requires them.
pub(super) fn report(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    for (index, scheme) in scope.api.security_schemes.iter().enumerate() {
        let is_required =
            |operation: &Operation| !operation.security.iter().any(Vec::is_empty) && takes(operation, SchemeId(index));
        let is_always_optional = scheme.kind == SecurityKind::Signed;
        let changes_nothing = || is_always_optional || !scope.api.operations.iter().any(is_required);
        if scope.config.is_optional(&scheme.name) && changes_nothing() {
            let message =
                format!("no operation requires the credential of `{}`, so this key has no effect", scheme.name);
            let place = key_path(&["security", &scheme.name, "optional"]);
            diagnostics.push(Diagnostic::new(Code::ConfigNotApplicable, &place, message).help("remove the key"));
        }
    }
}

fn takes(operation: &Operation, scheme: SchemeId) -> bool {
    operation.security.iter().flatten().any(|id| *id == scheme)
}
