//! Credentials: set, missing, omitted.

use kirim::testing::wait_for;
use kirim::{Credential, Secret};

use crate::support::{ACCOUNT, Loopback, TestResult, http_json, page_json};

#[tokio::test]
async fn a_token_is_text_or_a_credential() -> TestResult {
    let server = Loopback::start(vec![http_json("200 OK", &page_json(&[])), http_json("200 OK", &page_json(&[]))]);

    for token in [Credential::from("first"), Credential::token(Secret::from("second".to_owned()))] {
        let client = kirim::Client::builder().bearer_auth(token).base_url(server.base_url()).build()?;
        client.contacts().list(ACCOUNT).send().await?;
    }

    let requests = server.requests().concat().to_lowercase();
    assert!(requests.contains("authorization: bearer first\r\n"));
    assert!(requests.contains("authorization: bearer second\r\n"));
    Ok(())
}

#[test]
fn a_missing_credential_names_its_setter_and_its_variable() -> TestResult {
    let client = kirim::Client::builder().build()?;

    let error = wait_for(client.contacts().list(ACCOUNT).send()).expect_err("no credential");

    let kirim::Error::MissingCredential(missing) = error else { panic!("{error}") };
    assert_eq!(missing.scheme(), "bearerAuth");
    assert_eq!(missing.setter(), Some("bearer_auth"));
    assert_eq!(missing.variable(), Some("KIRIM_API_KEY"));
    Ok(())
}

#[tokio::test]
async fn an_anonymous_client_requires_none() -> TestResult {
    let server = Loopback::start(vec![http_json("200 OK", &page_json(&[]))]);
    let client = kirim::Client::builder().anonymous().base_url(server.base_url()).build()?;

    client.contacts().list(ACCOUNT).send().await?;

    assert!(!server.requests()[0].to_lowercase().contains("authorization"));
    Ok(())
}
