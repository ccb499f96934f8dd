//! Cancellation: dropping the future of a call ends the call.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use kirim::observe::{Ended, Observed};
use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};

use crate::support::{ACCOUNT, TestResult, page};

#[tokio::test]
async fn a_call_that_is_not_awaited_sends_nothing() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::ok(&page(&[], None)));
    let client = kirim::Client::builder().transport(fake.clone()).build()?;

    drop(client.contacts().list(ACCOUNT).send());

    assert!(fake.received().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_dropped_call_is_cancelled() -> TestResult {
    let outcomes = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&outcomes);
    let server = std::net::TcpListener::bind("127.0.0.1:0")?;
    let client = kirim::Client::builder()
        .bearer_auth("a-key")
        .base_url(format!("http://{}", server.local_addr()?))
        .observer(move |_: &Observed<'_>, ended: &Ended<'_>| {
            told.lock().expect("outcomes").push(ended.end.error().unwrap_or("ok").to_owned());
        })
        .build()?;

    let call = client.contacts().list(ACCOUNT).send();
    let cut = tokio::time::timeout(Duration::from_millis(50), call).await;

    assert!(cut.is_err(), "the server accepts and never responds");
    assert_eq!(*outcomes.lock().expect("outcomes"), ["cancelled"]);
    Ok(())
}

#[tokio::test]
async fn a_next_that_is_dropped_loses_no_item() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::ok(&page(&["a", "b"], None)));
    let client = kirim::Client::builder().transport(fake.clone()).build()?;
    let mut items = client.contacts().list(ACCOUNT).items();

    drop(items.next());
    let mut names = Vec::new();
    while let Some(contact) = items.next().await {
        names.extend(contact?.name);
    }

    assert_eq!(names, ["a", "b"]);
    Ok(())
}
