//! Responses that are late, truncated or missing.

use std::error::Error as _;
use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use kirim::{Client, Error, TransportError};
use oaspress_tests::contacts_server::{ContactsServer, Fault};

use crate::support::{FIRST_REQUEST, builder, client, contacts, first_page, impatient};

/// A delay that is too long for any test.
const FOREVER: Duration = Duration::from_secs(600);

/// A timeout that is short for a test and long for loopback.
const SHORT: Duration = Duration::from_secs(2);

/// Returns the transport error of a call without a whole response.
fn broken(error: Error) -> TransportError {
    let Error::Transport(error) = error else { panic!("{error:?} is another error") };
    *error
}

#[tokio::test]
async fn a_late_answer_is_a_timeout() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Slow(FOREVER));
    let client = builder(&server).timeout(SHORT).build().unwrap();
    let error = first_page(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "no complete response in time: 127.0.0.1");
    assert!(error.is_timeout() && !error.is_connect());
    assert_eq!((error.status(), error.request_id()), (None, None));
    assert_eq!(server.requests().len(), 1, "a call is not retried after its timeout");
}

#[tokio::test]
async fn a_late_body_is_a_timeout_that_knows_the_head() {
    let server = ContactsServer::start();
    server.fail_next(Fault::SlowBody(FOREVER));
    let error = contacts(&client(&server)).timeout(SHORT).send().await.unwrap_err();
    assert_eq!(error.to_string(), format!("no complete response in time: 127.0.0.1 (request {FIRST_REQUEST})"));
    assert!(error.is_timeout());
    assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (200, Some(FIRST_REQUEST)));
}

#[tokio::test]
async fn an_answer_that_is_slow_but_in_time_is_an_answer() {
    let server = ContactsServer::start();
    let client = builder(&server).timeout(Duration::from_secs(30)).build().unwrap();
    for fault in [Fault::Slow(Duration::from_millis(100)), Fault::SlowBody(Duration::from_millis(100))] {
        server.fail_next(fault);
        assert_eq!(first_page(&client).await.unwrap().data.len(), 25);
    }
}

#[tokio::test]
async fn the_timeout_of_a_call_counts_more_than_the_clients() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Slow(SHORT));
    let client = builder(&server).timeout(Duration::from_millis(1)).build().unwrap();
    let page = contacts(&client).timeout(Duration::from_secs(30)).send().await.unwrap();
    assert_eq!(page.data.len(), 25);
}

#[tokio::test]
async fn a_client_can_do_without_a_timeout() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Slow(Duration::from_millis(100)));
    let client = builder(&server).timeout(Duration::from_millis(1)).no_timeout().build().unwrap();
    assert_eq!(first_page(&client).await.unwrap().data.len(), 25);
}

#[tokio::test]
async fn a_connection_that_closes_is_told() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Disconnect);
    let error = first_page(&impatient(&server)).await.unwrap_err();
    assert_eq!(error.to_string(), "the connection ended before the response was complete: 127.0.0.1");
    assert!(!error.is_timeout() && !error.is_connect());
    let error = broken(error);
    assert_eq!((error.attempt_count(), error.status(), error.request_id()), (1, None, None));
    assert!(error.source().is_some());
}

#[tokio::test]
async fn half_a_body_is_never_taken_for_a_whole_one() {
    let server = ContactsServer::start();
    server.fail_next(Fault::TruncatedBody);
    let error = broken(first_page(&impatient(&server)).await.unwrap_err());
    assert_eq!(
        error.to_string(),
        format!("the connection ended before the response was complete: 127.0.0.1 (request {FIRST_REQUEST})")
    );
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.meta().unwrap().header("x-ratelimit-remaining"), Some("599"));
}

#[tokio::test]
async fn nobody_there_is_told() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let client = Client::builder().base_url(url).bearer_auth("k").max_retries(0).build().unwrap();
    let error = first_page(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "no connection to the server: 127.0.0.1");
    assert!(error.is_connect() && !error.is_timeout());
}

/// Returns a server whose queue of waiting connections is full.
#[cfg(target_os = "linux")]
fn full() -> (tokio::net::TcpListener, Vec<tokio::net::TcpStream>, String) {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind((Ipv4Addr::LOCALHOST, 0).into()).unwrap();
    let listener = socket.listen(0).unwrap();
    let address = listener.local_addr().unwrap();
    let waiting = std::net::TcpStream::connect(address).unwrap();
    waiting.set_nonblocking(true).unwrap();
    let waiting = tokio::net::TcpStream::from_std(waiting).unwrap();
    (listener, vec![waiting], format!("http://{address}/v1"))
}

/// Other systems accept connections although the queue is full.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_connection_that_is_not_made_in_time_is_told() {
    let (_listener, _waiting, url) = full();
    let quick = Duration::from_millis(200);
    let client = Client::builder().base_url(&url).bearer_auth("k").max_retries(0).connect_timeout(quick);
    let error = first_page(&client.timeout(FOREVER).build().unwrap()).await.unwrap_err();
    assert_eq!(error.to_string(), "no connection to the server: 127.0.0.1");
    assert!(error.is_connect() && !error.is_timeout());

    let client = kirim::blocking::Client::builder().base_url(&url).bearer_auth("k").max_retries(0);
    let client = client.connect_timeout(quick).timeout(FOREVER).build().unwrap();
    let error = client.contacts().list("123456").send().unwrap_err();
    assert_eq!(error.to_string(), "no connection to the server: 127.0.0.1");
    assert!(error.is_connect() && !error.is_timeout());
}

#[tokio::test]
async fn a_server_without_tls_is_told() {
    let server = ContactsServer::start();
    let url = server.base_url().replace("http://", "https://");
    let client = Client::builder().base_url(url).bearer_auth(server.api_key()).max_retries(0).build().unwrap();
    let error = first_page(&client).await.unwrap_err();
    assert_eq!(error.to_string(), "no secure connection to the server: 127.0.0.1");
    assert!(error.is_connect());
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let server = ContactsServer::start();
    let client = builder(&server).max_response_size(1000).build().unwrap();
    let error = first_page(&client).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("the response is larger than the client accepts: 127.0.0.1 (request {FIRST_REQUEST})")
    );
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn the_key_goes_to_no_other_server() {
    let (here, there) = (ContactsServer::start(), ContactsServer::start());
    let location = format!("{}/106540352242922/contacts?limit=1", there.base_url());
    let redirect = |location: String| Fault::RawResponse {
        status: 307,
        headers: vec![("Location".to_owned(), location)],
        body: Vec::new(),
    };
    here.fail_next(redirect(location));
    let error = contacts(&impatient(&here)).header("X-Trace", "secret").send().await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
    let asked = there.requests().pop().unwrap();
    assert_eq!(asked.target, "/v1/106540352242922/contacts?limit=1");
    assert_eq!((asked.header("authorization"), asked.header("x-trace")), (None, None));

    here.fail_next(redirect("/v1/106540352242922/contacts?limit=2".to_owned()));
    assert_eq!(first_page(&impatient(&here)).await.unwrap().data.len(), 2);
}
