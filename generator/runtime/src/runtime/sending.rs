//! The future of a call.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::body::Body;
use super::core::Core;
use super::error::Error;
use super::operation::Operation;
use super::raw::RawResponse;
use super::response::Response;
use super::transport::BoxFuture;

/// A call that runs when it is awaited.
//
// An `async fn` per operation would cost the compiler as much as the rest of the operation.
#[must_use = "a call does nothing until it is awaited"]
pub struct Sending<T, F>(BoxFuture<'static, Result<T, Error<F>>>);

impl<T, F> Sending<Response<T>, F> {
    /// Sends an operation through a client, and reads its response.
    pub fn new<O: Operation<Output = T, Failure = F> + 'static>(core: Core, operation: O) -> Self {
        Self(Box::pin(async move { core.send(&operation).await }))
    }
}

impl<F> Sending<RawResponse, F> {
    /// Sends an operation through a client, and returns its raw response.
    pub fn raw<O: Operation<Failure = F> + 'static>(core: Core, operation: O) -> Self {
        Self(Box::pin(async move { core.send_raw(&operation).await }))
    }
}

impl<F> Sending<Response<Body>, F> {
    /// Sends an operation through a client, and returns the body of a success unbuffered.
    pub fn stream<O: Operation<Failure = F> + 'static>(core: Core, operation: O) -> Self {
        Self(Box::pin(async move { core.send_stream(&operation).await }))
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
