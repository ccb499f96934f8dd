//! Paginated lists in which a page has a fault.

use kirim::Error;
use kirim::models::{Contact, ContactObject};
use kirim::operations::ListContacts;
use oaspress_tests::contacts_server::{ContactsServer, Fault};

use crate::support::{client, contacts, impatient};

/// Returns the contacts before the end of a list, and the error if there was one.
async fn walk(list: ListContacts<kirim::Client>) -> (Vec<Contact>, Option<Error>, Option<String>) {
    let mut items = list.items();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(contact) => seen.push(contact),
            Err(error) => {
                let cursor = items.cursor().map(str::to_owned);
                assert!(items.next().await.is_none(), "nothing comes after an error");
                return (seen, Some(error), cursor);
            }
        }
    }
    (seen, None, items.cursor().map(str::to_owned))
}

#[tokio::test]
async fn a_walk_ends_with_the_error_and_can_go_on_later() {
    let server = ContactsServer::start();
    server.fail_next(Fault::UnknownField);
    server.fail_next(Fault::Status(401));
    let client = impatient(&server);
    let (seen, error, cursor) = walk(contacts(&client)).await;
    assert_eq!(seen.len(), 25);
    assert!(error.unwrap().is_authentication());
    assert_eq!(server.requests().len(), 2);

    let (rest, error, cursor) = walk(contacts(&client).cursor(cursor.unwrap())).await;
    assert!(error.is_none() && cursor.is_none(), "{error:?}");
    let ids: Vec<_> = seen.iter().chain(&rest).map(|contact| contact.id.as_str()).collect();
    let expected: Vec<_> = server.contacts().iter().map(|contact| contact["id"].as_str().unwrap()).collect();
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn a_walk_survives_what_passes() {
    let server = ContactsServer::start();
    for fault in [Fault::Status(503), Fault::UnknownField, Fault::Disconnect, Fault::Html(502), Fault::UnknownField] {
        server.fail_next(fault);
    }
    let (seen, error, _) = walk(contacts(&client(&server))).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(seen.len(), 60);
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn one_unknown_value_costs_nothing_else() {
    let server = ContactsServer::start();
    server.fail_next(Fault::UnknownEnumValue { index: 3 });
    let (seen, error, _) = walk(contacts(&client(&server))).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(seen.len(), 60);
    let unknown: Vec<_> = seen.iter().filter(|contact| contact.object != ContactObject::Contact).collect();
    assert_eq!(unknown.len(), 1);
    assert_eq!(unknown[0].object, ContactObject::Unknown("robot".to_owned()));
}

#[tokio::test]
async fn a_cursor_that_comes_again_is_an_error_and_not_an_endless_list() {
    let server = ContactsServer::start();
    let client = client(&server);
    let again = contacts(&client).send().await.unwrap().into_inner().next_cursor.unwrap();
    server.fail_next(Fault::UnknownField);
    server.fail_next(Fault::set("/next_cursor", again));
    let (seen, error, _) = walk(contacts(&client)).await;
    assert_eq!(seen.len(), 50);
    let text = error.unwrap().to_string();
    let expected =
        "the response cannot be read: the cursor of the next page was already used (status 200, request req_";
    assert!(text.starts_with(expected), "{text}");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn a_walk_ends_when_the_server_says_so() {
    let server = ContactsServer::start();
    server.fail_next(Fault::set("/has_more", false));
    let (seen, error, cursor) = walk(contacts(&client(&server))).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!((seen.len(), cursor, server.requests().len()), (25, None, 1));
}

#[tokio::test]
async fn a_page_that_promises_more_and_names_no_cursor_is_no_end() {
    for pointer in ["null", "empty"] {
        let server = ContactsServer::start();
        let cursor = if pointer == "null" { serde_json::Value::Null } else { "".into() };
        server.fail_next(Fault::set("/next_cursor", cursor));
        let (seen, error, _) = walk(contacts(&client(&server))).await;
        assert_eq!((seen.len(), server.requests().len()), (25, 1), "{pointer}");
        let text = error.expect("the other contacts are not lost in silence").to_string();
        let expected = "the response cannot be read: there are more pages, but the response does not identify the next one (status 200, request req_";
        assert!(text.starts_with(expected), "{text}");
    }
}

#[tokio::test]
async fn invalid_input_ends_a_walk_before_it_begins() {
    let server = ContactsServer::start();
    let (seen, error, _) = walk(client(&server).contacts().list("12")).await;
    assert_eq!(seen.len(), 0);
    assert_eq!(error.unwrap().to_string(), r"path parameter `phone_number_id` must match `^\d{6,20}$`");
    assert_eq!(server.requests().len(), 0);
}
