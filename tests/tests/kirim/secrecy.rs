//! The key is in the request, and not in any output, error or log.

use std::error::Error as _;
use std::fmt::Debug;
use std::time::Duration;

use kirim::operations::ListContacts;
use kirim::{Client, Error, Operation as _, Secret};
use oaspress_tests::contacts_server::{API_KEY, ContactsServer, Fault, PHONE_NUMBER_ID};

use crate::support::{builder, contacts, first_page, impatient};

/// Checks that the debug output of a value does not contain the key.
fn assert_silent(what: &impl Debug) {
    for text in [format!("{what:?}"), format!("{what:#?}")] {
        assert_no_key(&text);
    }
}

fn assert_no_key(text: &str) {
    let part = API_KEY.strip_prefix("kdv_live_").unwrap();
    assert!(!text.contains(part) && !text.contains(&part[..8]), "{text}");
}

/// Checks an error and its sources.
fn assert_error_silent(error: &Error) {
    assert_silent(error);
    assert_no_key(&error.to_string());
    let mut cause = error.source();
    while let Some(error) = cause {
        assert_no_key(&format!("{error} {error:?}"));
        cause = error.source();
    }
}

#[tokio::test]
async fn nothing_that_holds_the_key_shows_it() {
    let server = ContactsServer::start();
    let client = builder(&server).header("X-Second-Key", API_KEY).build().unwrap();
    assert_silent(&client);
    assert_silent(client.core());
    assert_silent(client.core().config());
    assert_silent(&client.contacts());
    assert_silent(&Secret::from(API_KEY));
    assert_silent(&kirim::client_config(API_KEY));
    let call = contacts(&client).header("X-Third-Key", API_KEY);
    assert_silent(&call);
    assert_silent(&call.clone().pages());
    assert_silent(&call.clone().items());
    let page = call.send().await.unwrap();
    assert_silent(&page);
    assert_silent(page.meta());
}

#[test]
fn a_request_that_is_printed_does_not_show_it() {
    let call = ListContacts::new(PHONE_NUMBER_ID).header("X-Second-Key", API_KEY);
    let request = call.to_request(&kirim::client_config(API_KEY)).unwrap();
    assert_eq!(request.headers()["authorization"], format!("Bearer {API_KEY}"));
    assert_silent(&request);
}

#[tokio::test]
async fn no_error_shows_it() {
    for fault in [
        Fault::Status(401),
        Fault::Html(500),
        Fault::Html(200),
        Fault::EmptyBody,
        Fault::Disconnect,
        Fault::TruncatedBody,
        Fault::Slow(Duration::from_secs(600)),
        Fault::SlowBody(Duration::from_secs(600)),
        Fault::set("/data/0/id", 1.5),
    ] {
        let server = ContactsServer::start();
        server.fail_next(fault);
        let error = contacts(&impatient(&server)).timeout(Duration::from_millis(500)).send().await.unwrap_err();
        assert_error_silent(&error);
    }
    let nobody = Client::builder().base_url("http://127.0.0.1:9").bearer_auth(API_KEY).max_retries(0).build().unwrap();
    assert_error_silent(&first_page(&nobody).await.unwrap_err());
    let unusable = Client::builder().bearer_auth(format!("{API_KEY}\n")).build().unwrap();
    assert_error_silent(&first_page(&unusable).await.unwrap_err());
}

#[tokio::test]
async fn a_server_that_repeats_it_is_not_quoted() {
    let server = ContactsServer::start();
    let envelope = format!(
        r#"{{"error":{{"type":"t","code":"c","message":"The key {API_KEY} is not valid.","request_id":"r"}}}}"#
    );
    for body in [envelope, format!("<html>Bearer {API_KEY}</html>")] {
        server.fail_next(Fault::raw(401, "application/json", body));
        let error = first_page(&impatient(&server)).await.unwrap_err();
        assert_error_silent(&error);
        assert_no_key(&String::from_utf8_lossy(error.as_api().unwrap().raw_body()));
    }
    server.fail_next(Fault::raw(200, "text/html", format!("<html>Bearer {API_KEY}</html>")));
    assert_error_silent(&first_page(&impatient(&server)).await.unwrap_err());
}

#[tokio::test]
async fn a_server_can_not_break_lines_of_a_log() {
    let server = ContactsServer::start();
    let body = r#"{"error":{"type":"t","code":"a\nb","message":"1\r\n2\u001b[31m","request_id":"r\u0000"}}"#;
    server.fail_next(Fault::raw(400, "application/json", body));
    let error = first_page(&impatient(&server)).await.unwrap_err();
    assert_eq!(error.to_string(), "400 Bad Request: a b: 1  2 [31m (request r )");
    assert!(!format!("{error:?}").contains(char::is_control), "{error:?}");
}
