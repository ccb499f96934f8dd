//! Waits with the timer of `tokio`, or of the browser.

use std::time::Duration;

use super::interface::BoxFuture;

/// Waits for a duration.
#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
pub(crate) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    Box::pin(super::fetch::timer::sleep(duration))
}

/// Waits for a duration. Without a `tokio` runtime it waits forever instead of panicking, since sending reports the
/// missing runtime.
#[cfg(not(all(feature = "fetch", target_family = "wasm", target_os = "unknown")))]
pub(crate) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    if tokio::runtime::Handle::try_current().is_err() {
        return Box::pin(std::future::pending());
    }
    Box::pin(tokio::time::sleep(duration))
}
