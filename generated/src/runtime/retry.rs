//! Whether and when a call is tried again: a pure function of what happened, the time and a random number.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};
use jiff::Timestamp;

use super::error::{TransportError, TransportKind};
use super::retry_after;

/// What happens if a request reaches the server more than once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Replay {
    /// Nothing: it only reads.
    Safe,
    /// The same as if it had come once.
    Idempotent,
    /// Something else, such as a second copy; it is never sent again.
    Unsafe,
}

impl Replay {
    /// What HTTP says of a method.
    #[must_use]
    pub fn of(method: &Method) -> Self {
        if method.is_safe() {
            Self::Safe
        } else if method.is_idempotent() {
            Self::Idempotent
        } else {
            Self::Unsafe
        }
    }
}

/// How often and how fast a call is tried again.
///
/// A try that failed is followed by a wait of a random length, at most `base_delay` doubled with every retry and at most
/// `max_delay`. If the server says how long to wait, the wait is that long and up to `base_delay` longer, so that many
/// clients do not come back all at once; if that is more than `max_retry_after`, the call fails instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// The most tries after the first one.
    pub max_retries: u32,
    /// The longest wait before the first retry.
    pub base_delay: Duration,
    /// The longest wait that this side chooses.
    pub max_delay: Duration,
    /// The longest wait that a server may ask for.
    pub max_retry_after: Duration,
    /// How many retries all calls of a client may make together with no success between them, so that a server in trouble
    /// does not get several times its usual load. Five successes earn one of them back.
    pub budget: u32,
}

impl Default for RetryPolicy {
    /// 3 retries, from 250 ms to 8 s apart, or up to 60 s apart if the server asks for it; 100 of all calls together.
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
    Answer(StatusCode, &'a HeaderMap),
    /// A response which says that the server is still working on an earlier attempt of this call.
    InProgress(&'a HeaderMap),
    /// A failure without a response.
    Failure(&'a TransportError),
}

impl RetryPolicy {
    /// Returns how long to wait before the next attempt, or `None` if there is no next attempt.
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
        if replay == Replay::Unsafe || retries >= self.max_retries || !is_transient(outcome, replay) {
            return None;
        }
        let asked = match outcome {
            RetryOutcome::Answer(_, headers) | RetryOutcome::InProgress(headers) => {
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

/// A random part of a duration.
fn share(whole: Duration, random: f64) -> Duration {
    Duration::try_from_secs_f64(whole.as_secs_f64() * random.clamp(0.0, 1.0)).unwrap_or(whole)
}

/// Whether the next try may end differently.
fn is_transient(outcome: RetryOutcome<'_>, replay: Replay) -> bool {
    match outcome {
        RetryOutcome::InProgress(_) => true,
        RetryOutcome::Failure(error) => matches!(error.kind(), TransportKind::Connect | TransportKind::Interrupted),
        RetryOutcome::Answer(status, _) => match status.as_u16() {
            408 | 429 | 502 | 503 | 504 => true,
            500 => replay == Replay::Safe,
            _ => false,
        },
    }
}
