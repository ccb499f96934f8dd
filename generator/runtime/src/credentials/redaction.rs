//! Removes what a request kept secret from the text of its response: servers quote requests in their errors.

use bytes::Bytes;
use http::Request;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::secret::Secret;
use super::secret_forms;
use super::security::Credentials;
use crate::runtime::response::meta::REQUEST_ID;
use crate::runtime::transport::body::Body;

/// Headers that are not secret, although a caller or an interceptor may have set them.
const PUBLIC: [HeaderName; 16] = [
    header::ACCEPT,
    header::ACCEPT_LANGUAGE,
    header::CACHE_CONTROL,
    header::CONTENT_TYPE,
    header::ORIGIN,
    header::REFERER,
    header::USER_AGENT,
    header::IF_MATCH,
    header::IF_MODIFIED_SINCE,
    header::IF_NONE_MATCH,
    header::IF_UNMODIFIED_SINCE,
    HeaderName::from_static("idempotency-key"),
    // Servers return these ids of a request, and errors show them.
    HeaderName::from_static("traceparent"),
    HeaderName::from_static("x-correlation-id"),
    HeaderName::from_static("x-request-id"),
    HeaderName::from_static("x-trace-id"),
];

/// Headers of every response that errors show, besides the id of the request.
const SHOWN: [HeaderName; 2] = [header::CONTENT_TYPE, header::CONTENT_ENCODING];

/// Secrets that the headers of a request do not show: the values that interceptors added to its query, and the secrets of
/// the requests that were redirected to it. They are an extension of the request.
#[derive(Clone, Default)]
pub(crate) struct Unseen(Vec<Secret>);

impl Unseen {
    pub(crate) fn add(&mut self, secret: &str) {
        if self.0.iter().all(|known| known.expose() != secret) {
            self.0.push(Secret::from(secret));
        }
    }

    /// Adds the secrets of a request, except for the credentials of the client.
    pub(crate) fn add_all_of(&mut self, request: &Request<Body>) {
        let unseen = request.extensions().get::<Self>().into_iter().flat_map(|unseen| &unseen.0);
        for secret in header_secrets(request.headers()).chain(unseen.map(Secret::expose)) {
            self.add(secret);
        }
    }
}

/// The secrets of a request: its credentials, in every form in which they are sent, the values of the headers that the caller or an
/// interceptor set, and those that its headers do not show.
pub(crate) struct Secrets<'a> {
    credentials: &'a Credentials,
    headers: &'a HeaderMap,
    unseen: Option<&'a Unseen>,
}

impl<'a> Secrets<'a> {
    pub(crate) fn new(request: &'a Request<Body>, credentials: &'a Credentials) -> Self {
        Self { credentials, headers: request.headers(), unseen: request.extensions().get() }
    }

    /// Replaces each byte of a secret in a text of the server with an asterisk.
    pub(crate) fn redact(&self, text: Bytes) -> Bytes {
        redact(text, &self.forms())
    }

    /// Does the same in the headers of a response: in those that errors show, and in all of an error.
    pub(crate) fn redact_headers(&self, mut headers: HeaderMap, is_error: bool) -> HeaderMap {
        let is_shown = |name: &HeaderName| is_error || SHOWN.contains(name) || REQUEST_ID.contains(&name.as_str());
        let shortest = self.shortest();
        if !headers.iter().any(|(name, value)| is_shown(name) && value.len() >= shortest) {
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

    /// Returns the forms in which the secrets may be quoted.
    pub(crate) fn forms(&self) -> Vec<String> {
        let mut forms = forms_of(self.credentials);
        for text in self.others() {
            secret_forms::add(&mut forms, text);
        }
        forms
    }

    /// Returns the secrets that are not credentials of the client.
    fn others(&self) -> impl Iterator<Item = &str> {
        let unseen = self.unseen.into_iter().flat_map(|unseen| &unseen.0);
        header_secrets(self.headers).chain(unseen.map(Secret::expose))
    }

    /// Returns the length of the shortest secret that is looked for: no form of it is shorter.
    fn shortest(&self) -> usize {
        let credentials = self.credentials.texts().map(|text| text.expose().len());
        let lengths = credentials.chain(self.others().map(str::len));
        lengths.filter(|length| *length >= secret_forms::SHORTEST).min().unwrap_or(usize::MAX)
    }
}

/// Returns what the headers of a request keep secret, as a whole and in the parts in which it may be quoted.
fn header_secrets(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let is_secret = |(name, value): &(&HeaderName, &HeaderValue)| value.is_sensitive() && !PUBLIC.contains(name);
    let secret = headers.iter().filter(is_secret);
    secret.filter_map(|(name, value)| Some((name, std::str::from_utf8(value.as_bytes()).ok()?))).flat_map(
        |(name, text)| {
            // The value without the word before it, the value of each cookie, and that of each parameter as in
            // `AWS4-HMAC-SHA256 Credential=…, Signature=…`.
            let behind_word = text.split_once(' ').map(|(_, value)| value);
            let separator = if *name == header::COOKIE { ';' } else { ',' };
            let has_pairs = [header::COOKIE, header::AUTHORIZATION, header::PROXY_AUTHORIZATION].contains(name);
            let pairs = text.split(separator).filter(move |_| has_pairs);
            let values = pairs.filter_map(|pair| pair.trim().split_once('=')).map(|(_, value)| value.trim_matches('"'));
            std::iter::once(text).chain(behind_word).chain(values)
        },
    )
}

/// Replaces each byte of the credentials in a text with an asterisk, in whatever form they are quoted.
pub(super) fn redact_credentials(credentials: &Credentials, text: Bytes) -> Bytes {
    redact(text, &forms_of(credentials))
}

/// Returns the forms in which credentials may be quoted.
fn forms_of(credentials: &Credentials) -> Vec<String> {
    let mut forms = Vec::new();
    for text in credentials.texts() {
        secret_forms::add(&mut forms, text.expose());
    }
    forms
}

fn find<'a>(text: &'a [u8], form: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let is_form = move |window: &[u8]| window.first() == form.first() && window == form;
    text.windows(form.len()).enumerate().filter(move |(_, window)| is_form(window)).map(|(start, _)| start)
}

/// Replaces each byte of these forms in a text with an asterisk.
pub(crate) fn redact(text: Bytes, forms: &[String]) -> Bytes {
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
