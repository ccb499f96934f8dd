//! Waits with the timer of `tokio`.

use std::time::Duration;

use super::transport::BoxFuture;

/// Waits for a duration. Without a `tokio` runtime it waits forever instead of panicking, since sending reports the
/// missing runtime.
pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    if tokio::runtime::Handle::try_current().is_err() {
        return Box::pin(std::future::pending());
    }
    Box::pin(tokio::time::sleep(duration))
}
