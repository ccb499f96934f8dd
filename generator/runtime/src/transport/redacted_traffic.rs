//! Replaces credentials in recorded calls: by their values, and by the names of parameters and properties.

use bytes::Bytes;
use http::Uri;
use http::header::{self, HeaderMap, HeaderName};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Number, Value, json};

use super::secret_names::is_secret;
use crate::runtime::credentials::redaction::redact;

/// The text in place of a credential.
const REDACTED: &str = "[redacted]";

/// The text in place of a credential in a URL or a form.
const REDACTED_IN_URL: &str = "%5Bredacted%5D";

/// How often a name in a query is decoded. Proxies encode URLs within URLs.
const ROUNDS: usize = 3;

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

/// The known credentials of a call, which are replaced in everything that is recorded.
#[derive(Debug, Default)]
pub(super) struct Redaction {
    /// The texts in which the credentials occur.
    pub(super) forms: Vec<String>,
    /// The query parameters that contain credentials, whatever their values are.
    pub(super) query_names: Vec<&'static str>,
}

/// The part of a body around a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Anything,
    /// A property whose name means a credential. Numbers in it are counts and times.
    Secret,
    /// A property whose name means a password, which may be a number.
    Password,
}

impl Within {
    /// Returns the part for the value of a property.
    fn property(self, name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        let is_password = ["pass", "pwd"].iter().any(|part| lower.contains(part));
        match (self, is_secret(name)) {
            (Self::Password, _) => Self::Password,
            (_, true) if is_password => Self::Password,
            (_, true) => Self::Secret,
            (outer, false) => outer,
        }
    }
}

impl Redaction {
    /// Returns the headers as a list of names and values. Most values are replaced. A server may repeat a credential in any
    /// header.
    pub(super) fn headers(&self, headers: &HeaderMap) -> Value {
        let one = |(name, value): (&HeaderName, &http::HeaderValue)| {
            let shown = value.to_str().ok().filter(|_| PLAIN.contains(name) && !value.is_sensitive());
            let shown = shown.map_or_else(|| REDACTED.to_owned(), |shown| self.plain(shown.to_owned()));
            json!({ "name": name.as_str(), "value": shown })
        };
        headers.iter().map(one).collect()
    }

    /// Returns the URL without credentials.
    pub(super) fn url(&self, uri: &Uri) -> String {
        let text = without_user(&uri.to_string());
        let text = match text.split_once('?') {
            Some((path, query)) => format!("{path}?{}", self.pairs(query, is_separator)),
            None => text,
        };
        self.plain(text)
    }

    /// Returns the text of a body without credentials; `None` if it is not recorded.
    pub(super) fn body_text(&self, media_type: &str, body: &[u8]) -> Option<String> {
        if is_json(media_type) {
            let mut value = serde_json::from_slice(body).ok()?;
            self.replace(&mut value, Within::Anything);
            Some(value.to_string())
        } else if is_form(media_type) {
            Some(self.plain(self.pairs(std::str::from_utf8(body).ok()?, is_separator)))
        } else {
            None
        }
    }

    /// Replaces credentials within the values of a body, so that its text stays valid. The recursion is bounded, since
    /// reading limits the nesting.
    fn replace(&self, value: &mut Value, within: Within) {
        match value {
            Value::Object(members) => {
                let member = |(name, mut member): (String, Value)| {
                    self.replace(&mut member, within.property(&name));
                    (self.text(name), member)
                };
                *members = std::mem::take(members).into_iter().map(member).collect::<Map<_, _>>();
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.replace(item, within)),
            Value::String(text) if within == Within::Anything => *text = self.text(std::mem::take(text)),
            Value::String(text) => REDACTED.clone_into(text),
            Value::Number(number) if within == Within::Password || self.is_credential(number) => {
                *value = Value::from(REDACTED);
            }
            _ => {}
        }
    }

    fn is_credential(&self, number: &Number) -> bool {
        let text = number.to_string();
        self.forms.iter().any(|form| text.contains(form.as_str()))
    }

    /// Replaces the credentials in a text: those that are known, and those in URLs and in pairs of a name and a value.
    fn text(&self, text: String) -> String {
        let text = if text.contains("://") { without_user(&text) } else { text };
        let text = if text.contains('=') { self.pairs(&text, is_delimiter) } else { text };
        self.plain(text)
    }

    /// Replaces the values of credentials in pairs such as `name=value`. `ends` are the characters between pairs.
    fn pairs(&self, text: &str, ends: fn(char) -> bool) -> String {
        let pair = |pair: &str| match pair.split_once('=') {
            Some((name, value)) if self.has_secret(name, value) => {
                let end = if value.ends_with(ends) { value.chars().next_back() } else { None };
                format!("{name}={REDACTED_IN_URL}{}", end.map_or_else(String::new, String::from))
            }
            _ => pair.to_owned(),
        };
        text.split_inclusive(ends).map(pair).collect()
    }

    /// Returns true if a pair contains a credential: by its name, or by a URL that is its value.
    fn has_secret(&self, name: &str, value: &str) -> bool {
        if self.is_secret(name) {
            return true;
        }
        let value = decoded(value);
        let mut inner = value.split(is_delimiter).filter_map(|pair| pair.split_once('='));
        value.contains("://") && (inner.any(|(name, _)| self.is_secret(name)) || without_user(&value) != value)
    }

    /// Returns true if a query parameter contains a credential.
    fn is_secret(&self, name: &str) -> bool {
        let name = decoded(name);
        is_secret(&name) || self.query_names.iter().any(|known| *known == name)
    }

    /// Replaces the known credentials in a text.
    pub(super) fn plain(&self, text: String) -> String {
        let bytes = redact(Bytes::from(text), &self.forms);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Returns true for the characters between the pairs of a query or a form.
fn is_separator(c: char) -> bool {
    matches!(c, '&' | ';')
}

/// Returns true for the characters around pairs within a text.
fn is_delimiter(c: char) -> bool {
    c.is_whitespace() || matches!(c, '?' | '&' | ';' | '#' | '"' | '\'' | '<' | '>' | ',' | '(' | ')')
}

/// Decodes percent-encoding and `+`, also if a text was encoded several times.
fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ROUNDS {
        let next = percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// Replaces the users and passwords in the URLs of a text.
fn without_user(text: &str) -> String {
    let mut parts = text.split("://");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str("://");
        let end = part.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>')).unwrap_or(part.len());
        let (url, rest) = part.split_at(end);
        match user_end(url) {
            Some(end) => {
                plain.push_str(REDACTED_IN_URL);
                plain.push_str(url.get(end..).unwrap_or_default());
            }
            None => plain.push_str(url),
        }
        plain.push_str(rest);
    }
    plain
}

/// Returns the place of the `@` after the user and the password of a URL. A password can contain `/` that is not encoded.
fn user_end(url: &str) -> Option<usize> {
    let authority = url.split(['/', '?', '#']).next().unwrap_or_default();
    if let Some(end) = authority.rfind('@') {
        return Some(end);
    }
    let (_, port) = authority.rsplit_once(':').filter(|_| !authority.ends_with(']'))?;
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit());
    url.rfind('@').filter(|_| !is_port)
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
