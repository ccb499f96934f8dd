//! Waits with the timer of `tokio`.

use std::time::Duration;

use super::interface::BoxFuture;

/// Waits for a duration. Without a `tokio` runtime it waits forever instead of panicking, since sending reports the
/// missing runtime.
pub(crate) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    if tokio::runtime::Handle::try_current().is_err() {
        return Box::pin(std::future::pending());
    }
    Box::pin(tokio::time::sleep(duration))
}

/// The runtime of `tokio` on this thread, if there is one.
#[cfg(feature = "oauth")]
pub(crate) type Executor = Option<tokio::runtime::Id>;

/// Returns the runtime on this thread.
#[cfg(feature = "oauth")]
pub(crate) fn executor() -> Executor {
    tokio::runtime::Handle::try_current().ok().map(|handle| handle.id())
}
