//! The retry policy: a pure function of the result of an attempt, the time and a random number.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;

use super::retry_after;
use crate::runtime::error::{TransportError, TransportKind};

/// The effect of sending a request more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Replay {
    /// None: the request only reads.
    Safe,
    /// The same as that of sending it once.
    Idempotent,
    /// Another one, such as a second copy. The request is retried only if a rule returns `NotProcessed`: the server
    /// has not acted on it.
    Unsafe,
}

impl Replay {
    /// Returns the default of an HTTP method.
    #[must_use]
    pub fn for_method(method: &Method) -> Self {
        if method.is_safe() {
            Self::Safe
        } else if method.is_idempotent() {
            Self::Idempotent
        } else {
            Self::Unsafe
        }
    }
}

/// The number of retries and the waits between them.
///
/// A failed attempt is followed by a random wait of at most `base_delay`, doubled with every retry up to `max_delay`.
/// If the server declares a wait, the client waits that long and up to `base_delay` longer, so that many clients do not
/// retry at the same time. If the declared wait is longer than `max_retry_after`, the call fails instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The maximum number of attempts after the first one.
    pub max_retries: u32,
    /// The maximum wait before the first retry.
    pub base_delay: Duration,
    /// The maximum wait, unless the server declares one.
    pub max_delay: Duration,
    /// The maximum wait that the server may declare.
    pub max_retry_after: Duration,
    /// The number of retries that all calls of a client may make together without a success between them, so that an
    /// overloaded server does not get several times its usual load. Five successes restore one retry.
    pub budget: u32,
}

impl Default for RetryPolicy {
    /// 3 retries with waits from 250 ms to 8 s, or up to 60 s if the server declares them; 100 retries of all calls
    /// together.
    fn default() -> Self {
        Self {
            max_retries: 3,
            base_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(8),
            max_retry_after: Duration::from_secs(60),
            budget: 100,
        }
    }
}

/// The end of an attempt, which decides whether another one follows; see [`RetryPolicy::delay`].
#[derive(Debug, Clone, Copy)]
pub enum RetryOutcome<'a> {
    /// A response with this status and these headers.
    Response(StatusCode, &'a HeaderMap),
    /// A response to a call that the server is still working on.
    InProgress(&'a HeaderMap),
    /// A failure without a response.
    Failure(&'a TransportError),
}

impl RetryOutcome<'_> {
    /// Returns true for a response below 400, which is not an error of the server or the client.
    fn is_success(self) -> bool {
        matches!(self, Self::Response(status, _) if status.as_u16() < 400)
    }
}

impl RetryPolicy {
    /// Returns how long to wait before the next attempt, or `None` after the last one.
    ///
    /// `retries` is the number of attempts after the first one so far. `random` is at least 0 and less than 1.
    #[must_use]
    pub fn delay(
        &self,
        outcome: RetryOutcome<'_>,
        replay: Replay,
        retries: u32,
        now: Timestamp,
        random: f64,
    ) -> Option<Duration> {
        if self.allows(outcome, replay, retries) { self.pause(outcome, retries, now, random) } else { None }
    }

    /// Returns true if another attempt may follow, unless the server requires too long a wait.
    pub(crate) fn allows(&self, outcome: RetryOutcome<'_>, replay: Replay, retries: u32) -> bool {
        retries < self.max_retries && replay != Replay::Unsafe && is_transient(outcome, replay)
    }

    /// Returns how long to wait before the next attempt, or `None` if no retries are left or the server requires
    /// too long a wait.
    pub(crate) fn pause(
        &self,
        outcome: RetryOutcome<'_>,
        retries: u32,
        now: Timestamp,
        random: f64,
    ) -> Option<Duration> {
        if retries >= self.max_retries {
            return None;
        }
        let asked = match outcome {
            RetryOutcome::Response(_, headers) | RetryOutcome::InProgress(headers) => {
                retry_after::from_headers(headers, now)
            }
            RetryOutcome::Failure(_) => None,
        };
        match asked {
            Some(asked) if asked > self.max_retry_after => None,
            Some(asked) => Some(asked.saturating_add(share(self.base_delay, random))),
            None => Some(share(self.longest(retries), random)),
        }
    }

    fn longest(&self, retries: u32) -> Duration {
        let factor = 2_u32.saturating_pow(retries);
        self.base_delay.saturating_mul(factor).min(self.max_delay)
    }
}

/// Returns a random fraction of a duration.
fn share(whole: Duration, random: f64) -> Duration {
    Duration::try_from_secs_f64(whole.as_secs_f64() * random.clamp(0.0, 1.0)).unwrap_or(whole)
}

/// Returns true if another attempt may have another result, by the header `x-should-retry` of an error or else by its
/// status.
pub(super) fn is_transient(outcome: RetryOutcome<'_>, replay: Replay) -> bool {
    if let RetryOutcome::Response(_, headers) | RetryOutcome::InProgress(headers) = outcome
        && !outcome.is_success()
        && let Some(should_retry) = should_retry(headers)
    {
        return should_retry;
    }
    match outcome {
        RetryOutcome::InProgress(_) => true,
        RetryOutcome::Failure(error) => matches!(error.kind(), TransportKind::Connect | TransportKind::Interrupted),
        RetryOutcome::Response(status, _) => match status.as_u16() {
            408 | 429 | 502 | 503 | 504 => true,
            500 => replay == Replay::Safe,
            _ => false,
        },
    }
}

/// Returns the value of the header `x-should-retry`, by which a server decides for its errors.
fn should_retry(headers: &HeaderMap) -> Option<bool> {
    match headers.get("x-should-retry")?.as_bytes() {
        b"true" => Some(true),
        b"false" => Some(false),
        _ => None,
    }
}
