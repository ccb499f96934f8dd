//! Calls without an answer, or with a part of one.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;

use super::text::OneLine;
use crate::runtime::attempt::{self, Attempt};
use crate::runtime::meta::Meta;

/// What went wrong on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportKind {
    /// There was no connection: the name is unknown, the server refuses, or does not react in time.
    Connect,
    /// There was no secure connection, for example because the server's certificate is not valid.
    Security,
    /// The answer was not complete when the time was up.
    Timeout,
    /// The connection ended or broke before the answer was complete.
    Interrupted,
    /// What came was not HTTP.
    Protocol,
    /// The body of the request could not be read to its end; whoever made it says why.
    Body,
    /// The body is larger than the client accepts.
    TooLarge,
    /// The answer could not be written to where it was to go: a full disk, for example.
    Write,
    /// The source of a token has none; nothing was sent.
    Credential,
    /// The server's rate limit holds the call back for longer than the client waits; nothing was sent.
    RateLimit,
    /// The transport is not able to send anything.
    Setup,
    /// Anything else.
    Other,
}

impl TransportKind {
    /// A word for it, as in `timeout`: for metrics and logs, where all of a kind have to be called the same.
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
            Self::Setup => "setup",
            Self::Other => "other",
        }
    }

    const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "no connection to the server",
            Self::Security => "no secure connection to the server",
            Self::Timeout => "no complete answer in time",
            Self::Interrupted => "the connection ended before the answer was complete",
            Self::Protocol => "the answer is not HTTP",
            Self::Body => "the body of the request could not be read",
            Self::TooLarge => "the answer is larger than the client accepts",
            Self::Write => "the answer could not be written to where it was to go",
            Self::Credential => "no credential to be had",
            Self::RateLimit => "the server's rate limit allows no call for too long",
            Self::Setup => "the transport can not be used",
            Self::Other => "the request could not be sent",
        }
    }
}

/// There was no answer, or only a part of one.
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
    /// A failure of this kind.
    #[must_use]
    pub const fn new(kind: TransportKind) -> Self {
        Self { kind, host: None, attempts: Vec::new(), meta: None, detail: None, source: None }
    }

    /// With what caused it, which must not hold a secret.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// With more about what went wrong, for those who read the message; it must not hold a secret.
    pub(in crate::runtime) fn with_detail(mut self, detail: impl Into<Box<str>>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same of the body of an answer: a transport that gives it as any stream need not know what its errors mean here.
    pub(in crate::runtime) fn of_answer(mut self) -> Self {
        if self.kind == TransportKind::Body {
            self.kind = TransportKind::Interrupted;
        }
        self
    }

    /// With the head of the answer whose body did not come whole.
    pub(in crate::runtime) fn after(mut self, meta: Meta) -> Self {
        self.meta = Some(Box::new(meta));
        self
    }

    /// With the tries that came before, and with whom.
    pub(in crate::runtime) fn tried(mut self, attempts: Vec<Attempt>, host: Option<&str>) -> Self {
        self.attempts = attempts;
        self.host = host.map(str::to_owned);
        self
    }

    /// What went wrong.
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

    /// Returns true if there was no connection, or no secure one: the server has not received the request.
    #[must_use]
    pub const fn is_connect(&self) -> bool {
        matches!(self.kind, TransportKind::Connect | TransportKind::Security)
    }

    /// How often the request was tried.
    #[must_use]
    pub fn tries(&self) -> u32 {
        attempt::tries(&self.attempts)
    }

    /// The tries that came before the last one, in their order.
    #[must_use]
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// The status of the answer whose body did not come whole.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.meta().map(Meta::status)
    }

    /// What is known of the answer whose body did not come whole.
    #[must_use]
    pub fn meta(&self) -> Option<&Meta> {
        self.meta.as_deref()
    }

    /// The server's id of the request, if the head of an answer came that names one.
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
        match self.tries() {
            0 | 1 => {}
            tries => write!(formatter, ", {tries} tries")?,
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
