//! Options of one call: headers, credentials, another server.

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};

use crate::support::{ACCOUNT, TestResult, client_of, page};

/// Returns a server with an empty list.
fn empty_list() -> Fake {
    Fake::new().on::<ListContacts>(FakeResponse::ok(&page(&[], None)))
}

#[tokio::test]
async fn a_header_of_the_call_replaces_that_of_the_client() -> TestResult {
    let fake = empty_list();
    let client = kirim::Client::builder().header("x-team", "billing").transport(fake.clone()).build()?;

    client.contacts().list(ACCOUNT).send().await?;
    client.contacts().list(ACCOUNT).header("x-team", "sales").header("x-trace", "4bf92f35").send().await?;

    let received = fake.received();
    assert_eq!(received[0].header("x-team"), Some("billing"));
    assert_eq!(received[1].header("x-team"), Some("sales"));
    assert_eq!(received[1].header("x-trace"), Some("4bf92f35"));
    Ok(())
}

#[tokio::test]
async fn an_anonymous_call_has_no_credential() -> TestResult {
    let fake = empty_list();
    let client = client_of(&fake);

    client.contacts().list(ACCOUNT).send().await?;
    client.contacts().list(ACCOUNT).anonymous().send().await?;

    let received = fake.received();
    assert_eq!(received[0].header("authorization"), Some("Bearer a-token-for-tests"));
    assert_eq!(received[1].header("authorization"), None);
    Ok(())
}

#[tokio::test]
async fn one_call_goes_to_another_server() -> TestResult {
    let fake = empty_list();

    client_of(&fake).contacts().list(ACCOUNT).base_url("https://staging.example.com/v2").send().await?;

    let uri = fake.received()[0].uri().to_string();
    assert_eq!(uri, "https://staging.example.com/v2/106540352242922/contacts");
    Ok(())
}

#[tokio::test]
async fn an_invalid_header_is_an_error_of_the_call() {
    let fake = empty_list();

    let result = client_of(&fake).contacts().list(ACCOUNT).header("x-trace", "two\nlines").send().await;

    assert!(matches!(result, Err(kirim::Error::InvalidInput(invalid)) if invalid.parameter() == "x-trace"));
    assert!(fake.received().is_empty());
}
