//! Lists one page of contacts and prints the metadata of the response.
//!
//!     cargo run -p oaspress-tests --example list [SEARCH]
//!
//! It calls the API with the key in `KIRIM_API_KEY`. Without a key, it calls a server on loopback.

use std::env;

use kirim::{Client, Error};
use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let server = env::var_os("KIRIM_API_KEY").is_none().then(ContactsServer::start);
    let kirim = match &server {
        Some(server) => Client::builder().base_url(server.base_url()).bearer_auth(server.api_key()).build()?,
        None => Client::from_env()?,
    };
    list(&kirim, env::args().nth(1).as_deref()).await
}

pub(crate) async fn list(kirim: &Client, search: Option<&str>) -> Result<(), Error> {
    let mut call = kirim.contacts().list(PHONE_NUMBER_ID).limit(10);
    if let Some(search) = search {
        call = call.search(search);
    }
    let page = call.send().await?;
    for contact in &page.data {
        println!("{}  {}", contact.id, contact.name.as_deref().unwrap_or("somebody"));
    }
    println!("{}", if page.has_more { "There are more." } else { "These are all." });

    let meta = page.meta();
    println!("request {} took {:?}", meta.request_id().unwrap_or("-"), meta.elapsed());
    if let Some(remaining) = meta.rate_limit().and_then(|limit| limit.remaining) {
        println!("{remaining} requests are left");
    }
    Ok(())
}
