//! Removes what a request kept secret from the text of its response: servers quote requests in their errors.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bytes::Bytes;
use http::Request;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::body::Body;
use super::escape::escape;
use super::meta::REQUEST_ID;
use super::security::Credentials;

/// The fewest bytes of a secret that is looked for. A shorter one may well be there by chance.
const SHORTEST: usize = 8;

/// Headers that are not secret, although a caller may have set them.
const PUBLIC: [HeaderName; 8] = [
    header::ACCEPT,
    header::ACCEPT_LANGUAGE,
    header::CACHE_CONTROL,
    header::CONTENT_TYPE,
    header::ORIGIN,
    header::REFERER,
    header::USER_AGENT,
    HeaderName::from_static("idempotency-key"),
];

/// The secrets of a request: its credentials, in every form in which they are sent, and the values of the headers that the caller set.
pub(super) struct Secrets<'a> {
    credentials: &'a Credentials,
    headers: &'a HeaderMap,
}

impl<'a> Secrets<'a> {
    pub(super) fn new(request: &'a Request<Body>, credentials: &'a Credentials) -> Self {
        Self { credentials, headers: request.headers() }
    }

    /// Replaces each byte of a secret in a text of the server with an asterisk.
    pub(super) fn redact(&self, text: Bytes) -> Bytes {
        redact(text, &self.forms())
    }

    /// Does the same in the headers of a response: in those with the id of the request, which is shown, and in all of an error.
    pub(super) fn redact_headers(&self, mut headers: HeaderMap, is_error: bool) -> HeaderMap {
        let is_shown = |name: &HeaderName| is_error || REQUEST_ID.contains(&name.as_str());
        if !headers.keys().any(is_shown) {
            return headers;
        }
        let forms = self.forms();
        for (name, value) in &mut headers {
            let found =
                is_shown(name) && forms.iter().any(|form| find(value.as_bytes(), form.as_bytes()).next().is_some());
            if found {
                let redacted = redact(Bytes::copy_from_slice(value.as_bytes()), &forms);
                *value = HeaderValue::from_maybe_shared(redacted).unwrap_or(HeaderValue::from_static("***"));
            }
        }
        headers
    }

    fn forms(&self) -> Vec<String> {
        let mut forms = forms_of(self.credentials);
        for (name, value) in self.headers {
            let is_secret = value.is_sensitive() && !PUBLIC.contains(name);
            if let (true, Ok(text)) = (is_secret, std::str::from_utf8(value.as_bytes())) {
                // A header is quoted as a whole, or without the word before its value.
                add(&mut forms, text);
                add(&mut forms, text.split_once(' ').map_or("", |(_, value)| value));
                for pair in text.split("; ").filter(|_| *name == header::COOKIE) {
                    add(&mut forms, pair.split_once('=').map_or("", |(_, value)| value));
                }
            }
        }
        forms
    }
}

/// Replaces each byte of the credentials in a text with an asterisk, in whatever form they are sent.
pub(super) fn redact_credentials(credentials: &Credentials, text: Bytes) -> Bytes {
    redact(text, &forms_of(credentials))
}

/// The forms of credentials: plain, percent-encoded, as a JSON string and in base 64.
fn forms_of(credentials: &Credentials) -> Vec<String> {
    let mut forms = Vec::new();
    for text in credentials.texts() {
        add(&mut forms, text.expose());
        add(&mut forms, &percent_encoded(text.expose()));
        let quoted = serde_json::to_string(text.expose()).unwrap_or_default();
        let quoted = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
        add(&mut forms, quoted);
        // As PHP escapes it.
        add(&mut forms, &quoted.replace('/', "\\/"));
        // Without the padding it is found with and without it.
        add(&mut forms, &STANDARD_NO_PAD.encode(text.expose()));
    }
    forms
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::new();
    escape(text, &mut encoded);
    encoded
}

fn add(forms: &mut Vec<String>, form: &str) {
    if form.len() >= SHORTEST && forms.iter().all(|known| known != form) {
        forms.push(form.to_owned());
    }
}

fn find<'a>(text: &'a [u8], form: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    text.windows(form.len()).enumerate().filter(move |(_, window)| *window == form).map(|(start, _)| start)
}

fn redact(text: Bytes, forms: &[String]) -> Bytes {
    let found: Vec<_> =
        forms.iter().flat_map(|form| find(&text, form.as_bytes()).map(|start| start..start + form.len())).collect();
    if found.is_empty() {
        return text;
    }
    let mut redacted = text.to_vec();
    for range in found {
        redacted[range].fill(b'*');
    }
    redacted.into()
}
