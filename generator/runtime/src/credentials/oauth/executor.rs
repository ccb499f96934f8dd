//! The executor of a future: a runtime of `tokio`, or a thread without one.

use crate::runtime::transport::interface::BoxFuture;

/// The runtime of `tokio` on a thread, if there is one.
#[cfg(any(feature = "hyper", feature = "tower"))]
#[derive(Clone)]
pub(super) struct Executor(Option<tokio::runtime::Handle>);

#[cfg(any(feature = "hyper", feature = "tower"))]
impl Executor {
    /// Returns the executor of this thread.
    pub(super) fn current() -> Self {
        Self(tokio::runtime::Handle::try_current().ok())
    }

    fn id(&self) -> Option<tokio::runtime::Id> {
        self.0.as_ref().map(tokio::runtime::Handle::id)
    }

    /// Polls work to its end without a caller that waits for it. A runtime that shuts down drops the work, and so does a thread
    /// without one.
    #[cfg(not(target_family = "wasm"))]
    pub(super) fn spawn(executor: &Self, work: BoxFuture<'static, ()>) {
        if let Some(handle) = &executor.0 {
            handle.spawn(work);
        }
    }
}

#[cfg(any(feature = "hyper", feature = "tower"))]
impl PartialEq for Executor {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

/// Without `tokio`, work can be polled on every thread.
#[cfg(not(any(feature = "hyper", feature = "tower")))]
#[derive(Clone, PartialEq)]
pub(super) struct Executor;

#[cfg(not(any(feature = "hyper", feature = "tower")))]
impl Executor {
    /// Returns the executor of this thread.
    pub(super) const fn current() -> Self {
        Self
    }
}

/// Only callers can poll the work: the futures of a browser cannot move, and without `tokio` nothing else polls them.
#[cfg(any(target_family = "wasm", not(any(feature = "hyper", feature = "tower"))))]
impl Executor {
    pub(super) fn spawn(_: &Self, work: BoxFuture<'static, ()>) {
        drop(work);
    }
}
