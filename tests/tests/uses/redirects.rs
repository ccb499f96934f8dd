//! Redirects: followed, without credentials to another origin.

use crate::support::{ACCOUNT, Loopback, TestResult, http_json, page_json};

/// Returns a response that redirects to `location`.
fn redirect(location: &str) -> String {
    format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
}

#[tokio::test]
async fn a_redirect_within_the_origin_is_followed_with_the_credential() -> TestResult {
    let server = Loopback::start(vec![redirect("/v2/contacts"), http_json("200 OK", &page_json(&["Ada"]))]);
    let client = kirim::Client::builder().bearer_auth("a-key").base_url(server.base_url()).build()?;

    let page = client.contacts().list(ACCOUNT).send().await?;

    assert_eq!(page.data.len(), 1);
    let second = server.requests()[1].to_lowercase();
    assert!(second.starts_with("get /v2/contacts "));
    assert!(second.contains("authorization: bearer a-key\r\n"));
    Ok(())
}

#[tokio::test]
async fn another_origin_gets_no_credential_and_no_header() -> TestResult {
    let other = Loopback::start(vec![http_json("200 OK", &page_json(&["Ada"]))]);
    let server = Loopback::start(vec![redirect(&format!("{}/contacts", other.base_url()))]);
    let client = kirim::Client::builder()
        .bearer_auth("a-key")
        .header("x-team", "billing")
        .base_url(server.base_url())
        .build()?;

    client.contacts().list(ACCOUNT).send().await?;

    let request = other.requests()[0].to_lowercase();
    assert!(!request.contains("authorization") && !request.contains("x-team"), "{request}");
    Ok(())
}
