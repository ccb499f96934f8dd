//! Secrets that are never shown.

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse, wait_for};
use kirim::{Credential, Secret};

use crate::support::{ACCOUNT, TestResult, error_json};

const KEY: &str = "kdv_live_0123456789abcdef";

#[test]
fn no_debug_output_shows_a_credential() -> TestResult {
    let builder = kirim::Client::builder().bearer_auth(KEY).header("x-password", KEY);
    let shown = [
        format!("{:?}", Secret::from(KEY)),
        format!("{:?}", Credential::from(KEY)),
        format!("{builder:?}"),
        format!("{:?}", builder.build()?),
        format!("{:?}", kirim::client_config(KEY)),
    ];

    for text in shown {
        assert!(!text.contains(KEY), "{text}");
    }
    assert_eq!(Secret::from(KEY).expose(), KEY);
    Ok(())
}

#[test]
fn a_credential_that_the_server_quotes_is_replaced() -> TestResult {
    let quoted = error_json("invalid_key", &format!("the key {KEY} is revoked"));
    let fake = Fake::new().on::<ListContacts>(FakeResponse::json(401, &quoted));
    let client = kirim::Client::builder().bearer_auth(KEY).transport(fake).build()?;

    let error = wait_for(client.contacts().list(ACCOUNT).send()).expect_err("revoked");

    let message = error.as_api().expect("an error response").message();
    assert_eq!(message, format!("the key {} is revoked", "*".repeat(KEY.len())));
    assert!(!format!("{error} {error:?}").contains(KEY));
    Ok(())
}

#[test]
fn an_error_of_the_server_is_one_line() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::json(400, &error_json("bad", "first\nsecond")));
    let client = kirim::Client::builder().transport(fake).build()?;

    let error = wait_for(client.contacts().list(ACCOUNT).send()).expect_err("invalid");

    assert_eq!(error.to_string().lines().count(), 1);
    Ok(())
}

#[test]
fn headers_with_the_credential_are_not_shown() -> TestResult {
    let quoted = format!("text/{KEY}");
    let answers = [
        FakeResponse::bytes(200, &quoted, "<html>"),
        FakeResponse::bytes(200, "application/json", "?").header("content-encoding", &quoted),
    ];
    for answer in answers {
        let fake = Fake::new().on::<ListContacts>(answer);
        let client = kirim::Client::builder().bearer_auth(KEY).transport(fake).build()?;

        let error = wait_for(client.contacts().list(ACCOUNT).send()).expect_err("not JSON");

        let shown = format!("{error} {error:?}");
        assert!(shown.contains("text/****") && !shown.contains(KEY), "{shown}");
    }
    Ok(())
}
