//! A real HTTP server on loopback that answers like the documented contacts API; knows nothing about any client.
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
//! The server has a thread and a runtime of its own, so it serves blocking and asynchronous tests alike.
//! What it checks, and in which order, is to be read in `answer.rs`.

mod answer;
mod contacts;
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

/// The account whose contacts the server has.
pub const PHONE_NUMBER_ID: &str = "106540352242922";

/// An account that exists but is not connected: 422 `account_not_connected`.
pub const UNCONNECTED_PHONE_NUMBER_ID: &str = "106540352242923";

/// A key that the server accepts.
pub const API_KEY: &str = "kdv_live_0123456789abcdefABCDEF_-";

/// A key that was valid once: 401 `expired_api_key`.
pub const EXPIRED_API_KEY: &str = "kdv_live_expired-expired-expired-";

/// A running server. It stops, and closes its connections, when it is dropped.
#[derive(Debug)]
pub struct ContactsServer {
    address: SocketAddr,
    state: Arc<State>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl ContactsServer {
    /// Starts a server with 60 contacts that allows 600 requests per minute.
    #[must_use]
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// A server with other settings.
    #[must_use]
    pub fn builder() -> ContactsServerBuilder {
        ContactsServerBuilder { contacts: 60, rate_limit: 600, rate_window: Duration::from_secs(60) }
    }

    /// What the operations' paths are appended to, such as `http://127.0.0.1:40123/v1`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Where the server listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// A key that the server accepts.
    #[must_use]
    pub fn api_key(&self) -> &'static str {
        API_KEY
    }

    /// All contacts in the order of the pages, exactly as they are sent.
    #[must_use]
    pub fn contacts(&self) -> &[Value] {
        &self.state.contacts
    }

    /// Appends a fault to the queue. Each request takes the first one that is left.
    pub fn fail_next(&self, fault: Fault) {
        self.state.lock().faults.push_back(fault);
    }

    /// The requests so far, as they arrived.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.lock().requests.clone()
    }
}

impl Drop for ContactsServer {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of the server's thread has been printed already.
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
}

impl ContactsServerBuilder {
    /// How many contacts the account has.
    #[must_use]
    pub fn contacts(mut self, count: usize) -> Self {
        self.contacts = count;
        self
    }

    /// How many requests fit into one window.
    ///
    /// # Panics
    ///
    /// When it is 0.
    #[must_use]
    pub fn rate_limit(mut self, requests: u32) -> Self {
        assert!(requests > 0, "a server that allows no requests is of no use");
        self.rate_limit = requests;
        self
    }

    /// How long an empty bucket takes to fill up: one minute unless a test is in a hurry.
    ///
    /// # Panics
    ///
    /// When it is 0.
    #[must_use]
    pub fn rate_window(mut self, window: Duration) -> Self {
        assert!(!window.is_zero(), "a bucket takes some time to fill up");
        self.rate_window = window;
        self
    }

    /// Starts the server on a free port of the loopback interface.
    ///
    /// # Panics
    ///
    /// When the machine has no free port or starts no thread.
    #[must_use]
    pub fn start(self) -> ContactsServer {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("loopback has a free port");
        listener.set_nonblocking(true).expect("a fresh socket can be made non-blocking");
        let address = listener.local_addr().expect("a bound socket has an address");

        let rate_limit = RateLimit::new(self.rate_limit, self.rate_window);
        let state = Arc::new(State::new(contacts::generate(self.contacts), rate_limit));
        let router = Router::new().fallback(answer::answer).with_state(Arc::clone(&state));
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("contacts-server".to_owned())
            .spawn(move || serve(listener, router, stopped))
            .expect("the system starts another thread");
        ContactsServer { address, state, stop: Some(stop), thread: Some(thread) }
    }
}

/// Serves until `stopped` resolves; dropping the runtime then ends every connection.
fn serve(listener: TcpListener, router: Router, stopped: oneshot::Receiver<()>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("the system has an event queue for the runtime");
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).expect("the listener is non-blocking");
        tokio::select! {
            result = async { axum::serve(listener, router).await } => result.expect("axum serves until it is stopped"),
            // An error means that the server was dropped, which is the usual way to stop.
            _ = stopped => {}
        }
    });
}
