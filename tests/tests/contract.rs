//! Tests `kirim` against Prism, a third-party mock server that validates every request against the document. Run it
//! with `cargo xtask contract`, which starts the server.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::env;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use futures_util::{StreamExt as _, TryStreamExt as _};
use kirim::models::{Contact, ContactList};
use kirim::operations::ListContacts;
use kirim::{ApiError, Client, Error, Response};

const ACCOUNT: &str = "106540352242922";

/// The header in which Prism reports violations of a request.
const VIOLATIONS: &str = "sl-violations";

const REQUEST_ID: &str = "req_01HXYZABCDEFGHJKMNPQRSTVWX";

fn url() -> String {
    env::var("PRISM_URL").expect("PRISM_URL says where Prism is: run `cargo xtask contract`, which starts one")
}

fn client() -> Client {
    Client::builder().base_url(url()).bearer_auth("kdv_live_anything").max_retries(0).build().unwrap()
}

/// Returns the page of a valid request.
async fn page(call: ListContacts<Client>) -> Response<ContactList> {
    let page = call.send().await.unwrap_or_else(|error| panic!("{error}: {:?}", violations(&error)));
    assert_eq!(page.meta().header(VIOLATIONS), None);
    assert_eq!(page.meta().status(), 200);
    page
}

/// Returns the violations that Prism reports for the request of an error.
fn violations(error: &Error) -> Option<&str> {
    error.as_api().and_then(|error| error.meta().header(VIOLATIONS))
}

/// Returns the document's example of an error response.
async fn example(status: u16) -> ApiError {
    let call = client().contacts().list(ACCOUNT).header("Prefer", &format!("code={status}"));
    let error = call.send().await.unwrap_err();
    assert_eq!(violations(&error), None);
    let Error::Api(error) = error else { panic!("{error:?} is not an API error") };
    assert_eq!(error.status().as_u16(), status);
    *error
}

/// Returns the status line and headers of the response to a hand-written request.
fn head(target: &str, headers: &str) -> String {
    let url = url();
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(stream, "GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, _) = answer.split_once("\r\n\r\n").unwrap();
    head.to_ascii_lowercase()
}

#[test]
#[ignore = "it needs Prism: `cargo xtask contract`"]
fn prism_does_find_fault() {
    let key = "Authorization: Bearer kdv_live_anything\r\n";
    let good = head("/106540352242922/contacts", key);
    assert!(good.starts_with("http/1.1 200") && !good.contains(VIOLATIONS), "{good}");
    let long_search = format!("/106540352242922/contacts?search={}", "a".repeat(201));
    for (target, headers, status) in [
        ("/12/contacts", key, 422),
        ("/106540352242922/contacts?limit=ten", key, 422),
        (&long_search, key, 422),
        ("/106540352242922/contacts", "", 401),
    ] {
        let answer = head(target, headers);
        assert!(answer.starts_with(&format!("http/1.1 {status}")), "{target}: {answer}");
        assert!(answer.contains(VIOLATIONS), "{target}: {answer}");
    }
}

#[tokio::test]
#[ignore = "it needs Prism: `cargo xtask contract`"]
async fn every_shape_of_request_is_accepted() {
    let contacts = client().contacts();
    for call in [
        contacts.list(ACCOUNT),
        contacts.list("123456"),
        contacts.list("12345678901234567890"),
        contacts.list(ACCOUNT).phone("+628111111111"),
        contacts.list(ACCOUNT).phone(""),
        contacts.list(ACCOUNT).search("a"),
        contacts.list(ACCOUNT).search("Łukasz & 王小明 + 100% \"/../?#\""),
        contacts.list(ACCOUNT).search("ż".repeat(200)),
        contacts.list(ACCOUNT).limit(1),
        contacts.list(ACCOUNT).limit("0100"),
        contacts.list(ACCOUNT).cursor("Y3Vyc29yLW9mLXRoZS1uZXh0LXBhZ2U="),
        contacts.list(ACCOUNT).phone("+628111111111").search("ada").limit(100).cursor("a&b=c"),
    ] {
        page(call).await;
    }
}

#[tokio::test]
#[ignore = "it needs Prism: `cargo xtask contract`"]
async fn the_example_of_a_page_is_read_in_full() {
    let page = page(client().contacts().list(ACCOUNT)).await;
    assert_eq!(page.meta().request_id(), Some(REQUEST_ID));
    let rate = page.meta().rate_limit().unwrap();
    assert_eq!((rate.limit, rate.remaining), (Some(600), Some(599)));
    assert_eq!(rate.reset.unwrap().as_second(), 1_780_567_200);
    assert_eq!((page.has_more, page.request_id.as_str()), (true, REQUEST_ID));
    assert_eq!(page.next_cursor.as_deref(), Some("Y3Vyc29yLW9mLXRoZS1uZXh0LXBhZ2U"));
    assert_eq!(
        page.data.iter().map(summary).collect::<Vec<_>>(),
        [
            "ctc_01HXYZABCDEFGHJKMNPQRSTVWX contact +628111111111 Ada Lovelace ada@example.com +62 851-1760-0829 \
         2026-05-23T10:00:00Z 2026-06-04T10:00:00Z",
            "ctc_01HXYZABCDEFGHJKMNPQRSTVWY contact - - - - 2026-05-24T08:30:00Z 2026-05-24T08:30:00Z",
        ]
    );
    let metadata = page.data[0].metadata.as_ref().unwrap();
    assert_eq!((&metadata["customer_since"], &metadata["tags"][1]), (&2024.into(), &"newsletter".into()));
    assert_eq!(page.data[1].metadata, None);
}

/// Formats a contact in one line.
fn summary(contact: &Contact) -> String {
    let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let Contact { id, object, phone_number, name, email, whatsapp_account, created_at, updated_at, .. } = contact;
    let [phone, name, email] = [phone_number, name, email].map(or_dash);
    let account = or_dash(&whatsapp_account.phone_number);
    format!("{id} {object} {phone} {name} {email} {account} {created_at} {updated_at}")
}

#[tokio::test]
#[ignore = "it needs Prism: `cargo xtask contract`"]
async fn the_examples_of_errors_are_read_in_full() {
    for (status, kind, code, param) in [
        (400, "invalid_request_error", "invalid_phone_number", Some("phone")),
        (401, "authentication_error", "invalid_api_key", None),
        (404, "not_found", "resource_not_found", Some("phone_number_id")),
        (422, "invalid_request_error", "account_not_connected", Some("phone_number_id")),
        (429, "rate_limit_error", "rate_limit_exceeded", None),
        (500, "api_error", "internal_error", None),
    ] {
        let error = example(status).await;
        assert_eq!((error.kind(), error.code(), error.param()), (kind, code, param));
        assert_eq!((error.request_id(), error.meta().request_id()), (REQUEST_ID, Some(REQUEST_ID)));
        assert_eq!(error.retry_after(), (status == 429).then_some(Duration::from_secs(12)));
        assert_eq!(error.meta().rate_limit().is_some(), status != 500);
        // Prism serves the document without the path of its server.
        let hint = "; the base URL has no path, but the API description declares servers at `/v1`";
        let hint = if status == 404 { hint } else { "" };
        assert!(
            error.to_string().ends_with(&format!(": {code}: {}{hint} (request {REQUEST_ID})", error.message())),
            "{error}"
        );
    }
}

#[tokio::test]
#[ignore = "it needs Prism: `cargo xtask contract`"]
async fn whatever_fits_the_document_is_read() {
    let contacts = client().contacts();
    let (mut seen, mut written) = (0, 0);
    for _ in 0..20 {
        let page = page(contacts.list(ACCOUNT).header("Prefer", "dynamic=true")).await;
        for contact in &page.data {
            seen += 1;
            let again: Contact = serde_json::from_value(serde_json::to_value(contact).unwrap()).unwrap();
            written += usize::from(&again == contact);
        }
    }
    assert!(seen > 0, "Prism made no contact at all");
    assert_eq!(seen, written, "decoding and encoding is lossless");
    for status in [400, 401, 404, 422, 429, 500] {
        let prefer = format!("code={status}, dynamic=true");
        let error = contacts.list(ACCOUNT).header("Prefer", &prefer).send().await.unwrap_err();
        let error = error.as_api().unwrap_or_else(|| panic!("{error:?} is not an API error"));
        assert!(error.body().is_some(), "{error}");
    }
}

#[tokio::test]
#[ignore = "it needs Prism: `cargo xtask contract`"]
async fn a_list_is_walked_from_page_to_page() {
    let client = client();
    let list = || client.contacts().list(ACCOUNT).search("ada").limit(2);
    // Every page of Prism is the same and names itself as the next, so the first item of the third page would be an
    // error.
    let walked: Vec<_> = list().items().take(4).try_collect().await.unwrap();
    assert_eq!(walked[0], walked[2]);
    let error = list().items().skip(4).next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("the cursor of the next page was already used"), "{error}");
}
