//! Validates single values of the configuration. It knows nothing of their keys.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::nearest::suggestion;
use crate::path::SpecPath;
use crate::url;

use super::PropertyPath;
use super::section::Entry;

/// A value and its place.
pub(super) type PlacedText<'a> = (&'a str, SpecPath);

/// Validates the name of a crate.
pub(super) fn crate_name((text, place): PlacedText<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    accept(is_crate_name(text), text, &place, "is not a valid crate name", CRATE_NAME_RULE, diagnostics)
}

/// The rule for the name of a crate.
pub const CRATE_NAME_RULE: &str = "a crate's name begins with a letter, has only letters, digits, `-` and `_`, and is neither a Rust keyword nor a crate of Rust";

/// The crates that every program can name.
const CRATES_OF_RUST: &[&str] = &["alloc", "core", "proc_macro", "std", "test"];

/// Returns true if a text is a valid crate name.
#[must_use]
pub fn is_crate_name(text: &str) -> bool {
    let begins = text.starts_with(|char: char| char.is_ascii_alphabetic());
    let goes_on = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let name = text.replace('-', "_");
    begins && goes_on && is_identifier(&name) && !CRATES_OF_RUST.contains(&name.as_str())
}

/// Returns true if a text is a valid name of a module.
#[must_use]
pub fn is_module_name(text: &str) -> bool {
    is_crate_name(text) && !text.contains('-')
}

/// Validates a version.
pub(super) fn version((text, place): PlacedText<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let is_version = semver::Version::parse(text).is_ok();
    let help = "it consists of three numbers, as in `0.1.0`";
    accept(is_version, text, &place, "is not a valid version", help, diagnostics)
}

/// Validates a version requirement.
pub(super) fn version_requirement((text, place): PlacedText<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let is_requirement = semver::VersionReq::parse(text).is_ok();
    accept(is_requirement, text, &place, "is not a version requirement", "write it as in `0.1.2`", diagnostics)
}

/// Validates a text, which must not be empty.
pub(super) fn text((text, place): PlacedText<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let help = "set a value, or remove the key";
    accept(!text.trim().is_empty(), text, &place, "is empty", help, diagnostics)
}

/// Validates the name of an environment variable.
pub(super) fn environment((text, place): PlacedText<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let shaped = |char: char| char == '_' || char.is_ascii_alphanumeric();
    let is_name = text.chars().all(shaped) && text.starts_with(|char: char| !char.is_ascii_digit());
    let help = "it has only letters, digits and `_`, as in `EXAMPLE_API_KEY`";
    accept(is_name, text, &place, "is not a valid name of an environment variable", help, diagnostics)
}

/// Validates the URL of a server.
pub(super) fn base_url((text, place): PlacedText<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let url = text.trim().trim_end_matches('/');
    let problem = url::problem(url);
    let help = "write an absolute URL, as in `https://api.example.com/v1`";
    accept(problem.is_none(), text, &place, problem.unwrap_or_default(), help, diagnostics).map(|_| url.to_owned())
}

/// Validates the name of a header.
pub(super) fn header((text, place): PlacedText<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let shaped = |char: char| char.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(char);
    let is_name = !text.is_empty() && text.chars().all(shaped);
    let help = "it has only letters, digits and `-`, as in `X-Signature`";
    accept(is_name, text, &place, "is not a valid header name", help, diagnostics)
}

/// Validates the name of a Rust item.
pub(super) fn rust_name((text, place): PlacedText<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let help = "it begins with a letter, has only letters, digits and `_`, and is not a keyword";
    accept(is_identifier(text), text, &place, "is not a valid Rust name", help, diagnostics)
}

/// Validates a path of property names, which are separated by dots.
pub(super) fn property_path((text, place): PlacedText<'_>, diagnostics: &mut Diagnostics) -> Option<PropertyPath> {
    let is_path = text.split('.').all(|name| !name.trim().is_empty());
    let help = "write the names of the properties from the outside in, as in `error.code`";
    accept(is_path, text, &place, "is not a path of properties", help, diagnostics).map(PropertyPath)
}

/// Validates the code of a diagnostic.
pub(super) fn code((text, place): PlacedText<'_>, diagnostics: &mut Diagnostics) -> Option<Code> {
    let code = text.parse().ok();
    if code.is_none() {
        let help = suggestion(text, Code::ALL.iter().map(|code| code.name()));
        invalid(&place, format!("no diagnostic has the code `{text}`"), &help, diagnostics);
    }
    code
}

/// Reads a key that is either `true` or missing.
pub(super) fn only_true(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> bool {
    match entry.value.as_bool() {
        Some(true) => true,
        Some(false) => {
            let message = format!("`{} = false` is the default", entry.place);
            invalid(&entry.place, message, "remove the key", diagnostics);
            false
        }
        None => {
            entry.wrong_type("`true`", diagnostics);
            false
        }
    }
}

/// Reads a key that is either `false` or missing. Returns true if it is `false`.
pub(super) fn only_false(entry: &Entry<'_>, diagnostics: &mut Diagnostics) -> bool {
    match entry.value.as_bool() {
        Some(false) => true,
        Some(true) => {
            let message = format!("`{} = true` is the default", entry.place);
            invalid(&entry.place, message, "remove the key", diagnostics);
            false
        }
        None => {
            entry.wrong_type("`false`", diagnostics);
            false
        }
    }
}

/// Reports an invalid value.
pub(super) fn invalid(place: &SpecPath, message: impl Into<String>, help: &str, diagnostics: &mut Diagnostics) {
    diagnostics.push(Diagnostic::new(Code::ConfigInvalidValue, place, message).help(help));
}

fn accept(
    right: bool,
    text: &str,
    place: &SpecPath,
    wrong: &str,
    help: &str,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    if !right {
        invalid(place, format!("`{place} = {text:?}` {wrong}"), help, diagnostics);
    }
    right.then(|| text.to_owned())
}

fn is_identifier(text: &str) -> bool {
    syn::parse_str::<syn::Ident>(text).is_ok() && text == text.trim()
}
