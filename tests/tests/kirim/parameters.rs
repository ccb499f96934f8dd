//! Every parameter: the bytes that are sent, and the value that the server decodes.

use kirim::Client;
use kirim::operations::ListContacts;
use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};

use crate::support::{client, contacts, impatient};

/// Returns the path and query that a call sends, whatever the response is.
async fn sent(call: impl FnOnce(ListContacts<Client>) -> ListContacts<Client>) -> String {
    let server = ContactsServer::start();
    let outcome = call(contacts(&impatient(&server))).send().await;
    let target = server.requests().pop().unwrap_or_else(|| panic!("nothing was sent: {outcome:?}")).target;
    target.strip_prefix("/v1/106540352242922/contacts").unwrap().to_owned()
}

/// Returns the encoded value of a search for this text.
async fn sent_search(text: &str) -> String {
    sent(|list| list.search(text)).await.strip_prefix("?search=").unwrap().to_owned()
}

#[tokio::test]
async fn nothing_but_the_path_is_sent_by_default() {
    assert_eq!(sent(|list| list).await, "");
}

#[tokio::test]
async fn all_parameters_are_sent_in_the_documents_order() {
    let query = sent(|list| list.cursor("c").limit(50).search("ada").phone("+628111111111")).await;
    assert_eq!(query, "?phone=%2B628111111111&search=ada&limit=50&cursor=c");
}

#[tokio::test]
async fn the_last_value_of_a_parameter_counts() {
    assert_eq!(sent(|list| list.limit(1).limit(2).phone("+1").phone("+2")).await, "?phone=%2B2&limit=2");
}

#[tokio::test]
async fn a_search_can_hold_anything() {
    for (text, expected) in [
        ("ada lovelace", "ada%20lovelace"),
        (" ", "%20"),
        ("+", "%2B"),
        ("Łukasz Żółć", "%C5%81ukasz%20%C5%BB%C3%B3%C5%82%C4%87"),
        ("王小明 ☕", "%E7%8E%8B%E5%B0%8F%E6%98%8E%20%E2%98%95"),
        ("a&limit=1", "a%26limit%3D1"),
        ("a=b;c,d", "a%3Db%3Bc%2Cd"),
        ("..", ".."),
        ("../../etc", "..%2F..%2Fetc"),
        ("?#", "%3F%23"),
        ("100%", "100%25"),
        ("%2B", "%252B"),
        ("\"'<>\\^`{|}", "%22%27%3C%3E%5C%5E%60%7B%7C%7D"),
        ("a\r\nX-Evil: 1", "a%0D%0AX-Evil%3A%201"),
        ("\0", "%00"),
        ("-._~", "-._~"),
    ] {
        assert_eq!(sent_search(text).await, expected, "{text:?}");
    }
}

#[tokio::test]
async fn lengths_are_counted_in_characters() {
    let longest = "ż".repeat(200);
    assert_eq!(sent_search(&longest).await, "%C5%BC".repeat(200));
    assert_eq!(sent_search("a").await, "a");
}

#[tokio::test]
async fn free_strings_may_be_empty() {
    assert_eq!(sent(|list| list.phone("").cursor("")).await, "?phone=&cursor=");
}

#[tokio::test]
async fn a_limit_is_a_number_or_digits() {
    assert_eq!(sent(|list| list.limit(25)).await, "?limit=25");
    assert_eq!(sent(|list| list.limit(25_u8)).await, "?limit=25");
    assert_eq!(sent(|list| list.limit(25_usize)).await, "?limit=25");
    assert_eq!(sent(|list| list.limit("025")).await, "?limit=025");
    let limit = kirim::models::Limit::new("7").unwrap();
    assert_eq!(sent(|list| list.limit(limit)).await, "?limit=7");
}

#[tokio::test]
async fn an_account_is_digits_or_a_number() {
    let server = ContactsServer::start();
    let contacts = client(&server).contacts();
    for call in [
        contacts.list("106540352242922"),
        contacts.list(String::from("106540352242922")),
        contacts.list(106_540_352_242_922_u64),
        contacts.list(106_540_352_242_922_i64),
        contacts.list(kirim::models::PhoneNumberId::new(PHONE_NUMBER_ID).unwrap()),
    ] {
        assert_eq!(call.send().await.unwrap().data.len(), 25);
    }
    assert!(server.requests().iter().all(|request| request.target == "/v1/106540352242922/contacts"));
}

#[tokio::test]
async fn the_server_understands_every_filter() {
    let server = ContactsServer::start();
    let client = client(&server);

    let one = contacts(&client).phone("+628110000003").send().await.unwrap();
    assert_eq!(one.data.len(), 1);
    assert_eq!(one.data[0].phone_number.as_deref(), Some("+628110000003"));
    assert_eq!(one.data[0].name.as_deref(), Some("Grace Hopper 3"));

    for (text, name) in [
        ("łukasz żółć 44", "Łukasz Żółć 44"),
        ("O'Brien 16", "Seán O'Brien 16"),
        ("\"z\" müller 8", "Zoë \"Z\" Müller 8"),
    ] {
        let found = contacts(&client).search(text).send().await.unwrap();
        let names: Vec<_> = found.data.iter().map(|contact| contact.name.as_deref().unwrap()).collect();
        assert_eq!(names, [name], "{text}");
    }

    let none = contacts(&client).search("Ada").phone("+628110000003").send().await.unwrap();
    assert_eq!((none.data.len(), none.has_more, &none.next_cursor), (0, false, &None));

    let three = contacts(&client).limit(3).send().await.unwrap();
    let rest = contacts(&client).cursor(three.next_cursor.as_deref().unwrap()).send().await.unwrap();
    assert_eq!((three.data.len(), rest.data.len()), (3, 25));
    assert_eq!(rest.data[0].id, server.contacts()[3]["id"]);
}
