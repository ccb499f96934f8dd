//! Raw responses, headers, and responses that are decoded as another type.

use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};
use kirim::{ErrorBody, Operation as _};
use serde_json::Value;

use crate::support::{ACCOUNT, TestResult, client_of, page};

#[tokio::test]
async fn a_raw_response_has_any_status() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::bytes(404, "text/plain; charset=utf-8", "nothing here"));

    let raw = client_of(&fake).contacts().list(ACCOUNT).send_raw().await?;

    assert_eq!(raw.status(), 404);
    assert_eq!(raw.body().as_ref(), b"nothing here");
    assert_eq!(raw.meta().content_type(), Some("text/plain; charset=utf-8"));
    assert_eq!(raw.meta().media_type().as_deref(), Some("text/plain"));
    assert_eq!(raw.meta().content_type_parameter("charset"), Some("utf-8"));
    Ok(())
}

#[tokio::test]
async fn a_raw_response_is_decoded_later() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::ok(&page(&["Ada"], None)));
    let raw = client_of(&fake).contacts().list(ACCOUNT).send_raw().await?;

    let any = raw.clone().json::<Value, ErrorBody>()?;
    let page = ListContacts::<()>::decode(raw)?;

    assert_eq!(any["data"][0]["name"], "Ada");
    assert_eq!(page.data[0].name.as_deref(), Some("Ada"));
    Ok(())
}

#[tokio::test]
async fn headers_are_read_as_what_they_contain() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(
        FakeResponse::ok(&page(&[], None))
            .header("x-shard", "7")
            .header("x-regions", "a, b")
            .header("last-modified", "Fri, 02 Jan 2026 03:04:05 GMT"),
    );

    let response = client_of(&fake).contacts().list(ACCOUNT).send().await?;

    let meta = response.meta();
    assert_eq!(meta.header("x-shard"), Some("7"));
    assert_eq!(meta.header_as::<u8>("x-shard"), Some(7));
    assert_eq!(meta.header_list::<String>("x-regions"), ["a", "b"]);
    assert_eq!(meta.header_time("last-modified"), Some("2026-01-02T03:04:05Z".parse()?));
    let (value, meta) = response.into_parts();
    assert!(value.data.is_empty());
    assert_eq!(meta.attempt_count(), 1);
    Ok(())
}
