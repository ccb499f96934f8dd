//! Code that is generic over operations, and operations that are values.

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};
use kirim::{Operation, Response, generic};

use crate::support::{ACCOUNT, TestResult, client_of, page};

/// Sends any operation, and returns the number of attempts.
async fn counted<O: Operation>(
    client: &kirim::Client,
    operation: &O,
) -> Result<(Response<O::Output>, u32), generic::Error<O::Failure>> {
    let response = client.core().send(operation).await?;
    let attempt_count = response.meta().attempt_count();
    Ok((response, attempt_count))
}

#[tokio::test]
async fn an_operation_is_a_value_that_is_sent_later() -> TestResult {
    let fake = Fake::new().on::<ListContacts>([FakeResponse::empty(503), FakeResponse::ok(&page(&["Ada"], None))]);
    let operation = ListContacts::new(ACCOUNT).search("ada");

    let (page, attempt_count) = counted(&client_of(&fake), &operation).await?;

    assert_eq!((page.data.len(), attempt_count), (1, 2));
    assert_eq!(fake.received()[1].query("search").as_deref(), Some("ada"));
    Ok(())
}

#[tokio::test]
async fn calls_run_at_the_same_time_on_clones_of_a_client() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::ok(&page(&["Ada"], None)));
    let client = client_of(&fake);

    let calls: Vec<_> = (0..4)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.contacts().list(ACCOUNT).send().await.map(|page| page.data.len()) })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await??, 1);
    }

    assert_eq!(fake.received().len(), 4);
    Ok(())
}
