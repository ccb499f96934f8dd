//! The status, the headers and the attempts of a response.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use http::header::{CONTENT_TYPE, ETAG, LAST_MODIFIED};
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;

use super::http_date;
use crate::runtime::call::attempt::{self, Attempt};
use crate::runtime::call::rate_limit::RateLimit;
use crate::runtime::call::retry_after;
use crate::runtime::client::base_url::MissingPath;

/// The headers with the server's id of a request, in order of precedence.
pub(crate) const REQUEST_ID: [&str; 8] = [
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-correlation-id",
    "x-trace-id",
    "cf-ray",
];

/// A response without its body: status, headers, attempts and elapsed time.
#[derive(Clone)]
pub struct Meta {
    status: StatusCode,
    headers: HeaderMap,
    attempts: Vec<Attempt>,
    elapsed: Duration,
    missing_path: Option<MissingPath>,
}

impl Meta {
    /// Creates the head of a response to the first attempt.
    #[must_use]
    pub const fn new(status: StatusCode, headers: HeaderMap) -> Self {
        Self { status, headers, attempts: Vec::new(), elapsed: Duration::ZERO, missing_path: None }
    }

    /// Adds the earlier attempts and the elapsed time.
    pub(crate) fn tried(mut self, attempts: Vec<Attempt>, elapsed: Duration) -> Self {
        self.attempts = attempts;
        self.elapsed = elapsed;
        self
    }

    /// Adds the path that is missing from the base URL of the request, if this is a 404.
    pub(crate) fn lacking(mut self, path: Option<&MissingPath>) -> Self {
        self.missing_path = path.filter(|_| self.status == StatusCode::NOT_FOUND).cloned();
        self
    }

    /// Returns the path of the declared servers, if this is a 404 from a base URL without a path.
    pub(crate) fn missing_path(&self) -> Option<&str> {
        self.missing_path.as_ref().map(|path| &*path.0)
    }

    /// Returns the status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the value of a header, if it is present and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.header_all(name).next()
    }

    /// Returns the values of a header that may be present several times.
    pub fn header_all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.get_all(name).iter().filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// Returns the value of a header, if it is present and is a valid `T`.
    #[must_use]
    pub fn header_as<T: FromStr>(&self, name: &str) -> Option<T> {
        self.header_all(name).find_map(|text| text.trim().parse().ok())
    }

    /// Returns the values of a header that is a list, also if it is split into several headers. Values that are not a
    /// `T` are omitted.
    #[must_use]
    pub fn header_list<T: FromStr>(&self, name: &str) -> Vec<T> {
        let items = self.header_all(name).flat_map(|text| text.split(','));
        items.map(str::trim).filter(|item| !item.is_empty()).filter_map(|item| item.parse().ok()).collect()
    }

    /// Returns the time in a header, in the format of JSON or in one of the formats of HTTP.
    #[must_use]
    pub fn header_time(&self, name: &str) -> Option<Timestamp> {
        let mut texts = self.header_all(name).map(str::trim);
        texts.find_map(|text| text.parse().ok().or_else(|| http_date::parse(text, Timestamp::now())))
    }

    /// Returns the server's id of the request, from `x-request-id` or one of its alternatives.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        REQUEST_ID.iter().find_map(|name| self.header(name)).map(str::trim).filter(|id| !id.is_empty())
    }

    /// Returns the `ETag`, which identifies the version of the resource, unchanged: `"33a64df5"` or `W/"33a64df5"`, with the quotes.
    /// `if_none_match` of a read takes it.
    #[must_use]
    pub fn etag(&self) -> Option<&str> {
        self.headers.get(ETAG)?.to_str().ok()
    }

    /// Returns the time of the last change of the resource, from `Last-Modified`. `if_modified_since` of a read takes it.
    #[must_use]
    pub fn last_modified(&self) -> Option<Timestamp> {
        self.header_time(LAST_MODIFIED.as_str())
    }

    /// Returns the `Content-Type` of the body, including parameters: `text/html; charset=utf-8`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// Returns the media type of the body without parameters, in lower case: `text/html`.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let essence = self.content_type()?.split(';').next().unwrap_or_default().trim();
        Some(essence.to_ascii_lowercase()).filter(|essence| !essence.is_empty())
    }

    /// Returns a parameter of the `Content-Type`, as in `charset`.
    #[must_use]
    pub fn content_type_parameter(&self, name: &str) -> Option<&str> {
        self.content_type()?.split(';').skip(1).find_map(|parameter| {
            let (key, value) = parameter.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
        })
    }

    /// Returns the rate limit of the server, if it declares one.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::from_headers(&self.headers, Timestamp::now())
    }

    /// Returns how long the server requires to wait before the next attempt.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::from_headers(&self.headers, Timestamp::now())
    }

    /// Returns the number of attempts, including the one with this response.
    #[must_use]
    pub fn attempt_count(&self) -> u32 {
        attempt::attempt_count(&self.attempts)
    }

    /// Returns the attempts before the one with this response, in order.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Returns the time from the start of the first attempt to the end of this response.
    #[must_use]
    pub const fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

/// Omits the values of headers, which may contain cookies.
impl fmt::Debug for Meta {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Meta")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("attempt_count", &self.attempt_count())
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}

/// Implements the accessors of the head of a response. The field `meta` of the type is a [`Meta`], or the named field
/// has one.
macro_rules! of_an_answer {
    ($type:ident $(<$parameter:ident>)? $(by $field:ident)?) => {
        impl$(<$parameter>)? $type$(<$parameter>)? {
            /// Returns the status of the response.
            #[must_use]
            pub const fn status(&self) -> ::http::StatusCode {
                self$(.$field)?.meta.status()
            }

            /// Returns the headers of the response.
            #[must_use]
            pub const fn headers(&self) -> &::http::HeaderMap {
                self$(.$field)?.meta.headers()
            }

            /// Returns the head of the response: status, headers, attempts and elapsed time.
            #[must_use]
            pub const fn meta(&self) -> &$crate::runtime::response::meta::Meta {
                &self$(.$field)?.meta
            }
        }
    };
}

pub(crate) use of_an_answer;
