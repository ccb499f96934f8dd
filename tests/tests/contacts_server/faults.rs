//! The faults, the recorded requests, and the end of the server.

use std::io::Read as _;
use std::net::TcpStream;
use std::time::Duration;

use oaspress_tests::contacts_server::{ContactsServer, Fault, PHONE_NUMBER_ID};
use serde_json::{Value, json};

use crate::http::{authorization, data, exchange, list, request, send};

#[test]
fn each_request_takes_one_fault() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Status(500));
    server.fail_next(Fault::Status(429));
    let answers: Vec<_> = (0..3).map(|_| list(&server, "")).collect();
    assert_eq!(answers[0].error(), "500 api_error internal_error -");
    assert_eq!(answers[0].header("x-ratelimit-limit"), None);
    assert_eq!(answers[1].error(), "429 rate_limit_error rate_limit_exceeded -");
    assert_eq!(answers[1].number("retry-after"), 1);
    assert_eq!(answers[2].status, 200);
}

#[test]
fn any_status_comes_with_an_envelope() {
    let server = ContactsServer::start();
    for (status, expected) in [
        (400, "400 invalid_request_error invalid_request -"),
        (401, "401 authentication_error invalid_api_key -"),
        (403, "403 permission_error phone_number_forbidden -"),
        (404, "404 not_found resource_not_found -"),
        (409, "409 conflict idempotency_in_progress -"),
        (422, "422 invalid_request_error account_not_connected -"),
        (503, "503 api_error internal_error -"),
    ] {
        server.fail_next(Fault::Status(status));
        assert_eq!(list(&server, "").error(), expected);
    }
}

#[test]
fn anything_can_be_sent_in_place_of_the_answer() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Html(502));
    let html = list(&server, "");
    assert_eq!((html.status, html.header("content-type")), (502, Some("text/html; charset=utf-8")));
    assert!(html.body.starts_with("<!DOCTYPE html>"));

    server.fail_next(Fault::raw(200, "text/plain", "hello"));
    let raw = list(&server, "");
    assert_eq!((raw.status, raw.body.as_str()), (200, "hello"));
    assert!(raw.header("x-request-id").is_some());

    let headers = vec![("X-Request-Id".to_owned(), "mine".to_owned()), ("Location".to_owned(), "/".to_owned())];
    server.fail_next(Fault::RawResponse { status: 302, headers, body: Vec::new() });
    let redirect = list(&server, "");
    assert_eq!((redirect.status, redirect.header("x-request-id")), (302, Some("mine")));
}

#[test]
fn the_connection_can_break() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Disconnect);
    let target = format!("GET /v1/{PHONE_NUMBER_ID}/contacts");
    let key = format!("Authorization: Bearer {}\r\n", server.api_key());
    assert_eq!(exchange(&server, &target, &key), "");

    server.fail_next(Fault::TruncatedBody);
    let truncated = list(&server, "");
    assert_eq!(truncated.status, 200);
    assert_eq!(truncated.number("content-length") / 2, truncated.body.len() as u64);

    server.fail_next(Fault::EmptyBody);
    let empty = list(&server, "");
    assert_eq!((empty.status, empty.body.as_str()), (200, ""));
    assert_eq!(empty.number("content-length"), 0);
}

#[test]
fn answers_can_be_slow() {
    let server = ContactsServer::start();
    let (moment, hour) = (Duration::from_millis(1), Duration::from_secs(3_600));
    for (quick, slow, begins) in [
        (Fault::Slow(moment), Fault::Slow(hour), ""),
        (Fault::SlowBody(moment), Fault::SlowBody(hour), "HTTP/1.1 200 OK"),
    ] {
        server.fail_next(quick);
        assert_eq!(data(&list(&server, "").page()).len(), 25);
        server.fail_next(slow);
        let received = until_silent(&server, &format!("GET /v1/{PHONE_NUMBER_ID}/contacts"));
        assert!(received.starts_with(begins) && received.is_empty() == begins.is_empty(), "{received}");
        assert!(!received.ends_with('}'), "{received}");
    }
}

/// Reads until the server has not sent anything for a while.
fn until_silent(server: &ContactsServer, method_and_target: &str) -> String {
    let mut stream = request(server, method_and_target, &authorization(server));
    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap_err();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn pages_can_hold_what_is_not_documented() {
    let server = ContactsServer::start();
    server.fail_next(Fault::UnknownEnumValue { index: 3 });
    let page = list(&server, "").page();
    assert_eq!((&page["data"][3]["object"], &page["data"][4]["object"]), (&json!("robot"), &json!("contact")));

    server.fail_next(Fault::UnknownField);
    let page = list(&server, "").page();
    for place in ["", "/data/0", "/data/24/whatsapp_account"] {
        assert!(page.pointer(place).unwrap().get("unknown_field").is_some(), "{place}");
    }
    assert_eq!(page["data"][0]["metadata"], server.contacts()[0]["metadata"]);

    server.fail_next(Fault::set("/data/3/created_at", 5));
    assert_eq!(list(&server, "").page()["data"][3]["created_at"], 5);

    server.fail_next(Fault::remove("/data/3/created_at"));
    assert_eq!(list(&server, "").page()["data"][3].get("created_at"), None);

    server.fail_next(Fault::set("/data/25/created_at", 5));
    let answer = list(&server, "");
    assert_eq!(answer.body, "the fault cannot be applied: the page has no /data/25/created_at");
}

#[test]
fn what_may_be_null_can_be_null_or_missing() {
    const PLACES: [&str; 6] = [
        "/next_cursor",
        "/data/0/phone_number",
        "/data/0/name",
        "/data/0/email",
        "/data/0/metadata",
        "/data/0/whatsapp_account/phone_number",
    ];
    let server = ContactsServer::start();
    let full = list(&server, "").page();
    assert!(PLACES.iter().all(|place| full.pointer(place).is_some_and(|value| !value.is_null())));
    server.fail_next(Fault::NullWhereAllowed);
    let nulls = list(&server, "").page();
    assert!(PLACES.iter().all(|place| nulls.pointer(place) == Some(&Value::Null)));
    server.fail_next(Fault::MissingNullableKeys);
    let missing = list(&server, "").page();
    assert!(PLACES.iter().all(|place| missing.pointer(place).is_none()));
}

#[test]
fn requests_are_remembered_as_they_arrived() {
    let server = ContactsServer::start();
    list(&server, "?phone=%2B62&search=a%20b+c");
    send(&server, "POST /v1/%2e%2e/contacts", "X-Test: One\r\nContent-Length: 2\r\n\r\nhi");
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].method, "GET");
    assert_eq!(requests[0].path(), "/v1/106540352242922/contacts");
    assert_eq!(requests[0].query(), Some("phone=%2B62&search=a%20b+c"));
    assert_eq!(requests[0].header("Authorization"), Some("Bearer kdv_live_0123456789abcdefABCDEF_-"));
    assert_eq!(requests[1].target, "/v1/%2e%2e/contacts");
    assert_eq!((requests[1].header("x-test"), &requests[1].body[..]), (Some("One"), &b"hi"[..]));
}

#[test]
fn a_dropped_server_closes_its_connections_even_while_it_is_busy() {
    let server = ContactsServer::start();
    let address = server.address();
    server.fail_next(Fault::Slow(Duration::from_secs(600)));
    std::thread::scope(|scope| {
        let busy = scope.spawn(|| {
            let mut stream = TcpStream::connect(address).unwrap();
            std::io::Write::write_all(&mut stream, b"GET / HTTP/1.1\r\nHost: test\r\n\r\n").unwrap();
            let mut bytes = Vec::new();
            // The connection ends with or without an error.
            let _ = std::io::Read::read_to_end(&mut stream, &mut bytes);
            bytes
        });
        while server.requests().is_empty() {
            std::thread::sleep(Duration::from_millis(5));
        }
        drop(server);
        assert_eq!(busy.join().unwrap(), b"");
    });
}
