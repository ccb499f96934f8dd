//! Errors that are found before a request is sent. The server must not receive a request.

use kirim::models::{Limit, PhoneNumberId, SearchFilter};
use kirim::{Client, Error};
use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};

use crate::support::{builder, chain, client, contacts, first_page};

#[tokio::test]
async fn a_missing_key_is_told_with_the_ways_to_give_one() {
    let server = ContactsServer::start();
    let nameless = Client::builder().base_url(server.base_url()).build().unwrap();
    let blank = builder(&server).bearer_auth("").build().unwrap();
    for client in [nameless, blank] {
        let error = first_page(&client).await.unwrap_err();
        assert_eq!(
            chain(&error),
            "no credential for `bearerAuth`: pass one to `bearer_auth` of the client's builder, \
             set `KIRIM_API_KEY` in the environment, or use `.anonymous()` on the builder or the call if the server \
             requires none"
        );
        let Error::MissingCredential(error) = error else { panic!("{error:?} is another error") };
        assert_eq!(error.scheme(), "bearerAuth");
        assert_eq!((error.setter(), error.variable()), (Some("bearer_auth"), Some("KIRIM_API_KEY")));
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn what_is_anonymous_is_sent_without_a_key() {
    let server = ContactsServer::start();
    let nobody = builder(&server).anonymous().build().unwrap();
    assert_eq!(first_page(&nobody).await.unwrap_err().status().unwrap().as_u16(), 401);
    let somebody = client(&server);
    let error = contacts(&somebody).anonymous().send().await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
    // The pages of a list, and the blocking client.
    let mut items = contacts(&somebody).anonymous().items();
    assert_eq!(items.next().await.unwrap().unwrap_err().status().unwrap().as_u16(), 401);
    let blocking = kirim::blocking::Client::builder().base_url(server.base_url()).bearer_auth(server.api_key());
    let blocking = blocking.build().unwrap();
    let call = move || blocking.contacts().list(PHONE_NUMBER_ID).anonymous().send().unwrap_err();
    let error = tokio::task::spawn_blocking(call).await.unwrap();
    assert_eq!(error.status().unwrap().as_u16(), 401);
    assert_eq!(server.requests().len(), 4);
    contacts(&somebody).send().await.unwrap();
}

#[tokio::test]
async fn a_key_that_no_header_can_hold_is_told() {
    let server = ContactsServer::start();
    for key in ["kdv_live_key\n", " kdv_live_key", "kdv_live_\r\nX-Evil: 1", "kdv_live_ключ"] {
        let client = builder(&server).bearer_auth(key).build().unwrap();
        let error = first_page(&client).await.unwrap_err();
        assert_eq!(
            chain(&error),
            "the credential for `bearerAuth` has white space around it or characters that a header cannot contain"
        );
        assert!(matches!(error, Error::Configuration(_)), "{error:?}");
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn invalid_input_names_the_parameter_and_the_rule() {
    let server = ContactsServer::start();
    let client = client(&server);
    let account = r"path parameter `phone_number_id` must match `^\d{6,20}$`";
    let too_long = "ż".repeat(201);
    for (call, expected) in [
        (client.contacts().list(""), account),
        (client.contacts().list("12345"), account),
        (client.contacts().list("123456789012345678901"), account),
        (client.contacts().list("+628111111111"), account),
        (client.contacts().list("106540352242922\n"), account),
        (client.contacts().list("١٠٦٥٤٠٣٥٢"), account),
        (client.contacts().list(".."), account),
        (client.contacts().list("../accounts/12"), account),
        (client.contacts().list("123456/x"), account),
        (client.contacts().list(-123_456), account),
        (client.contacts().list(12), account),
        (contacts(&client).search(""), "query parameter `search` must have at least 1 character"),
        (contacts(&client).search(too_long), "query parameter `search` must have at most 200 characters"),
        (contacts(&client).limit(""), r"query parameter `limit` must match `^\d+$`"),
        (contacts(&client).limit("ten"), r"query parameter `limit` must match `^\d+$`"),
        (contacts(&client).limit(-1), r"query parameter `limit` must match `^\d+$`"),
        (contacts(&client).limit("1 "), r"query parameter `limit` must match `^\d+$`"),
    ] {
        let error = call.send().await.unwrap_err();
        assert_eq!(chain(&error), expected);
        assert!(matches!(error, Error::InvalidInput(_)), "{error:?}");
        assert_eq!((error.status(), error.request_id(), error.retry_after()), (None, None, None));
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn invalid_input_is_never_repeated() {
    let server = ContactsServer::start();
    let call = client(&server).contacts().list("0812-345-private");
    let shown = format!("{call:?}");
    let error = call.send().await.unwrap_err();
    for text in [shown, error.to_string(), format!("{error:?}")] {
        assert!(!text.contains("private"), "{text}");
    }
    let Error::InvalidInput(error) = error else { panic!("{error:?} is another error") };
    assert_eq!((error.parameter(), error.rule()), ("phone_number_id", r"must match `^\d{6,20}$`"));
}

#[tokio::test]
async fn a_header_that_can_not_be_sent_is_told() {
    let server = ContactsServer::start();
    let client = client(&server);
    for (name, value, expected) in [
        ("X-Note", "a\r\nX-Evil: 1", "header `X-Note` must not have line breaks or other control characters"),
        ("X Note", "a", "header `X Note` must be the name of a header"),
        ("X-Note", " a", "header `X-Note` must not begin or end with white space"),
        ("Host", "example.com", "header `Host` is set by the transport"),
        ("Content-Length", "1", "header `Content-Length` is set by the transport"),
    ] {
        let error = contacts(&client).header(name, value).send().await.unwrap_err();
        assert_eq!(chain(&error), expected);
    }
    assert_eq!(server.requests().len(), 0);
}

#[test]
fn values_can_be_checked_ahead() {
    assert_eq!(PhoneNumberId::new("106540352242922").unwrap().as_str(), "106540352242922");
    assert_eq!("123456".parse::<PhoneNumberId>().unwrap().to_string(), "123456");
    assert_eq!(PhoneNumberId::new("12345").unwrap_err().to_string(), r"must match `^\d{6,20}$`");
    assert_eq!(Limit::try_from(5).unwrap().into_string(), "5");
    assert_eq!(SearchFilter::new("").unwrap_err().rule(), "must have at least 1 character");
}
