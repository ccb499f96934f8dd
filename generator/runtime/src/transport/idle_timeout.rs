//! The idle timeout of streaming bodies, which applies after the timeout of the call has ended.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::body::Body;
use super::interface::{BoxFuture, Transport};
use crate::runtime::error::{TransportError, TransportKind};

/// Limits the gap between chunks: the body fails if a reader waits for longer than `longest`.
pub(crate) fn bounded(body: Body, transport: Arc<dyn Transport>, longest: Option<Duration>) -> Body {
    if body.bytes().is_some() {
        return body;
    }
    Body::stream(Idle { body, transport, longest, alarm: None, is_over: false })
}

/// Returns a wait that borrows nothing.
pub(crate) fn sleep(transport: Arc<dyn Transport>, length: Duration) -> BoxFuture<'static, ()> {
    Box::pin(async move { transport.sleep(length).await })
}

struct Idle {
    body: Body,
    transport: Arc<dyn Transport>,
    longest: Option<Duration>,
    /// The end of the wait for the next chunk, if a reader waits for it.
    alarm: Option<BoxFuture<'static, ()>>,
    is_over: bool,
}

impl Stream for Idle {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        if let Poll::Ready(chunk) = Pin::new(&mut self.body).poll_next(context) {
            self.alarm = None;
            return Poll::Ready(chunk.map(|chunk| chunk.map_err(TransportError::of_answer)));
        }
        let idle = &mut *self;
        let Some(longest) = idle.longest else { return Poll::Pending };
        let alarm = idle.alarm.get_or_insert_with(|| sleep(Arc::clone(&idle.transport), longest));
        if alarm.as_mut().poll(context).is_pending() {
            return Poll::Pending;
        }
        (self.alarm, self.is_over) = (None, true);
        // Dropping the body closes the connection.
        self.body = Body::default();
        Poll::Ready(Some(Err(TransportError::new(TransportKind::Timeout))))
    }
}
