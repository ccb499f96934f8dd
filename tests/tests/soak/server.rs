//! The server of the soak: it knows which try of which call a request is, does it, and lets go wrong what has to.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use oaspress_tests::raw_server::{Heard, Manners, RawServer, Step, send};

use crate::fault::{self, Fault};

/// What the server remembers of the calls, by their numbers.
#[derive(Debug)]
pub(crate) struct Ledger {
    /// How many requests came.
    heard: Vec<AtomicU32>,
    /// How often what they ask for was done.
    done: Vec<AtomicU32>,
    /// How many requests went wrong.
    pub(crate) faults: AtomicU32,
    /// How many requests came with another key than their call has.
    pub(crate) strange_keys: AtomicU32,
}

impl Ledger {
    /// How many requests of a call came.
    pub(crate) fn heard(&self, call: usize) -> u32 {
        self.heard[call].load(Ordering::SeqCst)
    }

    /// How often a call was done, whatever became of the answer.
    pub(crate) fn done(&self, call: usize) -> u32 {
        self.done[call].load(Ordering::SeqCst)
    }
}

/// Starts a server for so many calls.
pub(crate) fn start(calls: usize) -> (RawServer, Arc<Ledger>) {
    let zeros = || (0..calls).map(|_| AtomicU32::new(0)).collect();
    let ledger =
        Arc::new(Ledger { heard: zeros(), done: zeros(), faults: AtomicU32::new(0), strange_keys: AtomicU32::new(0) });
    let kept = Arc::clone(&ledger);
    let manners = Manners { forgets: true, ..Manners::default() };
    (RawServer::with(manners, move |heard| answer(heard, &kept)), ledger)
}

/// The name by which calls are known in what they send.
pub(crate) fn name(call: usize) -> String {
    format!("call-{call}.")
}

fn answer(request: &Heard, ledger: &Ledger) -> Vec<Step> {
    let body = String::from_utf8_lossy(&request.body);
    let Some(call) = number(&request.head).or_else(|| number(&body)) else {
        return vec![send("HTTP/1.1 400 Which\r\nContent-Length: 0\r\n\r\n")];
    };
    let tried = ledger.heard[call].fetch_add(1, Ordering::SeqCst);
    if request.header("idempotency-key").is_some_and(|key| key != name(call)) {
        ledger.strange_keys.fetch_add(1, Ordering::SeqCst);
    }
    let fault = fault::of(call, tried);
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

/// The number in a name.
fn number(text: &str) -> Option<usize> {
    let rest = &text[text.find("call-")? + 5..];
    rest[..rest.find('.')?].parse().ok()
}
