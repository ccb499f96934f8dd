//! The state that all requests of one server share.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard};

use serde_json::Value;

use super::fault::Fault;
use super::rate_limit::RateLimit;
use super::recorded::RecordedRequest;

/// The server's data. The contacts are immutable; the rest is behind a lock.
#[derive(Debug)]
pub(super) struct State {
    pub(super) contacts: Vec<Value>,
    changing: Mutex<Changing>,
}

/// The part of the state that requests and tests change.
#[derive(Debug)]
pub(super) struct Changing {
    pub(super) faults: VecDeque<Fault>,
    pub(super) requests: Vec<RecordedRequest>,
    pub(super) rate_limit: RateLimit,
}

impl State {
    pub(super) fn new(contacts: Vec<Value>, rate_limit: RateLimit) -> Self {
        let changing = Changing { faults: VecDeque::new(), requests: Vec::new(), rate_limit };
        Self { contacts, changing: Mutex::new(changing) }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Changing> {
        self.changing.lock().expect("nothing panics while it holds the lock")
    }
}
