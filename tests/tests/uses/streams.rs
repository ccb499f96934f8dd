//! Streaming bodies.

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};

use crate::support::{ACCOUNT, Loopback, TestResult, client_of, error_json, http_json, page_json};

#[tokio::test]
async fn a_body_is_read_in_chunks() -> TestResult {
    let server = Loopback::start(vec![http_json("200 OK", &page_json(&["Ada"]))]);
    let client = kirim::Client::builder().bearer_auth("a-key").base_url(server.base_url()).build()?;

    let mut body = client.contacts().list(ACCOUNT).header("accept", "text/csv").send_stream().await?;

    assert_eq!(body.meta().status(), 200);
    let mut text = Vec::new();
    while let Some(chunk) = body.chunk().await {
        text.extend_from_slice(&chunk?);
    }
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&text)?, page_json(&["Ada"]));
    assert!(server.requests()[0].contains("accept: text/csv\r\n"), "{}", server.requests()[0]);
    Ok(())
}

#[tokio::test]
async fn a_body_is_written_to_a_file() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::bytes(200, "text/csv", "id,name\n1,Ada\n"));
    let mut file = Vec::new();

    let mut body = client_of(&fake).contacts().list(ACCOUNT).send_stream().await?;
    let written = body.write_to(&mut file).await?;

    assert_eq!((written, file.as_slice()), (14, b"id,name\n1,Ada\n".as_slice()));
    Ok(())
}

#[tokio::test]
async fn the_progress_of_a_download_is_reported() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::bytes(200, "text/csv", "id,name\n1,Ada\n"));
    let (sender, progress) = std::sync::mpsc::channel();

    let body = client_of(&fake).contacts().list(ACCOUNT).send_stream().await?.into_inner();
    body.on_progress(move |bytes| sender.send(bytes).expect("a receiver")).write_to(&mut std::io::sink()).await?;

    assert_eq!(progress.iter().last(), Some(14));
    Ok(())
}

#[tokio::test]
async fn an_error_response_is_an_error_as_ever() {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::json(404, &error_json("no_account", "no such account")));

    let error = client_of(&fake).contacts().list(ACCOUNT).send_stream().await.expect_err("not found");

    assert_eq!(error.as_api().expect("an error response").code(), "no_account");
}

#[test]
fn the_blocking_client_returns_a_reader() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::bytes(200, "text/csv", "id\n1\n"));
    let client = kirim::blocking::Client::builder().transport(fake).build()?;

    let body = client.contacts().list(ACCOUNT).send_stream()?.into_inner();

    let lines: Result<Vec<_>, _> = std::io::BufRead::lines(body).collect();
    assert_eq!(lines?, ["id", "1"]);
    Ok(())
}
