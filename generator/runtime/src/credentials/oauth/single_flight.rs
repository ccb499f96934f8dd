//! Work that several callers wait for and that is done once. Any of them polls it. If one gives up, a task of `tokio` polls it to its
//! end; without `tokio`, the other callers and later ones do.

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

use super::executor::Executor;
use crate::runtime::credentials::token_transport::TokenTransport;
use crate::runtime::transport::interface::{Alarm, BoxFuture};
use crate::runtime::transport::threads::{MaybeSend, MaybeSync};

/// Work that was begun.
pub(super) struct Flight<T>(Arc<Inner<T>>);

struct Inner<T> {
    /// The work; `None` once it is done. Only callers on its executor lock it, and each of them is woken by the work: if the lock is
    /// held, its holder polls the work again.
    work: Mutex<Option<BoxFuture<'static, T>>>,
    result: OnceLock<T>,
    waiters: Arc<Waiters>,
    /// Work with timers and sockets of one runtime cannot be polled by another one.
    executor: Executor,
    /// True if the executor has not finished the work in the time that a caller elsewhere had.
    is_stalled: AtomicBool,
}

impl<T> Clone for Flight<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// A result that all callers receive.
pub(super) trait Shared: Clone + MaybeSend + MaybeSync + 'static {}

impl<T: Clone + MaybeSend + MaybeSync + 'static> Shared for T {}

impl<T: Shared> Flight<T> {
    /// Begins work, which is polled once a caller waits for it.
    pub(super) fn new(work: BoxFuture<'static, T>) -> Self {
        Self(Arc::new(Inner {
            work: Mutex::new(Some(work)),
            result: OnceLock::new(),
            waiters: Arc::default(),
            executor: Executor::current(),
            is_stalled: AtomicBool::new(false),
        }))
    }

    /// Returns true if it is done, or this thread can poll it, or another one does.
    pub(super) fn can_go_on(&self) -> bool {
        if self.0.result.get().is_some() {
            return true;
        }
        let is_here = self.0.executor == Executor::current();
        (is_here || self.0.goes_on_elsewhere()) && !self.0.work.is_poisoned()
    }

    /// Returns true if a caller or a task polls it.
    pub(super) fn is_driven(&self) -> bool {
        self.can_go_on() && !self.0.waiters.lock().entries.is_empty()
    }

    /// Returns true if no caller waits for it.
    pub(super) fn is_abandoned(&self) -> bool {
        self.0.waiters.lock().entries.iter().all(|entry| entry.is_task)
    }

    /// Waits for the result. `None` if the work can go on only on a runtime that does not poll it.
    pub(super) fn join(&self) -> Join<T> {
        self.enter(Executor::current(), false)
    }

    fn enter(&self, executor: Executor, is_task: bool) -> Join<T> {
        let key = self.0.waiters.enter(executor, is_task);
        Join { flight: self.clone(), key, is_task }
    }

    /// Polls the work in a task, unless one does already.
    fn spawn(&self) {
        let is_over = self.0.result.get().is_some() || self.0.work.is_poisoned();
        if is_over || self.0.waiters.lock().entries.iter().any(|entry| entry.is_task) {
            return;
        }
        let join = self.enter(self.0.executor.clone(), true);
        let work = Box::pin(async move {
            join.await;
        });
        Executor::spawn(&self.0.executor, work);
    }
}

impl<T> Inner<T> {
    fn goes_on_elsewhere(&self) -> bool {
        self.waiters.has(&self.executor) && !self.is_stalled.load(Ordering::SeqCst) && !self.work.is_poisoned()
    }
}

/// Waits for the result of a flight.
pub(super) struct Join<T: Shared> {
    flight: Flight<T>,
    key: u64,
    is_task: bool,
}

impl<T: Shared> Join<T> {
    /// Waits for the result. A caller on another runtime than that of the work waits for this time at most, since that runtime may never
    /// poll it again; then callers elsewhere begin the work again. `None` if the work does not go on.
    pub(super) async fn within(mut self, limit: Duration, client: &TokenTransport) -> Option<T> {
        let deadline = if self.is_elsewhere() { client.now().checked_add(limit) } else { None };
        let mut alarm = Alarm::at(client.transport(), deadline);
        let Some(result) = alarm.until(Pin::new(&mut self)).await else {
            self.flight.0.is_stalled.store(true, Ordering::SeqCst);
            self.flight.0.waiters.wake_all();
            return None;
        };
        result
    }

    fn is_elsewhere(&self) -> bool {
        self.flight.0.executor != Executor::current()
    }
}

impl<T: Shared> Future for Join<T> {
    type Output = Option<T>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        let inner = &self.flight.0;
        // Registered first: the caller that polls the work at this moment wakes this one at the end.
        inner.waiters.register(self.key, context.waker());
        if let Some(result) = inner.result.get() {
            return Poll::Ready(Some(result.clone()));
        }
        if self.is_elsewhere() {
            // Checked before the result, which is there before its caller leaves.
            return if inner.goes_on_elsewhere() { Poll::Pending } else { Poll::Ready(inner.result.get().cloned()) };
        }
        let mut work = match inner.work.try_lock() {
            Ok(work) => work,
            Err(TryLockError::WouldBlock) => return Poll::Pending,
            // The transport has panicked.
            Err(TryLockError::Poisoned(_)) => return Poll::Ready(None),
        };
        let Some(future) = work.as_mut() else { return Poll::Ready(inner.result.get().cloned()) };
        let waker = Waker::from(Arc::clone(&inner.waiters));
        let Poll::Ready(result) = future.as_mut().poll(&mut Context::from_waker(&waker)) else { return Poll::Pending };
        let _ = inner.result.set(result.clone());
        *work = None;
        drop(work);
        inner.waiters.wake_by_ref();
        Poll::Ready(Some(result))
    }
}

/// The work goes on without this caller.
impl<T: Shared> Drop for Join<T> {
    fn drop(&mut self) {
        if !self.is_task {
            self.flight.spawn();
        }
        self.flight.0.waiters.leave(self.key);
        // All waiters were woken with the result.
        if self.flight.0.result.get().is_none() {
            self.flight.0.waiters.wake_all();
        }
    }
}

/// The callers and tasks that wait.
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
    /// True for the task that polls the work.
    is_task: bool,
    waker: Option<Waker>,
}

impl Waiters {
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, executor: Executor, is_task: bool) -> u64 {
        let mut waiters = self.lock();
        waiters.count += 1;
        let key = waiters.count;
        waiters.entries.push(Entry { key, executor, is_task, waker: None });
        key
    }

    fn register(&self, key: u64, waker: &Waker) {
        let mut waiters = self.lock();
        if let Some(entry) = waiters.entries.iter_mut().find(|entry| entry.key == key) {
            entry.waker = Some(waker.clone());
        }
    }

    /// Returns true if a caller or a task on this runtime waits.
    fn has(&self, executor: &Executor) -> bool {
        self.lock().entries.iter().any(|entry| entry.executor == *executor)
    }

    fn leave(&self, key: u64) {
        self.lock().entries.retain(|entry| entry.key != key);
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
