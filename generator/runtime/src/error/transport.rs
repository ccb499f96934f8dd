//! Errors of calls without a response, or with an incomplete one.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use super::text::OneLine;
use crate::runtime::call::attempt::{self, Attempt};
use crate::runtime::response::meta::Meta;

/// The kind of a transport error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportKind {
    /// The connection failed: the host name is unknown, or the server rejected the connection or did not react in time.
    Connect,
    /// The secure connection failed, for example because the server's certificate is not valid.
    Security,
    /// The response was not complete at the deadline, or a stream was idle for too long.
    Timeout,
    /// The connection ended before the response was complete.
    Interrupted,
    /// The response is not valid HTTP.
    Protocol,
    /// The body of the request could not be read to its end. The source is the error of the body.
    Body,
    /// The body is larger than the client accepts.
    TooLarge,
    /// The response could not be written to its destination, for example because the disk is full.
    Write,
    /// The token source returned no token; nothing was sent.
    Credential,
    /// The server's rate limit requires a longer wait than the client allows; nothing was sent.
    RateLimit,
    /// An interceptor rejected the request or the response. The error names it, and its source is the reason.
    Interceptor,
    /// The transport cannot send requests.
    Setup,
    /// Any other error.
    Other,
}

impl TransportKind {
    /// Returns a stable identifier of the kind, as in `timeout`, for metrics and logs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Security => "security",
            Self::Timeout => "timeout",
            Self::Interrupted => "interrupted",
            Self::Protocol => "protocol",
            Self::Body => "body",
            Self::TooLarge => "too_large",
            Self::Write => "write",
            Self::Credential => "credential",
            Self::RateLimit => "rate_limit",
            Self::Interceptor => "interceptor",
            Self::Setup => "setup",
            Self::Other => "other",
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "no connection to the server",
            Self::Security => "no secure connection to the server",
            Self::Timeout => "no complete response in time",
            Self::Interrupted => "the connection ended before the response was complete",
            Self::Protocol => "the response is not HTTP",
            Self::Body => "the body of the request could not be read",
            Self::TooLarge => "the response is larger than the client accepts",
            Self::Write => "the response could not be written to its destination",
            Self::Credential => "no credential is available",
            Self::RateLimit => "the server's rate limit requires too long a wait",
            Self::Interceptor => "an interceptor rejected the call",
            Self::Setup => "the transport cannot be used",
            Self::Other => "the request could not be sent",
        }
    }
}

/// A call without a response, or with an incomplete one.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportKind,
    host: Option<String>,
    attempts: Vec<Attempt>,
    meta: Option<Box<Meta>>,
    detail: Option<Box<str>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl TransportError {
    /// Creates an error of this kind.
    #[must_use]
    pub const fn new(kind: TransportKind) -> Self {
        Self { kind, host: None, attempts: Vec::new(), meta: None, detail: None, source: None }
    }

    /// Sets the source of the error, which must not contain a secret.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Adds details to the message, which must not contain a secret.
    pub(crate) fn with_detail(mut self, detail: impl Into<Box<str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Converts the error to one of a response body. A transport that returns the body as any stream does not
    /// distinguish the bodies of requests and responses.
    pub(crate) fn of_answer(mut self) -> Self {
        if self.kind == TransportKind::Body {
            self.kind = TransportKind::Interrupted;
        }
        self
    }

    /// Adds the head of the response whose body is incomplete.
    pub(crate) fn after(mut self, meta: Meta) -> Self {
        self.meta = Some(Box::new(meta));
        self
    }

    /// Adds the earlier attempts and the host.
    pub(crate) fn tried(mut self, attempts: Vec<Attempt>, host: Option<&str>) -> Self {
        self.attempts = attempts;
        self.host = host.map(str::to_owned);
        self
    }

    /// Returns the kind of the error.
    #[must_use]
    pub const fn kind(&self) -> TransportKind {
        self.kind
    }

    /// Returns true if the response was not complete at the deadline, or a stream was idle for too long. A connection that
    /// is not made in time is [`is_connect`](Self::is_connect).
    #[must_use]
    pub const fn is_timeout(&self) -> bool {
        matches!(self.kind, TransportKind::Timeout)
    }

    /// Returns true if the connection failed, or is not secure: the server has not received the request.
    #[must_use]
    pub const fn is_connect(&self) -> bool {
        matches!(self.kind, TransportKind::Connect | TransportKind::Security)
    }

    /// Returns the number of attempts.
    #[must_use]
    pub fn attempt_count(&self) -> u32 {
        attempt::attempt_count(&self.attempts)
    }

    /// Returns the attempts before the last one, in order.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// Returns the status of the response whose body is incomplete.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.meta().map(Meta::status)
    }

    /// Returns the status and the headers of the response whose body is incomplete.
    #[must_use]
    pub fn meta(&self) -> Option<&Meta> {
        self.meta.as_deref()
    }

    /// Returns the server's id of the request, if the head of a response arrived that contains one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.meta()?.request_id()
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.kind.as_str())?;
        if let Some(detail) = &self.detail {
            write!(formatter, ": {detail}")?;
        }
        if let Some(host) = &self.host {
            write!(formatter, ": {}", OneLine(host))?;
        }
        match self.attempt_count() {
            0 | 1 => {}
            attempt_count => write!(formatter, ", {attempt_count} attempts")?,
        }
        if let Some(id) = self.request_id() {
            write!(formatter, " (request {})", OneLine(id))?;
        }
        Ok(())
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}
