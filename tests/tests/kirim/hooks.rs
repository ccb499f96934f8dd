//! Interceptors, rules about retries and conditional reads, with both clients.

use kirim::{IfModified, InterceptedRequest, RetryRule as _, RetryVerdict};
use oaspress_tests::contacts_server::{ContactsServer, Fault, PHONE_NUMBER_ID};

use crate::support::{builder, contacts, first_page};

fn trace(request: &mut InterceptedRequest) -> Result<(), kirim::InterceptorError> {
    assert!(request.headers().contains_key("authorization"), "the request is finished");
    let id = format!("{}-{}", request.operation().id, request.attempt());
    Ok(request.set_header("x-trace", &id)?)
}

/// Returns the traces that a server received.
fn traces(server: &ContactsServer) -> Vec<String> {
    let requests = server.requests();
    requests.iter().filter_map(|request| request.header("x-trace").map(str::to_owned)).collect()
}

#[tokio::test]
async fn an_interceptor_runs_for_every_attempt() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Disconnect);
    first_page(&builder(&server).interceptor(trace).build().unwrap()).await.unwrap();
    assert_eq!(traces(&server), ["listContacts-1", "listContacts-2"]);
}

#[test]
fn the_blocking_client_has_interceptors() {
    let server = ContactsServer::start();
    let client = kirim::blocking::Client::builder().base_url(server.base_url()).bearer_auth(server.api_key());
    let client = client.interceptor(trace).build().unwrap();
    client.contacts().list(PHONE_NUMBER_ID).send().unwrap();
    assert_eq!(traces(&server), ["listContacts-1"]);
}

#[tokio::test]
async fn a_rule_reads_the_code_of_the_error_body() {
    let server = ContactsServer::start();
    server.fail_next(Fault::Status(404));
    let rule = RetryVerdict::Retry.when(|failed| failed.is_status(404) && failed.code() == Some("resource_not_found"));
    let client = builder(&server).retry_when(rule.max_attempts(2)).build().unwrap();
    assert_eq!(first_page(&client).await.unwrap().meta().attempt_count(), 2);
}

#[tokio::test]
async fn a_conditional_read_of_a_server_without_versions() {
    let server = ContactsServer::start();
    let client = builder(&server).build().unwrap();
    let response = contacts(&client).limit(2).if_none_match("\"v1\"").await.unwrap();
    let IfModified::Modified(page) = response.into_inner() else { panic!("the server has no versions") };
    assert_eq!(page.data.len(), 2);
    assert_eq!(server.requests()[0].header("if-none-match"), Some("\"v1\""));
}
