//! Lists that are paginated: items, pages, and a list that is continued later.

use futures_util::{StreamExt as _, TryStreamExt as _};
use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse, FakeResponses};

use crate::support::{ACCOUNT, TestResult, client_of, page};

/// Returns a server with three pages.
fn three_pages() -> Fake {
    Fake::new().on::<ListContacts>(FakeResponses::by(|request| match request.query("cursor").as_deref() {
        None => FakeResponse::ok(&page(&["a", "b"], Some("second"))),
        Some("second") => FakeResponse::ok(&page(&["c", "d"], Some("third"))),
        Some("third") => FakeResponse::ok(&page(&["e"], None)),
        Some(_) => FakeResponse::empty(400),
    }))
}

#[tokio::test]
async fn reads_all_items() -> TestResult {
    let fake = three_pages();
    let mut items = client_of(&fake).contacts().list(ACCOUNT).items();

    let mut names = Vec::new();
    while let Some(contact) = items.next().await {
        names.extend(contact?.name);
    }

    assert_eq!(names, ["a", "b", "c", "d", "e"]);
    assert_eq!(fake.received().len(), 3);
    Ok(())
}

#[tokio::test]
async fn reads_no_page_more_than_the_limit_needs() -> TestResult {
    let fake = three_pages();

    let contacts = client_of(&fake).contacts().list(ACCOUNT).items().limit(3).collect().await?;

    assert_eq!(contacts.len(), 3);
    assert_eq!(fake.received().len(), 2);
    Ok(())
}

#[tokio::test]
async fn reads_pages_with_their_responses() -> TestResult {
    let mut pages = client_of(&three_pages()).contacts().list(ACCOUNT).pages();

    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        assert_eq!(page.meta().status(), 200);
        sizes.push((page.data.len(), pages.cursor().map(str::to_owned)));
    }

    assert_eq!(sizes, [(2, Some("second".to_owned())), (2, Some("third".to_owned())), (1, None)]);
    Ok(())
}

#[tokio::test]
async fn continues_at_a_saved_cursor() -> TestResult {
    let client = client_of(&three_pages());
    let mut pages = client.contacts().list(ACCOUNT).pages();
    pages.next().await.expect("a page")?;
    let saved = pages.cursor().expect("a second page").to_owned();

    let rest = client.contacts().list(ACCOUNT).resume(saved).items().collect().await?;

    assert_eq!(rest.len(), 3);
    Ok(())
}

#[tokio::test]
async fn continues_after_an_error() -> TestResult {
    let fake = Fake::new().on::<ListContacts>([
        FakeResponse::ok(&page(&["a"], Some("second"))),
        FakeResponse::empty(403),
        FakeResponse::ok(&page(&["b"], None)),
    ]);
    let client = client_of(&fake);
    let mut items = client.contacts().list(ACCOUNT).items();
    items.next().await.expect("an item")?;
    assert!(items.next().await.expect("an error").is_err_and(|error| error.is_permission()));
    assert!(items.next().await.is_none());

    let cursor = items.cursor().expect("the page that failed").to_owned();
    let rest = client.contacts().list(ACCOUNT).resume(cursor).items().collect().await?;

    assert_eq!(rest[0].name.as_deref(), Some("b"));
    Ok(())
}

#[tokio::test]
async fn a_server_that_repeats_a_page_is_an_error() {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::ok(&page(&["a"], Some("again"))));

    let result = client_of(&fake).contacts().list(ACCOUNT).items().collect().await;

    assert!(matches!(result, Err(kirim::Error::Decode(_))));
}

#[tokio::test]
async fn items_are_a_stream() -> TestResult {
    let items = client_of(&three_pages()).contacts().list(ACCOUNT).items();

    let names: Vec<_> = items.try_filter_map(|contact| async { Ok(contact.name) }).skip(1).try_collect().await?;

    assert_eq!(names, ["b", "c", "d", "e"]);
    Ok(())
}
