//! An authorization server without a network, whose clock moves only by waits.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use http::{Request, Response as HttpResponse};
use oaspress_runtime::runtime::credentials::oauth::server::AuthorizationServer;
use oaspress_runtime::runtime::{Body, BoxFuture, ClientConfig, Core, CoreBuilder, Transport, TransportError};

use crate::support::answer;

type Respond = dyn Fn(&str, usize) -> (u16, String) + Send + Sync;

/// A transport that responds as a function of the path and the number of earlier requests to it.
#[derive(Clone)]
pub(crate) struct Simulated {
    respond: Arc<Respond>,
    /// The header `Retry-After` of all errors.
    retry_after: Option<&'static str>,
    played: Arc<Mutex<Played>>,
}

struct Played {
    now: Instant,
    waits: Vec<Duration>,
    requests: Vec<(String, String)>,
}

impl Simulated {
    pub(crate) fn new(respond: impl Fn(&str, usize) -> (u16, String) + Send + Sync + 'static) -> Self {
        let played = Played { now: Instant::now(), waits: Vec::new(), requests: Vec::new() };
        Self { respond: Arc::new(respond), retry_after: None, played: Arc::new(Mutex::new(played)) }
    }

    /// Adds the header `Retry-After` to all errors.
    pub(crate) fn retry_after(self, seconds: &'static str) -> Self {
        Self { retry_after: Some(seconds), ..self }
    }

    pub(crate) fn core(&self) -> Core {
        CoreBuilder::new(ClientConfig::at("https://api.example.com")).transport(self.clone()).build()
    }

    pub(crate) fn server() -> AuthorizationServer {
        AuthorizationServer::at("https://example.com/token").device_url("https://example.com/device")
    }

    pub(crate) fn advance(&self, seconds: u64) {
        self.played.lock().expect("no panic").now += Duration::from_secs(seconds);
    }

    /// Returns the waits in whole seconds.
    pub(crate) fn waits(&self) -> Vec<u64> {
        self.played.lock().expect("no panic").waits.iter().map(Duration::as_secs).collect()
    }

    /// Returns the bodies of the requests to a path.
    pub(crate) fn bodies(&self, path: &str) -> Vec<String> {
        let played = self.played.lock().expect("no panic");
        played.requests.iter().filter(|(known, _)| known == path).map(|(_, body)| body.clone()).collect()
    }
}

impl Transport for Simulated {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<HttpResponse<Body>, TransportError>> {
        Box::pin(async move {
            let mut played = self.played.lock().expect("no panic");
            let path = request.uri().path().to_owned();
            let earlier = played.requests.iter().filter(|(known, _)| *known == path).count();
            let body =
                request.body().bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
            let (status, text) = (self.respond)(&path, earlier);
            played.requests.push((path, body));
            let more = self.retry_after.filter(|_| status >= 400).map(|seconds| ("retry-after", seconds));
            let headers: Vec<_> = [("content-type", "application/json")].into_iter().chain(more).collect();
            Ok(answer(status, &headers, &text).map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let mut played = self.played.lock().expect("no panic");
            played.waits.push(duration);
            played.now += duration.min(Duration::from_secs(1 << 40));
        })
    }

    fn now(&self) -> Instant {
        self.played.lock().expect("no panic").now
    }
}
