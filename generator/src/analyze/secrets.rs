//! Finds the parameters and bodies that are secrets, so that `Debug` does not show them.

use serde_json::{Map, Value};

use super::node;
use super::schema::{SchemaRef, is_secret};
use super::security::Schemes;
use crate::model::{Location, Parameter};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// The last words of the names of headers and cookies with credentials. In other locations such a name may be a cursor
/// or identifier (`pageToken`).
const LAST_WORDS: &[&str] = &[
    "accesskey",
    "apikey",
    "auth",
    "authkey",
    "authorization",
    "credential",
    "credentials",
    "jsessionid",
    "passphrase",
    "passwd",
    "password",
    "phpsessid",
    "secret",
    "secretkey",
    "session",
    "sessionid",
    "sid",
    "subscriptionkey",
    "token",
];

/// Complete names of credentials in any location, without separators.
const NAMES: &[&str] = &[
    "accesstoken",
    "apikey",
    "apisecret",
    "clientsecret",
    "idtoken",
    "passphrase",
    "passwd",
    "password",
    "privatetoken",
    "refreshtoken",
];

/// Returns true if the schema at a place is a password, or is only sent by the caller.
pub(super) fn is_in(tree: &DocumentTree<'_>, schema: &SpecPath) -> bool {
    tree.get(schema).is_some() && is_secret(tree, &[SchemaRef::whole(schema)])
}

/// Returns true if the schema of a parameter, or of one of the media types in its `content`, is a secret.
pub(super) fn is_described(tree: &DocumentTree<'_>, parameter: &SpecPath, raw: &Map<String, Value>) -> bool {
    let contents = node::children(tree, parameter, raw, "content");
    let schemas = contents.into_iter().map(|(_, entry)| tree.follow(&entry).map_or(entry, |found| found.path));
    std::iter::once(parameter.clone()).chain(schemas).any(|owner| is_in(tree, &owner.child("schema")))
}

/// Returns true if a parameter with this name is a credential.
pub(super) fn is_named(name: &str, location: Location) -> bool {
    let words = split_words(name);
    let last = |count: usize| words.iter().rev().take(count).rev().map(String::as_str).collect::<String>();
    NAMES.contains(&last(words.len()).as_str())
        || (matches!(location, Location::Header | Location::Cookie)
            && [1, 2].iter().any(|&count| LAST_WORDS.contains(&last(count).as_str())))
}

/// Marks the parameters that have the location and the name of a security scheme.
pub(super) fn mark_credentials(parameters: &mut [Parameter], schemes: &Schemes<'_>) {
    for parameter in parameters {
        parameter.secret |= schemes.has_key(parameter.location, &parameter.name);
    }
}

/// Splits a name into words, in lower case.
fn split_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut was_lower = false;
    for char in name.chars() {
        let begins = !char.is_alphanumeric() || (was_lower && char.is_uppercase());
        if begins && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        was_lower = char.is_lowercase() || char.is_numeric();
        if let (true, Some(word)) = (char.is_alphanumeric(), words.last_mut()) {
            word.extend(char.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::is_named;
    use crate::model::Location;

    #[test]
    fn names_of_credentials_are_recognized() {
        for name in
            ["X-Api-Key", "X-APIKEY", "apikey", "X-Auth-Token", "xAuthToken", "Session", "connect.sid", "X-Auth"]
        {
            assert!(is_named(name, Location::Header) && is_named(name, Location::Cookie), "{name}");
        }
        for name in ["api_key", "apiKey", "access_token", "client-secret", "password"] {
            assert!(is_named(name, Location::Query) && is_named(name, Location::Path), "{name}");
        }
        for name in ["pageToken", "next_token", "token", "author", "key", "session", ""] {
            assert!(!is_named(name, Location::Query), "{name}");
        }
        for name in ["X-Author", "Idempotency-Key", "X-Request-Id", "Keyboard", "X-Token-Count", "-"] {
            assert!(!is_named(name, Location::Header), "{name}");
        }
    }
}
