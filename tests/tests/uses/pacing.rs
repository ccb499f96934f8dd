//! Client-side rate limiting: calls wait for their turn instead of being rejected.

use std::time::Duration;

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};

use crate::support::{ACCOUNT, TestResult, page};

/// Returns a response with the number of requests that remain in a period of `reset` seconds.
fn limited(remaining: u32, reset: u64) -> FakeResponse<ListContacts> {
    FakeResponse::ok(&page(&["Ada"], None))
        .header("ratelimit-limit", "2")
        .header("ratelimit-remaining", &remaining.to_string())
        .header("ratelimit-reset", &reset.to_string())
}

#[tokio::test]
async fn calls_wait_for_the_next_period() -> TestResult {
    let fake = Fake::new().on::<ListContacts>([limited(1, 40), limited(0, 40), limited(1, 40)]);
    let client = kirim::Client::builder().pace_by_rate_limit().transport(fake.clone()).build()?;

    client.contacts().list(ACCOUNT).send().await?;
    client.contacts().list(ACCOUNT).send().await?;
    assert_eq!(fake.elapsed(), Duration::ZERO);
    client.contacts().list(ACCOUNT).send().await?;

    assert!(fake.elapsed() >= Duration::from_secs(39), "{:?}", fake.elapsed());
    Ok(())
}

#[tokio::test]
async fn a_period_that_is_too_far_away_is_an_error() -> TestResult {
    let fake = Fake::new().on::<ListContacts>([limited(0, 120)]);
    let client = kirim::Client::builder()
        .pace_by_rate_limit()
        .max_pace_wait(Duration::from_secs(60))
        .transport(fake.clone())
        .build()?;
    client.contacts().list(ACCOUNT).send().await?;

    let error = client.contacts().list(ACCOUNT).send().await.expect_err("a rate limit");

    let kirim::Error::Transport(transport) = &error else { panic!("{error}") };
    assert_eq!(transport.kind(), kirim::TransportKind::RateLimit);
    assert_eq!(fake.received().len(), 1);
    Ok(())
}
