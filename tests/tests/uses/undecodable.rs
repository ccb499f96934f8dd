//! Responses that violate the API description.

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};
use serde_json::{Value, json};

use crate::support::{ACCOUNT, TestResult, client_of, page_json};

/// Lists contacts of a server that sends this response, and returns the decoding error.
async fn decode_error_of(answer: FakeResponse<ListContacts>) -> kirim::DecodeError {
    let fake = Fake::new().on::<ListContacts>(answer);
    match client_of(&fake).contacts().list(ACCOUNT).send().await {
        Err(kirim::Error::Decode(error)) => *error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_error_has_the_path_and_the_whole_response() -> TestResult {
    let mut page = page_json(&["Ada", "Grace"]);
    page["data"][1]["created_at"] = json!("yesterday");

    let error = decode_error_of(FakeResponse::json(200, &page).header("x-request-id", "req_3")).await;

    assert_eq!(error.path(), "data[1].created_at");
    assert!(error.message().contains("yesterday"), "{}", error.message());
    assert!(!error.to_string().contains("yesterday"), "{error}");
    assert!(error.excerpt().contains("yesterday"));
    assert_eq!(error.request_id(), Some("req_3"));
    let value = error.into_raw().json::<Value, kirim::ErrorBody>()?;
    assert_eq!(value["data"][0]["id"], "ctc_Ada");
    Ok(())
}

#[tokio::test]
async fn a_success_without_a_body_is_told_apart() {
    let error = decode_error_of(FakeResponse::empty(200)).await;

    assert!(error.is_empty_body());
    assert_eq!((error.status().as_u16(), error.path()), (200, ""));
}

#[tokio::test]
async fn a_list_that_is_null_is_empty() -> TestResult {
    let mut page = page_json(&[]);
    page["data"] = Value::Null;
    let fake = Fake::new().on::<ListContacts>(FakeResponse::json(200, &page));

    let page = client_of(&fake).contacts().list(ACCOUNT).send().await?;

    assert!(page.data.is_empty());
    Ok(())
}
