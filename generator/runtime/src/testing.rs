//! A fake server for tests of code that uses a client. It returns prepared responses for each operation, and records
//! the requests.

mod clock;
mod fake_response;
mod received;
mod wait;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::{Request, Response};

use super::error::TransportError;
use crate::runtime::call::operation::Operation;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::clock::Instant;
use crate::runtime::transport::interface::{BoxFuture, Transport};

pub use fake_response::{FakeResponse, FakeResponses};
pub use received::Received;
pub use wait::wait_for;

use clock::Clock;
use fake_response::{Script, Turn};

/// A transport that returns prepared responses for each operation, and records the requests. Clones share the same
/// server.
///
/// It opens no connection and requires no async runtime. Its client requires no credentials. It has its own clock: a
/// wait, such as the one before a retry or of [`after`](FakeResponse::after), ends once it is due next, so that tests do not
/// actually wait.
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
    /// Creates a server without responses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the responses to an operation, in place of earlier ones: the same [`FakeResponse`] for every request, a list with one
    /// for each request, or a closure from the request to its response, as [`FakeResponses::by`].
    ///
    /// A request for an operation without a response, or after the last one of a list, fails with
    /// [`TransportKind::Setup`](crate::TransportKind::Setup). The message of the error names the operation.
    #[must_use]
    pub fn on<O: Operation + 'static>(self, answers: impl Into<FakeResponses<O>>) -> Self {
        self.state().scripts.insert(O::ID, answers.into().into_script());
        self
    }

    /// Returns all requests so far, one for each attempt, in order.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.state().received.clone()
    }

    /// Returns the requests of an operation so far, one for each attempt.
    #[must_use]
    pub fn received_for<O: Operation>(&self) -> Vec<Received> {
        self.state().received.iter().filter(|request| request.operation() == O::ID).cloned().collect()
    }

    /// Returns the elapsed time of the server's clock: the time that clients would have waited.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.0.clock.elapsed()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the result of a request.
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

    fn connects_to_socket(&self, _: &Path) -> bool {
        true
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
