//! Base URLs, and invalid settings.

use kirim::{BASE_URL, Client, Error};
use oaspress_tests::contacts_server::ContactsServer;

use crate::support::{builder, first_page};

/// Returns the error of building a client with this base URL.
fn refused(base_url: &str) -> String {
    match Client::builder().base_url(base_url).bearer_auth("key").build() {
        Err(error @ Error::Configuration(_)) => error.to_string(),
        other => panic!("{base_url}: {other:?}"),
    }
}

#[test]
fn the_documents_server_is_the_default() {
    assert_eq!(BASE_URL, "https://api.kirim.chat/v1");
    let shown = format!("{:?}", Client::new("key").core().config());
    assert_eq!(shown, r#"ClientConfig { base_url: "https://api.kirim.chat/v1", credentials: {"bearerAuth"}, .. }"#);
}

#[tokio::test]
async fn a_base_url_may_end_with_slashes_or_have_no_path() {
    let server = ContactsServer::start();
    let at = |end: &str| format!("http://{}{end}", server.address());
    for (end, path) in [
        ("/v1", "/v1/106540352242922/contacts"),
        ("/v1/", "/v1/106540352242922/contacts"),
        ("/v1//", "/v1/106540352242922/contacts"),
        ("", "/106540352242922/contacts"),
        ("/", "/106540352242922/contacts"),
        ("/a%20b/v1/", "/a%20b/v1/106540352242922/contacts"),
    ] {
        let client = builder(&server).base_url(at(end)).build().unwrap();
        let outcome = first_page(&client).await;
        assert_eq!(server.requests().pop().unwrap().target, path);
        assert_eq!(outcome.is_ok(), path.starts_with("/v1/"));
    }
}

#[test]
fn plain_http_is_for_this_machine_unless_it_is_allowed() {
    let plain = "the base URL is plain http, which exposes credentials on the network; use https, or call \
                 `allow_plain_http` of the client's builder";
    for base_url in ["http://api.kirim.chat/v1", "http://192.168.1.7:8080", "http://localhost.example.com"] {
        assert_eq!(refused(base_url), plain, "{base_url}");
        Client::builder().base_url(base_url).allow_plain_http().build().unwrap();
    }
    for base_url in ["http://localhost:3000/v1", "http://127.0.0.1", "http://[::1]:8080", "http://kirim.localhost"] {
        Client::builder().base_url(base_url).build().unwrap();
    }
}

#[test]
fn a_base_url_that_is_none_is_told_when_the_client_is_built() {
    for (base_url, expected) in [
        ("", "the base URL is not a URL"),
        ("api.kirim.chat/v1", "the base URL is not a URL"),
        ("/v1", "the base URL must be absolute, as in `https://api.example.com/v1`"),
        ("ftp://api.kirim.chat", "the base URL must be http or https"),
        ("https://user:word@api.kirim.chat", "the base URL must not contain a user name or a password"),
        ("https://api.kirim.chat/v1?key=1", "the base URL must not have a query"),
        ("https://api.kirim.chat/v1#top", "the base URL must not have a fragment"),
    ] {
        assert_eq!(refused(base_url), expected, "{base_url}");
    }
}

#[test]
fn headers_that_can_not_be_sent_are_told_when_the_client_is_built() {
    for (name, value, expected) in [
        ("X Note", "a", "the default header `X Note` must be the name of a header"),
        ("X-Note", "a\n", "the default header `X-Note` must not have line breaks or other control characters"),
    ] {
        let error = Client::builder().header(name, value).bearer_auth("key").build().unwrap_err();
        assert_eq!(error.to_string(), expected);
    }
    let error = Client::builder().user_agent("a\nb").bearer_auth("key").build().unwrap_err();
    assert_eq!(error.to_string(), "the user agent must not have line breaks or other control characters");
}

#[tokio::test]
async fn nothing_is_sent_by_a_client_that_can_not_work() {
    let error = first_page(&Client::new("key\n")).await.unwrap_err();
    assert!(matches!(error, Error::Configuration(_)), "{error:?}");
}
