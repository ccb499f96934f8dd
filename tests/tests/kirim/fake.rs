//! Tests of code that uses `kirim`: a server without a network.

use std::time::Duration;

use kirim::models::{Contact, ContactList};
use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};
use kirim::{Client, Error};

use crate::support::FIRST_REQUEST;

fn contact(number: u8) -> Contact {
    let mut contact = Contact::sample();
    contact.id = format!("ctc_{number:026}");
    contact
}

/// Returns a page with these contacts.
fn page(numbers: &[u8], next: Option<&str>) -> ContactList {
    let mut page = ContactList::sample();
    page.data = numbers.iter().copied().map(contact).collect();
    page.has_more = next.is_some();
    page.next_cursor = next.map(str::to_owned);
    FIRST_REQUEST.clone_into(&mut page.request_id);
    page
}

fn client(fake: &Fake) -> Client {
    Client::builder().bearer_auth("kdv_live_of_nobody").transport(fake.clone()).build().unwrap()
}

/// The code under test. Returns the number of contacts.
async fn count(client: &Client) -> Result<usize, Error> {
    let mut contacts = client.contacts().list("106540352242922").items();
    let mut count = 0;
    while let Some(contact) = contacts.next().await {
        contact?;
        count += 1;
    }
    Ok(count)
}

#[tokio::test]
async fn no_credential_is_needed() {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::ok(&page(&[1], None)));
    let nobody = Client::builder().transport(fake.clone()).build().unwrap();
    assert_eq!(count(&nobody).await.unwrap(), 1);
    assert_eq!(count(&client(&fake)).await.unwrap(), 1);
    let carries: Vec<_> =
        fake.received().iter().map(|request| request.headers().contains_key("authorization")).collect();
    assert_eq!(carries, [false, true]);
    let blocking = kirim::blocking::Client::builder().transport(fake).build().unwrap();
    let call = move || blocking.contacts().list("106540352242922").send().unwrap().data.len();
    assert_eq!(tokio::task::spawn_blocking(call).await.unwrap(), 1);
}

#[tokio::test]
async fn pages_are_followed() {
    let fake = Fake::new()
        .on::<ListContacts>([FakeResponse::ok(&page(&[1, 2], Some("second"))), FakeResponse::ok(&page(&[3], None))]);
    assert_eq!(count(&client(&fake)).await.unwrap(), 3);
    let cursors: Vec<_> = fake.received().iter().map(|request| request.query("cursor")).collect();
    assert_eq!(cursors, [None, Some("second".to_owned())]);
}

#[tokio::test]
async fn a_limit_is_waited_for() {
    let fake = Fake::new()
        .on::<ListContacts>([FakeResponse::rate_limited(Duration::from_secs(7)), FakeResponse::ok(&page(&[1], None))]);
    assert_eq!(count(&client(&fake)).await.unwrap(), 1);
    assert!(fake.elapsed() >= Duration::from_secs(7));
}
