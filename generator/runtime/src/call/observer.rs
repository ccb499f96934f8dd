//! Observers of calls: their duration, their attempts and their results.

use std::sync::Arc;
use std::time::Duration;

use http::{Method, StatusCode};

use super::attempt::AttemptEnd;
use crate::runtime::error::TransportKind;
use crate::runtime::transport::threads::{MaybeSend, MaybeSync};

/// An observer of every call that a client makes, to count and to time them.
///
/// All methods have empty defaults. The call waits while they run, so they should be quick. They are passed no credentials, no
/// values of parameters and no bodies. A closure `|call: &Observed<'_>, ended: &Ended<'_>|` is an observer whose
/// [`ended`](Self::ended) is the closure; the types of its arguments have to be written.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an observer",
    label = "does not implement `Observer`",
    note = "a closure is an observer if the types of its arguments are written: `|call: &Observed<'_>, ended: &Ended<'_>|`"
)]
pub trait Observer: MaybeSend + MaybeSync + 'static {
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

#[diagnostic::do_not_recommend]
impl<F: Fn(&Observed<'_>, &Ended<'_>) + MaybeSend + MaybeSync + 'static> Observer for F {
    fn ended(&self, call: &Observed<'_>, ended: &Ended<'_>) {
        self(call, ended);
    }
}

/// An observer that several clients share.
impl<T: Observer + ?Sized> Observer for Arc<T> {
    fn begun(&self, call: &Observed<'_>) {
        (**self).begun(call);
    }

    fn tried(&self, call: &Observed<'_>, tried: &Tried) {
        (**self).tried(call, tried);
    }

    fn ended(&self, call: &Observed<'_>, ended: &Ended<'_>) {
        (**self).ended(call, ended);
    }
}

/// The description of a call.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Observed<'a> {
    /// The operation id in the API description; empty for a request that does not belong to an operation.
    pub operation: &'static str,
    /// The path template, as in `/contacts/{id}`.
    pub path: &'static str,
    /// The HTTP method.
    pub method: &'a Method,
    /// The host name or address of the server.
    pub host: &'a str,
    /// The size of the request body in bytes, if it is known.
    pub request_size: Option<u64>,
}

/// The result of an attempt.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Tried {
    /// The number of the attempt, starting at 1.
    pub number: u32,
    /// The status of the response, or the kind of the failure.
    pub end: AttemptEnd,
    /// The duration of the attempt.
    pub elapsed: Duration,
    /// The wait before the next attempt; `None` after the last one.
    pub wait: Option<Duration>,
    /// The size of the response body in bytes, if it is known.
    pub response_size: Option<u64>,
}

/// The result of a call.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Ended<'a> {
    /// The status of the response, the kind of the failure, or a cancellation.
    pub end: CallEnd,
    /// The number of attempts.
    pub attempt_count: u32,
    /// The duration of the call, including all attempts and the waits between them.
    pub elapsed: Duration,
    /// The size of the response body in bytes, if it is known.
    pub response_size: Option<u64>,
    /// The server's id of the request, if the response contains one.
    pub request_id: Option<&'a str>,
}

/// The end of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallEnd {
    /// A response with this status.
    Status(StatusCode),
    /// A failure without a response, or while the response was read.
    Failure(TransportKind),
    /// The future of the call was dropped.
    Cancelled,
}

impl CallEnd {
    /// Returns a stable identifier for the end of a call that is not a success: a status such as `404`,
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
