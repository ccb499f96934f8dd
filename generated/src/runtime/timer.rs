//! Waits by the timer of `tokio`.

use std::time::Duration;

use super::transport::BoxFuture;

/// Waits; for ever where there is no runtime of `tokio`: sending says that it is missing, there is no need to panic before that.
pub(super) fn sleep(duration: Duration) -> BoxFuture<'static, ()> {
    if tokio::runtime::Handle::try_current().is_err() {
        return Box::pin(std::future::pending());
    }
    Box::pin(tokio::time::sleep(duration))
}
