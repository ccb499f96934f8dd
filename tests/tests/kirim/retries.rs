//! Calls that are retried, and calls that are not.

use std::time::Duration;

use kirim::Error;
use oaspress_tests::contacts_server::{ContactsServer, Fault};

use crate::support::{client, contacts, first_page};

/// Returns a response with a header that requires a wait.
fn wait(status: u16, retry_after: &str) -> Fault {
    Fault::RawResponse { status, headers: vec![("Retry-After".to_owned(), retry_after.to_owned())], body: Vec::new() }
}

#[tokio::test]
async fn what_passes_is_tried_again() {
    for fault in [
        Fault::Status(500),
        Fault::Status(502),
        Fault::Status(503),
        Fault::Status(504),
        Fault::Html(502),
        Fault::Disconnect,
        Fault::TruncatedBody,
        wait(429, "0"),
    ] {
        let server = ContactsServer::start();
        server.fail_next(fault.clone());
        let page = first_page(&client(&server)).await.unwrap_or_else(|error| panic!("{error} after {fault:?}"));
        assert_eq!((page.data.len(), page.meta().attempt_count()), (25, 2), "{fault:?}");
        let requests = server.requests();
        assert_eq!(requests.len(), 2);
        assert_eq!(requests[0].target, requests[1].target);
        assert_eq!(requests[0].headers, requests[1].headers);
    }
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Status(429));
    let page = first_page(&client(&server)).await.unwrap();
    assert_eq!(page.meta().attempt_count(), 2);
}

#[tokio::test]
async fn the_last_error_is_the_one_that_is_told() {
    let server = ContactsServer::start();
    for status in [502, 503, 504, 500] {
        server.fail_next(Fault::Status(status));
    }
    let Err(Error::Api(error)) = first_page(&client(&server)).await else { panic!("4 attempts failed") };
    assert_eq!((error.status().as_u16(), error.meta().attempt_count()), (500, 4));
    let last = error.request_id().to_owned();
    assert_eq!(server.requests().len(), 4);
    let fifth = first_page(&client(&server)).await.unwrap();
    assert_ne!(fifth.meta().request_id(), Some(last.as_str()));
}

#[tokio::test]
async fn a_connection_that_never_holds_is_told_with_the_number_of_tries() {
    let server = ContactsServer::start();
    for _ in 0..3 {
        server.fail_next(Fault::Disconnect);
    }
    let error = contacts(&client(&server)).max_retries(2).send().await.unwrap_err();
    assert_eq!(error.to_string(), "the connection ended before the response was complete: 127.0.0.1, 3 attempts");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn nothing_is_tried_again_where_that_is_not_wanted() {
    for fault in [Fault::Status(503), Fault::Status(429), Fault::Disconnect] {
        let server = ContactsServer::start();
        server.fail_next(fault);
        contacts(&client(&server)).max_retries(0).send().await.unwrap_err();
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn what_stays_wrong_is_not_tried_again() {
    for fault in [400, 401, 403, 404, 409, 410, 422, 501].map(Fault::Status).into_iter().chain([
        Fault::Html(200),
        Fault::EmptyBody,
        Fault::set("/has_more", 1),
    ]) {
        let server = ContactsServer::start();
        server.fail_next(fault.clone());
        first_page(&client(&server)).await.unwrap_err();
        assert_eq!(server.requests().len(), 1, "{fault:?}");
    }
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_left_to_the_caller() {
    let server = ContactsServer::start();
    // Longer than the maximum wait that a server may request.
    server.fail_next(wait(429, "3600"));
    let error = first_page(&client(&server)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    // Longer than the timeout of the call.
    server.fail_next(wait(503, "40"));
    let error = contacts(&client(&server)).timeout(Duration::from_secs(20)).send().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.retry_after()), (503, Some(Duration::from_secs(40))));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_wait_can_be_a_date() {
    let server = ContactsServer::start();
    let headers = [("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 09:49:37 GMT")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    server.fail_next(Fault::RawResponse { status: 503, headers, body: Vec::new() });
    let error = first_page(&client(&server)).await.unwrap_err();
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
}
