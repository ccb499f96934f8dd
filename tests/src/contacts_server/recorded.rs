//! Received requests, for tests that check what was sent.

use axum::body::Bytes;
use axum::http::request::Parts;

/// One request, without decoding.
#[derive(Clone, Debug)]
pub struct RecordedRequest {
    /// The method, such as `GET`.
    pub method: String,
    /// Path and query, still encoded, such as `/v1/106540352242922/contacts?phone=%2B628111111111`.
    pub target: String,
    /// Lower-case names and values, in the order of arrival.
    pub headers: Vec<(String, String)>,
    /// The body. It is empty for a `GET`.
    pub body: Bytes,
}

impl RecordedRequest {
    pub(super) fn new(parts: &Parts, body: Bytes) -> Self {
        let headers = parts.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), value.into_owned())
        });
        Self { method: parts.method.to_string(), target: parts.uri.to_string(), headers: headers.collect(), body }
    }

    /// Returns the path, still encoded.
    #[must_use]
    pub fn path(&self) -> &str {
        self.target.split_once('?').map_or(&self.target, |(path, _)| path)
    }

    /// Returns the query without its question mark, still encoded.
    #[must_use]
    pub fn query(&self) -> Option<&str> {
        self.target.split_once('?').map(|(_, query)| query)
    }

    /// Returns the first value of a header. The name is case-insensitive.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let (_, value) = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }
}
