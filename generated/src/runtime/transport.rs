//! What carries requests to a server: the one thing that an async stack has to bring.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use http::{Request, Response};

use super::body::Body;
use super::error::{TransportError, TransportKind};

/// A future on the heap that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What carries requests to a server.
///
/// Retries, deadlines and the bound on a body's size are not its business: the client sees to them, and drops a future or
/// a body when it has had enough of it. It also follows redirects, and takes neither credentials nor other headers to another
/// origin; a transport that follows them by itself has to take care of that.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request and gives the answer, whatever its status, as soon as its head is there.
    ///
    /// A body that is a stream is sent as it comes, with its length as `Content-Length` if it is known.
    ///
    /// # Errors
    /// When there is no answer.
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>>;

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// Whether a call fails that lacks the credentials which the API description requires. It does, unless this is a server for
    /// tests that checks none.
    fn requires_credentials(&self) -> bool {
        true
    }

    /// What time it is by the clock that [`sleep`](Self::sleep) goes by; the system's, unless a test has one of its own.
    fn now(&self) -> Instant {
        Instant::now()
    }
}

/// Until when an answer has to be there: an extension of every request, where the feature `blocking` is enabled.
///
/// It is for transports that hold up their thread: nobody can drop their futures and bodies when the time is up.
#[cfg(feature = "blocking")]
#[derive(Debug, Clone, Copy, Default)]
pub struct Deadline {
    /// The time; none is never.
    pub at: Option<Instant>,
    /// Whether the whole body has to be there by then, or only what comes before it.
    pub covers_body: bool,
    /// The longest time in which nothing of a body comes that may come later.
    pub idle_timeout: Option<Duration>,
}

/// The transport of a client that was given none.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoTransport;

impl Transport for NoTransport {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let why = "there is none: enable the feature `reqwest` (or `blocking`, for a blocking client), or give one to the client's builder";
        Box::pin(async move { Err(TransportError::new(TransportKind::Setup).because(why)) })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(std::future::pending())
    }
}

/// What ends a call whose time is up.
pub(super) struct Alarm<'a> {
    /// None is never.
    due: Option<BoxFuture<'a, ()>>,
    is_over: bool,
}

impl<'a> Alarm<'a> {
    /// Rings at this time, or never.
    pub(super) fn at(transport: &'a dyn Transport, deadline: Option<Instant>) -> Self {
        let rest = |deadline: Instant| deadline.saturating_duration_since(transport.now());
        Self { due: deadline.map(|deadline| transport.sleep(rest(deadline))), is_over: false }
    }

    /// Works until it is done, or the time is up: then there is nothing, now and at any later time.
    //
    // What is to be done is pinned by the caller: a future that takes another one by value has room for it twice.
    pub(super) async fn until<T>(&mut self, mut work: Pin<&mut (impl Future<Output = T> + Send)>) -> Option<T> {
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
