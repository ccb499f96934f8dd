//! A server without a network, for the tests of those who use a client: it answers by operation, and remembers what it was asked.

mod answer;
mod clock;
mod received;
mod wait;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::{Request, Response};

use super::body::Body;
use super::error::TransportError;
use super::operation::Operation;
use super::transport::{BoxFuture, Transport};

pub use answer::{Answer, Answers};
pub use received::Received;
pub use wait::wait_for;

use answer::{Script, Turn};
use clock::Clock;

/// A transport that answers by operation, and remembers what it was asked; clones are the same server.
///
/// It opens no connection and needs no async runtime. A client of it needs no credentials. Its time is its own: a wait, such as the one before a retry or an
/// answer's [`after`](Answer::after), is over as soon as nothing else is due before it, so that no test really waits.
#[derive(Clone, Default)]
pub struct Fake(Arc<Inner>);

#[derive(Default)]
struct Inner {
    state: Mutex<State>,
    clock: Arc<Clock>,
}

#[derive(Default)]
struct State {
    scripts: BTreeMap<&'static str, Box<dyn Script>>,
    received: Vec<Received>,
}

impl Fake {
    /// A server that answers nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the responses to an operation, in place of earlier ones: the same [`Answer`] for every request, a list with one
    /// for each request, or a closure from the request to its response, as [`Answers::by`].
    ///
    /// A request for an operation without a response, or after the last one of a list, fails with
    /// [`TransportKind::Setup`](crate::TransportKind::Setup). The source of the error names the operation.
    #[must_use]
    pub fn on<O: Operation + 'static>(self, answers: impl Into<Answers<O>>) -> Self {
        self.state().scripts.insert(O::ID, answers.into().into_script());
        self
    }

    /// All requests so far, each try one, in the order in which they came.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.state().received.clone()
    }

    /// The requests of one operation so far, each try one.
    #[must_use]
    pub fn received_for<O: Operation>(&self) -> Vec<Received> {
        self.state().received.iter().filter(|request| request.operation() == O::ID).cloned().collect()
    }

    /// How much of the server's own time has passed: what clients would have waited.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.clock.elapsed()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What becomes of a request.
    fn turn(&self, request: Received) -> Turn {
        let mut state = self.state();
        let turn = match state.scripts.get_mut(request.operation()) {
            Some(script) => script.next(&request),
            None => Turn::missing(&request),
        };
        state.received.push(request);
        turn
    }
}

impl Transport for Fake {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let request = Received::read(request).await?;
            let turn = self.turn(request);
            if !turn.latency.is_zero() {
                self.0.clock.sleep(turn.latency).await;
            }
            turn.result
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(self.0.clock.sleep(duration))
    }

    fn now(&self) -> Instant {
        self.0.clock.now()
    }

    fn requires_credentials(&self) -> bool {
        false
    }
}

impl fmt::Debug for Fake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        formatter
            .debug_struct("Fake")
            .field("operations", &state.scripts.keys().collect::<Vec<_>>())
            .field("received", &state.received.len())
            .finish_non_exhaustive()
    }
}
