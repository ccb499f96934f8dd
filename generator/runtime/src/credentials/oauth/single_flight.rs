//! Work that several callers wait for and that is done once. Any of them drives it, so it survives callers that give up.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::task::{Context, Poll, Wake, Waker};

use crate::runtime::transport::interface::BoxFuture;

/// The runtime of `tokio` on a thread, if there is one.
#[cfg(any(feature = "hyper", feature = "tower"))]
type Executor = Option<tokio::runtime::Id>;

#[cfg(any(feature = "hyper", feature = "tower"))]
fn executor() -> Executor {
    tokio::runtime::Handle::try_current().ok().map(|handle| handle.id())
}

/// Without `tokio`, work can be polled on every thread.
#[cfg(not(any(feature = "hyper", feature = "tower")))]
#[derive(Clone, Copy, PartialEq, Eq)]
struct Executor;

#[cfg(not(any(feature = "hyper", feature = "tower")))]
const fn executor() -> Executor {
    Executor
}

/// Work that was begun.
pub(super) struct Flight<T>(Arc<Inner<T>>);

struct Inner<T> {
    progress: Mutex<Progress<T>>,
    waiters: Arc<Waiters>,
    /// Work with timers and sockets of one runtime cannot be driven by another one.
    executor: Executor,
}

enum Progress<T> {
    Running(BoxFuture<'static, T>),
    Done(T),
}

impl<T> Clone for Flight<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Flight<T> {
    /// Begins work, which is polled once a caller waits for it.
    pub(super) fn new(work: BoxFuture<'static, T>) -> Self {
        let progress = Mutex::new(Progress::Running(work));
        Self(Arc::new(Inner { progress, waiters: Arc::default(), executor: executor() }))
    }

    /// Returns true if this thread can drive it, or another caller does.
    pub(super) fn can_go_on(&self) -> bool {
        let is_driven = self.0.executor == executor() || self.0.waiters.has(self.0.executor);
        is_driven && !self.0.progress.is_poisoned()
    }

    /// Returns true if no caller waits for it.
    pub(super) fn is_abandoned(&self) -> bool {
        self.0.waiters.lock().entries.is_empty()
    }

    /// Waits for the result. `None` if the work can go on only on a runtime without a caller that waits.
    pub(super) fn join(&self) -> Join<T> {
        let key = self.0.waiters.enter();
        Join { flight: self.clone(), key }
    }
}

/// Waits for the result of a flight.
pub(super) struct Join<T> {
    flight: Flight<T>,
    key: u64,
}

impl<T: Clone> Future for Join<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let inner = &self.flight.0;
        // Registered first: the caller that polls the work at this moment wakes this one at the end.
        inner.waiters.register(self.key, context.waker());
        let mut progress = match inner.progress.try_lock() {
            Ok(progress) => progress,
            Err(TryLockError::WouldBlock) => return Poll::Pending,
            // The transport has panicked.
            Err(TryLockError::Poisoned(_)) => return Poll::Ready(None),
        };
        let work = match &mut *progress {
            Progress::Done(result) => return Poll::Ready(Some(result.clone())),
            Progress::Running(_) if inner.executor != executor() => {
                return if inner.waiters.has(inner.executor) { Poll::Pending } else { Poll::Ready(None) };
            }
            Progress::Running(work) => work,
        };
        let waker = Waker::from(Arc::clone(&inner.waiters));
        let Poll::Ready(result) = work.as_mut().poll(&mut Context::from_waker(&waker)) else { return Poll::Pending };
        *progress = Progress::Done(result.clone());
        drop(progress);
        inner.waiters.wake_by_ref();
        Poll::Ready(Some(result))
    }
}

/// The other callers drive the work from now on.
impl<T> Drop for Join<T> {
    fn drop(&mut self) {
        self.flight.0.waiters.leave(self.key);
    }
}

/// The callers that wait.
#[derive(Default)]
struct Waiters(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    count: u64,
    entries: Vec<Entry>,
}

struct Entry {
    key: u64,
    executor: Executor,
    waker: Option<Waker>,
}

impl Waiters {
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self) -> u64 {
        let mut waiters = self.lock();
        waiters.count += 1;
        let key = waiters.count;
        waiters.entries.push(Entry { key, executor: executor(), waker: None });
        key
    }

    fn register(&self, key: u64, waker: &Waker) {
        let mut waiters = self.lock();
        if let Some(entry) = waiters.entries.iter_mut().find(|entry| entry.key == key) {
            entry.waker = Some(waker.clone());
        }
    }

    /// Returns true if a caller on this runtime waits.
    fn has(&self, executor: Executor) -> bool {
        self.lock().entries.iter().any(|entry| entry.executor == executor)
    }

    fn leave(&self, key: u64) {
        self.lock().entries.retain(|entry| entry.key != key);
        self.wake_all();
    }

    fn wake_all(&self) {
        // A waker may poll at once, so the lock is not held.
        let wakers: Vec<Waker> = self.lock().entries.iter().filter_map(|entry| entry.waker.clone()).collect();
        wakers.into_iter().for_each(Waker::wake);
    }
}

impl Wake for Waiters {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.wake_all();
    }
}
