//! Rate limits: the headers of every response, and the wait that the server requests.

use std::time::Duration;

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};
use kirim::{Headers, RetryPolicy};

use crate::support::{ACCOUNT, TestResult, client_of, page};

#[tokio::test]
async fn a_response_says_how_many_requests_are_left() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(
        FakeResponse::ok(&page(&["Ada"], None))
            .header("x-ratelimit-limit", "12")
            .header("x-ratelimit-remaining", "9")
            .header("x-ratelimit-reset", "1767323045"),
    );

    let response = client_of(&fake).contacts().list(ACCOUNT).send().await?;

    let limit = response.meta().rate_limit().expect("a rate limit");
    assert_eq!((limit.limit, limit.remaining), (Some(12), Some(9)));
    assert_eq!(limit.reset.map(jiff::Timestamp::as_second), Some(1_767_323_045));
    let headers = Headers::from_meta(response.meta());
    assert_eq!((headers.x_ratelimit_limit(), headers.x_ratelimit_remaining()), (Some(12), Some(9)));
    Ok(())
}

#[tokio::test]
async fn the_wait_that_the_server_asks_for_is_kept() -> TestResult {
    let fake = Fake::new().on::<ListContacts>([
        FakeResponse::rate_limited(Duration::from_secs(7)),
        FakeResponse::ok(&page(&["Ada"], None)),
    ]);

    let response = client_of(&fake).contacts().list(ACCOUNT).send().await?;

    assert_eq!(response.meta().attempt_count(), 2);
    assert!(response.meta().attempts()[0].wait >= Duration::from_secs(7));
    assert!(fake.elapsed() >= Duration::from_secs(7));
    Ok(())
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_the_caller_s() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::rate_limited(Duration::from_secs(20)));
    let mut policy = RetryPolicy::default();
    policy.max_retry_after = Duration::from_secs(10);
    let client = kirim::Client::builder().retry(policy).transport(fake.clone()).build()?;

    let error = client.contacts().list(ACCOUNT).send().await.expect_err("a rate limit");

    assert!(error.is_rate_limit());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
    assert_eq!(fake.received().len(), 1);
    Ok(())
}
