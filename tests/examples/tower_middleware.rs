//! Adds layers of `tower` to the client's transport: a limit of four concurrent requests, and an additional header.
//!
//!     cargo run -p oaspress-tests --example tower_middleware
//!
//! It calls the API with the key in `KIRIM_API_KEY`. Without a key, it calls a server on loopback. Your own program
//! needs `kirim` with the feature `tower`.

use std::env;
use std::time::Duration;

use http::{HeaderValue, Request};
use kirim::tower::{TowerTransport, TransportService};
use kirim::{Body, Client, ClientBuilder, Endpoint, Error, HyperTransport};
use oaspress_tests::contacts_server::{ContactsServer, PHONE_NUMBER_ID};
use tower::ServiceBuilder;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let server = env::var_os("KIRIM_API_KEY").is_none().then(ContactsServer::start);
    let builder = match &server {
        Some(server) => Client::builder().base_url(server.base_url()).bearer_auth(server.api_key()),
        None => Client::builder().bearer_auth(env::var("KIRIM_API_KEY").unwrap_or_default()),
    };
    let page = layered(builder)?.contacts().list(PHONE_NUMBER_ID).send().await?;
    println!("{} contacts", page.data.len());
    Ok(())
}

pub(crate) fn layered(builder: ClientBuilder) -> Result<Client, Error> {
    let transport = HyperTransport::new(Duration::from_secs(10));
    let service = ServiceBuilder::new()
        .concurrency_limit(4)
        .map_request(|mut request: Request<Body>| {
            let operation = request.extensions().get::<Endpoint>().map_or("?", |endpoint| endpoint.id);
            println!("{operation}: {} {}", request.method(), request.uri().path());
            request.headers_mut().insert("x-team", HeaderValue::from_static("billing"));
            request
        })
        .service(TransportService::new(transport));
    builder.transport(TowerTransport::new(service)).build()
}
