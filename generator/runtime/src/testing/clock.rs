//! A clock whose time advances only while all futures wait.

use std::collections::BTreeSet;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use crate::runtime::transport::clock::Instant;

/// A clock that advances to the next due time.
#[derive(Debug)]
pub(super) struct Clock {
    began: Instant,
    face: Mutex<Face>,
}

#[derive(Debug, Default)]
struct Face {
    now: Duration,
    /// The pending waits: the due time, and a unique number.
    due: BTreeSet<(Duration, u64)>,
    count: u64,
}

/// The number of polls after which a wait ends in any case. Otherwise a wait that is no longer polled would block all
/// later ones.
const PATIENCE: u32 = 1000;

impl Default for Clock {
    fn default() -> Self {
        Self { began: Instant::now(), face: Mutex::default() }
    }
}

impl Clock {
    /// Returns the elapsed time.
    pub(super) fn elapsed(&self) -> Duration {
        self.face().now
    }

    /// Returns the current time: the start time plus the elapsed time.
    pub(super) fn now(&self) -> Instant {
        self.began.checked_add(self.elapsed()).unwrap_or(self.began)
    }

    /// Waits until this much time has elapsed.
    pub(super) fn sleep(self: &Arc<Self>, length: Duration) -> Sleep {
        let mut face = self.face();
        face.count += 1;
        let key = (face.now.saturating_add(length), face.count);
        drop(face);
        Sleep { clock: Arc::clone(self), key, polls: 0 }
    }

    fn face(&self) -> MutexGuard<'_, Face> {
        self.face.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A wait.
#[derive(Debug)]
pub(super) struct Sleep {
    clock: Arc<Clock>,
    key: (Duration, u64),
    polls: u32,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut face = self.clock.face();
        face.due.insert(self.key);
        let is_next = face.due.first() == Some(&self.key);
        // The first poll only registers the wait, since a future with an earlier due time may be polled right after it.
        if self.polls > 0 && (is_next || self.polls > PATIENCE) {
            face.now = face.now.max(self.key.0);
            face.due.remove(&self.key);
            return Poll::Ready(());
        }
        drop(face);
        self.polls += 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.clock.face().due.remove(&self.key);
    }
}
