//! The headers of a request: user agent, `Accept`, and headers that the caller adds.

use oaspress_tests::contacts_server::{ContactsServer, RecordedRequest};

use crate::support::{builder, client, contacts, first_page};

/// Returns the last request that a server received.
fn last(server: &ContactsServer) -> RecordedRequest {
    server.requests().pop().unwrap()
}

#[tokio::test]
async fn a_request_has_these_headers_and_no_others() {
    let server = ContactsServer::start();
    first_page(&client(&server)).await.unwrap();
    let request = last(&server);
    let mut headers: Vec<_> = request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    headers.sort();
    let host = format!("host: {}", server.address());
    assert_eq!(
        headers,
        [
            "accept: application/json",
            "authorization: Bearer kdv_live_0123456789abcdefABCDEF_-",
            host.as_str(),
            "user-agent: kirim/0.1.0",
        ]
    );
    assert_eq!((request.method.as_str(), request.body.len()), ("GET", 0));
}

#[tokio::test]
async fn the_user_agent_is_the_callers_choice() {
    let server = ContactsServer::start();
    let client = builder(&server).user_agent("crm/2.1 (+https://example.com)").build().unwrap();
    first_page(&client).await.unwrap();
    assert_eq!(last(&server).header("user-agent"), Some("crm/2.1 (+https://example.com)"));
}

#[tokio::test]
async fn headers_are_added_for_all_calls_or_for_one() {
    let server = ContactsServer::start();
    let client = builder(&server).header("X-Team", "billing").header("X-Trace", "client").build().unwrap();

    contacts(&client).header("X-Trace", "call").header("X-Note", "naïve café").send().await.unwrap();
    let request = last(&server);
    assert_eq!(request.header("x-team"), Some("billing"));
    assert_eq!(request.header("x-note"), Some("naïve café"));
    let traces: Vec<_> = request.headers.iter().filter(|(name, _)| name == "x-trace").collect();
    assert_eq!(traces, [&("x-trace".to_owned(), "call".to_owned())]);

    first_page(&client).await.unwrap();
    let request = last(&server);
    assert_eq!((request.header("x-trace"), request.header("x-note")), (Some("client"), None));
}

#[tokio::test]
async fn a_header_of_a_call_is_on_every_page() {
    let server = ContactsServer::start();
    let client = client(&server);
    let mut pages = contacts(&client).header("X-Trace", "walk").pages();
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    let requests = server.requests();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|request| request.header("x-trace") == Some("walk")));
}

#[tokio::test]
async fn a_credential_can_replace_another() {
    let server = ContactsServer::start();
    let client = builder(&server).bearer_auth("kdv_live_somebody-elses-key-123456").build().unwrap();
    assert!(first_page(&client).await.unwrap_err().is_authentication());
    assert_eq!(last(&server).header("authorization"), Some("Bearer kdv_live_somebody-elses-key-123456"));
}
