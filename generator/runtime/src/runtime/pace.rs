//! Calls that are held back while the server has said that it would refuse them.
//!
//! As long as nothing is known, one call goes first and the others wait for what its answer says. From then on as many go as
//! the server said are left, less those that are under way and may not be counted yet; when none is left, the next one goes
//! when the server's period is over, and goes first again.

use std::future::poll_fn;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use http::StatusCode;
use jiff::Timestamp;

use super::error::{TransportError, TransportKind};
use super::meta::Meta;
use super::rate_limit;
use super::retry_after::server_time;
use super::transport::{BoxFuture, Transport};

/// When the calls of a client may go.
pub(super) struct Pace {
    state: Mutex<State>,
    /// The longest wait for the end of a period.
    max_wait: Duration,
}

#[derive(Default)]
struct State {
    known: Known,
    /// The calls that have gone and are not over.
    under_way: u64,
    /// Those that wait for something to change.
    waiting: Vec<Waker>,
    /// How often those that wait were woken.
    woken: u64,
}

/// What is known of the server's limit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Known {
    /// Nothing yet, or nothing any more.
    #[default]
    Nothing,
    /// That the server does not tell of any.
    Unlimited,
    /// How many calls may go, and when there are more of them.
    Left { count: u64, until: Option<Until> },
}

/// The end of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Until {
    at: Instant,
    /// When the server said so.
    since: Instant,
    /// The header in which it did.
    header: &'static str,
}

/// Whether a call may go.
enum Turn {
    Now,
    /// At this time, or when something changes.
    Later(Option<Instant>),
    /// Not for this long, as this header says.
    TooLong(Duration, &'static str),
}

/// What servers count in whole seconds may be over up to a second later than they say.
const MARGIN: Duration = Duration::from_secs(1);

/// How far apart two answers may seem to put the end of the same period: each has its own time and the end in whole seconds, and
/// took a while to be read. A period that is no longer than this counts as one with the next, until it is over.
const BLUR: Duration = Duration::from_secs(3);

impl Pace {
    /// Creates a pace whose calls wait for the end of a period for no longer than this.
    pub(super) fn new(max_wait: Duration) -> Self {
        Self { state: Mutex::default(), max_wait }
    }

    /// Waits until a call may go. It counts as under way for as long as the permit is there.
    ///
    /// # Errors
    /// When the server asks for a longer wait than is allowed.
    pub(super) async fn turn<'a>(&'a self, transport: &dyn Transport) -> Result<Permit<'a>, TransportError> {
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
        let why = format!("`{header}` asks to wait {wait} s, and `max_pace_wait` is {most} s");
        TransportError::new(TransportKind::RateLimit).with_detail(why)
    }

    /// Returns how long a call that has gone already has to wait before its next attempt; `None` if that is too long.
    pub(super) fn rest(&self, now: Instant) -> Option<Duration> {
        let rest = match self.state().known {
            Known::Left { count: 0, until: Some(until) } => until.at.saturating_duration_since(now),
            _ => Duration::ZERO,
        };
        Some(rest).filter(|rest| *rest <= self.max_wait)
    }

    /// Counts a further try of a call.
    pub(super) fn spend(&self) {
        if let Known::Left { count, .. } = &mut self.state().known {
            *count = count.saturating_sub(1);
        }
    }

    /// Learns from what is known of an answer.
    pub(super) fn learn(&self, meta: &Meta, now: Instant) {
        let clock = Timestamp::now();
        let (limit, is_refused) = (meta.rate_limit(), meta.status() == StatusCode::TOO_MANY_REQUESTS);
        let asked = meta.retry_after().filter(|_| is_refused).map(|rest| (rest, "retry-after"));
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

/// What a waiting call has entered: its waker, unless those that wait were woken since then.
#[derive(Default)]
struct Entry(Option<(u64, Waker)>);

impl State {
    fn ask(&mut self, now: Instant, max_wait: Duration, context: &Context<'_>, entry: &mut Entry) -> Turn {
        // A server whose period is longer than any call waits is asked again from time to time: it may be wrong.
        let is_over = |until: &Until| until.since.checked_add(max_wait).is_some_and(|again| again <= now);
        if let Known::Left { count, until: Some(until) } = &self.known
            && (until.at <= now || *count == 0 && is_over(until))
        {
            self.known = Known::Nothing;
        }
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
            // One goes first, also where the server does not say when there are more.
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

    /// Enters the waker of a call, once until it is woken however often the call is polled.
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
        // The one that has just been answered is counted by the server.
        let left = left.saturating_sub(self.under_way.saturating_sub(1));
        let count = match self.known {
            // Answers may overtake one another: in one period there are never more left than there were.
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

/// Whether two times are the end of the same period, as far as whole seconds tell.
fn is_same(before: Option<Until>, now: Option<Until>) -> bool {
    match (before, now) {
        (Some(before), Some(now)) => now.at.saturating_duration_since(before.at) <= BLUR,
        (before, now) => before == now,
    }
}

/// A call that is under way.
pub(super) struct Permit<'a>(&'a Pace);

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut state = self.0.state();
        state.under_way = state.under_way.saturating_sub(1);
        state.wake();
    }
}
