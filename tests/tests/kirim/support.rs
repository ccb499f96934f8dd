//! Helpers that the tests of `kirim` share: clients of a server, and shortcuts for calls.

use std::error::Error as _;

use kirim::models::ContactList;
use kirim::operations::ListContacts;
use kirim::{Client, ClientBuilder, Error, Response};
use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};

/// The id that a server gives to its first request.
pub(crate) const FIRST_REQUEST: &str = "req_JBPW6Z0V01BC3XDMH46W5X8AEK";

/// Returns a builder of clients with a valid key for this server.
pub(crate) fn builder(server: &ContactsServer) -> ClientBuilder {
    Client::builder().base_url(server.base_url()).bearer_auth(server.api_key())
}

/// Returns a client of this server with the default settings.
pub(crate) fn client(server: &ContactsServer) -> Client {
    builder(server).build().unwrap()
}

/// Returns a client of this server that does not retry.
pub(crate) fn impatient(server: &ContactsServer) -> Client {
    builder(server).max_retries(0).build().unwrap()
}

/// Lists the contacts of the server's account.
pub(crate) fn contacts(client: &Client) -> ListContacts<Client> {
    client.contacts().list(PHONE_NUMBER_ID)
}

/// Returns the first page or its error.
pub(crate) async fn first_page(client: &Client) -> Result<Response<ContactList>, Error> {
    contacts(client).send().await
}

/// Formats an error and its sources, as a log shows them.
pub(crate) fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(" <- ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
