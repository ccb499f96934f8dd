//! Checks that the configuration refers only to existing items. It knows only the names in the API description.

use super::{Config, key_path};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::input::readable;
use crate::nearest::suggestion;
use crate::path::SpecPath;

/// The names in an API description to which a configuration can refer.
#[derive(Clone, Debug, Default)]
pub struct Applicable {
    /// The `operationId`s, or methods and path templates of operations without one.
    pub operations: Vec<String>,
    /// The names of the security schemes.
    pub security_schemes: Vec<String>,
    /// The keys of the items that can be renamed, as in `#/components/schemas/Pet` or `GET /pets`.
    pub pointers: Vec<String>,
    /// The places of the webhooks, as in `#/webhooks/pet.adopted`. Those with a variant of their own are among the `pointers`, too.
    pub webhooks: Vec<String>,
    /// Whether operations have idempotency keys.
    pub idempotency_keys: bool,
}

/// Reports the operations, security schemes and places that the configuration names and the API description does not have.
///
/// Their contents, such as parameters and properties, are checked by the stages that know them, with [`not_applicable`].
pub fn check_applied(config: &Config, document: &Applicable, diagnostics: &mut Diagnostics) {
    for id in config.operations.keys() {
        check(&["operations", id], "operation", id, &document.operations, diagnostics);
    }
    for name in config.security.keys() {
        check(&["security", name], "security scheme", name, &document.security_schemes, diagnostics);
    }
    for pointer in config.names.keys() {
        if document.webhooks.contains(pointer) && !document.pointers.contains(pointer) {
            diagnostics.push(without_variant(pointer));
            continue;
        }
        check(&["names", pointer], "named item at", pointer, &document.pointers, diagnostics);
    }
    if !config.error.in_progress.is_empty() && !document.idempotency_keys {
        let message = "no operation has a header `Idempotency-Key`, so this key has no effect";
        let place = key_path(&["error", "in-progress"]);
        diagnostics.push(Diagnostic::new(Code::ConfigNotApplicable, &place, message).help("remove the key"));
    }
}

/// Returns the finding that a webhook has no variant that the configuration can name.
fn without_variant(webhook: &str) -> Diagnostic {
    let message = format!("the webhook at `{webhook}` has no variant of its own");
    let help = "there are variants only for two or more payloads, and webhooks with one payload share the variant of the first; \
        name the union by `#/webhooks`, or the schema of the payload by its place";
    Diagnostic::new(Code::ConfigNotApplicable, &key_path(&["names", webhook]), message).help(help)
}

/// Reports the allowed files to which no reference leads. `asked` contains the paths of all files to which references lead.
pub fn check_allowed(config: &Config, asked: &[String], diagnostics: &mut Diagnostics) {
    for (index, allowed) in config.files.allow.iter().enumerate() {
        if !asked.iter().any(|path| readable::covers(allowed, path)) {
            let message = format!("no reference leads to `{allowed}`");
            let place = key_path(&["files", "allow"]).index(index);
            let help = suggestion(allowed, asked.iter().map(String::as_str));
            diagnostics.push(Diagnostic::new(Code::ConfigNotApplicable, &place, message).help(help));
        }
    }
}

/// Returns the finding that a key of the configuration at `place` names a `what` called `name`, which is not among the `existing`
/// ones.
#[must_use]
pub fn not_applicable<'a>(
    place: &SpecPath,
    what: &str,
    name: &str,
    existing: impl IntoIterator<Item = &'a str> + Clone,
) -> Diagnostic {
    let message = format!("the API description has no {what} `{name}`");
    Diagnostic::new(Code::ConfigNotApplicable, place, message).help(suggestion(name, existing))
}

fn check(keys: &[&str], what: &str, name: &str, existing: &[String], diagnostics: &mut Diagnostics) {
    if !existing.iter().any(|existing| existing == name) {
        let existing = existing.iter().map(String::as_str);
        diagnostics.push(not_applicable(&key_path(keys), what, name, existing));
    }
}
