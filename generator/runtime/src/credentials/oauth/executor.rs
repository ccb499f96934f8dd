//! The executor of a future: a runtime of `tokio`, the event loop of a browser, or a thread without one.

use crate::runtime::transport::interface::BoxFuture;

/// The runtime of `tokio` on a thread, if there is one.
#[cfg(all(any(feature = "hyper", feature = "tower"), not(target_family = "wasm")))]
#[derive(Clone)]
pub(super) struct Executor(Option<tokio::runtime::Handle>);

#[cfg(all(any(feature = "hyper", feature = "tower"), not(target_family = "wasm")))]
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
    pub(super) fn spawn(executor: &Self, work: BoxFuture<'static, ()>) {
        if let Some(handle) = &executor.0 {
            handle.spawn(work);
        }
    }
}

#[cfg(all(any(feature = "hyper", feature = "tower"), not(target_family = "wasm")))]
impl PartialEq for Executor {
    fn eq(&self, other: &Self) -> bool {
        self.id() == other.id()
    }
}

/// Without `tokio`, work can be polled on every thread. The futures of a browser cannot move to another one.
#[cfg(not(all(any(feature = "hyper", feature = "tower"), not(target_family = "wasm"))))]
#[derive(Clone, PartialEq)]
pub(super) struct Executor;

#[cfg(not(all(any(feature = "hyper", feature = "tower"), not(target_family = "wasm"))))]
impl Executor {
    /// Returns the executor of this thread.
    pub(super) const fn current() -> Self {
        Self
    }

    /// Polls work to its end in a browser. Elsewhere only callers can poll it, so it is dropped.
    pub(super) fn spawn(_: &Self, work: BoxFuture<'static, ()>) {
        #[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
        wasm_bindgen_futures::spawn_local(work);
        #[cfg(not(all(feature = "fetch", target_family = "wasm", target_os = "unknown")))]
        drop(work);
    }
}
