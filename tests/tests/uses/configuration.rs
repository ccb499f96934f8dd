//! The settings of a client: its server, its user agent, its limits, its HTTP client.

use std::time::Duration;

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};
use kirim::{Server, TransportKind};

use crate::support::{ACCOUNT, Loopback, TestResult, http_json, page, page_json};

#[tokio::test]
async fn requests_go_to_the_declared_server_or_to_another_one() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::ok(&page(&[], None)));
    let builder = kirim::Client::builder().transport(fake.clone());
    let servers = [
        builder.clone(),
        builder.clone().base_url("https://proxy.example.com/kirim/"),
        builder.server(Server::filled("https://{region}.example.com", &[("region", "eu")])),
    ];

    for builder in servers {
        builder.build()?.contacts().list(ACCOUNT).send().await?;
    }

    let urls: Vec<_> = fake.received().iter().map(|request| request.uri().to_string()).collect();
    let path = "/106540352242922/contacts";
    assert_eq!(urls[0], format!("{}{path}", kirim::BASE_URL));
    assert_eq!(urls[1], format!("https://proxy.example.com/kirim{path}"));
    assert_eq!(urls[2], format!("https://eu.example.com{path}"));
    Ok(())
}

#[test]
fn a_setting_that_cannot_work_is_an_error_of_build() {
    let invalid = [
        kirim::Client::builder().base_url("not a URL"),
        kirim::Client::builder().header("no spaces allowed", "x"),
        kirim::Client::builder().proxy("nonsense://"),
        kirim::Client::builder().base_url("http://plain.example.com"),
    ];

    for builder in invalid {
        assert!(matches!(builder.build(), Err(kirim::Error::Configuration(_))));
    }
}

#[tokio::test]
async fn plain_http_is_allowed_explicitly() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::ok(&page(&[], None)));

    let client = kirim::Client::builder()
        .base_url("http://plain.example.com")
        .allow_plain_http()
        .user_agent("billing/1.0")
        .transport(fake.clone())
        .build()?;
    client.contacts().list(ACCOUNT).send().await?;

    assert_eq!(fake.received()[0].uri().scheme_str(), Some("http"));
    assert_eq!(fake.received()[0].header("user-agent"), Some("billing/1.0"));
    Ok(())
}

#[tokio::test]
async fn a_response_that_is_too_large_is_an_error() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::bytes(200, "application/json", vec![b' '; 2_000]));
    let client = kirim::Client::builder().max_response_size(1_000).transport(fake).build()?;

    let error = client.contacts().list(ACCOUNT).send().await.expect_err("too large");

    let kirim::Error::Transport(transport) = error else { panic!("{error}") };
    assert_eq!(transport.kind(), TransportKind::TooLarge);
    assert_eq!(transport.status(), Some(http::StatusCode::OK));
    Ok(())
}

#[tokio::test]
async fn a_client_of_reqwest_is_used_as_it_is() -> TestResult {
    let server = Loopback::start(vec![http_json("200 OK", &page_json(&["Ada"]))]);
    // `reqwest` is built without default features here, so it has no crypto provider.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(5))
        .build()?;

    let client =
        kirim::Client::builder().bearer_auth("a-key").base_url(server.base_url()).reqwest_client(http).build()?;

    assert_eq!(client.contacts().list(ACCOUNT).send().await?.data.len(), 1);
    Ok(())
}
