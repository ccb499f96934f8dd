//! What is known of an answer besides its body.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use jiff::Timestamp;

use super::attempt::{self, Attempt};
use super::base_url::MissingPath;
use super::http_date;
use super::rate_limit::RateLimit;
use super::retry_after;

/// The headers that carry the server's id of a request, the usual one first.
pub(super) const REQUEST_ID: [&str; 8] = [
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-correlation-id",
    "x-trace-id",
    "cf-ray",
];

/// What is known of an answer besides its body.
#[derive(Clone)]
pub struct Meta {
    status: StatusCode,
    headers: HeaderMap,
    attempts: Vec<Attempt>,
    elapsed: Duration,
    missing_path: Option<MissingPath>,
}

impl Meta {
    /// The head of an answer that came at the first try.
    #[must_use]
    pub const fn new(status: StatusCode, headers: HeaderMap) -> Self {
        Self { status, headers, attempts: Vec::new(), elapsed: Duration::ZERO, missing_path: None }
    }

    /// With the tries that came before, and how long it all took.
    pub(super) fn tried(mut self, attempts: Vec<Attempt>, elapsed: Duration) -> Self {
        self.attempts = attempts;
        self.elapsed = elapsed;
        self
    }

    /// With the path that the base URL of the request lacks, which explains a 404.
    pub(super) fn lacking(mut self, path: Option<&MissingPath>) -> Self {
        self.missing_path = path.filter(|_| self.status == StatusCode::NOT_FOUND).cloned();
        self
    }

    /// The path of the documented servers, where this is a 404 from a base URL without one.
    pub(super) fn missing_path(&self) -> Option<&str> {
        self.missing_path.as_ref().map(|path| &*path.0)
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The text of a header, if it is there and is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.header_all(name).next()
    }

    /// The texts of a header that may be there more than once.
    pub fn header_all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers.get_all(name).iter().filter_map(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// The value of a header, if it is there and is a `T`.
    #[must_use]
    pub fn header_as<T: FromStr>(&self, name: &str) -> Option<T> {
        self.header_all(name).find_map(|text| text.trim().parse().ok())
    }

    /// The values of a header that is a list, wherever it is cut into several headers; what is no `T` is left out.
    #[must_use]
    pub fn header_list<T: FromStr>(&self, name: &str) -> Vec<T> {
        let items = self.header_all(name).flat_map(|text| text.split(','));
        items.map(str::trim).filter(|item| !item.is_empty()).filter_map(|item| item.parse().ok()).collect()
    }

    /// Returns the time that a header contains, in the form of JSON or in one of those of HTTP.
    #[must_use]
    pub fn header_time(&self, name: &str) -> Option<Timestamp> {
        let mut texts = self.header_all(name).map(str::trim);
        texts.find_map(|text| text.parse().ok().or_else(|| http_date::parse(text, Timestamp::now())))
    }

    /// The server's id of the request, from `x-request-id` or one of the headers that are used instead of it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        REQUEST_ID.iter().find_map(|name| self.header(name)).map(str::trim).filter(|id| !id.is_empty())
    }

    /// The type of the body as the server says it, parameters included: `text/html; charset=utf-8`.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The media type of the body alone, in lower case: `text/html`.
    #[must_use]
    pub fn media_type(&self) -> Option<String> {
        let essence = self.content_type()?.split(';').next().unwrap_or_default().trim();
        Some(essence.to_ascii_lowercase()).filter(|essence| !essence.is_empty())
    }

    /// A parameter of the body's type, as in `charset`.
    #[must_use]
    pub fn content_type_parameter(&self, name: &str) -> Option<&str> {
        self.content_type()?.split(';').skip(1).find_map(|parameter| {
            let (key, value) = parameter.split_once('=')?;
            key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"'))
        })
    }

    /// How much the server lets this client do, if it says so.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::from_headers(&self.headers, Timestamp::now())
    }

    /// How long the server asks to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::from_headers(&self.headers, Timestamp::now())
    }

    /// How often the request was sent until this answer came.
    #[must_use]
    pub fn tries(&self) -> u32 {
        attempt::tries(&self.attempts)
    }

    /// The tries that came before the one that led to this answer, in their order.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// How long the call took, from its first try to the end of this answer.
    #[must_use]
    pub const fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

/// The headers' values are left out: they may hold cookies.
impl fmt::Debug for Meta {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Meta")
            .field("status", &self.status)
            .field("request_id", &self.request_id())
            .field("tries", &self.tries())
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}

/// Gives a type the accessors of what is known of a response. Its field `meta` is a [`Meta`], or the named field has one.
macro_rules! of_an_answer {
    ($type:ident $(<$parameter:ident>)? $(by $field:ident)?) => {
        impl$(<$parameter>)? $type$(<$parameter>)? {
            /// The answer's status.
            #[must_use]
            pub const fn status(&self) -> ::http::StatusCode {
                self$(.$field)?.meta.status()
            }

            /// The answer's headers.
            #[must_use]
            pub const fn headers(&self) -> &::http::HeaderMap {
                self$(.$field)?.meta.headers()
            }

            /// What is known of the answer besides its body.
            #[must_use]
            pub const fn meta(&self) -> &$crate::runtime::meta::Meta {
                &self$(.$field)?.meta
            }
        }
    };
}

pub(super) use of_an_answer;
