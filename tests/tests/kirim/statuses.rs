//! Every error status of the server: the text of the error and its properties.

use std::time::Duration;

use kirim::{ApiError, Client, Error, ErrorBody};
use oaspress_tests::contacts_server::{
    ContactsServer, EXPIRED_API_KEY, Fault, PHONE_NUMBER_ID, UNCONNECTED_PHONE_NUMBER_ID,
};

use crate::support::{FIRST_REQUEST, builder, chain, contacts, first_page, impatient};

/// Returns the names of all predicates that are true.
fn predicates(error: &Error) -> String {
    let all = [
        ("rate_limit", error.is_rate_limit()),
        ("not_found", error.is_not_found()),
        ("authentication", error.is_authentication()),
        ("permission", error.is_permission()),
        ("conflict", error.is_conflict()),
        ("validation", error.is_validation()),
        ("server_error", error.is_server_error()),
        ("timeout", error.is_timeout()),
        ("connect", error.is_connect()),
    ];
    all.iter().filter(|(_, holds)| *holds).map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

/// Returns all properties of an error, except for its message and its request id.
fn facts(error: &Error) -> String {
    let api = error.as_api().unwrap();
    assert_eq!(error.status(), Some(api.status()));
    assert_eq!(error.retry_after(), api.retry_after());
    let param = api.param().unwrap_or("-");
    let retry_after = api.retry_after().map_or_else(|| "-".to_owned(), |wait| format!("{wait:?}"));
    let status = api.status().as_u16();
    format!("{status} {} {} {param} {retry_after} [{}]", api.kind(), api.code(), predicates(error))
}

#[tokio::test]
async fn every_documented_status_is_told_in_full() {
    for (status, expected, text) in [
        (
            400,
            "400 invalid_request_error invalid_request - - [validation]",
            "400 Bad Request: invalid_request: The request is not valid.",
        ),
        (
            401,
            "401 authentication_error invalid_api_key - - [authentication]",
            "401 Unauthorized: invalid_api_key: The API key is not valid.",
        ),
        (
            404,
            "404 not_found resource_not_found - - [not_found]",
            "404 Not Found: resource_not_found: There is no such resource.",
        ),
        (
            422,
            "422 invalid_request_error account_not_connected - - [validation]",
            "422 Unprocessable Entity: account_not_connected: The WhatsApp account is not connected.",
        ),
        (
            429,
            "429 rate_limit_error rate_limit_exceeded - 1s [rate_limit]",
            "429 Too Many Requests: rate_limit_exceeded: Too many requests. Try again later.",
        ),
        (
            500,
            "500 api_error internal_error - - [server_error]",
            "500 Internal Server Error: internal_error: Something went wrong on our side. Try again later.",
        ),
    ] {
        let server = ContactsServer::start();
        server.fail_next(Fault::Status(status));
        let error = first_page(&impatient(&server)).await.unwrap_err();
        assert_eq!(facts(&error), expected);
        assert_eq!(chain(&error), format!("{text} (request {FIRST_REQUEST})"));
        assert_eq!(error.request_id(), Some(FIRST_REQUEST));
        assert_eq!(error.as_api().unwrap().meta().request_id(), Some(FIRST_REQUEST));
        assert_eq!(server.requests().len(), 1);
    }
}

#[tokio::test]
async fn statuses_that_the_document_leaves_out_are_told_just_as_well() {
    for (status, expected) in [
        (403, "403 permission_error phone_number_forbidden - - [permission]"),
        (405, "405 invalid_request_error invalid_request - - []"),
        (409, "409 conflict idempotency_in_progress - - [conflict]"),
        (410, "410 invalid_request_error invalid_request - - [not_found]"),
        (502, "502 api_error internal_error - - [server_error]"),
        (503, "503 api_error internal_error - - [server_error]"),
        (504, "504 api_error internal_error - - [server_error]"),
        (599, "599 api_error internal_error - - [server_error]"),
    ] {
        let server = ContactsServer::start();
        server.fail_next(Fault::Status(status));
        let error = first_page(&impatient(&server)).await.unwrap_err();
        assert_eq!(facts(&error), expected);
    }
}

#[tokio::test]
async fn a_parameter_that_is_to_blame_is_named() {
    let server = ContactsServer::start();
    let client = impatient(&server);
    let other = contacts(&client).search("a").limit(2).send().await.unwrap().next_cursor.clone().unwrap();
    for (call, expected, text) in [
        (
            contacts(&client).limit(0),
            "400 invalid_request_error invalid_limit limit - [validation]",
            "limit must be a number from 1 to 100.",
        ),
        (
            contacts(&client).limit(101),
            "400 invalid_request_error invalid_limit limit - [validation]",
            "limit must be a number from 1 to 100.",
        ),
        (
            contacts(&client).phone("08111111111"),
            "400 invalid_request_error invalid_phone_number phone - [validation]",
            "phone must be in E.164 form with a leading +, such as +628111111111.",
        ),
        (
            contacts(&client).cursor("bm90IGEgY3Vyc29y"),
            "400 invalid_request_error invalid_cursor cursor - [validation]",
            "The cursor is malformed or belongs to other filters.",
        ),
        (
            contacts(&client).search("b").cursor(other),
            "400 invalid_request_error invalid_cursor cursor - [validation]",
            "The cursor is malformed or belongs to other filters.",
        ),
        (
            client.contacts().list("999999"),
            "404 not_found resource_not_found phone_number_id - [not_found]",
            "There is no such resource.",
        ),
        (
            client.contacts().list(UNCONNECTED_PHONE_NUMBER_ID),
            "422 invalid_request_error account_not_connected phone_number_id - [validation]",
            "The WhatsApp account is not connected.",
        ),
    ] {
        let error = call.send().await.unwrap_err();
        assert_eq!(facts(&error), expected);
        assert_eq!(error.as_api().unwrap().message(), text);
    }
}

#[tokio::test]
async fn keys_that_are_wrong_or_expired_are_told_apart() {
    let server = ContactsServer::start();
    for (key, code, message) in [
        ("kdv_live_wrong", "invalid_api_key", "The API key is not valid."),
        (EXPIRED_API_KEY, "expired_api_key", "The API key has expired."),
    ] {
        let client = builder(&server).bearer_auth(key).build().unwrap();
        let Err(Error::Api(error)) = first_page(&client).await else { panic!("the key {key} was accepted") };
        assert!(error.is_authentication());
        assert_eq!((error.code(), error.message()), (code, message));
    }
}

#[tokio::test]
async fn an_exhausted_budget_says_how_long_to_wait_and_what_is_left() {
    let server = ContactsServer::builder().rate_limit(2).start();
    let client = impatient(&server);
    for left in [1, 0] {
        let page = first_page(&client).await.unwrap();
        let rate = page.meta().rate_limit().unwrap();
        assert_eq!((rate.limit, rate.remaining), (Some(2), Some(left)));
        assert!(rate.reset.unwrap() > jiff::Timestamp::now());
    }
    let Err(Error::Api(error)) = first_page(&client).await else { panic!("a third request was allowed") };
    assert!(error.is_rate_limit());
    // With two requests per minute, the next one is possible after half a minute.
    let wait = error.retry_after().unwrap();
    assert!((1..=30).contains(&wait.as_secs()), "{wait:?}");
    assert_eq!(error.meta().rate_limit().unwrap().remaining, Some(0));
}

#[tokio::test]
async fn the_body_of_an_error_is_at_hand() {
    let server = ContactsServer::start();
    let body = r#"{"error":{"type":"new_kind","code":"new_code","message":"m","request_id":"req_1","new":1},"more":2}"#;
    server.fail_next(Fault::raw(418, "application/json", body));
    let Err(Error::Api(error)) = first_page(&impatient(&server)).await else { panic!("418 is an error") };
    assert_eq!((error.kind(), error.code(), error.request_id()), ("new_kind", "new_code", "req_1"));
    assert_eq!(error.body().and_then(ErrorBody::error_envelope).unwrap().error.message, "m");
    assert_eq!(error.raw_body(), body.as_bytes());
    assert_eq!(error.headers()["x-request-id"], FIRST_REQUEST);
    assert_eq!(error.to_string(), "418 I'm a teapot: new_code: m (request req_1)");
    let Some(ErrorBody::ErrorEnvelope(body)) = error.into_body() else { panic!("it is the declared type") };
    assert_eq!(body.error.param, None);
}

#[tokio::test]
async fn users_can_branch_on_one_error_type() {
    /// The example in the documentation.
    fn advice(error: &Error) -> String {
        match error {
            Error::Api(error) if error.is_rate_limit() => {
                format!("wait {:?}", error.retry_after().unwrap_or(Duration::from_secs(60)))
            }
            Error::Api(error) => format!("{} {} ({})", error.status(), error.code(), error.request_id()),
            Error::InvalidInput(error) => format!("{} {}", error.parameter(), error.rule()),
            _ => "something else".to_owned(),
        }
    }
    let server = ContactsServer::start();
    server.fail_next(Fault::Status(429));
    server.fail_next(Fault::Status(404));
    let client = impatient(&server);
    assert_eq!(advice(&first_page(&client).await.unwrap_err()), "wait 1s");
    let text = advice(&first_page(&client).await.unwrap_err());
    assert!(text.starts_with("404 Not Found resource_not_found (req_"), "{text}");
    let invalid = client.contacts().list("+62").send().await.unwrap_err();
    assert_eq!(advice(&invalid), r"phone_number_id must match `^\d{6,20}$`");
}

#[tokio::test]
async fn errors_go_into_any_error_type() {
    async fn call(client: Client) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        client.contacts().list(PHONE_NUMBER_ID).send().await?;
        Ok(())
    }
    let server = ContactsServer::start();
    server.fail_next(Fault::Status(404));
    let error = call(impatient(&server)).await.unwrap_err();
    let error = error.downcast_ref::<Error>().unwrap();
    assert_eq!(error.as_api().map(ApiError::code), Some("resource_not_found"));
}
