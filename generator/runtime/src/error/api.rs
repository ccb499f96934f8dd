//! Error responses, and their codes and messages.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use http::StatusCode;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::body::{ErrorInfo, Pointers};
use super::text::{self, OneLine, Said};
use super::{extract, partial};
use crate::runtime::response::charset;
use crate::runtime::response::meta::{Meta, of_an_answer};
use crate::runtime::response::raw::RawResponse;

/// A response that is not a success.
///
/// [`code`](Self::code), [`message`](Self::message) and the others come from the error body that the API description declares. If it
/// declares none, or the response does not have them there, they come from where most APIs have them in JSON.
pub struct ApiError<E> {
    raw: RawResponse,
    body: Option<E>,
    /// The details that the error body does not have, searched for when they are needed.
    found: OnceLock<FoundDetails>,
}

impl<E> ApiError<E> {
    /// Creates the error for a response; `body` is its body as the error body of the API, if it can be read as that.
    #[must_use]
    pub const fn new(raw: RawResponse, body: Option<E>) -> Self {
        Self { raw, body, found: OnceLock::new() }
    }

    /// Returns the error body, or `None` if the body of the response is not what the API description declares.
    #[must_use]
    pub const fn body(&self) -> Option<&E> {
        self.body.as_ref()
    }

    /// Returns the error body; see [`body`](Self::body).
    #[must_use]
    pub fn into_body(self) -> Option<E> {
        self.body
    }

    /// Returns the body of the response, unchanged: its first 64 KiB.
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        self.raw.body()
    }

    /// Returns the response: status, headers and the first 64 KiB of the body.
    #[must_use]
    pub const fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// Returns the response, to read it as another type; see [`raw`](Self::raw).
    #[must_use]
    pub fn into_raw(self) -> RawResponse {
        self.raw
    }

    /// Returns how long the server requires to wait before the next attempt.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.meta().retry_after()
    }

    /// Returns true if the server received too many requests (429).
    #[must_use]
    pub fn is_rate_limit(&self) -> bool {
        self.status() == StatusCode::TOO_MANY_REQUESTS
    }

    /// Returns true if the server did not find the resource (404, 410).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self.status(), StatusCode::NOT_FOUND | StatusCode::GONE)
    }

    /// Returns true if the server did not accept the credential (401).
    #[must_use]
    pub fn is_authentication(&self) -> bool {
        self.status() == StatusCode::UNAUTHORIZED
    }

    /// Returns true if the credential does not permit the call (403).
    #[must_use]
    pub fn is_permission(&self) -> bool {
        self.status() == StatusCode::FORBIDDEN
    }

    /// Returns true if the request conflicts with the state of the resource (409).
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.status() == StatusCode::CONFLICT
    }

    /// Returns true if the server found the request invalid (400, 422).
    #[must_use]
    pub fn is_validation(&self) -> bool {
        matches!(self.status(), StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// Returns true if the server failed (500 to 599).
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.status().is_server_error()
    }
}

of_an_answer!(ApiError<E> by raw);

impl<E: ErrorInfo> ApiError<E> {
    /// Returns the stable code to branch on, as in `resource_not_found`; empty if the server sent none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.said(E::code, |found| &found.code).unwrap_or_default()
    }

    /// Returns the server's message for people; empty if it sent none.
    ///
    /// Without a message in the error body, it is the property of the JSON that RFC 9457 (`detail`, `title`) or common
    /// practice uses (`message`, `error_description`, `error`, `errors`), or a short body of text, also if it is sent as JSON.
    #[must_use]
    pub fn message(&self) -> &str {
        self.said(E::message, |found| &found.message).unwrap_or_default()
    }

    /// Returns the class of the error, as in `invalid_request_error`; empty if the server sent none.
    #[must_use]
    pub fn kind(&self) -> &str {
        self.said(E::kind, |found| &found.kind).unwrap_or_default()
    }

    /// Returns the parameter that is wrong.
    #[must_use]
    pub fn param(&self) -> Option<&str> {
        self.said(E::param, |found| &found.param)
    }

    /// Returns the server's id of the request, from the body or else from a header; empty if both are missing.
    #[must_use]
    pub fn request_id(&self) -> &str {
        let own = self.said(E::request_id, |found| &found.request_id);
        own.or_else(|| self.meta().request_id()).or_else(|| self.found().trace_id.as_deref()).unwrap_or_default()
    }

    /// Returns a detail of the error body, or else one that was found in the JSON.
    fn said(&self, own: fn(&E) -> Option<&str>, found: fn(&FoundDetails) -> &Option<String>) -> Option<&str> {
        let own = self.body().and_then(own).filter(|text| !text.trim().is_empty());
        own.or_else(|| found(self.found()).as_deref())
    }

    fn found(&self) -> &FoundDetails {
        self.found.get_or_init(|| FoundDetails::search(&self.raw, &E::POINTERS))
    }
}

/// The details of an error, from the properties that most APIs use.
#[derive(Debug, Default)]
struct FoundDetails {
    code: Option<String>,
    message: Option<String>,
    kind: Option<String>,
    param: Option<String>,
    request_id: Option<String>,
    trace_id: Option<String>,
}

impl FoundDetails {
    /// Searches a body: JSON, whatever its declared media type, or short text.
    fn search(raw: &RawResponse, pointers: &Pointers) -> Self {
        let meta = raw.meta();
        let body = charset::decode(raw.body(), meta.content_type_parameter("charset"));
        let body = body.unwrap_or_else(|_| String::from_utf8_lossy(raw.body()).into_owned());
        if body.trim_start().starts_with(['{', '[', '"']) {
            return Self::in_json(&partial::parse(&body), meta, pointers);
        }
        // Some servers send text as JSON. JSON such as `null` is not a message.
        let is_text = match meta.media_type().as_deref() {
            Some("text/plain") => true,
            Some(json) if json == "application/json" || json.ends_with("+json") => {
                serde_json::from_str::<IgnoredAny>(&body).is_err()
            }
            _ => false,
        };
        let message = text::message(&body).filter(|_| is_text).map(str::to_owned);
        Self { message, ..Self::default() }
    }

    fn in_json(body: &Value, meta: &Meta, pointers: &Pointers) -> Self {
        let context = extract::Context {
            is_problem: meta.media_type().as_deref() == Some("application/problem+json"),
            reason: meta.status().canonical_reason(),
        };
        let at = |path, otherwise: Option<Cow<'_, str>>| {
            let configured = extract::at(body, path).and_then(extract::text);
            configured.or(otherwise).map(Cow::into_owned)
        };
        Self {
            code: at(pointers.code, extract::code(body, Some(meta.status().as_u16()))),
            message: at(pointers.message, extract::message(body, context)),
            kind: at(pointers.kind, extract::kind(body)),
            param: at(pointers.param, extract::param(body)),
            request_id: at(pointers.request_id, extract::request_id(body)),
            trace_id: extract::trace_id(body).map(Cow::into_owned),
        }
    }
}

impl<E: ErrorInfo> fmt::Display for ApiError<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.status();
        write!(formatter, "{}", status.as_u16())?;
        if let Some(reason) = status.canonical_reason() {
            write!(formatter, " {reason}")?;
        }
        let (code, message) = (self.code(), self.message());
        for part in (Said { status, code, message }).parts() {
            write!(formatter, ": {}", OneLine(part))?;
        }
        if code.is_empty() && message.is_empty() {
            match self.meta().content_type() {
                _ if self.raw_body().is_empty() => formatter.write_str(", without a body")?,
                Some(kind) => write!(formatter, ", with a body of type {}", OneLine(kind))?,
                None => formatter.write_str(", with a body of unknown type")?,
            }
        }
        if let Some(path) = self.meta().missing_path() {
            write!(formatter, "; the base URL has no path, but the API description declares servers at `{path}`")?;
        }
        match self.request_id() {
            "" => Ok(()),
            id if message.contains(id) => Ok(()),
            id => write!(formatter, " (request {})", OneLine(id)),
        }
    }
}

/// Omits the body and the headers, which are the server's data.
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
