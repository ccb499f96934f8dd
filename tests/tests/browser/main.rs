//! Runs generated clients in headless Chromium against a contacts server of another origin, and against the page's own server. Run it
//! with `cargo xtask browser`, which compiles the driver (`xtask/browser/driver.rs`) and sets the environment variables.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod chromium;
mod page_server;

use std::time::Duration;

use chromium::Chromium;
use oaspress_tests::contacts_server::ContactsServer;
use page_server::PageServer;
use serde_json::{Value, json};

/// The maximum time of a run of the driver.
const PATIENCE: Duration = Duration::from_secs(60);

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask browser`"))
}

#[test]
#[ignore = "requires Chromium and a compiled driver; `cargo xtask browser` runs it"]
fn a_generated_client_works_in_a_page_and_in_a_worker() {
    let contacts = std::sync::Arc::new(ContactsServer::builder().allow_pages().start());
    let closed = ContactsServer::start();
    let server = PageServer::start(variable("BROWSER_PAGE").into(), std::sync::Arc::clone(&contacts));
    let url = format!("{}/?contacts={}&closed={}", server.origin(), contacts.base_url(), closed.base_url());
    let mut chromium = Chromium::open(&variable("CHROMIUM"), &url);
    for place in ["page", "worker"] {
        let report = server.report(PATIENCE).unwrap_or_else(|| panic!("no report in time; {}", chromium.end()));
        let (name, text) = report;
        assert_eq!(name, place, "{text}");
        println!("\n{place}:");
        let report: Value = serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}"));
        for (scenario, observed) in report.as_object().unwrap() {
            println!("    {scenario}: {}", shortened(observed));
        }
        check(&report, &contacts);
    }
    let keys = server.keys();
    let [page, page_again, worker, worker_again] = keys.as_slice() else { panic!("{keys:?}") };
    assert_eq!((page, worker), (page_again, worker_again), "the attempts of a call have the same key");
    assert_ne!(page, worker, "calls have different keys");
    assert!(closed.requests().iter().all(|request| request.method == "OPTIONS"), "{:?}", closed.requests());
    let received = contacts.requests();
    assert!(received.iter().all(|request| request.header("user-agent").unwrap().starts_with("Mozilla/")));
    let redirected: Vec<_> = received.iter().filter(|request| request.header("authorization").is_none()).collect();
    assert_eq!(redirected.len(), 6, "a redirect to another origin has no credentials, {redirected:?}");
    assert!(received.iter().all(|request| request.header("authorization") != Some("Bearer t0ken")));
}

/// Returns a value as text of at most a line.
fn shortened(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 300 { text } else { text.chars().take(300).chain(['…']).collect() }
}

/// Compares everything that a run has observed with what the servers have.
fn check(report: &Value, contacts: &ContactsServer) {
    let ids: Vec<&Value> = contacts.contacts().iter().map(|contact| &contact["id"]).collect();
    let hidden = "the connection ended before the response was complete: a browser does not tell the reason, which is the \
                  network, the server, or that the server does not allow the origin, the method or a header of the request (CORS): \
                  127.0.0.1";
    let hidden_of_stream = "the connection ended before the response was complete: a browser does not tell the reason, which is \
                            the network, the server, CORS, or that the server has no HTTP/2, which browsers require for a \
                            streaming request body: 127.0.0.1";
    let of_text = "Two halves of a label.";
    let expected = json!({
        "list": { "ids": ids[..3], "has_more": true, "limit": 600 },
        "pages": ids,
        "error": { "status": 422, "code": "account_not_connected", "param": "phone_number_id", "id": true },
        "retry": { "attempts": 2, "seconds": [1] },
        "tower": { "attempts": 2, "seconds": [1] },
        "cors": { "errors": [hidden, "TypeError"], "kind": "interrupted" },
        "order": { "item": "a stamp", "attempts": 2 },
        "timeout": { "is_timeout": true, "error": "no complete response in time: 127.0.0.1" },
        "abort": "the server has seen the end",
        "events": ["first", "second", true],
        "dropped events": "first",
        "download": { "length": of_text.len(), "text": of_text },
        "upload": 100_000,
        "streaming upload": [hidden_of_stream, "TypeError"],
        "dropped upload": { "is dropped": true },
        "headers": {
            "authorization": "Bearer t0ken",
            "mine": "caf\u{e9}",
            "agent of the browser": true,
            "cookie": ["the transport cannot be used: a browser does not send the header `cookie`: 127.0.0.1"],
        },
        "redirect": {
            "authorization": "Bearer t0ken",
            "status elsewhere": 401,
            "with key": [
                "the request could not be sent: the server redirects the request, and a browser does not show where to: 127.0.0.1"
            ],
            "of tokens": [
                "the request could not be sent: the server redirects the request, and a browser does not show where to"
            ],
        },
        "intercepted redirects": [false, true, true],
        "redirect to plain http": [
            "the request could not be sent: the server has redirected the request to plain `http`, which is not allowed: 127.0.0.1"
        ],
        "cache": { "default": false, "use_cache": true },
    });
    for (scenario, expected) in expected.as_object().unwrap() {
        assert_eq!(&report[scenario], expected, "{scenario}");
    }
    assert_eq!(report.as_object().unwrap().len(), expected.as_object().unwrap().len());
}
