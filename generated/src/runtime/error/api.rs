//! What the server says went wrong.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use super::body::ErrorInfo;
use super::text::OneLine;
use crate::runtime::meta::{Meta, of_an_answer};

/// The server's error answer.
pub struct ApiError<E> {
    meta: Meta,
    body: Option<E>,
    raw: Bytes,
}

impl<E> ApiError<E> {
    /// An error answer; `body` is what its `raw` body says, if that could be read.
    #[must_use]
    pub const fn new(meta: Meta, body: Option<E>, raw: Bytes) -> Self {
        Self { meta, body, raw }
    }

    /// The body, or none if it is not what the API's document promises.
    #[must_use]
    pub const fn body(&self) -> Option<&E> {
        self.body.as_ref()
    }

    /// The body, out of the error.
    #[must_use]
    pub fn into_body(self) -> Option<E> {
        self.body
    }

    /// The body as it came: its first 64 KiB.
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        &self.raw
    }

    /// How long the server asks to wait before the next try.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.meta.retry_after()
    }

    /// Whether the server found too many requests (429).
    #[must_use]
    pub fn is_rate_limit(&self) -> bool {
        self.status() == StatusCode::TOO_MANY_REQUESTS
    }

    /// Whether the server did not find what was asked for (404, 410).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self.status(), StatusCode::NOT_FOUND | StatusCode::GONE)
    }

    /// Whether the server did not accept the credential (401).
    #[must_use]
    pub fn is_authentication(&self) -> bool {
        self.status() == StatusCode::UNAUTHORIZED
    }

    /// Whether the credential does not permit this (403).
    #[must_use]
    pub fn is_permission(&self) -> bool {
        self.status() == StatusCode::FORBIDDEN
    }

    /// Whether the request is at odds with the state of things (409).
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status() == StatusCode::CONFLICT
    }

    /// Whether the server found the request invalid (400, 422).
    #[must_use]
    pub fn is_validation(&self) -> bool {
        matches!(self.status(), StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Whether the server failed (500 to 599).
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().is_server_error()
    }
}

of_an_answer!(ApiError<E>);

impl<E: ErrorInfo> ApiError<E> {
    /// The stable code to branch on, as in `resource_not_found`; empty when the server sent none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.body().and_then(E::code).unwrap_or_default()
    }

    /// The server's message for people; empty when it sent none.
    #[must_use]
    pub fn message(&self) -> &str {
        self.body().and_then(E::message).unwrap_or_default()
    }

    /// The class of the error, as in `invalid_request_error`; empty when the server sent none.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.body().and_then(E::kind).unwrap_or_default()
    }

    /// The parameter that is to blame.
    #[must_use]
    pub fn param(&self) -> Option<&str> {
        self.body().and_then(E::param)
    }

    /// The server's id of the request, from the body or else from a header; empty when there is none.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.body().and_then(E::request_id).or_else(|| self.meta.request_id()).unwrap_or_default()
    }
}

impl<E: ErrorInfo> fmt::Display for ApiError<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status();
        write!(formatter, "{}", status.as_u16())?;
        if let Some(reason) = status.canonical_reason() {
            write!(formatter, " {reason}")?;
        }
        for part in [self.code(), self.message()] {
            if !part.is_empty() {
                write!(formatter, ": {}", OneLine(part))?;
            }
        }
        if self.body.is_none() {
            match self.meta.content_type() {
                _ if self.raw.is_empty() => formatter.write_str(", without a body")?,
                Some(kind) => write!(formatter, ", with a body of type {}", OneLine(kind))?,
                None => formatter.write_str(", with a body of unknown type")?,
            }
        }
        if let Some(path) = self.meta.missing_path() {
            write!(formatter, "; the base URL has no path, but the API description declares servers at `{path}`")?;
        }
        match self.request_id() {
            "" => Ok(()),
            id => write!(formatter, " (request {})", OneLine(id)),
        }
    }
}

/// What `Display` shows, piece by piece: the rest of the body and the headers are the server's data.
impl<E: ErrorInfo> fmt::Debug for ApiError<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ApiError")
            .field("status", &self.status())
            .field("kind", &self.kind())
            .field("code", &self.code())
            .field("message", &self.message())
            .field("param", &self.param())
            .field("request_id", &self.request_id())
            .finish_non_exhaustive()
    }
}

impl<E: ErrorInfo> std::error::Error for ApiError<E> {}
