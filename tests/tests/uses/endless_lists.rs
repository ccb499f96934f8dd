//! Paginated lists with empty pages, which are skipped up to a limit.

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse, FakeResponses};

use crate::support::{ACCOUNT, TestResult, client_of, page};

/// Returns a server whose first `empty` pages have no items. The next page is the last one.
fn empty_pages(empty: usize) -> Fake {
    Fake::new().on::<ListContacts>(FakeResponses::by(move |request| {
        let number: usize = request.query("cursor").and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
        let next = (number + 1).to_string();
        FakeResponse::ok(&if number < empty { page(&[], Some(&next)) } else { page(&["Ada"], None) })
    }))
}

#[tokio::test]
async fn pages_without_items_are_skipped() -> TestResult {
    let fake = empty_pages(99);

    let contacts = client_of(&fake).contacts().list(ACCOUNT).items().collect().await?;

    assert_eq!((contacts.len(), fake.received().len()), (1, 100));
    Ok(())
}

#[tokio::test]
async fn a_list_that_never_ends_is_an_error_that_says_where_to_continue() -> TestResult {
    let fake = empty_pages(150);
    let client = client_of(&fake);
    let mut items = client.contacts().list(ACCOUNT).items();

    items.next().await.expect("an end").expect_err("an error");
    let cursor = items.cursor().expect("the next page").to_owned();

    let rest = client.contacts().list(ACCOUNT).resume(cursor).items().collect().await?;
    assert_eq!(rest.len(), 1);
    Ok(())
}

#[tokio::test]
async fn the_limit_is_the_callers() -> TestResult {
    let items = client_of(&empty_pages(150)).contacts().list(ACCOUNT).items().max_empty_pages(1_000);

    assert_eq!(items.collect().await?.len(), 1);
    Ok(())
}
