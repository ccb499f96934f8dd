//! The transport, which sends requests to a server. It is the only part that depends on an HTTP library.

use std::future::{Future, poll_fn};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http::{Request, Response};

use super::body::Body;
use super::clock::Instant;
use super::threads::{MaybeSend, MaybeSync};
use crate::runtime::error::TransportError;

/// A future on the heap that can move between threads.
#[cfg(not(target_family = "wasm"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A future on the heap.
#[cfg(target_family = "wasm")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// A transport that sends requests to a server.
///
/// Retries, deadlines and size limits are implemented by the client, which drops a future or a body that it no longer
/// needs. The client also follows redirects, and sends neither credentials nor other headers to another origin. A
/// transport that follows redirects itself has to do the same; the extension [`Redirects`](crate::runtime::Redirects) of a request
/// is the setting of its call.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a transport",
    label = "does not implement `Transport`",
    note = "a client of `reqwest` is passed to `reqwest_client`, an agent of `ureq` to `ureq_agent`, and a service of `tower` as \
            `tower::TowerTransport`"
)]
pub trait Transport: MaybeSend + MaybeSync + 'static {
    /// Sends a request and returns the response, whatever its status, as soon as its head has arrived.
    ///
    /// A streaming body is sent unbuffered, with its length as `Content-Length` if it is known.
    ///
    /// # Errors
    /// When no response arrives.
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>>;

    /// Waits for a duration.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// Returns true if a call without the credentials that the API description requires is an error. A fake server for
    /// tests may return false.
    fn requires_credentials(&self) -> bool {
        true
    }

    /// Returns true if requests of a client with this Unix socket as its base URL are sent to the socket. They have the host
    /// `localhost` and the user name `unix-socket`. Building a client with a Unix socket and another transport is an error:
    /// it would send the requests and their credentials to the server at port 80.
    fn connects_to_socket(&self, socket: &Path) -> bool {
        let _ = socket;
        false
    }

    /// Returns the current time of the clock that [`sleep`](Self::sleep) uses. It is the system clock, except in tests. With the feature
    /// `fetch` on `wasm32-unknown-unknown`, the type is that of the crate `web-time`.
    fn now(&self) -> Instant {
        Instant::now()
    }
}

/// A transport that several clients share.
impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        (**self).send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        (**self).sleep(duration)
    }

    fn requires_credentials(&self) -> bool {
        (**self).requires_credentials()
    }

    fn connects_to_socket(&self, socket: &Path) -> bool {
        (**self).connects_to_socket(socket)
    }

    fn now(&self) -> Instant {
        (**self).now()
    }
}

/// The deadline of a response. It is an extension of every request if the feature `blocking` is enabled.
///
/// It is for blocking transports, whose futures and bodies cannot be dropped at the deadline.
#[cfg(feature = "blocking")]
#[derive(Debug, Clone, Copy, Default)]
pub struct Deadline {
    /// The deadline; `None` means never.
    pub at: Option<Instant>,
    /// True if the deadline includes the whole body; otherwise it applies to the head only.
    pub covers_body: bool,
    /// The idle timeout of a streaming body.
    pub idle_timeout: Option<Duration>,
}

/// The transport of a client without a transport.
#[cfg(not(any(
    all(feature = "hyper", not(target_family = "wasm")),
    all(feature = "fetch", target_family = "wasm", target_os = "unknown")
)))]
pub(crate) struct NoTransport;

#[cfg(not(any(
    all(feature = "hyper", not(target_family = "wasm")),
    all(feature = "fetch", target_family = "wasm", target_os = "unknown")
)))]
impl Transport for NoTransport {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let why = if cfg!(target_family = "wasm") {
            "there is none: enable the feature `fetch` for a browser, or pass one to the client's builder"
        } else {
            "there is none: enable the feature `hyper` (or `blocking`, for a blocking client), or pass one to the client's builder"
        };
        Box::pin(async move { Err(TransportError::new(crate::runtime::error::TransportKind::Setup).with_detail(why)) })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
}

/// The deadline of a call.
pub(crate) struct Alarm<'a> {
    /// The timer; `None` means never.
    due: Option<BoxFuture<'a, ()>>,
    is_over: bool,
}

impl<'a> Alarm<'a> {
    /// Creates an alarm for this time, or for never.
    pub(crate) fn at(transport: &'a dyn Transport, deadline: Option<Instant>) -> Self {
        let rest = |deadline: Instant| deadline.saturating_duration_since(transport.now());
        Self { due: deadline.map(|deadline| transport.sleep(rest(deadline))), is_over: false }
    }

    /// Runs a future until it is done or the deadline has passed. In the latter case it returns `None`, now and in all
    /// later calls.
    //
    // The caller pins the future: a function that takes a future by value stores it twice.
    pub(crate) async fn until<T>(&mut self, mut work: Pin<&mut (impl Future<Output = T> + MaybeSend)>) -> Option<T> {
        if self.is_over {
            return None;
        }
        let Some(due) = &mut self.due else { return Some(work.await) };
        let done = poll_fn(|context| {
            if let Poll::Ready(done) = work.as_mut().poll(context) {
                return Poll::Ready(Some(done));
            }
            due.as_mut().poll(context).map(|()| None)
        });
        let done = done.await;
        self.is_over = done.is_none();
        done
    }
}
