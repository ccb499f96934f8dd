//! Responses with new, missing or unusual parts, which a client must still decode.

use kirim::models::{Contact, ContactList, ContactObject};
use kirim::operations::ListContacts;
use kirim::{Error, Operation as _};
use oaspress_tests::contacts_server::{ContactsServer, Fault};
use serde_json::{Value, json};

use crate::support::{client, contacts, first_page, impatient};

/// Returns the first page, with a fault.
async fn page(fault: Fault) -> ContactList {
    let server = ContactsServer::start();
    server.fail_next(fault);
    first_page(&impatient(&server)).await.unwrap().into_inner()
}

/// Returns the first page without a fault.
async fn usual_page() -> ContactList {
    first_page(&client(&ContactsServer::start())).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_page_is_read_in_full() {
    let server = ContactsServer::start();
    let page = first_page(&client(&server)).await.unwrap();
    assert_eq!((page.data.len(), page.has_more), (25, true));
    assert_eq!(page.next_cursor.as_deref().map(str::len), Some(32));
    assert_eq!(page.meta().status(), 200);
    assert_eq!(page.meta().content_type(), Some("application/json"));
    assert_eq!(page.meta().header("x-ratelimit-limit"), Some("600"));
    let first = &page.data[0];
    assert_eq!(first.object, ContactObject::Contact);
    assert_eq!(first.name.as_deref(), Some("Ada Lovelace 0"));
    assert_eq!(first.created_at.to_string(), "2025-01-01T00:00:00Z");
    assert_eq!(first.metadata.as_ref().unwrap()["nested"], json!({ "list": [1, "two", null, 4.5], "empty": {} }));
    assert_eq!(page.data[3].metadata, None);
    assert_eq!(page.data[1].metadata, Some(serde_json::Map::new()));
}

#[tokio::test]
async fn unknown_fields_are_passed_over() {
    assert_eq!(page(Fault::UnknownField).await, usual_page().await);
}

#[tokio::test]
async fn unknown_values_of_an_enum_are_kept() {
    let page = page(Fault::UnknownEnumValue { index: 3 }).await;
    assert_eq!(page.data.len(), 25);
    assert_eq!(page.data[3].object.as_str(), "robot");
    assert_eq!(page.data[3].object.to_string(), "robot");
    assert_eq!(serde_json::to_value(&page.data[3]).unwrap()["object"], "robot");
    let mut mended = page;
    mended.data[3].object = ContactObject::Contact;
    assert_eq!(mended, usual_page().await);
}

#[tokio::test]
async fn what_may_be_null_is_none_whether_null_or_missing() {
    for fault in [Fault::NullWhereAllowed, Fault::MissingNullableKeys] {
        let page = page(fault).await;
        assert_eq!(page.next_cursor, None);
        assert_eq!(page.data.len(), 25);
        for contact in &page.data {
            let Contact { phone_number, name, email, metadata, whatsapp_account, .. } = contact;
            assert_eq!((phone_number, name, email, metadata), (&None, &None, &None, &None));
            assert_eq!(whatsapp_account.phone_number, None);
        }
    }
}

#[tokio::test]
async fn a_contact_is_written_as_it_was_read() {
    let server = ContactsServer::start();
    let page = first_page(&client(&server)).await.unwrap();
    for (contact, sent) in page.data.iter().zip(server.contacts()) {
        let mut written = serde_json::to_value(contact).unwrap();
        for key in ["created_at", "updated_at"] {
            // `.000` may be written or omitted.
            let times =
                [&written[key], &sent[key]].map(|time| time.as_str().unwrap().parse::<jiff::Timestamp>().unwrap());
            assert_eq!(times[0], times[1]);
            written[key] = sent[key].clone();
        }
        assert_eq!(&written, sent);
    }
}

#[tokio::test]
async fn times_are_read_in_all_their_forms() {
    for (text, expected) in [
        ("2026-05-23T10:00:00Z", "2026-05-23T10:00:00Z"),
        ("2026-06-04T10:00:00.000Z", "2026-06-04T10:00:00Z"),
        ("2026-06-04T10:00:00.123456789Z", "2026-06-04T10:00:00.123456789Z"),
        ("2026-06-04T17:00:00+07:00", "2026-06-04T10:00:00Z"),
        ("2026-06-04t10:00:00z", "2026-06-04T10:00:00Z"),
    ] {
        let page = page(Fault::set("/data/0/created_at", text)).await;
        assert_eq!(page.data[0].created_at.to_string(), expected, "{text}");
    }
}

#[tokio::test]
async fn odd_but_honest_answers_are_read() {
    let server = ContactsServer::start();
    let client = impatient(&server);
    for body in [
        r#"{"data":[],"has_more":false,"next_cursor":null,"request_id":"r"}"#,
        "\n {\"request_id\" : \"r\", \"has_more\": false,\r\n\t\"data\": [ ] , \"new\": {\"data\": [1]} }\n",
        r#"{"data":[],"has_more":false,"request_id":"\u0072"}"#,
    ] {
        server.fail_next(Fault::raw(200, "text/plain", body));
        let page = first_page(&client).await.unwrap_or_else(|error| panic!("{error}: {body}"));
        let page = page.into_inner();
        assert_eq!((page.data.len(), page.has_more, page.next_cursor, page.request_id.as_str()), (0, false, None, "r"));
    }
}

#[tokio::test]
async fn a_success_that_the_document_does_not_know_is_a_page_if_it_looks_like_one() {
    let server = ContactsServer::start();
    let whole = r#"{"data":[],"has_more":false,"next_cursor":null,"request_id":"r"}"#;
    server.fail_next(Fault::RawResponse { status: 203, headers: Vec::new(), body: whole.into() });
    let page = first_page(&impatient(&server)).await.unwrap();
    assert_eq!((page.meta().status().as_u16(), page.request_id.as_str()), (203, "r"));
    for (status, body) in [(204, ""), (202, "{}"), (206, "[]")] {
        let server = ContactsServer::start();
        let headers = vec![("X-Request-Id".to_owned(), "req_1".to_owned())];
        server.fail_next(Fault::RawResponse { status, headers, body: body.into() });
        let error = first_page(&impatient(&server)).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.request_id(), Some("req_1"));
    }
}

#[tokio::test]
async fn large_numbers_and_deep_data_survive() {
    let metadata = json!({ "big": u64::MAX, "small": i64::MIN, "float": 1.5e300, "deep": [[[[{ "a": [] }]]]], "": "" });
    let page = page(Fault::set("/data/0/metadata", metadata.clone())).await;
    assert_eq!(page.data[0].metadata.clone().map(Value::Object), Some(metadata));
}

#[tokio::test]
async fn an_answer_can_be_had_as_it_came_and_be_read_later() {
    let server = ContactsServer::start();
    let client = impatient(&server);
    let raw = contacts(&client).limit(2).send_raw().await.unwrap();
    assert_eq!((raw.status().as_u16(), raw.meta().content_type()), (200, Some("application/json")));
    let rate = raw.meta().rate_limit().unwrap();
    assert_eq!((rate.limit, rate.remaining), (Some(600), Some(599)));
    assert!(rate.reset.is_some());
    assert_eq!(serde_json::from_slice::<Value>(raw.body()).unwrap()["data"].as_array().unwrap().len(), 2);
    let page = <ListContacts>::decode(raw).unwrap();
    assert_eq!((page.data.len(), page.meta().rate_limit()), (2, Some(rate)));

    server.fail_next(Fault::raw(503, "text/plain", "Closed."));
    let raw = contacts(&client).send_raw().await.unwrap();
    assert_eq!((raw.status().as_u16(), &raw.body()[..]), (503, &b"Closed."[..]));
    let (body, meta) = raw.into_parts();
    assert_eq!((body.len(), meta.attempt_count()), (7, 1));
}
