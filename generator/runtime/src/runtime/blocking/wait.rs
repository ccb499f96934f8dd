//! Runs futures on the thread that asks for their result; it sleeps while it has to wait.

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

thread_local! {
    /// When the thread that polls has to wake up at the latest; none as long as it polls nothing.
    static ALARM: Cell<Option<Alarm>> = const { Cell::new(None) };
}

/// When to wake up; none is never.
type Alarm = Option<Instant>;

/// Runs a future to its end. It may be called anywhere, also within an async runtime, whose thread it holds up then.
pub fn wait_for<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        // Without a deadline there is always a result.
        if let Some(done) = wait_until(None, work.as_mut()) {
            return done;
        }
    }
}

/// Runs a future until `deadline` at most; none if it was not done by then.
pub(super) fn wait_until<T>(deadline: Option<Instant>, mut work: Pin<&mut impl Future<Output = T>>) -> Option<T> {
    let signal = Arc::new(Signal { waiter: thread::current(), is_given: AtomicBool::new(false) });
    let waker = Waker::from(Arc::clone(&signal));
    let mut context = Context::from_waker(&waker);
    loop {
        let (polled, alarm) = {
            let _polling = Polling::begin(deadline);
            (work.as_mut().poll(&mut context), ALARM.get().flatten())
        };
        if let Poll::Ready(done) = polled {
            return Some(done);
        }
        if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            return None;
        }
        signal.wait(alarm);
    }
}

/// While it is there, this thread polls: a [`Sleep`] moves the alarm forward instead of sleeping.
struct Polling {
    /// The alarm of the poll that this one is a part of.
    outer: Option<Alarm>,
}

impl Polling {
    fn begin(alarm: Alarm) -> Self {
        Self { outer: ALARM.replace(Some(alarm)) }
    }
}

impl Drop for Polling {
    fn drop(&mut self) {
        ALARM.set(self.outer);
    }
}

/// What wakes a thread; it is not lost if the thread sleeps for another reason just then.
struct Signal {
    waiter: Thread,
    is_given: AtomicBool,
}

impl Signal {
    /// Sleeps until the signal is given, or the alarm is due.
    fn wait(&self, alarm: Alarm) {
        while !self.is_given.swap(false, Ordering::Acquire) {
            match alarm.map(|alarm| alarm.saturating_duration_since(Instant::now())) {
                None => thread::park(),
                Some(Duration::ZERO) => return,
                Some(rest) => thread::park_timeout(rest),
            }
        }
    }
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_given.store(true, Ordering::Release);
        self.waiter.unpark();
    }
}

/// A wait.
pub(super) struct Sleep {
    /// None is for ever.
    until: Option<Instant>,
}

impl Sleep {
    /// From now on for so long.
    pub(super) fn new(duration: Duration) -> Self {
        Self { until: Instant::now().checked_add(duration) }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        let Some(until) = self.until else { return Poll::Pending };
        let rest = until.saturating_duration_since(Instant::now());
        if rest.is_zero() {
            return Poll::Ready(());
        }
        let Some(alarm) = ALARM.get() else {
            // Something else polls that knows nothing of alarms.
            thread::sleep(rest);
            return Poll::Ready(());
        };
        ALARM.set(Some(Some(alarm.map_or(until, |alarm| alarm.min(until)))));
        Poll::Pending
    }
}
