//! Errors of the server: status, code, message, body, and predicates.

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};

use crate::support::{ACCOUNT, client_of, error_json};

/// Lists contacts of a server that sends this response, and returns the error.
async fn error_of(answer: FakeResponse<ListContacts>) -> kirim::Error {
    let fake = Fake::new().on::<ListContacts>(answer);
    client_of(&fake).contacts().list(ACCOUNT).max_retries(0).send().await.expect_err("an error")
}

#[tokio::test]
async fn an_error_has_what_the_server_sent() {
    let error = error_of(FakeResponse::json(400, &error_json("invalid_search", "too short"))).await;

    assert!(error.is_validation());
    let kirim::Error::Api(error) = error else { panic!("{error}") };
    assert_eq!(error.status(), 400);
    assert_eq!((error.code(), error.message()), ("invalid_search", "too short"));
    assert_eq!((error.kind(), error.param()), ("invalid_request_error", Some("search")));
    assert_eq!(error.request_id(), "req_9");
    let body = error.body().and_then(kirim::ErrorBody::error_envelope).expect("the error body of this API");
    assert_eq!(body.error.code, "invalid_search");
    assert!(error.to_string().contains("too short"));
}

#[tokio::test]
async fn an_error_that_the_api_does_not_describe_has_its_text() {
    let error = error_of(FakeResponse::bytes(502, "text/html", "<h1>Bad gateway</h1>")).await;

    assert!(error.is_server_error());
    let error = error.as_api().expect("an error response");
    assert!(error.body().is_none());
    assert_eq!((error.code(), error.message(), error.request_id()), ("", "", ""));
    assert_eq!(error.raw_body(), b"<h1>Bad gateway</h1>");
}

#[tokio::test]
async fn a_problem_of_rfc_9457_has_its_message() {
    let problem = serde_json::json!({ "title": "Forbidden", "detail": "ask an administrator" });

    let error = error_of(FakeResponse::json(403, &problem)).await;

    assert!(error.is_permission());
    assert_eq!(error.as_api().expect("an error response").message(), "ask an administrator");
}

#[tokio::test]
async fn each_status_has_its_question() {
    assert!(error_of(FakeResponse::empty(401)).await.is_authentication());
    assert!(error_of(FakeResponse::empty(404)).await.is_not_found());
    assert!(error_of(FakeResponse::empty(410)).await.is_not_found());
    assert!(error_of(FakeResponse::empty(409)).await.is_conflict());
    assert!(error_of(FakeResponse::empty(422)).await.is_validation());
    assert!(error_of(FakeResponse::empty(429)).await.is_rate_limit());
}

#[tokio::test]
async fn an_error_without_a_response_has_its_kind() {
    let error = error_of(FakeResponse::failure(kirim::TransportKind::Connect)).await;

    assert!(error.is_connect());
    assert!(error.status().is_none());
    let kirim::Error::Transport(error) = error else { panic!("{error}") };
    assert_eq!(error.kind(), kirim::TransportKind::Connect);
    assert_eq!(error.kind().name(), "connect");
}
