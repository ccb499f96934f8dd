//! Lists all contacts. The client requests the pages and stays below the rate limit.
//!
//!     cargo run -p oaspress-tests --example all_contacts
//!
//! It calls the API with the key in `KIRIM_API_KEY`. Without a key, it calls a server on loopback.

use std::env;

use kirim::{Client, ClientBuilder, Error};
use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let server = env::var_os("KIRIM_API_KEY").is_none().then(ContactsServer::start);
    let builder = match &server {
        Some(server) => Client::builder().base_url(server.base_url()).bearer_auth(server.api_key()),
        None => Client::builder().bearer_auth(env::var("KIRIM_API_KEY").unwrap_or_default()),
    };
    let count = all_contacts(builder).await?;
    println!("{count} contacts");
    Ok(())
}

pub(crate) async fn all_contacts(builder: ClientBuilder) -> Result<usize, Error> {
    let kirim = builder.pace_by_rate_limit().build()?;
    let mut contacts = kirim.contacts().list(PHONE_NUMBER_ID).limit(100).items();
    let mut count = 0;
    while let Some(contact) = contacts.next().await {
        let contact = contact?;
        println!("{}  {}", contact.id, contact.phone_number.as_deref().unwrap_or("no number"));
        count += 1;
    }
    Ok(count)
}
