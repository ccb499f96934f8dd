//! The future of a call.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::runtime::error::Error;
use crate::runtime::transport::interface::BoxFuture;
use crate::runtime::transport::threads::MaybeSend;

/// A call that runs when it is awaited.
//
// An `async fn` per operation would cost the compiler as much as the rest of the operation.
#[must_use = "a call does nothing until it is awaited"]
pub struct Sending<T, F>(BoxFuture<'static, Result<T, Error<F>>>);

impl<T, F> Sending<T, F> {
    /// Creates a call from the future that sends it.
    pub fn new(call: impl Future<Output = Result<T, Error<F>>> + MaybeSend + 'static) -> Self {
        Self(Box::pin(call))
    }
}

impl<T, F> Future for Sending<T, F> {
    type Output = Result<T, Error<F>>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T, F> fmt::Debug for Sending<T, F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Sending").finish_non_exhaustive()
    }
}
