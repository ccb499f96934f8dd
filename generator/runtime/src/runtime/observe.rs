//! Who wants to know what a client does: how long its calls take, how often they are tried, and how they end.

use std::time::Duration;

use http::{Method, StatusCode};

use super::attempt::AttemptEnd;
use super::error::TransportKind;

/// An observer of every call that a client makes, to count and to time them.
///
/// All methods have empty defaults. The call waits while they run, so they should be quick. They are passed no credentials, no
/// values of parameters and no bodies. A closure `|call: &Observed<'_>, ended: &Ended<'_>|` is an observer whose
/// [`ended`](Self::ended) is the closure; the types of its arguments have to be written.
pub trait Observer: Send + Sync + 'static {
    /// Called when a call begins. [`ended`](Self::ended) follows in any case, also if the call is cancelled.
    fn begun(&self, call: &Observed<'_>) {
        let _ = call;
    }

    /// Called when an attempt has ended.
    fn tried(&self, call: &Observed<'_>, tried: &Tried) {
        let _ = (call, tried);
    }

    /// Called when a call has ended: with a response, a failure, or because its future was dropped. Reading a streaming body is
    /// not part of the call.
    fn ended(&self, call: &Observed<'_>, ended: &Ended<'_>) {
        let _ = (call, ended);
    }
}

impl<F: Fn(&Observed<'_>, &Ended<'_>) + Send + Sync + 'static> Observer for F {
    fn ended(&self, call: &Observed<'_>, ended: &Ended<'_>) {
        self(call, ended);
    }
}

/// Which call it is.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Observed<'a> {
    /// The operation's name in the API's document; empty for a request that is none of its operations.
    pub operation: &'static str,
    /// Its path's template, as in `/contacts/{id}`.
    pub path: &'static str,
    /// The method.
    pub method: &'a Method,
    /// The server's name or address.
    pub host: &'a str,
    /// The size of the request's body, if it is known.
    pub request_size: Option<u64>,
}

/// How a try ended.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Tried {
    /// Which try it was, from 1 on.
    pub number: u32,
    /// With which answer, or why with none.
    pub end: AttemptEnd,
    /// How long it took.
    pub elapsed: Duration,
    /// How long the client waits before the next try; none if this was the last one.
    pub wait: Option<Duration>,
    /// The size of the answer's body, if it is known.
    pub response_size: Option<u64>,
}

/// How a call ended.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Ended<'a> {
    /// With which answer, or why with none.
    pub end: CallEnd,
    /// How often it was tried.
    pub tries: u32,
    /// How long it took, all tries and the waits between them included.
    pub elapsed: Duration,
    /// The size of the answer's body, if it is known.
    pub response_size: Option<u64>,
    /// The server's id of the request, if it names one.
    pub request_id: Option<&'a str>,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallEnd {
    /// With an answer of this status.
    Status(StatusCode),
    /// Without one, or with a part of one.
    Failure(TransportKind),
    /// The future of the call was dropped.
    Cancelled,
}

impl CallEnd {
    /// What to call an end that is no success, in few words that are the same for all of its kind: a status such as `404`,
    /// [`TransportKind::name`], or `cancelled`.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        match self {
            Self::Status(status) if status.is_client_error() || status.is_server_error() => Some(status.as_str()),
            Self::Status(_) => None,
            Self::Failure(kind) => Some(kind.name()),
            Self::Cancelled => Some("cancelled"),
        }
    }
}

impl From<AttemptEnd> for CallEnd {
    fn from(end: AttemptEnd) -> Self {
        match end {
            AttemptEnd::Status(status) => Self::Status(status),
            AttemptEnd::Failure(kind) => Self::Failure(kind),
        }
    }
}
