//! Many concurrent calls to a server with random faults: each has the expected result, none is executed twice, and no
//! connection or task is left.
//!
//! `cargo xtask soak` runs a hundred thousand calls and prints the measurements.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod fault;
#[path = "../make_contact/mod.rs"]
mod make_contact;
mod server;

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use futures_util::{StreamExt as _, stream};
use kirim::models::ContactList;
use kirim::{Client, Error, Response, RetryPolicy, TransportKind};
use oaspress_tests::contacts_server::PHONE_NUMBER_ID;
use oaspress_tests::raw_server::RawServer;

use fault::{End, Fault, FaultKind};
use make_contact::MakeContact;
use server::{Ledger, name};

/// Number of concurrent calls.
const AT_A_TIME: usize = 64;

/// The timeout of a call that the server does not respond to.
const SHORT: Duration = Duration::from_secs(1);

#[test]
fn two_thousand_calls() {
    soak(2_000);
}

#[test]
#[ignore = "takes minutes; `cargo xtask soak` runs it"]
fn the_whole_soak() {
    let calls = std::env::var("SOAK_CALLS").map_or(100_000, |calls| calls.parse().unwrap());
    println!("{}", soak(calls));
}

/// The measurements of a run.
#[derive(Default)]
struct Measured {
    wrong: Vec<String>,
    /// Calls that are sent only once, on a connection that the server closed at the same moment.
    unknown: usize,
    memory: usize,
}

fn soak(calls: usize) -> String {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let (server, ledger) = server::start(calls);
        let begun = Instant::now();
        let measured = run(&server, &ledger, calls).await;
        let took = begun.elapsed();
        let report = report(&server, &ledger, &measured, calls, took);
        assert!(measured.wrong.is_empty(), "{report}\n{}", measured.wrong.join("\n"));
        twice(&ledger, calls);
        nothing_is_left(&server).await;
        assert!(resident() < measured.memory + measured.memory / 10 + 4_000, "memory grows: {report}");
        report
    })
}

/// Makes all calls. The client is dropped when they are done.
async fn run(server: &RawServer, ledger: &Arc<Ledger>, calls: usize) -> Measured {
    let mut retry = RetryPolicy::default();
    (retry.max_retries, retry.base_delay) = (fault::RETRIES, Duration::from_millis(2));
    let builder = Client::builder().base_url(format!("http://{}/v1", server.address())).bearer_auth("key").retry(retry);
    let client = builder.max_response_size(fault::BOUND).timeout(Duration::from_secs(60)).build().unwrap();
    let done = Arc::new(AtomicUsize::new(0));
    let ends = stream::iter(0..calls).map(|call| {
        let (client, done) = (client.clone(), Arc::clone(&done));
        let task = tokio::spawn(async move {
            let end = one(&client, call).await;
            done.fetch_add(1, Ordering::SeqCst);
            end
        });
        async move { (call, task.await) }
    });
    let mut measured = Measured::default();
    let mut ends = ends.buffer_unordered(AT_A_TIME);
    while let Some((call, end)) = ends.next().await {
        let end = end.unwrap_or_else(|_| Err("it panicked".to_owned()));
        let should = fault::end(call);
        // The client cannot know whether the server has received the request, so it reports the closed connection and
        // does not retry.
        let closed = fault::kind(call) == FaultKind::Once && end == Ok(End::Transport(TransportKind::Interrupted));
        if closed && ledger.heard(call) == 0 {
            measured.unknown += 1;
        } else if end != Ok(should) {
            measured.wrong.push(format!("call {call} ends in {end:?}, and not in {should:?}"));
        }
        if done.load(Ordering::SeqCst) >= calls / 10 && measured.memory == 0 {
            measured.memory = resident();
        }
    }
    measured
}

/// Makes a call and returns its result. An error is a result that is never expected.
async fn one(client: &Client, call: usize) -> Result<End, String> {
    let fault = fault::chosen(call, 0);
    let sending = async {
        match fault::kind(call) {
            FaultKind::Reads => {
                let list = client.contacts().list(PHONE_NUMBER_ID).search(name(call));
                if fault == Some(Fault::Hang) { list.timeout(SHORT) } else { list }.send().await
            }
            kind => {
                let mut make = MakeContact::new(name(call));
                if kind == FaultKind::Keyed {
                    make.options.set_idempotency_key(&name(call));
                }
                if fault == Some(Fault::Hang) {
                    make.options.set_timeout(SHORT);
                }
                client.core().send(&make).await
            }
        }
    };
    if fault == Some(Fault::Dropped) {
        return match tokio::time::timeout(Duration::from_millis(50), sending).await {
            Err(_) => Ok(End::Dropped),
            Ok(result) => end(result, call),
        };
    }
    end(sending.await, call)
}

fn end(result: Result<Response<ContactList>, Error>, call: usize) -> Result<End, String> {
    match result {
        Ok(page) if page.request_id == name(call) => Ok(End::Right),
        Ok(page) => Err(format!("the response to {}", page.request_id)),
        Err(Error::Api(error)) => Ok(End::Api(error.status().as_u16())),
        Err(Error::Decode(_)) => Ok(End::Decode),
        Err(Error::Transport(error)) => Ok(End::Transport(error.kind())),
        Err(error) => Err(error.to_string()),
    }
}

/// Checks that calls without an idempotency key are executed at most once, and that all attempts of a call have the
/// same key.
fn twice(ledger: &Ledger, calls: usize) {
    for call in (0..calls).filter(|call| fault::kind(*call) == FaultKind::Once) {
        assert!(ledger.done(call) <= 1 && ledger.heard(call) <= 1, "call {call} came {} times", ledger.heard(call));
    }
    assert_eq!(ledger.strange_keys.load(Ordering::SeqCst), 0);
}

/// Checks that the connections and tasks of the client end after it is dropped.
async fn nothing_is_left(server: &RawServer) {
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let mut looks = 0;
    while server.open() > 0 || tasks() > 0 {
        let left = format!("{} connections and {} tasks are left", server.open(), tasks());
        looks += 1;
        assert!(looks < 2_000, "{left}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Returns the memory of this process in KiB, including the server; 0 if the system does not report it.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok()).unwrap_or_default()
}

fn report(server: &RawServer, ledger: &Ledger, measured: &Measured, calls: usize, took: Duration) -> String {
    let requests: u32 = (0..calls).map(|call| ledger.heard(call)).sum();
    let right = (0..calls).filter(|call| fault::end(*call) == End::Right).count();
    let faults = ledger.faults.load(Ordering::SeqCst);
    let mut text = String::new();
    let percent = f64::from(faults) * 100.0 / f64::from(requests);
    let speed = f64::from(u32::try_from(calls).unwrap()) / took.as_secs_f64();
    let _ = writeln!(text, "{calls} calls, {AT_A_TIME} at a time, in {:.1} s: {speed:.0} a second", took.as_secs_f64());
    let _ = writeln!(
        text,
        "{requests} requests by {} connections, {faults} of them ({percent:.1} %) went wrong",
        server.connections()
    );
    let _ = writeln!(
        text,
        "{right} calls had to end in their result, {} in an error; {} did not",
        calls - right,
        measured.wrong.len()
    );
    let _ = writeln!(text, "{} were not retried, since it is unknown if the server received them", measured.unknown);
    let _ = write!(text, "memory: {} KiB after a tenth, {} KiB at the end", measured.memory, resident());
    text
}
