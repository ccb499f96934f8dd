//! Rules that decide which failed attempts are retried, and their combinators.

use std::cell::OnceCell;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::operation::Endpoint;
use super::retry::{Replay, RetryOutcome, is_transient};
use crate::runtime::codec::json;
use crate::runtime::error::{ApiError, ErrorInfo, TransportError};
use crate::runtime::response::raw::RawResponse;
use crate::runtime::transport::threads::{MaybeSend, MaybeSync};

/// The decision of a [`RetryRule`] about a failed attempt. A verdict is also the rule that always decides in this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryVerdict {
    /// The next rule decides: that of the client after that of the call, and the default in the end.
    Undecided,
    /// The call is attempted again, if its request can be sent more than once; see [`Replay`].
    Retry,
    /// The call is attempted again, even if its request must not be sent twice: the server has not acted on it.
    NotProcessed,
    /// The attempt is the last one.
    Stop,
}

impl RetryVerdict {
    /// Returns true if another attempt may follow.
    pub(crate) fn allows(self, replay: Replay) -> bool {
        match self {
            Self::Retry => replay != Replay::Unsafe,
            Self::NotProcessed => true,
            Self::Undecided | Self::Stop => false,
        }
    }
}

/// A rule that decides which failed attempts are retried.
///
/// `retry_when` of a client's builder or of a call takes a rule. A rule only decides whether another attempt may follow.
/// [`RetryPolicy`](crate::runtime::RetryPolicy) still limits their number, the waits and the budget, the call still has
/// its deadline, and a streaming body is still sent once.
///
/// The rules here are built from verdicts and combinators. A closure `|failed: &FailedAttempt<'_>| RetryVerdict::…` is a
/// rule as well; the type of its argument has to be written.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a rule about retries",
    label = "does not implement `RetryRule`",
    note = "a closure is a rule if the type of its argument is written: `|failed: &FailedAttempt<'_>| RetryVerdict::Undecided`"
)]
pub trait RetryRule: MaybeSend + MaybeSync + 'static {
    /// Decides about an attempt that ended with an error response or without a response.
    fn decide(&self, failed: &FailedAttempt<'_>) -> RetryVerdict;

    /// Applies this rule only to attempts that match a condition.
    fn when(self, condition: impl Fn(&FailedAttempt<'_>) -> bool + MaybeSend + MaybeSync + 'static) -> impl RetryRule
    where
        Self: Sized,
    {
        move |failed: &FailedAttempt<'_>| {
            if condition(failed) { self.decide(failed) } else { RetryVerdict::Undecided }
        }
    }

    /// Lets another rule decide where this one is undecided. With [`RetryVerdict::Stop`], nothing else is retried.
    fn or(self, other: impl RetryRule) -> impl RetryRule
    where
        Self: Sized,
    {
        move |failed: &FailedAttempt<'_>| match self.decide(failed) {
            RetryVerdict::Undecided => other.decide(failed),
            verdict => verdict,
        }
    }

    /// Stops where this rule would retry a call that has had this many attempts.
    fn max_attempts(self, attempts: u32) -> impl RetryRule
    where
        Self: Sized,
    {
        limited(self, move |failed| failed.attempts() < attempts)
    }

    /// Stops where this rule would retry a call that began at least this long ago.
    fn max_elapsed(self, elapsed: Duration) -> impl RetryRule
    where
        Self: Sized,
    {
        limited(self, move |failed| failed.elapsed() < elapsed)
    }
}

/// Stops where a rule would retry a call that is beyond a limit.
fn limited(
    rule: impl RetryRule,
    is_within: impl Fn(&FailedAttempt<'_>) -> bool + MaybeSend + MaybeSync + 'static,
) -> impl RetryRule {
    move |failed: &FailedAttempt<'_>| match rule.decide(failed) {
        RetryVerdict::Retry | RetryVerdict::NotProcessed if !is_within(failed) => RetryVerdict::Stop,
        verdict => verdict,
    }
}

impl RetryRule for RetryVerdict {
    fn decide(&self, _: &FailedAttempt<'_>) -> RetryVerdict {
        *self
    }
}

#[diagnostic::do_not_recommend]
impl<F: Fn(&FailedAttempt<'_>) -> RetryVerdict + MaybeSend + MaybeSync + 'static> RetryRule for F {
    fn decide(&self, failed: &FailedAttempt<'_>) -> RetryVerdict {
        self(failed)
    }
}

/// A rule that several clients share.
impl<T: RetryRule + ?Sized> RetryRule for Arc<T> {
    fn decide(&self, failed: &FailedAttempt<'_>) -> RetryVerdict {
        (**self).decide(failed)
    }
}

/// The default decision as a rule, for adding limits to it: failures of the connection, the statuses 408, 429, 502, 503
/// and 504, 500 if the request only reads, and what the header `x-should-retry` of an error requires. It is undecided
/// about all others, so that another rule may follow.
#[derive(Debug, Clone, Copy, Default)]
pub struct DefaultRetries;

impl RetryRule for DefaultRetries {
    fn decide(&self, failed: &FailedAttempt<'_>) -> RetryVerdict {
        if is_transient(failed.outcome, failed.replay) { RetryVerdict::Retry } else { RetryVerdict::Undecided }
    }
}

/// Reads the code of an error response.
pub(crate) type ReadCode = fn(&RawResponse) -> Option<String>;

/// Returns the code of an error response, as [`ApiError::code`] does.
pub(crate) fn read_code<E: ErrorInfo>(response: &RawResponse) -> Option<String> {
    let error = ApiError::<E>::new(response.clone(), E::read(response.body()));
    Some(error.code().to_owned()).filter(|code| !code.is_empty())
}

/// An attempt that ended with an error response or without a response.
pub struct FailedAttempt<'a> {
    pub(super) outcome: RetryOutcome<'a>,
    pub(super) response: Option<&'a RawResponse>,
    pub(super) read_code: ReadCode,
    pub(super) code: OnceCell<Option<String>>,
    pub(super) operation: Endpoint,
    pub(super) replay: Replay,
    pub(super) attempts: u32,
    pub(super) elapsed: Duration,
}

impl FailedAttempt<'_> {
    /// Returns the status of the error response, or `None` without a response.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.response.map(RawResponse::status)
    }

    /// Returns true if this is an error response with this status.
    #[must_use]
    pub fn is_status(&self, status: u16) -> bool {
        self.status().is_some_and(|own| own == status)
    }

    /// Returns the headers of the error response.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.response.map(RawResponse::headers)
    }

    /// Returns the body of the error response: its first 64 KiB.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.response.map(|response| &response.body()[..])
    }

    /// Returns the stable code of the error, as in `resource_not_found`. It is where the error body of the API or most
    /// other APIs have it, as for `ApiError::code`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.code.get_or_init(|| self.response.and_then(self.read_code)).as_deref()
    }

    /// Reads the body of the error response as JSON.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        json::decode(self.body()?).ok()
    }

    /// Returns the error of an attempt without a complete response.
    #[must_use]
    pub const fn error(&self) -> Option<&TransportError> {
        if let RetryOutcome::Failure(error) = self.outcome { Some(error) } else { None }
    }

    /// Returns the operation; its fields are empty for a request that does not belong to an operation.
    #[must_use]
    pub const fn operation(&self) -> Endpoint {
        self.operation
    }

    /// Returns the effect of sending the request more than once.
    #[must_use]
    pub const fn replay(&self) -> Replay {
        self.replay
    }

    /// Returns the number of attempts so far, including this one.
    #[must_use]
    pub const fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Returns the time since the call began.
    #[must_use]
    pub const fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

/// Omits the body and the values of headers.
impl fmt::Debug for FailedAttempt<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("FailedAttempt")
            .field("operation", &self.operation.id)
            .field("status", &self.status())
            .field("error", &self.error().map(TransportError::kind))
            .field("attempts", &self.attempts)
            .field("elapsed", &self.elapsed)
            .finish_non_exhaustive()
    }
}
