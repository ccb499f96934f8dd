//! Custom transports: a wrapper for every request, or an HTTP implementation.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, Response};
use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse};
use kirim::{Body, BoxFuture, Endpoint, Transport, TransportError, TransportKind};

use crate::support::{ACCOUNT, TestResult, page, page_json};

/// Logs the operation of every request.
struct Logged<T> {
    inner: T,
    operations: Arc<Mutex<Vec<&'static str>>>,
}

impl<T: Transport> Transport for Logged<T> {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let operation = request.extensions().get::<Endpoint>().map_or("?", |endpoint| endpoint.id);
        self.operations.lock().expect("operations").push(operation);
        self.inner.send(request)
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.inner.sleep(duration)
    }
}

#[tokio::test]
async fn a_transport_wraps_another_one() -> TestResult {
    let operations = Arc::new(Mutex::new(Vec::new()));
    let inner = Fake::new().on::<ListContacts>([FakeResponse::empty(503), FakeResponse::ok(&page(&[], None))]);
    let transport = Logged { inner, operations: Arc::clone(&operations) };
    let client = kirim::Client::builder().bearer_auth("a-key").transport(transport).build()?;

    client.contacts().list(ACCOUNT).send().await?;

    assert_eq!(*operations.lock().expect("operations"), ["listContacts", "listContacts"]);
    Ok(())
}

/// A transport without a network that always returns the same page.
struct Canned;

impl Transport for Canned {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            if request.uri().host() != Some("api.kirim.chat") {
                return Err(TransportError::new(TransportKind::Connect).because("unknown host"));
            }
            Ok(Response::new(Body::from(page_json(&["Ada"]).to_string())))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[tokio::test]
async fn a_transport_is_all_that_a_client_needs() -> TestResult {
    let client = kirim::Client::builder().bearer_auth("a-key").transport(Canned).build()?;

    let page = client.contacts().list(ACCOUNT).send().await?;
    let error = client
        .contacts()
        .list(ACCOUNT)
        .base_url("https://elsewhere.example")
        .max_retries(0)
        .send()
        .await
        .expect_err("no connection");

    assert_eq!(page.data[0].name.as_deref(), Some("Ada"));
    assert!(error.is_connect());
    Ok(())
}
