//! A rate limiter that delays calls while the server has declared that it would reject them.
//!
//! Until the limit is known, a single call is sent and the others wait for its response. Then as many calls are sent as
//! the server has left, minus those that are in flight and may not be counted yet. When none is left, the next call
//! waits for the end of the server's window and is again sent on its own.

use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use http::StatusCode;
use jiff::Timestamp;

use super::rate_limit;
use super::retry_after::{self, server_time};
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::response::meta::Meta;
use crate::runtime::transport::clock::Instant;
use crate::runtime::transport::interface::{BoxFuture, Transport};

/// A rate limiter that all calls of a client share.
pub(crate) struct RateLimiter {
    state: Mutex<State>,
    /// The maximum wait for the end of a window.
    max_wait: Duration,
}

#[derive(Default)]
struct State {
    known: Known,
    /// The number of calls that are in flight.
    under_way: u64,
    /// The wakers of the calls that wait for a change.
    waiting: Vec<Waker>,
    /// The number of times that the waiting calls were woken.
    woken: u64,
}

/// The knowledge about the server's limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Known {
    /// Nothing is known, or the knowledge has expired.
    #[default]
    Nothing,
    /// The server declares no limit.
    Unlimited,
    /// The number of calls that may be sent, and when the window ends.
    Left { count: u64, until: Option<Until> },
}

/// The end of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Until {
    at: Instant,
    /// The time at which the server declared it.
    since: Instant,
    /// The header in which the server declared it.
    header: &'static str,
}

/// The decision about a call.
enum Turn {
    Now,
    /// At this time, or after a change.
    Later(Option<Instant>),
    /// The wait that this header requires is longer than allowed.
    TooLong(Duration, &'static str),
}

/// A margin for servers that count in whole seconds: the window may end up to a second later than declared.
const MARGIN: Duration = Duration::from_secs(1);

/// The maximum difference between two declarations of the same window end. Each response has its own time, declares the
/// end in whole seconds, and takes a while to arrive. A window that is not longer than this is treated as one with the
/// next, until it ends.
const BLUR: Duration = Duration::from_secs(3);

impl RateLimiter {
    /// Creates a rate limiter with this maximum wait for the end of a window.
    pub(crate) fn new(max_wait: Duration) -> Self {
        Self { state: Mutex::default(), max_wait }
    }

    /// Waits until a call may be sent. The call is in flight until the permit is dropped.
    ///
    /// # Errors
    /// When the server requires a longer wait than is allowed.
    pub(crate) async fn turn<'a>(&'a self, transport: &dyn Transport) -> Result<Permit<'a>, TransportError> {
        let mut alarm: Option<(Instant, BoxFuture<'_, ()>)> = None;
        let mut entry = Entry::default();
        poll_fn(|context| {
            loop {
                let now = transport.now();
                let until = match self.state().ask(now, self.max_wait, context, &mut entry) {
                    Turn::Now => return Poll::Ready(Ok(())),
                    Turn::TooLong(wait, header) => return Poll::Ready(Err(self.too_long(wait, header))),
                    Turn::Later(None) => return Poll::Pending,
                    Turn::Later(Some(until)) => until,
                };
                // The end of the window may have changed since the last poll; then the old timer is replaced.
                let due = match &mut alarm {
                    Some((at, due)) if *at == until => due,
                    _ => &mut alarm.insert((until, transport.sleep(until.saturating_duration_since(now)))).1,
                };
                if due.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                alarm = None;
            }
        })
        .await
        .map(|()| Permit(self))
    }

    fn too_long(&self, wait: Duration, header: &'static str) -> TransportError {
        let (wait, most) = (wait.as_secs(), self.max_wait.as_secs());
        let why = format!("`{header}` requires a wait of {wait} s, but `max_pace_wait` is {most} s");
        TransportError::new(TransportKind::RateLimit).with_detail(why)
    }

    /// Returns how long a call has to wait before its next attempt; `None` if that is too long.
    pub(crate) fn rest(&self, now: Instant) -> Option<Duration> {
        let rest = match self.state().known {
            Known::Left { count: 0, until: Some(until) } => until.at.saturating_duration_since(now),
            _ => Duration::ZERO,
        };
        Some(rest).filter(|rest| *rest <= self.max_wait)
    }

    /// Counts another attempt of a call.
    pub(super) fn spend(&self) {
        if let Known::Left { count, .. } = &mut self.state().known {
            *count = count.saturating_sub(1);
        }
    }

    /// Updates the limit from the head of a response.
    pub(super) fn learn(&self, meta: &Meta, now: Instant) {
        let clock = Timestamp::now();
        let (limit, is_refused) = (meta.rate_limit(), meta.status() == StatusCode::TOO_MANY_REQUESTS);
        // `Retry-After` of a 429 is more precise than the end of the window. Without it, the end is converted from the
        // server's clock to a duration, since the clocks may differ.
        let asked = meta.retry_after().filter(|_| is_refused).map(|rest| (rest, retry_after::header(meta.headers())));
        let until = asked.or_else(|| {
            let rest = limit?.reset?.duration_since(server_time(meta.headers(), clock));
            let rest = Duration::try_from(rest).unwrap_or_default() + MARGIN;
            Some((rest, rate_limit::reset_header(meta.headers())))
        });
        let until = until.and_then(|(rest, header)| Some(Until { at: now.checked_add(rest)?, since: now, header }));
        let left = if is_refused { Some(0) } else { limit.and_then(|limit| limit.remaining) };
        self.state().learn(left, until);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The registration of a waiting call: its waker, and the value of `woken` at that time.
#[derive(Default)]
struct Entry(Option<(u64, Waker)>);

impl State {
    fn ask(&mut self, now: Instant, max_wait: Duration, context: &Context<'_>, entry: &mut Entry) -> Turn {
        // If the server declares a window that is longer than the maximum wait, a call is sent from time to time, since
        // the declaration may be wrong.
        let is_over = |until: &Until| until.since.checked_add(max_wait).is_some_and(|again| again <= now);
        if let Known::Left { count, until: Some(until) } = &self.known
            && (until.at <= now || *count == 0 && is_over(until))
        {
            self.known = Known::Nothing;
        }
        // A call that is admitted is counted here, not when its response arrives, so that concurrent calls cannot
        // exceed the limit.
        let turn = match &mut self.known {
            Known::Unlimited => Turn::Now,
            Known::Left { count: count @ 1.., .. } => {
                *count -= 1;
                Turn::Now
            }
            Known::Left { count: 0, until: Some(until) } => match until.at.saturating_duration_since(now) {
                wait if wait > max_wait => Turn::TooLong(wait, until.header),
                _ => Turn::Later(Some(until.at)),
            },
            // With an unknown limit, or an exhausted one without an end, only a single call is in flight.
            Known::Nothing | Known::Left { .. } if self.under_way == 0 => Turn::Now,
            Known::Nothing | Known::Left { .. } => Turn::Later(None),
        };
        match turn {
            Turn::Now => self.under_way += 1,
            Turn::Later(_) => self.enter(context.waker(), entry),
            Turn::TooLong(..) => {}
        }
        turn
    }

    /// Registers the waker of a call, once until it is woken, however often the call is polled.
    fn enter(&mut self, waker: &Waker, entry: &mut Entry) {
        let is_entered = entry.0.as_ref().is_some_and(|(woken, own)| *woken == self.woken && own.will_wake(waker));
        if !is_entered {
            entry.0 = Some((self.woken, waker.clone()));
            self.waiting.push(waker.clone());
        }
    }

    fn learn(&mut self, left: Option<u64>, until: Option<Until>) {
        let Some(left) = left else {
            if self.known == Known::Nothing {
                self.known = Known::Unlimited;
                self.wake();
            }
            return;
        };
        // The server has already counted the call whose response this is, but possibly not the others in flight.
        let left = left.saturating_sub(self.under_way.saturating_sub(1));
        let count = match self.known {
            // Responses may arrive out of order. Within a window, the number that is left never increases.
            Known::Left { count, until: before } if is_same(before, until) => count.min(left),
            _ => left,
        };
        self.known = Known::Left { count, until };
        self.wake();
    }

    fn wake(&mut self) {
        self.woken = self.woken.wrapping_add(1);
        self.waiting.drain(..).for_each(Waker::wake);
    }
}

/// Returns true if two times are the end of the same window, allowing for whole seconds.
fn is_same(before: Option<Until>, now: Option<Until>) -> bool {
    match (before, now) {
        (Some(before), Some(now)) => now.at.saturating_duration_since(before.at) <= BLUR,
        (before, now) => before == now,
    }
}

/// A call in flight.
pub(crate) struct Permit<'a>(&'a RateLimiter);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.under_way = state.under_way.saturating_sub(1);
        state.wake();
    }
}
