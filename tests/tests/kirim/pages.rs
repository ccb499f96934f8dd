//! Paginated lists: complete, lazy, and with constant filters.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use kirim::models::Contact;
use oaspress_tests::contacts_server::{ContactsServer, RecordedRequest};
use serde_json::Value;

use crate::support::{client, contacts};

/// Returns the query of a request with its parameters in order, and the cursor separately.
fn query(request: &RecordedRequest) -> (String, Option<String>) {
    let mut cursor = None;
    let mut rest = Vec::new();
    for part in request.query().unwrap_or_default().split('&') {
        match part.strip_prefix("cursor=") {
            Some(text) => cursor = Some(text.to_owned()),
            None => rest.push(part),
        }
    }
    (rest.join("&"), cursor)
}

/// Checks that a contact equals the JSON that the server sent.
fn assert_same(contact: &Contact, sent: &Value) {
    assert_eq!(contact.id, sent["id"]);
    assert_eq!(contact.object.as_str(), sent["object"]);
    assert_eq!(contact.phone_number.as_deref(), sent["phone_number"].as_str());
    assert_eq!(contact.name.as_deref(), sent["name"].as_str());
    assert_eq!(contact.email.as_deref(), sent["email"].as_str());
    assert_eq!(contact.metadata.as_ref(), sent["metadata"].as_object());
    assert_eq!(contact.whatsapp_account.phone_number.as_deref(), sent["whatsapp_account"]["phone_number"].as_str());
    for (read, text) in [(contact.created_at, &sent["created_at"]), (contact.updated_at, &sent["updated_at"])] {
        assert_eq!(read, text.as_str().unwrap().parse().unwrap());
    }
}

#[tokio::test]
async fn all_2500_contacts_come_once_each_and_as_they_were_sent() {
    let server = ContactsServer::builder().contacts(2500).start();
    let mut items = contacts(&client(&server)).items();
    let mut count = 0;
    while let Some(contact) = items.next().await {
        assert_same(&contact.unwrap(), &server.contacts()[count]);
        count += 1;
    }
    assert_eq!(count, 2500);
    let requests = server.requests();
    // A page has 25 contacts by default.
    assert_eq!(requests.len(), 100);
    assert_eq!(query(&requests[0]), (String::new(), None));
    let cursors: BTreeSet<_> = requests.iter().filter_map(|request| query(request).1).collect();
    assert_eq!(cursors.len(), 99);
}

#[tokio::test]
async fn filters_and_limit_stay_the_same_on_all_pages() {
    let server = ContactsServer::builder().contacts(2500).start();
    let all: Vec<_> =
        contacts(&client(&server)).search("& é contact").limit(100).items().try_collect::<Vec<_>>().await.unwrap();
    assert_eq!(all.len(), 0);

    let all: Vec<_> = contacts(&client(&server)).search("contact").limit(100).items().try_collect().await.unwrap();
    let expected = server.contacts().iter().filter(|contact| contact["email"].is_string());
    assert!(all.iter().map(|contact| contact.id.as_str()).eq(expected.map(|contact| contact["id"].as_str().unwrap())));
    assert_eq!(all.len(), 2000);

    let requests = server.requests();
    assert_eq!(requests[0].query(), Some("search=%26%20%C3%A9%20contact&limit=100"));
    assert_eq!(requests.len(), 1 + 20);
    for (number, request) in requests[1..].iter().enumerate() {
        let (rest, cursor) = query(request);
        assert_eq!(rest, "search=contact&limit=100");
        assert_eq!(cursor.is_some(), number > 0);
        assert_eq!(request.path(), "/v1/106540352242922/contacts");
    }
}

#[tokio::test]
async fn a_page_is_read_when_it_is_needed_and_not_before() {
    let server = ContactsServer::start();
    let client = client(&server);
    let mut items = contacts(&client).limit(10).items();
    assert_eq!(server.requests().len(), 0);
    for (number, expected) in (1..=10).map(|number| (number, 1)).chain([(11, 2)]) {
        items.next().await.unwrap().unwrap();
        assert_eq!(server.requests().len(), expected, "after item {number}");
    }
    drop(items);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_stream_can_be_cut_short() {
    let server = ContactsServer::start();
    let some: Vec<_> = contacts(&client(&server)).limit(10).items().take(20).try_collect().await.unwrap();
    assert_eq!(some.len(), 20);
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn the_last_page_is_known_to_be_the_last() {
    for (count, limit, requests) in [(0, 10, 1), (9, 10, 1), (10, 10, 1), (11, 10, 2), (20, 10, 2), (60, 7, 9)] {
        let server = ContactsServer::builder().contacts(count).start();
        let mut items = contacts(&client(&server)).limit(limit).items();
        let mut seen = 0;
        while let Some(item) = items.next().await {
            item.unwrap();
            seen += 1;
        }
        assert!(items.next().await.is_none(), "an end is an end");
        assert_eq!((seen, server.requests().len()), (count, requests));
    }
}

#[tokio::test]
async fn pages_come_with_what_is_known_of_them() {
    // With a window of one day, the bucket does not refill during the test.
    let server = ContactsServer::builder().rate_window(Duration::from_secs(86_400)).start();
    let mut pages = contacts(&client(&server)).pages();
    let mut seen = Vec::new();
    let mut ids = BTreeSet::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert_eq!(page.meta().request_id(), Some(page.request_id.as_str()));
        assert_eq!(page.next_cursor.as_deref(), pages.cursor());
        ids.insert(page.request_id.clone());
        let remaining = page.meta().rate_limit().unwrap().remaining.unwrap();
        seen.push((page.data.len(), page.has_more, page.meta().attempt_count(), remaining));
    }
    assert_eq!(seen, [(25, true, 1, 599), (25, true, 1, 598), (10, false, 1, 597)]);
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn pages_turn_into_the_items_that_are_left() {
    let server = ContactsServer::start();
    let mut pages = contacts(&client(&server)).pages();
    let first = pages.next().await.unwrap().unwrap();
    let rest: Vec<_> = pages.items().try_collect().await.unwrap();
    assert_eq!((first.data.len(), rest.len()), (25, 35));
    assert_same(&rest[0], &server.contacts()[25]);
}

#[tokio::test]
async fn a_walk_can_begin_at_a_cursor() {
    let server = ContactsServer::start();
    let client = client(&server);
    let cursor = contacts(&client).limit(50).send().await.unwrap().into_inner().next_cursor.unwrap();
    let rest: Vec<_> = contacts(&client).cursor(cursor).items().try_collect().await.unwrap();
    assert_eq!(rest.len(), 10);
    assert_same(&rest[0], &server.contacts()[50]);
}
