//! Replaces credentials in recorded calls: by their values, and by the names of parameters and properties.

use bytes::Bytes;
use http::Uri;
use http::header::{self, HeaderMap, HeaderName};
use serde_json::{Value, json};

use crate::runtime::credentials::redaction::redact;

/// The text in place of a credential.
const REDACTED: &str = "[redacted]";

/// Headers whose values are recorded.
const PLAIN: [HeaderName; 8] = [
    header::ACCEPT,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
    header::DATE,
    header::RETRY_AFTER,
    header::TRANSFER_ENCODING,
    header::USER_AGENT,
];

/// Parts of the names of credentials, without separators and in lower case.
const SECRET: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "privatekey",
    "authorization",
    "credential",
    "signature",
    "session",
    "cookie",
    "jwt",
];

/// Parts of the names of cursors, which are often called tokens.
const CURSOR: [&str; 5] = ["page", "cursor", "continuation", "next", "sync"];

/// Returns true if a parameter or a property with this name probably contains a credential.
fn is_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let contains = |parts: &[&str]| parts.iter().any(|part| plain.contains(part));
    contains(&SECRET) && !contains(&CURSOR) || plain == "key" || plain == "auth"
}

/// Returns the headers as a list of names and values. Most values are replaced. `forms` are the texts in which credentials
/// occur, which a server may repeat in any header.
pub(super) fn headers(headers: &HeaderMap, forms: &[String]) -> Value {
    let one = |(name, value): (&HeaderName, &http::HeaderValue)| {
        let shown = value.to_str().ok().filter(|_| PLAIN.contains(name) && !value.is_sensitive());
        let shown = shown.map_or_else(|| REDACTED.to_owned(), |shown| plain(shown.to_owned(), forms));
        json!({ "name": name.as_str(), "value": shown })
    };
    headers.iter().map(one).collect()
}

/// Returns the URL without credentials. `forms` are the texts in which they occur.
pub(super) fn url(uri: &Uri, forms: &[String]) -> String {
    let text = uri.to_string();
    let text = match text.split_once('?') {
        Some((path, query)) => format!("{path}?{}", pairs(query)),
        None => text,
    };
    plain(text, forms)
}

/// Replaces the values of credentials in a query or a form.
fn pairs(text: &str) -> String {
    let pair = |pair: &str| match pair.split_once('=') {
        Some((name, _)) if is_secret(name) => format!("{name}=%5Bredacted%5D"),
        _ => pair.to_owned(),
    };
    text.split('&').map(pair).collect::<Vec<_>>().join("&")
}

/// Returns true if bodies of a media type are recorded: those in which credentials can be found by their names.
pub(super) fn is_recorded(media_type: &str) -> bool {
    is_json(media_type) || is_form(media_type)
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

fn is_form(media_type: &str) -> bool {
    essence(media_type) == "application/x-www-form-urlencoded"
}

/// Returns the text of a body without credentials; `None` if it is not recorded.
pub(super) fn body_text(media_type: &str, body: &[u8], forms: &[String]) -> Option<String> {
    let text = if is_json(media_type) {
        let mut value = serde_json::from_slice(body).ok()?;
        replace(&mut value, false);
        value.to_string()
    } else if is_form(media_type) {
        pairs(std::str::from_utf8(body).ok()?)
    } else {
        return None;
    };
    Some(plain(text, forms))
}

/// Replaces all strings within properties that contain credentials. The recursion is bounded, since reading limits the
/// nesting.
fn replace(value: &mut Value, is_within_secret: bool) {
    match value {
        Value::Object(members) => {
            members.iter_mut().for_each(|(name, member)| replace(member, is_within_secret || is_secret(name)));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, is_within_secret)),
        Value::String(text) if is_within_secret => REDACTED.clone_into(text),
        _ => {}
    }
}

/// Replaces the known credentials in a text.
pub(super) fn plain(text: String, forms: &[String]) -> String {
    let bytes = redact(Bytes::from(text), forms);
    String::from_utf8_lossy(&bytes).into_owned()
}
