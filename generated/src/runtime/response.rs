//! Answers of a server: as they came, and as what the operation promises.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};

use super::codec::Decode;
use super::error::{ApiError, DecodeError, Error};
use super::json::{self, JsonFailure};
use super::rate_limit::RateLimit;
use super::retry_after;

/// The most bytes that are kept of the body of an error answer.
pub const ERROR_BODY_LIMIT: usize = 64 * 1024;

/// The most bytes of a body that an error quotes.
const EXCERPT: usize = 256;

/// The headers that carry the server's id of a request, the usual one first.
const REQUEST_ID: [&str; 8] = [
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
    tries: u32,
    elapsed: Duration,
}

impl Meta {
    /// The head of an answer that came at the first try.
    #[must_use]
    pub const fn new(status: StatusCode, headers: HeaderMap) -> Self {
        Self { status, headers, tries: 1, elapsed: Duration::ZERO }
    }

    /// With how often the request was tried, and how long it all took.
    pub(super) const fn tried(mut self, tries: u32, elapsed: Duration) -> Self {
        self.tries = tries;
        self.elapsed = elapsed;
        self
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

    /// The text of a header, if it is there and is plain text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The server's id of the request, from `x-request-id` or one of the headers that are used instead of it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        REQUEST_ID.iter().find_map(|name| self.header(name)).map(str::trim).filter(|id| !id.is_empty())
    }

    /// The media type of the body.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// How much the server lets this client do, if it says so.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::from_headers(&self.headers, jiff::Timestamp::now())
    }

    /// How long the server asks to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after::from_headers(&self.headers, jiff::Timestamp::now())
    }

    /// How often the request was sent until this answer came.
    #[must_use]
    pub const fn tries(&self) -> u32 {
        self.tries
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
            .field("tries", &self.tries)
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}

/// What an operation gives, with what is known of the answer that it came in.
///
/// It can be used as if it were the value itself.
#[derive(Debug, Clone)]
pub struct Response<T> {
    value: T,
    meta: Meta,
}

impl<T> Response<T> {
    /// A value, and the answer that it came in.
    #[must_use]
    pub const fn new(value: T, meta: Meta) -> Self {
        Self { value, meta }
    }

    /// The value alone.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The value, and what is known of the answer.
    #[must_use]
    pub fn into_parts(self) -> (T, Meta) {
        (self.value, self.meta)
    }

    /// What is known of the answer: status, headers, request id, rate limit.
    #[must_use]
    pub const fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The same answer with a value made from this one.
    #[must_use]
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Response<U> {
        Response::new(make(self.value), self.meta)
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// An answer as it came, with its whole body.
#[derive(Clone)]
pub struct RawResponse {
    meta: Meta,
    body: Bytes,
}

impl RawResponse {
    /// An answer with this head and body.
    #[must_use]
    pub const fn new(meta: Meta, body: Bytes) -> Self {
        Self { meta, body }
    }

    /// The status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.meta.status()
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        self.meta.headers()
    }

    /// What is known of the answer besides its body.
    #[must_use]
    pub const fn meta(&self) -> &Meta {
        &self.meta
    }

    /// The body.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// [`Error::Decode`] when the body is not JSON or not a `T`.
    pub fn json<T: Decode, E>(self) -> Result<Response<T>, Error<E>> {
        match json::decode(&self.body) {
            Ok(value) => Ok(Response::new(value, self.meta)),
            Err(failure) => Err(self.unreadable(failure).into()),
        }
    }

    /// Takes the body as text.
    ///
    /// # Errors
    /// [`Error::Decode`] when the body is not UTF-8.
    pub fn text<E>(self) -> Result<Response<String>, Error<E>> {
        match std::str::from_utf8(&self.body) {
            Ok(text) => Ok(Response::new(text.to_owned(), self.meta)),
            Err(error) => Err(self.undocumented(error.to_string()).into()),
        }
    }

    /// Takes the body as it is.
    ///
    /// # Errors
    /// None; it returns what its sisters return.
    pub fn bytes<E>(self) -> Result<Response<Bytes>, Error<E>> {
        Ok(Response::new(self.body, self.meta))
    }

    /// Passes over the body.
    ///
    /// # Errors
    /// None; it returns what its sisters return.
    pub fn empty<E>(self) -> Result<Response<()>, Error<E>> {
        Ok(Response::new((), self.meta))
    }

    /// The error that an answer is which is not a success; its body is read where it is what the document promises.
    pub fn into_error<E: Decode>(self) -> Error<E> {
        self.into_error_as(|body: E| body)
    }

    /// [`into_error`](Self::into_error), where `E` has to be made from the body that this status has.
    pub fn into_error_as<B: Decode, E>(self, make: impl FnOnce(B) -> E) -> Error<E> {
        match self.refuse() {
            Ok(refused) => {
                let body = json::decode(&refused.body).ok().map(make);
                ApiError::new(refused.meta, body, refused.body).into()
            }
            Err(unexpected) => (*unexpected).into(),
        }
    }

    /// [`into_error`](Self::into_error), where the document describes no body for this status.
    pub fn into_bare_error<E>(self) -> Error<E> {
        match self.refuse() {
            Ok(refused) => ApiError::new(refused.meta, None, refused.body).into(),
            Err(unexpected) => (*unexpected).into(),
        }
    }

    /// Bounds the body of an error answer; a success that the document does not describe is another kind of error.
    fn refuse(mut self) -> Result<Self, Box<DecodeError>> {
        if self.status().is_success() {
            return Err(Box::new(self.undocumented("the API's document does not describe this status".to_owned())));
        }
        if self.body.len() > ERROR_BODY_LIMIT {
            // A copy, so that the rest of a large body is not kept.
            self.body = Bytes::copy_from_slice(&self.body[..ERROR_BODY_LIMIT]);
        }
        Ok(self)
    }

    fn undocumented(self, message: String) -> DecodeError {
        self.unreadable(JsonFailure { path: String::new(), message, excerpt: String::new() })
    }

    /// The error for a body that is not what was expected; says so plainly when it is not even of the right type.
    fn unreadable(self, failure: JsonFailure) -> DecodeError {
        let JsonFailure { path, mut message, mut excerpt } = failure;
        let foreign = self.meta.content_type().filter(|kind| !kind.to_ascii_lowercase().contains("json"));
        if self.body.is_empty() {
            "the body is empty".clone_into(&mut message);
        } else if let Some(kind) = foreign.filter(|_| path.is_empty()) {
            message = format!("{message}; the body is of type {kind}");
        }
        if excerpt.is_empty() {
            excerpt = String::from_utf8_lossy(&self.body[..self.body.len().min(EXCERPT)]).into_owned();
        }
        DecodeError::new(self.meta, path, message, excerpt)
    }
}

impl From<http::Response<Bytes>> for RawResponse {
    fn from(response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        Self::new(Meta::new(head.status, head.headers), body)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("meta", &self.meta)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
