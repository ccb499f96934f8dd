//! The server of the soak test. It identifies the call and the attempt of a request, executes it, and injects the
//! faults.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use oaspress_tests::raw_server::{Heard, Manners, RawServer, ServerStep, send};

use crate::fault::{self, Fault};

/// The requests that the server has received, by call number.
#[derive(Debug)]
pub(crate) struct Ledger {
    /// Number of requests.
    heard: Vec<AtomicU32>,
    /// Number of executions.
    done: Vec<AtomicU32>,
    /// Number of requests with a fault.
    pub(crate) faults: AtomicU32,
    /// Number of requests whose idempotency key differs from that of their call.
    pub(crate) strange_keys: AtomicU32,
}

impl Ledger {
    /// Returns the number of requests of a call.
    pub(crate) fn heard(&self, call: usize) -> u32 {
        self.heard[call].load(Ordering::SeqCst)
    }

    /// Returns how often a call was executed, whatever the response was.
    pub(crate) fn done(&self, call: usize) -> u32 {
        self.done[call].load(Ordering::SeqCst)
    }
}

/// Starts a server for this number of calls.
pub(crate) fn start(calls: usize) -> (RawServer, Arc<Ledger>) {
    let zeros = || (0..calls).map(|_| AtomicU32::new(0)).collect();
    let ledger =
        Arc::new(Ledger { heard: zeros(), done: zeros(), faults: AtomicU32::new(0), strange_keys: AtomicU32::new(0) });
    let kept = Arc::clone(&ledger);
    let manners = Manners { forgets: true, ..Manners::default() };
    (RawServer::with(manners, move |heard| answer(heard, &kept)), ledger)
}

/// Returns the name that identifies a call in its requests.
pub(crate) fn name(call: usize) -> String {
    format!("call-{call}.")
}

fn answer(request: &Heard, ledger: &Ledger) -> Vec<ServerStep> {
    let body = String::from_utf8_lossy(&request.body);
    let Some(call) = number(&request.head).or_else(|| number(&body)) else {
        return vec![send("HTTP/1.1 400 Which\r\nContent-Length: 0\r\n\r\n")];
    };
    let tried = ledger.heard[call].fetch_add(1, Ordering::SeqCst);
    if request.header("idempotency-key").is_some_and(|key| key != name(call)) {
        ledger.strange_keys.fetch_add(1, Ordering::SeqCst);
    }
    let fault = fault::chosen(call, tried);
    if fault.is_none_or(Fault::comes_after) {
        ledger.done[call].fetch_add(1, Ordering::SeqCst);
    }
    let body = format!(r#"{{"data":[],"has_more":false,"next_cursor":null,"request_id":"{}"}}"#, name(call));
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    match fault {
        Some(fault) => {
            ledger.faults.fetch_add(1, Ordering::SeqCst);
            fault.steps(&head, &body)
        }
        None => vec![send(head + &body)],
    }
}

/// Parses the number in a name.
fn number(text: &str) -> Option<usize> {
    let rest = &text[text.find("call-")? + 5..];
    rest[..rest.find('.')?].parse().ok()
}
