//! An HTTP server on loopback that implements the documented contacts API. It does not use the client.
//!
//! ```
//! use oaspress_tests::contacts_server::{ContactsServer, Fault};
//!
//! let server = ContactsServer::builder().contacts(3).start();
//! server.fail_next(Fault::Status(500));
//! assert!(server.base_url().ends_with("/v1"));
//! assert!(server.requests().is_empty());
//! ```
//!
//! The server has its own thread and runtime, so that it serves blocking and asynchronous tests. `answer.rs` defines
//! the checks and their order.

mod answer;
mod contacts;
mod cors;
mod cursor;
mod edit;
mod fault;
mod id;
mod query;
mod rate_limit;
mod recorded;
mod reply;
mod state;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use serde_json::Value;
use tokio::sync::oneshot;

pub use fault::Fault;
pub use recorded::RecordedRequest;

use rate_limit::RateLimit;
use state::State;

/// The account that has contacts.
pub const PHONE_NUMBER_ID: &str = "106540352242922";

/// An account that exists but is not connected. The response is 422 `account_not_connected`.
pub const UNCONNECTED_PHONE_NUMBER_ID: &str = "106540352242923";

/// A key that the server accepts.
pub const API_KEY: &str = "kdv_live_0123456789abcdefABCDEF_-";

/// An expired key. The response is 401 `expired_api_key`.
pub const EXPIRED_API_KEY: &str = "kdv_live_expired-expired-expired-";

/// A running server. It stops and closes its connections when it is dropped.
#[derive(Debug)]
pub struct ContactsServer {
    address: SocketAddr,
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ContactsServer {
    /// Starts a server with 60 contacts and a limit of 600 requests per minute.
    #[must_use]
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Returns a builder for a server with other settings.
    #[must_use]
    pub fn builder() -> ContactsServerBuilder {
        ContactsServerBuilder {
            contacts: 60,
            rate_limit: 600,
            rate_window: Duration::from_secs(60),
            allows_pages: false,
        }
    }

    /// Returns the base URL of the operations, such as `http://127.0.0.1:40123/v1`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Returns the address on which the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns a valid key.
    #[must_use]
    pub fn api_key(&self) -> &'static str {
        API_KEY
    }

    /// Returns all contacts as JSON, in the order of the pages.
    #[must_use]
    pub fn contacts(&self) -> &[Value] {
        &self.state.contacts
    }

    /// Appends a fault to the queue. Each request consumes the first one.
    pub fn fail_next(&self, fault: Fault) {
        self.state.lock().faults.push_back(fault);
    }

    /// Returns the requests received so far.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.lock().requests.clone()
    }
}

impl Drop for ContactsServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the server's thread is already printed.
            let _ = thread.join();
        }
    }
}

/// Settings of a [`ContactsServer`].
#[derive(Clone, Debug)]
pub struct ContactsServerBuilder {
    contacts: usize,
    rate_limit: u32,
    rate_window: Duration,
    allows_pages: bool,
}

impl ContactsServerBuilder {
    /// Sets the number of contacts of the account.
    #[must_use]
    pub fn contacts(mut self, count: usize) -> Self {
        self.contacts = count;
        self
    }

    /// Sets the number of requests per rate limit window.
    ///
    /// # Panics
    ///
    /// Panics if it is 0.
    #[must_use]
    pub fn rate_limit(mut self, requests: u32) -> Self {
        assert!(requests > 0, "a server that allows no requests is of no use");
        self.rate_limit = requests;
        self
    }

    /// Sets the time in which an empty bucket fills up. The default is one minute.
    ///
    /// # Panics
    ///
    /// Panics if it is 0.
    #[must_use]
    pub fn rate_window(mut self, window: Duration) -> Self {
        assert!(!window.is_zero(), "a bucket takes some time to fill up");
        self.rate_window = window;
        self
    }

    /// Allows requests of pages of any origin (CORS).
    #[must_use]
    pub fn allow_pages(mut self) -> Self {
        self.allows_pages = true;
        self
    }

    /// Starts the server on a free port of the loopback interface.
    ///
    /// # Panics
    ///
    /// Panics if there is no free port, or if the thread cannot be started.
    #[must_use]
    pub fn start(self) -> ContactsServer {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
        listener.set_nonblocking(true).expect("a fresh socket can be made non-blocking");
        let address = listener.local_addr().expect("a bound socket has an address");

        let rate_limit = RateLimit::new(self.rate_limit, self.rate_window);
        let state = Arc::new(State::new(contacts::generate(self.contacts), rate_limit));
        let mut router = Router::new().fallback(answer::answer).with_state(Arc::clone(&state));
        if self.allows_pages {
            router = router.layer(axum::middleware::from_fn(cors::allow));
        }
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("contacts-server".to_owned())
            .spawn(move || serve(listener, router, stopped))
            .expect("the system starts another thread");
        ContactsServer { address, state, stop: Some(stop), thread: Some(thread) }
    }
}

/// Serves until `stopped` resolves. Dropping the runtime then ends every connection.
fn serve(listener: TcpListener, router: Router, stopped: oneshot::Receiver<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system has an event queue for the runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).expect("the listener is non-blocking");
        tokio::select! {
            result = async { axum::serve(listener, router).await } => result.expect("axum serves until it is stopped"),
            // An error means that the server was dropped, which is the usual way to stop it.
            _ = stopped => {}
        }
    });
}
