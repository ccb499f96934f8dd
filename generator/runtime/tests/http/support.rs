//! Operations and transports for tests.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::{Method, Request, Response as HttpResponse, StatusCode};
use oaspress_runtime::runtime::{
    Body, BoxFuture, Call, ClientConfig, Core, CoreBuilder, Error, InvalidInput, Operation, Options, RawResponse,
    RequestEncoder, Response, Scheme, Security, Transport, TransportError, call_options, conditional_options,
};
use serde_json::Value;

pub(crate) const TOKEN: Scheme = Scheme::bearer("token").setter("token").env("OASPRESS_RUNTIME_TEST_TOKEN");
pub(crate) const SECRET: &str = "kdv_live_0123456789abcdefghijklmn";

type Write = dyn Fn(&mut RequestEncoder) -> Result<(), InvalidInput> + Send + Sync;

/// An operation without credentials whose request a closure writes.
#[derive(Clone)]
pub(crate) struct Ask<C = ()> {
    call: Call<C>,
    write: Arc<Write>,
}

impl Ask {
    pub(crate) fn new(write: impl Fn(&mut RequestEncoder) -> Result<(), InvalidInput> + Send + Sync + 'static) -> Self {
        Self { call: Call::new(()), write: Arc::new(write) }
    }

    /// `GET /things`.
    pub(crate) fn things() -> Self {
        Self::new(|request| {
            request.segment("/things");
            Ok(())
        })
    }
}

impl<C> Ask<C> {
    /// Returns the same operation on a client.
    pub(crate) fn on<D>(self, client: D) -> Ask<D> {
        Ask { call: Call::new(client), write: self.write }
    }
}

call_options!(Ask);
conditional_options!(Ask);

impl<C: Send + Sync> Operation for Ask<C> {
    type Output = Value;
    type Failure = Value;

    const ID: &'static str = "ask";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/…";
    const SECURITY: Security = Security(&[&[&TOKEN], &[]]);

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.accept("application/json");
        (self.write)(request)
    }

    fn decode(response: RawResponse) -> Result<Response<Value>, Error<Value>> {
        match response.status().as_u16() {
            200 => response.json(),
            _ => Err(response.into_error()),
        }
    }

    fn options(&self) -> &Options {
        self.call.options()
    }
}

/// `POST /things`.
pub(crate) struct Make;

impl Operation for Make {
    type Output = ();
    type Failure = ();

    const ID: &'static str = "make";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/things";
    const SECURITY: Security = Security(&[&[&TOKEN]]);

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/things");
        request.json(&serde_json::json!({ "name": "Ada" }))
    }

    fn decode(response: RawResponse) -> Result<Response<()>, Error<()>> {
        if response.status() == StatusCode::NO_CONTENT { response.empty() } else { Err(response.into_bare_error()) }
    }
}

pub(crate) fn target() -> ClientConfig {
    ClientConfig::at("https://api.example.com/v1").user_agent("tests/1.0")
}

/// Returns the path and query of a closure's request, after the `/v1` of the base URL.
pub(crate) fn sent(write: impl Fn(&mut RequestEncoder) -> Result<(), InvalidInput> + Send + Sync + 'static) -> String {
    let request = Ask::new(write).to_request(&target()).expect("a request");
    let path = request.uri().path_and_query().expect("a path").as_str();
    path.strip_prefix("/v1").expect("the base URL's path").to_owned()
}

/// Returns the error of a closure's request.
pub(crate) fn refused(
    write: impl Fn(&mut RequestEncoder) -> Result<(), InvalidInput> + Send + Sync + 'static,
) -> String {
    match Ask::new(write).to_request(&target()) {
        Err(error @ Error::InvalidInput(_)) => error.to_string(),
        other => panic!("expected invalid input, got {other:?}"),
    }
}

/// A stream of chunks.
pub(crate) struct Chunks(VecDeque<Result<&'static str, std::io::Error>>);

impl Chunks {
    pub(crate) fn new(chunks: impl IntoIterator<Item = Result<&'static str, std::io::Error>>) -> Self {
        Self(chunks.into_iter().collect())
    }

    /// Chunks without a failure.
    pub(crate) fn from_texts(chunks: impl IntoIterator<Item = &'static str>) -> Self {
        Self::new(chunks.into_iter().map(Ok))
    }
}

impl Stream for Chunks {
    type Item = Result<&'static str, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}

/// A response with this status, these headers and this body.
pub(crate) fn answer(status: u16, headers: &[(&'static str, &str)], body: &str) -> HttpResponse<Bytes> {
    let mut response = HttpResponse::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Bytes::copy_from_slice(body.as_bytes())).expect("an answer")
}

/// The result of a request.
pub(crate) enum Turn {
    Response(HttpResponse<Bytes>),
    Failure(TransportError),
}

/// A transport that returns prepared results, and records the requests.
#[derive(Clone, Default)]
pub(crate) struct Script(Arc<Mutex<Played>>);

#[derive(Default)]
struct Played {
    answers: VecDeque<Turn>,
    requests: Vec<Request<Body>>,
    waits: Vec<Duration>,
}

impl Script {
    pub(crate) fn new(answers: impl IntoIterator<Item = Turn>) -> Self {
        let answers = answers.into_iter().collect();
        Self(Arc::new(Mutex::new(Played { answers, ..Played::default() })))
    }

    pub(crate) fn requests(&self) -> Vec<Request<Body>> {
        self.0.lock().expect("no panic").requests.clone()
    }

    /// The waits between attempts, without the timers of deadlines.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.lock().expect("no panic").waits.clone()
    }

    pub(crate) fn core(&self) -> Core {
        CoreBuilder::new(target()).no_timeout().transport(self.clone()).build()
    }
}

impl Transport for Script {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<HttpResponse<Body>, TransportError>> {
        Box::pin(async move {
            let mut played = self.0.lock().expect("no panic");
            played.requests.push(request);
            match played.answers.pop_front().expect("no more requests than responses") {
                Turn::Response(response) => Ok(response.map(Body::from)),
                Turn::Failure(error) => Err(error),
            }
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.0.lock().expect("no panic").waits.push(duration);
        })
    }
}

/// A transport that never responds.
pub(crate) struct Silent;

impl Transport for Silent {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<HttpResponse<Body>, TransportError>> {
        Box::pin(std::future::pending())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Runs a future to its end.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(future)
}
