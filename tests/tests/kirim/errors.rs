//! The error type: its text, its size, and the threads that it may be sent to.

use std::error::Error as StdError;
use std::mem::size_of;
use std::time::Duration;

use kirim::{
    ApiError, Client, ConfigurationError, DecodeError, Error, ErrorBody, InvalidInput, MissingCredential,
    TransportError,
};
use oaspress_tests::contacts_server::{ContactsServer, Fault};

use crate::support::{chain, contacts, first_page, impatient};

#[test]
fn every_error_can_go_anywhere_and_is_small() {
    fn anywhere<E: StdError + Send + Sync + 'static>() {}
    anywhere::<Error>();
    anywhere::<ApiError>();
    anywhere::<DecodeError>();
    anywhere::<TransportError>();
    anywhere::<InvalidInput>();
    anywhere::<MissingCredential>();
    anywhere::<ConfigurationError>();
    assert!(size_of::<Error>() <= 16, "{}", size_of::<Error>());
    assert!(size_of::<Result<(), Error>>() <= 16);
}

#[tokio::test]
async fn nothing_is_passed_over_in_silence() {
    let server = ContactsServer::start();
    let client = impatient(&server);
    // The compiler reports an unfulfilled expectation if one of these may be unused.
    #[expect(unused_must_use, reason = "it is what is tested")]
    {
        contacts(&client);
        contacts(&client).send();
        contacts(&client).items();
        contacts(&client).send().await;
    }
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn an_error_of_the_server_tells_all_that_came() {
    let server = ContactsServer::start();
    let body = r#"{"error":{"type":"invalid_request_error","code":"limit_out_of_range","message":"No.","param":"limit",
        "request_id":"req_7"}}"#;
    let headers = [("Content-Type", "application/json"), ("Retry-After", "9"), ("X-New", "yes")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    server.fail_next(Fault::RawResponse { status: 400, headers, body: body.into() });
    let error = first_page(&impatient(&server)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (400, Some("req_7")));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(9)));
    let Error::Api(error) = error else { panic!("{error:?} is another error") };
    assert_eq!((error.kind(), error.code()), ("invalid_request_error", "limit_out_of_range"));
    assert_eq!((error.message(), error.param()), ("No.", Some("limit")));
    assert_eq!((error.headers()["x-new"].to_str().unwrap(), error.raw_body()), ("yes", body.as_bytes()));
    assert_eq!(
        error.body().and_then(ErrorBody::error_envelope).map(|body| body.error.code.as_str()),
        Some("limit_out_of_range")
    );
}

#[tokio::test]
async fn what_is_kept_of_a_body_is_bounded() {
    let server = ContactsServer::start();
    server.fail_next(Fault::raw(500, "text/plain", "x".repeat(1_000_000)));
    let error = first_page(&impatient(&server)).await.unwrap_err();
    assert_eq!(error.as_api().unwrap().raw_body().len(), 64 * 1024);
    server.fail_next(Fault::raw(200, "text/plain", "x".repeat(1_000_000)));
    let Err(Error::Decode(error)) = first_page(&impatient(&server)).await else { panic!("expected a decode error") };
    assert!(error.excerpt().len() <= 256, "{}", error.excerpt().len());
}

#[tokio::test]
async fn what_an_error_is_can_be_asked() {
    let server = ContactsServer::start();
    for status in [400, 401, 403, 404, 409, 410, 422, 429, 500, 503] {
        server.fail_next(Fault::Status(status));
        let error = first_page(&impatient(&server)).await.unwrap_err();
        assert_eq!(error.is_not_found(), [404, 410].contains(&status), "{status}");
        assert_eq!(error.is_rate_limit(), status == 429, "{status}");
        assert_eq!(error.is_authentication(), status == 401, "{status}");
        assert_eq!(error.is_permission(), status == 403, "{status}");
        assert_eq!(error.is_conflict(), status == 409, "{status}");
        assert_eq!(error.is_validation(), [400, 422].contains(&status), "{status}");
        assert_eq!(error.is_server_error(), status >= 500, "{status}");
        assert!(!error.is_timeout() && !error.is_connect());
    }
}

#[tokio::test]
async fn the_cause_can_be_followed_to_its_end() {
    let lost = Client::builder().base_url("http://127.0.0.1:9/v1").bearer_auth("k").max_retries(0).build().unwrap();
    let error = first_page(&lost).await.unwrap_err();
    assert!(chain(&error).to_lowercase().contains("refused"), "{}", chain(&error));
    let mut cause = error.source();
    while let Some(next) = cause.and_then(StdError::source) {
        cause = Some(next);
    }
    assert!(cause.is_some_and(<dyn StdError>::is::<std::io::Error>), "{}", chain(&error));
}

#[tokio::test]
async fn what_can_not_be_read_is_shown() {
    let server = ContactsServer::start();
    server.fail_next(Fault::set("/data/3/created_at", 5));
    let Err(Error::Decode(error)) = contacts(&impatient(&server)).limit(5).send().await else {
        panic!("expected a decode error")
    };
    assert_eq!(error.path(), "data[3].created_at");
    assert_eq!(error.message(), "invalid type: integer `5`, expected a date-time string", "found, and expected");
    assert!(error.excerpt().contains(r#""created_at":5"#), "{}", error.excerpt());
    assert!(error.request_id().is_some_and(|id| error.to_string().contains(id)));
}
