//! Replaces credentials in recorded calls: by their values, and by the names of parameters and properties.

use bytes::Bytes;
use http::Uri;
use http::header::{self, HeaderMap, HeaderName};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Number, Value, json};

use super::secret_names::{bare, is_secret};
use super::secret_urls::{REDACTED, REDACTED_IN_URL, ROUNDS, decoded, without_parameters, without_user};
use crate::runtime::client::server::is_socket;
use crate::runtime::codec::json;
use crate::runtime::credentials::redaction::redact;
use crate::runtime::request::escape::form_decoded;

/// How deep JSON texts are read that are values of JSON texts.
const MAX_EMBEDDED: usize = 4;

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
    /// A property whose name means a number or a time of credentials, such as `max_tokens`. Numbers in it are recorded.
    Quantity,
    /// A property whose name means a credential.
    Secret,
}

impl Within {
    /// Returns the part for the value of a property.
    fn property(self, name: &str) -> Self {
        match (self, has_secret_word(name)) {
            (Self::Anything, false) => Self::Anything,
            _ if is_quantity(name) => Self::Quantity,
            (outer, false) => outer,
            _ => Self::Secret,
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

    /// Returns the URL of a call without credentials. `template` is the path of its operation, and empty if it is not known.
    pub(super) fn url(&self, uri: &Uri, template: &str) -> String {
        let mut text = uri.scheme_str().map_or_else(String::new, |scheme| format!("{scheme}://"));
        if let Some(authority) = uri.authority() {
            match authority.as_str().rsplit_once('@') {
                // The user name of a Unix socket is not a credential.
                Some((_, host)) if is_socket(uri) => text.push_str(host),
                Some((_, host)) => text.extend([REDACTED_IN_URL, "@", &self.plain(host.to_owned())]),
                None => text.push_str(&self.plain(authority.as_str().to_owned())),
            }
        }
        let path = without_user(&self.plain(uri.path().to_owned()));
        let segments: Vec<String> = path.split('/').map(|segment| self.pairs(segment)).collect();
        text.push_str(&without_parameters(&segments.join("/"), template));
        if let Some(query) = uri.query() {
            text.push('?');
            text.push_str(&self.pairs(&self.plain(query.to_owned())));
        }
        text
    }

    /// Returns the text of a body without credentials; `None` if it is not recorded.
    pub(super) fn body_text(&self, media_type: &str, body: &[u8]) -> Option<String> {
        if is_json(media_type) {
            let mut value = json::decode(body).ok()?;
            self.replace(&mut value, Within::Anything, 0);
            Some(value.to_string())
        } else if is_form(media_type) {
            Some(self.pairs(&self.plain(std::str::from_utf8(body).ok()?.to_owned())))
        } else {
            None
        }
    }

    /// Replaces credentials within the values of a body, so that its text stays valid. The recursion is bounded, since
    /// reading limits the nesting. `depth` is the number of JSON texts around this one.
    fn replace(&self, value: &mut Value, within: Within, depth: usize) {
        match value {
            Value::Object(members) => {
                let member = |(name, mut member): (String, Value)| {
                    self.replace(&mut member, within.property(&name), depth);
                    (self.text(name, depth), member)
                };
                *members = std::mem::take(members).into_iter().map(member).collect::<Map<_, _>>();
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.replace(item, within, depth)),
            Value::String(text) if within == Within::Anything => *text = self.text(std::mem::take(text), depth),
            Value::String(text) => REDACTED.clone_into(text),
            Value::Number(number) if within == Within::Secret || self.is_credential(number) => {
                *value = Value::from(REDACTED);
            }
            _ => {}
        }
    }

    fn is_credential(&self, number: &Number) -> bool {
        let text = number.to_string();
        self.forms.iter().any(|form| text.contains(form.as_str()))
    }

    /// Replaces the credentials in a text: those that are known, and those in JSON texts, in URLs, and in pairs of a name and a
    /// value. The known ones come first, since the others may cut them.
    fn text(&self, text: String, depth: usize) -> String {
        let text = self.plain(text);
        if let Some(json) = self.embedded(&text, depth) {
            return json;
        }
        if self.is_broken_json(&text) {
            return REDACTED.to_owned();
        }
        let text = if text.contains("://") { without_user(&text) } else { text };
        if text.contains(['=', '%']) { self.words(&text) } else { text }
    }

    /// Returns a JSON text without credentials; `None` for other texts, also for those of a single value.
    fn embedded(&self, text: &str, depth: usize) -> Option<String> {
        let mut value: Value = looks_like_json(text).then(|| json::decode(text.as_bytes()).ok()).flatten()?;
        if depth >= MAX_EMBEDDED {
            return Some(REDACTED.to_owned());
        }
        let before = value.clone();
        self.replace(&mut value, Within::Anything, depth + 1);
        Some(if value == before { text.to_owned() } else { value.to_string() })
    }

    /// Returns true for the beginning of an object, or an object of another language, with a credential in it.
    fn is_broken_json(&self, text: &str) -> bool {
        looks_like_json(text) && text.split(['"', '\'']).any(|word| self.is_secret(word.trim_end_matches('\\')))
    }

    /// Replaces the values of credentials in the pairs of a text. A value ends at a blank, a quote, `&`, `<` or `>`.
    fn words(&self, text: &str) -> String {
        let mut shown = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let (word, after) = rest.split_at(rest.find(is_delimiter).unwrap_or(rest.len()));
            if let Some(plain) = self.pair(word) {
                shown.push_str(&plain);
                let name = word.find('=').map_or(0, |at| at + 1);
                rest = after_value(rest.split_at(name).1);
            } else {
                shown.push_str(word);
                shown.extend(after.chars().next());
                rest = after.split_at(after.chars().next().map_or(0, char::len_utf8)).1;
            }
        }
        shown
    }

    /// Replaces the values of credentials in a query, a form or a segment of a path. After one, what follows behind `;`
    /// without a name is the rest of its value.
    fn pairs(&self, text: &str) -> String {
        let part = |part: &str| {
            let mut shown: Vec<String> = Vec::new();
            let mut is_replaced = false;
            for pair in part.split(';') {
                if is_replaced && !pair.trim_end_matches('=').contains('=') {
                    continue;
                }
                let plain = self.pair(pair);
                is_replaced = plain.is_some();
                shown.push(plain.unwrap_or_else(|| pair.to_owned()));
            }
            shown.join(";")
        };
        text.split('&').map(part).collect::<Vec<_>>().join("&")
    }

    /// Returns a pair such as `name=value` without the credential in it; `None` if it has none. A pair may be encoded as a whole.
    fn pair(&self, pair: &str) -> Option<String> {
        let Some((name, value)) = pair.split_once('=') else {
            return self.has_secret(&decoded(pair)).then(|| REDACTED_IN_URL.to_owned());
        };
        if self.has_secret(&decoded(name)) {
            return Some(REDACTED_IN_URL.to_owned());
        }
        if self.is_secret(name) {
            return Some(format!("{name}={REDACTED_IN_URL}"));
        }
        let mut text = value.to_owned();
        for _ in 0..=ROUNDS {
            if let Some(json) = self.embedded(&text, 1) {
                return (json != text).then(|| format!("{name}={}", utf8_percent_encode(&json, NON_ALPHANUMERIC)));
            }
            text = form_decoded(&text);
        }
        self.has_secret(&decoded(value)).then(|| format!("{name}={REDACTED_IN_URL}"))
    }

    /// Returns true if a text that is not encoded contains a credential: a pair, a user in a URL, or a list of names and
    /// values.
    fn has_secret(&self, text: &str) -> bool {
        let mut pairs = text.split(is_delimiter).filter_map(|pair| pair.split_once('='));
        let is_object = |separator: char| {
            let count = text.split(separator).count();
            count.is_multiple_of(2) && text.split(separator).step_by(2).any(|name| self.is_secret(name))
        };
        pairs.any(|(name, _)| self.is_secret(name))
            || [',', '|'].into_iter().any(is_object)
            || self.is_broken_json(text)
            || text.contains("://") && without_user(text) != text
    }

    /// Returns true if the name of a parameter means a credential.
    fn is_secret(&self, name: &str) -> bool {
        let name = decoded(name);
        has_secret_word(&name) || self.query_names.iter().any(|known| *known == name)
    }

    /// Replaces the known credentials in a text.
    pub(super) fn plain(&self, text: String) -> String {
        let bytes = redact(Bytes::from(text), &self.forms);
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

/// Returns true for the characters around pairs within a text.
fn is_delimiter(c: char) -> bool {
    c.is_whitespace() || matches!(c, '?' | '&' | ';' | '#' | '"' | '\'' | '<' | '>' | ',' | '(' | ')')
}

/// Returns true if a name means a credential, or a part of it such as in `user[pin]` and `card.cvv`.
fn has_secret_word(name: &str) -> bool {
    is_secret(name) || name.split(['[', ']', '.']).any(is_secret)
}

/// Returns true if a name that means a credential means a number or a time of them, such as `max_tokens`. A password is neither.
fn is_quantity(name: &str) -> bool {
    let plain = bare(name);
    let begins = ["max", "min", "num", "total"].iter().any(|part| plain.starts_with(part));
    let ends = ["tokens", "sessions", "count", "total", "limit", "ttl", "timeout", "lifetime", "size", "length"];
    let ends = ends.iter().any(|part| plain.ends_with(part)) && !plain.ends_with("account");
    (begins || ends || plain.contains("expir")) && !["pass", "pwd"].iter().any(|part| plain.contains(part))
}

fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Returns the text after a value. A value in quotes ends with its quote.
fn after_value(text: &str) -> &str {
    let value = text.trim_start_matches('\\');
    for quote in ['"', '\''] {
        if let Some(quoted) = value.strip_prefix(quote) {
            return quoted.split_once(quote).map_or("", |(_, after)| after);
        }
    }
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '&' | '<' | '>');
    text.split_at(text.find(is_end).unwrap_or(text.len())).1
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
