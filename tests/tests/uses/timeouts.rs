//! Timeouts: a deadline for the whole call, and an idle timeout for streams.

use std::time::Duration;

use http::{Request, Response};
use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};
use kirim::{Body, BoxFuture, Transport, TransportError, TransportKind};

use crate::support::{ACCOUNT, TestResult, client_of, page};

#[tokio::test]
async fn a_slow_response_is_a_timeout() {
    let slow = FakeResponse::ok(&page(&["Ada"], None)).after(Duration::from_secs(60));
    let fake = Fake::new().on::<ListContacts>(slow);

    let error = client_of(&fake).contacts().list(ACCOUNT).send().await.expect_err("a timeout");

    assert!(error.is_timeout());
    assert_eq!(fake.elapsed(), Duration::from_secs(30), "the default");
    assert_eq!(fake.received().len(), 1);
}

#[tokio::test]
async fn a_call_has_a_timeout_of_its_own() -> TestResult {
    let slow = FakeResponse::ok(&page(&["Ada"], None)).after(Duration::from_secs(3));
    let fake = Fake::new().on::<ListContacts>(slow);
    let client = kirim::Client::builder().timeout(Duration::from_secs(2)).transport(fake.clone()).build()?;

    assert!(client.contacts().list(ACCOUNT).send().await.is_err_and(|error| error.is_timeout()));
    client.contacts().list(ACCOUNT).timeout(Duration::from_secs(4)).send().await?;
    Ok(())
}

#[tokio::test]
async fn the_deadline_covers_all_attempts() {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::empty(503).after(Duration::from_secs(4)));

    let call = client_of(&fake).contacts().list(ACCOUNT).timeout(Duration::from_secs(10)).max_retries(100);
    call.send().await.expect_err("too late or unavailable");

    assert!(fake.elapsed() <= Duration::from_secs(10));
    assert!(fake.received().len() >= 2);
}

#[tokio::test]
async fn a_client_may_wait_without_a_deadline() -> TestResult {
    let slow = FakeResponse::ok(&page(&["Ada"], None)).after(Duration::from_secs(86_400));
    let fake = Fake::new().on::<ListContacts>(slow);
    let client = kirim::Client::builder().no_timeout().transport(fake.clone()).build()?;

    client.contacts().list(ACCOUNT).send().await?;

    assert_eq!(fake.elapsed(), Duration::from_secs(86_400));
    Ok(())
}

/// Sends the headers of a response and a chunk, and then stalls.
struct Stalled;

impl Transport for Stalled {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let first = futures_util::stream::iter([Ok::<_, std::io::Error>("id\n")]);
        let chunks = futures_util::StreamExt::chain(first, futures_util::stream::pending());
        Box::pin(async { Ok(Response::new(Body::stream(chunks))) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test]
async fn a_stream_that_stalls_is_a_timeout() -> TestResult {
    let client = kirim::Client::builder().bearer_auth("a-key").transport(Stalled).build()?;

    let call = client.contacts().list(ACCOUNT).idle_timeout(Duration::from_millis(10));
    let mut body = call.send_stream().await?;

    assert_eq!(body.chunk().await.expect("a chunk")?, "id\n");
    let error = body.chunk().await.expect("an error").expect_err("a timeout");
    assert_eq!(error.kind(), TransportKind::Timeout);
    Ok(())
}
