//! The first call: a client, an operation, its result.

use crate::support::{ACCOUNT, Loopback, TestResult, http_json, page_json};

#[tokio::test]
async fn lists_contacts() -> TestResult {
    let server = Loopback::start(vec![http_json("200 OK", &page_json(&["Ada", "Grace"]))]);
    let client = kirim::Client::builder().bearer_auth("a-key").base_url(server.base_url()).build()?;

    let page = client.contacts().list(ACCOUNT).search("a").limit(50).send().await?;

    let names: Vec<_> = page.data.iter().filter_map(|contact| contact.name.as_deref()).collect();
    assert_eq!(names, ["Ada", "Grace"]);
    assert_eq!(page.meta().request_id(), Some("req_7"));
    assert!(server.requests()[0].starts_with("GET /v1/106540352242922/contacts?search=a&limit=50 HTTP/1.1\r\n"));
    assert!(server.requests()[0].to_lowercase().contains("authorization: bearer a-key\r\n"));
    Ok(())
}

#[tokio::test]
async fn reports_an_invalid_argument_before_anything_is_sent() -> TestResult {
    let server = Loopback::start(Vec::new());
    let client = kirim::Client::builder().bearer_auth("a-key").base_url(server.base_url()).build()?;

    let error = client.contacts().list("not a number").send().await.expect_err("an invalid id");

    let kirim::Error::InvalidInput(invalid) = error else { panic!("{error}") };
    assert_eq!(invalid.parameter(), "phone_number_id");
    assert_eq!(invalid.location(), kirim::Location::Path);
    assert!(server.requests().is_empty());
    Ok(())
}
