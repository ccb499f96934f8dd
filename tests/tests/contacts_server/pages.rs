//! Pages, filters and cursors.

use oaspress_tests::contacts_server::ContactsServer;
use serde_json::{Value, json};

use crate::http::{data, get, list};

/// Follows the cursors to the last page.
fn all(server: &ContactsServer, filters: &str) -> (usize, Vec<Value>) {
    let mut page = list(server, &format!("?{filters}")).page();
    let mut pages = 1;
    let mut found = data(&page).to_vec();
    while let Some(cursor) = page["next_cursor"].as_str() {
        assert_eq!(page["has_more"], true);
        page = list(server, &format!("?cursor={cursor}&{filters}")).page();
        pages += 1;
        found.extend_from_slice(data(&page));
    }
    assert_eq!(page["has_more"], false);
    assert_eq!(page["next_cursor"], Value::Null);
    (pages, found)
}

#[test]
fn a_page_has_25_contacts_unless_a_limit_says_otherwise() {
    let server = ContactsServer::start();
    assert_eq!(data(&list(&server, "").page()).len(), 25);
    assert_eq!(data(&list(&server, "?limit=1").page()).len(), 1);
    assert_eq!(data(&list(&server, "?limit=100").page()).len(), 60);
    assert_eq!(data(&list(&server, "?limit=007").page()).len(), 7);
}

#[test]
fn many_pages_hold_every_contact_once_and_in_order() {
    let server = ContactsServer::builder().contacts(2500).start();
    let (pages, found) = all(&server, "limit=100");
    assert_eq!(pages, 25);
    assert_eq!(found, server.contacts());
}

#[test]
fn a_page_that_ends_with_the_last_contact_is_the_last_page() {
    let server = ContactsServer::builder().contacts(50).start();
    assert_eq!(all(&server, "").0, 2);
    let nobody = ContactsServer::builder().contacts(0).start();
    assert_eq!(all(&nobody, ""), (1, Vec::new()));
}

#[test]
fn search_finds_parts_of_name_and_email_in_any_case() {
    let server = ContactsServer::start();
    let (pages, found) = all(&server, "search=GRACE&limit=2");
    assert_eq!(pages, 3);
    assert!(found.iter().all(|contact| { contact["name"].as_str().unwrap().starts_with("Grace Hopper") }));
    assert_eq!(data(&list(&server, "?search=contact12%40").page())[0]["email"], "contact12@example.com");
    assert_eq!(
        data(&list(&server, "?search=%C5%82UKASZ+%C5%BB%C3%B3%C5%82%C4%86+4").page())[0]["name"],
        "Łukasz Żółć 4"
    );
    assert_eq!(data(&list(&server, "?search=%2562811").page()), [] as [Value; 0]);
}

#[test]
fn phone_finds_exactly_one_number() {
    let server = ContactsServer::start();
    let page = list(&server, "?phone=%2B628110000012").page();
    assert_eq!(data(&page), [server.contacts()[12].clone()]);
    assert_eq!(data(&list(&server, "?phone=%2B62811000001").page()), [] as [Value; 0]);
    let both = list(&server, "?phone=%2B628110000012&search=nobody").page();
    assert_eq!(data(&both), [] as [Value; 0]);
}

#[test]
fn a_cursor_is_bound_to_its_filters_but_not_to_its_limit() {
    let server = ContactsServer::start();
    let page = list(&server, "?search=example&limit=10").page();
    let cursor = page["next_cursor"].as_str().unwrap();
    assert_eq!(list(&server, &format!("?search=example&limit=3&cursor={cursor}")).status, 200);
    for query in [
        format!("?cursor={cursor}"),
        format!("?search=Example&cursor={cursor}"),
        format!("?search=example&phone=%2B628110000012&cursor={cursor}"),
    ] {
        assert_eq!(list(&server, &query).error(), "400 invalid_request_error invalid_cursor cursor", "{query}");
    }
}

#[test]
fn a_cursor_that_was_tampered_with_is_rejected() {
    let server = ContactsServer::start();
    let page = list(&server, "").page();
    let cursor = page["next_cursor"].as_str().unwrap();
    for place in 0..cursor.len() {
        let other = if cursor.as_bytes()[place] == b'x' { "y" } else { "x" };
        let tampered = format!("{}{other}{}", &cursor[..place], &cursor[place + 1..]);
        assert_eq!(list(&server, &format!("?cursor={tampered}")).status, 400, "{tampered}");
    }
    for cursor in ["", "next", "%00", &cursor[..cursor.len() - 2], &format!("{cursor}AA")] {
        let answer = list(&server, &format!("?cursor={cursor}"));
        assert_eq!(answer.error(), "400 invalid_request_error invalid_cursor cursor", "{cursor}");
    }
}

#[test]
fn the_contacts_are_the_same_on_every_run() {
    let server = ContactsServer::start();
    assert_eq!(
        server.contacts()[6],
        json!({
            "id": "ctc_QPSEZT98RBEJRKN3E62M1H9RY6",
            "object": "contact",
            "phone_number": "+628110000006",
            "name": null,
            "email": "contact6@example.com",
            "metadata": { "vip": true, "note": "naïve café ☕" },
            "whatsapp_account": { "phone_number": "+62 851-1760-0829" },
            "created_at": "2025-01-01T06:00:42Z",
            "updated_at": "2025-01-02T06:00:42.000Z"
        })
    );
    let mut ids: Vec<_> = server.contacts().iter().map(|contact| contact["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 60);
}

#[test]
fn the_path_parameter_is_decoded_like_any_other() {
    let server = ContactsServer::start();
    assert_eq!(get(&server, "/v1/10654035224292%32/contacts").status, 200);
    assert_eq!(get(&server, "/v1/106540352242922%2Fcontacts").status, 404);
}
