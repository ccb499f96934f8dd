//! Servers that misbehave, and the result of a call to each of them: a table that the book contains, executed row by
//! row.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod asynchronous;
mod case;
#[path = "../make_contact/mod.rs"]
mod make_contact;
mod more;
mod table;
mod untrusted;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::thread;

use kirim::models::ContactList;
use kirim::{Error, Response};
use oaspress_tests::raw_server::RawServer;

use case::{Ask, Case};

/// Makes the calls of a case to the server at this URL.
type Call = fn(&str, &Ask) -> Result<Response<ContactList>, Error>;

#[test]
fn the_asynchronous_client_ends_every_call_as_the_table_says() {
    check(asynchronous::call);
}

/// Runs all cases, several of them concurrently, and reports all unexpected results.
fn check(call: Call) {
    let cases = Mutex::new(table::all().into_iter());
    let wrong = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                loop {
                    let Some(case) = cases.lock().unwrap().next() else { return };
                    let name = format!("{} {}", case.server, case.way);
                    match catch_unwind(AssertUnwindSafe(|| run(call, case))) {
                        Ok(None) => {}
                        Ok(Some(problem)) => wrong.lock().unwrap().push(format!("{name}: {problem}")),
                        Err(_) => wrong.lock().unwrap().push(format!("{name}: it panicked")),
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Runs a case. Returns a message if the result is unexpected.
fn run(call: Call, case: Case) -> Option<String> {
    let Case { manners, act, ask, end, requests, .. } = case;
    let server = RawServer::with(manners, act);
    let url = format!("{}://{}/v1", ask.scheme, server.address());
    let result = call(&url, &ask);
    let error = || result.as_ref().err().map(|error| format!("{error}, {:?}", std::error::Error::source(error)));
    if case::end(&result) != end {
        return Some(format!("ends in {}, and not in {end}: {:?}", case::end(&result), error()));
    }
    let heard = server.heard().len();
    (heard != requests).then(|| format!("{heard} requests came, and not {requests}: {:?}", error()))
}

#[test]
fn the_book_has_the_table() {
    let mut rows: Vec<(&str, Vec<String>)> = Vec::new();
    for case in table::all() {
        let end = case.end.to_string();
        match rows.iter_mut().find(|(server, _)| *server == case.server) {
            Some((_, ends)) if !ends.contains(&end) => ends.push(end),
            Some(_) => {}
            None => rows.push((case.server, vec![end])),
        }
    }
    let rows = rows.iter().map(|(server, ends)| format!("| {server} | {} |\n", ends.join("; ")));
    let table = format!("| the server | the call ends in |\n|---|---|\n{}", rows.collect::<String>());
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../generator/book/src/robustness.md");
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains(&table), "robustness.md has another table than this:\n\n{table}");
}
