//! Tests of a program that uses the client, without a network and without delays.
//!
//!     cargo run -p oaspress-tests --example fake_in_tests
//!
//! Your own program needs `kirim` with the feature `testing` as a dev-dependency, and these functions as tests.

use std::time::Duration;

use kirim::models::{Contact, ContactList};
use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};
use kirim::{Client, Error, TransportKind};

/// The code under test. Returns the addresses of all contacts.
async fn addresses(kirim: &Client, account: &str) -> Result<Vec<String>, Error> {
    let contacts = kirim.contacts().list(account).items().collect().await?;
    Ok(contacts.into_iter().filter_map(|contact| contact.email).collect())
}

fn client(fake: &Fake) -> Client {
    Client::builder().transport(fake.clone()).bearer_auth("kdv_test_key").build().expect("a client")
}

fn page(emails: &[&str], next: Option<&str>) -> ContactList {
    let contact = |email: &&str| {
        let mut contact = Contact::sample();
        contact.email = Some((*email).to_owned());
        contact
    };
    let mut page = ContactList::sample();
    page.data = emails.iter().map(contact).collect();
    page.has_more = next.is_some();
    page.next_cursor = next.map(str::to_owned);
    page
}

pub(crate) async fn all_pages_are_read() {
    let pages = [page(&["ada@example.com"], Some("more")), page(&["grace@example.com"], None)];
    let fake = Fake::new().on::<ListContacts>(pages.each_ref().map(FakeResponse::ok));
    let found = addresses(&client(&fake), "106540352242922").await.expect("addresses");
    assert_eq!(found, ["ada@example.com", "grace@example.com"]);
    let asked = fake.received_for::<ListContacts>();
    assert_eq!(asked[1].query("cursor").as_deref(), Some("more"));
}

pub(crate) async fn a_busy_server_is_asked_again() {
    let fake = Fake::new().on::<ListContacts>([
        FakeResponse::rate_limited(Duration::from_secs(40)),
        FakeResponse::failure(TransportKind::Connect),
        FakeResponse::ok(&page(&[], None)).after(Duration::from_secs(2)),
    ]);
    let client =
        Client::builder().transport(fake.clone()).bearer_auth("kdv_test_key").no_timeout().build().expect("a client");
    assert!(addresses(&client, "106540352242922").await.expect("addresses").is_empty());
    assert!(fake.elapsed() >= Duration::from_secs(42), "and yet this test is over at once");
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    all_pages_are_read().await;
    a_busy_server_is_asked_again().await;
    println!("Two tests passed, in no time.");
}
