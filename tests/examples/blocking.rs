//! A program without an async runtime.
//!
//!     cargo run -p oaspress-tests --example blocking
//!
//! It calls the API with the key in `KIRIM_API_KEY`. Without a key, it calls a server on loopback. Your own program
//! needs `kirim` with `default-features = false` and the features `blocking`, `rustls` and `contacts`.

use std::env;

use kirim::Error;
use kirim::blocking::Client;
use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};

fn main() -> Result<(), Error> {
    let server = env::var_os("KIRIM_API_KEY").is_none().then(ContactsServer::start);
    let kirim = match &server {
        Some(server) => Client::builder().base_url(server.base_url()).bearer_auth(server.api_key()).build()?,
        None => Client::from_env()?,
    };
    for name in names(&kirim, "ada")? {
        println!("{name}");
    }
    Ok(())
}

pub(crate) fn names(kirim: &Client, search: &str) -> Result<Vec<String>, Error> {
    let contacts = kirim.contacts().list(PHONE_NUMBER_ID).search(search).items();
    contacts.map(|contact| Ok(contact?.name.unwrap_or_else(|| "somebody".to_owned()))).collect()
}
