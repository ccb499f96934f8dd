//! Retries: the policy, the budget that all calls share, and requests that are safe to retry.

use std::time::Duration;

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};
use kirim::{AttemptEnd, Operation as _, Replay, RetryPolicy, TransportKind};

use crate::support::{ACCOUNT, TestResult, client_of, page};

#[tokio::test]
async fn a_call_is_attempted_again_and_every_attempt_is_on_record() -> TestResult {
    let fake = Fake::new().on::<ListContacts>([
        FakeResponse::empty(503),
        FakeResponse::failure(TransportKind::Interrupted),
        FakeResponse::ok(&page(&["Ada"], None)),
    ]);

    let response = client_of(&fake).contacts().list(ACCOUNT).send().await?;

    let ends: Vec<_> = response.meta().attempts().iter().map(|attempt| attempt.end).collect();
    let unavailable = AttemptEnd::Status(http::StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ends, [unavailable, AttemptEnd::Failure(TransportKind::Interrupted)]);
    assert_eq!(response.meta().attempt_count(), 3);
    Ok(())
}

#[tokio::test]
async fn the_policy_sets_how_often_and_how_fast() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::empty(503));
    let mut policy = RetryPolicy::default();
    policy.max_retries = 6;
    policy.base_delay = Duration::from_millis(10);
    policy.max_delay = Duration::from_millis(20);
    let client = kirim::Client::builder().retry(policy).transport(fake.clone()).build()?;

    let error = client.contacts().list(ACCOUNT).send().await.expect_err("unavailable");

    assert_eq!(error.attempts().len(), 6);
    assert!(error.attempts().iter().all(|attempt| attempt.wait <= Duration::from_millis(20)));
    assert_eq!(fake.received().len(), 7);
    Ok(())
}

#[tokio::test]
async fn one_call_has_a_number_of_its_own() {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::empty(503));

    let error = client_of(&fake).contacts().list(ACCOUNT).max_retries(1).send().await.expect_err("unavailable");

    assert_eq!(error.attempts().len(), 1);
}

#[tokio::test]
async fn all_calls_share_a_budget() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::empty(503));
    let mut policy = RetryPolicy::default();
    policy.budget = 4;
    let client = kirim::Client::builder().retry(policy).transport(fake.clone()).build()?;

    for _ in 0..3 {
        client.contacts().list(ACCOUNT).send().await.expect_err("unavailable");
    }

    assert_eq!(fake.received().len(), 3 + 4);
    Ok(())
}

#[tokio::test]
async fn what_the_caller_did_wrong_is_sent_once() {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::empty(422));

    let error = client_of(&fake).contacts().list(ACCOUNT).send().await.expect_err("invalid");

    assert!(error.attempts().is_empty());
}

#[tokio::test]
async fn a_key_goes_with_every_attempt() -> TestResult {
    let fake = Fake::new().on::<ListContacts>([FakeResponse::empty(503), FakeResponse::ok(&page(&[], None))]);

    client_of(&fake).contacts().list(ACCOUNT).idempotency_key("import-7").send().await?;

    let keys: Vec<_> =
        fake.received().iter().filter_map(|request| Some(request.header("idempotency-key")?.to_owned())).collect();
    assert_eq!(keys, ["import-7", "import-7"]);
    Ok(())
}

#[test]
fn an_operation_tells_whether_it_may_be_repeated() {
    assert_eq!(ListContacts::new(ACCOUNT).replay(), Replay::Safe);
    assert_eq!(Replay::for_method(&http::Method::DELETE), Replay::Idempotent);
    assert_eq!(Replay::for_method(&http::Method::POST), Replay::Unsafe);
}
