//! Runs futures on the calling thread, which sleeps while it waits.

use std::cell::Cell;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use crate::runtime::transport::clock::Instant;

thread_local! {
    /// The time at which the polling thread has to wake up at the latest; `None` while it does not poll.
    static ALARM: Cell<Option<Alarm>> = const { Cell::new(None) };
}

/// A wake-up time; `None` means never.
type Alarm = Option<Instant>;

/// Runs a future to its end. It can be called anywhere. Within an async runtime it blocks the runtime's thread.
pub fn wait_for<T>(work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    loop {
        // Without a deadline, `wait_until` always returns a result.
        if let Some(done) = wait_until(None, work.as_mut()) {
            return done;
        }
    }
}

/// Runs a future until `deadline` at most. Returns `None` if it did not finish in time.
pub(super) fn wait_until<T>(deadline: Option<Instant>, mut work: Pin<&mut impl Future<Output = T>>) -> Option<T> {
    let signal = Arc::new(Signal { waiter: thread::current(), is_given: AtomicBool::new(false) });
    let waker = Waker::from(Arc::clone(&signal));
    let mut context = Context::from_waker(&waker);
    loop {
        // A `Sleep` inside `work` lowers the alarm while it is polled. The alarm is read before `_polling` is dropped,
        // which restores the alarm of an outer `wait_until` on the same thread.
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

/// A guard for the time in which this thread polls. While it exists, a [`Sleep`] moves the alarm forward instead of
/// sleeping.
struct Polling {
    /// The alarm of the enclosing poll.
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

/// A wake-up signal. The flag keeps it if the thread is parked for another reason at that moment.
struct Signal {
    waiter: Thread,
    is_given: AtomicBool,
}

impl Signal {
    /// Sleeps until the signal is given or the alarm is due.
    fn wait(&self, alarm: Alarm) {
        // `park` may return without a reason, and other code may unpark the thread, so only the flag counts.
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

/// A future that is ready after a delay.
pub(super) struct Sleep {
    /// The end of the delay; `None` means never.
    until: Option<Instant>,
}

impl Sleep {
    /// Starts a delay of this duration.
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
            // Another executor polls this future, so block its thread.
            thread::sleep(rest);
            return Poll::Ready(());
        };
        ALARM.set(Some(Some(alarm.map_or(until, |alarm| alarm.min(until)))));
        Poll::Pending
    }
}
