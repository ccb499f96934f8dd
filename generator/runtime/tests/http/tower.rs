//! Services of `tower` around the transport of a client, and in place of it.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::{Request, Response};
use oaspress_runtime::runtime::tower::{TowerTransport, TransportService};
use oaspress_runtime::runtime::{Body, Core, CoreBuilder, Endpoint, Error, Transport, TransportError, TransportKind};
use tower::{ServiceBuilder, ServiceExt as _, service_fn};

use crate::support::{Ask, Script, Turn, answer, run, target};

fn over(transport: impl Transport) -> Core {
    CoreBuilder::new(target()).max_retries(1).transport(transport).build()
}

fn one() -> Turn {
    Turn::Response(answer(200, &[("content-type", "application/json")], "1"))
}

#[test]
fn layers_fit_around_a_transport() {
    let script = Script::new([Turn::Failure(TransportError::new(TransportKind::Connect)), one()]);
    let seen = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&seen);
    let service = ServiceBuilder::new()
        .map_request(move |mut request: Request<Body>| {
            assert_eq!(request.extensions().get::<Endpoint>().map(|endpoint| endpoint.id), Some("ask"));
            count.fetch_add(1, Ordering::SeqCst);
            request.headers_mut().insert("x-tenant", http::HeaderValue::from_static("7"));
            request
        })
        .concurrency_limit(1)
        .service(TransportService::new(script.clone()));
    let value = run(over(TowerTransport::new(service)).send(&Ask::things())).expect("an answer");
    assert_eq!(value.into_inner(), 1);
    assert_eq!(seen.load(Ordering::SeqCst), 2, "a failed connection is retried");
    assert!(script.requests().iter().all(|request| request.headers()["x-tenant"] == "7"));
}

#[test]
fn any_service_carries_requests() {
    let echo = service_fn(|request: Request<Body>| async move {
        let path = format!("\"{}\"", request.uri().path());
        Ok::<_, Infallible>(Response::new(http_body_util::Full::new(Bytes::from(path))))
    });
    let core = over(TowerTransport::new(echo));
    // The response has no media type, so the declared one is assumed.
    assert_eq!(run(core.send(&Ask::things())).expect("an answer").into_inner(), "/v1/things");
}

#[test]
fn an_error_of_a_service_is_told_with_its_cause() {
    let failing = service_fn(|_: Request<Body>| async { Err::<Response<Body>, _>(std::io::Error::other("no way")) });
    let Err(Error::Transport(error)) = run(over(TowerTransport::new(failing)).send(&Ask::things())) else {
        panic!("expected a failure")
    };
    assert_eq!(error.kind(), TransportKind::Other);
    assert_eq!(std::error::Error::source(&*error).map(ToString::to_string).as_deref(), Some("no way"));
}

#[derive(Debug)]
struct Wrapped(TransportError);

impl std::fmt::Display for Wrapped {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a layer gave up")
    }
}

impl std::error::Error for Wrapped {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

#[test]
fn the_kind_of_an_error_survives_the_layers() {
    let script = Script::new([Turn::Failure(TransportError::new(TransportKind::Security))]);
    let service = TransportService::new(script).map_err(Wrapped);
    let Err(Error::Transport(error)) = run(over(TowerTransport::new(service)).send(&Ask::things())) else {
        panic!("expected a failure")
    };
    assert_eq!(error.kind(), TransportKind::Security);
    assert_eq!(std::error::Error::source(&*error).map(ToString::to_string).as_deref(), Some("a layer gave up"));
}
