//! Checks that what the configuration speaks of is in the document; knows of the document only the names.

use super::{Config, place};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::nearest::suggestion;
use crate::path::SpecPath;

/// What a document holds that a configuration can speak of.
#[derive(Clone, Debug, Default)]
pub struct Applicable<'a> {
    /// The `operationId`s.
    pub operations: Vec<&'a str>,
    /// The names of the security schemes.
    pub security_schemes: Vec<&'a str>,
    /// The JSON pointers of what can be given another Rust name, as in `#/components/schemas/Pet`.
    pub pointers: Vec<&'a str>,
}

/// Reports the operations, security schemes and places that the configuration names and the document does not hold.
///
/// What lies within them (a parameter, a property) is for those to check who know it, with [`not_applicable`].
pub fn check_applied(config: &Config, document: &Applicable<'_>, diagnostics: &mut Diagnostics) {
    for id in config.operations.keys() {
        let operations = document.operations.iter().copied();
        check(&["operations", id], "operation", id, operations, diagnostics);
    }
    for name in config.security.keys() {
        let schemes = document.security_schemes.iter().copied();
        check(&["security", name], "security scheme", name, schemes, diagnostics);
    }
    for pointer in config.names.keys() {
        let pointers = document.pointers.iter().copied();
        check(&["names", pointer], "named thing at", pointer, pointers, diagnostics);
    }
}

/// A key of the configuration at `place` names a `what` called `name`, which is none of the `existing` ones.
#[must_use]
pub fn not_applicable<'a>(
    place: &SpecPath,
    what: &str,
    name: &str,
    existing: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let message = format!("the document has no {what} `{name}`");
    Diagnostic::new(Code::ConfigNotApplicable, place, message).help(suggestion(name, existing))
}

fn check<'a>(
    keys: &[&str],
    what: &str,
    name: &str,
    existing: impl Iterator<Item = &'a str> + Clone,
    diagnostics: &mut Diagnostics,
) {
    if !existing.clone().any(|existing| existing == name) {
        diagnostics.push(not_applicable(&place(keys), what, name, existing));
    }
}
