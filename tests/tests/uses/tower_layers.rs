//! Layers of tower around the transport, and a service of tower as the transport.

use std::convert::Infallible;

use http::{Request, Response};
use kirim::Body;
use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};
use kirim::tower::{TowerTransport, TransportService};
use tower::{ServiceBuilder, service_fn};

use crate::support::{ACCOUNT, TestResult, page, page_json};

#[tokio::test]
async fn layers_see_every_attempt() -> TestResult {
    let fake = Fake::new().on::<ListContacts>([FakeResponse::empty(503), FakeResponse::ok(&page(&["Ada"], None))]);
    let service = ServiceBuilder::new()
        .concurrency_limit(8)
        .map_request(|mut request: Request<Body>| {
            request.headers_mut().insert("x-layer", http::HeaderValue::from_static("seen"));
            request
        })
        .service(TransportService::new(fake.clone()));
    let client = kirim::Client::builder().bearer_auth("a-key").transport(TowerTransport::new(service)).build()?;

    client.contacts().list(ACCOUNT).send().await?;

    let headers: Vec<_> = fake.received().iter().map(|request| request.header("x-layer").is_some()).collect();
    assert_eq!(headers, [true, true]);
    Ok(())
}

#[tokio::test]
async fn a_service_is_a_transport() -> TestResult {
    let service = service_fn(|_: Request<Body>| async {
        Ok::<_, Infallible>(Response::new(Body::from(page_json(&["Ada"]).to_string())))
    });
    let client = kirim::Client::builder().bearer_auth("a-key").transport(TowerTransport::new(service)).build()?;

    let page = client.contacts().list(ACCOUNT).send().await?;

    assert_eq!(page.data.len(), 1);
    Ok(())
}

#[tokio::test]
async fn an_error_of_a_service_is_one_of_the_call() -> TestResult {
    let service =
        service_fn(|_: Request<Body>| async { Err::<Response<Body>, _>(std::io::Error::other("overloaded")) });
    let client = kirim::Client::builder().bearer_auth("a-key").transport(TowerTransport::new(service)).build()?;

    let error = client.contacts().list(ACCOUNT).send().await.expect_err("an error");

    let kirim::Error::Transport(transport) = error else { panic!("{error}") };
    assert_eq!(transport.kind(), kirim::TransportKind::Other);
    Ok(())
}
