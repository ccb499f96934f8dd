//! The prepared responses of a fake server.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use http::{Response, StatusCode};
use serde::Serialize;

use super::received::Received;
use crate::runtime::call::operation::Operation;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::body::Body;

/// A prepared result of an operation: a response of the server, or a transport error.
#[must_use = "a response does nothing until it is passed to a `Fake`"]
pub struct FakeResponse<O> {
    what: What,
    latency: Duration,
    /// The reason why it cannot be used.
    problem: Option<String>,
    operation: PhantomData<fn() -> O>,
}

#[derive(Clone)]
enum What {
    Response(Response<Bytes>),
    Failure(TransportKind),
}

impl<O: Operation> FakeResponse<O> {
    /// Creates a success with this value.
    pub fn ok(value: &O::Output) -> Self
    where
        O::Output: Serialize,
    {
        Self::json(O::SUCCESS, value)
    }

    /// Creates an error response with this status and body.
    pub fn error(status: u16, body: &O::Failure) -> Self
    where
        O::Failure: Serialize,
    {
        Self::json(status, body)
    }

    /// Creates a response with any status and any JSON body, which need not match the API description.
    pub fn json(status: u16, value: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(value) {
            Ok(json) => Self::bytes(status, "application/json", json),
            Err(error) => Self { problem: Some(error.to_string()), ..Self::empty(status) },
        }
    }

    /// Creates a response with any status and any body.
    pub fn bytes(status: u16, media_type: &str, body: impl Into<Bytes>) -> Self {
        let mut answer = Self::empty(status).header(CONTENT_TYPE.as_str(), media_type);
        if let What::Response(response) = &mut answer.what {
            *response.body_mut() = body.into();
        }
        answer
    }

    /// Creates a response without a body.
    pub fn empty(status: u16) -> Self {
        let mut response = Response::new(Bytes::new());
        let problem = match StatusCode::from_u16(status) {
            Ok(status) => {
                *response.status_mut() = status;
                None
            }
            Err(_) => Some(format!("{status} is not a status code")),
        };
        Self { what: What::Response(response), latency: Duration::ZERO, problem, operation: PhantomData }
    }

    /// Creates a response with status 429 and the wait that the server requires, in whole seconds.
    pub fn rate_limited(retry_after: Duration) -> Self {
        Self::empty(429).header(RETRY_AFTER.as_str(), &retry_after.as_secs().to_string())
    }

    /// Creates a transport error, such as a failed connection.
    pub const fn failure(kind: TransportKind) -> Self {
        Self { what: What::Failure(kind), latency: Duration::ZERO, problem: None, operation: PhantomData }
    }

    /// Adds a header.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let header = HeaderName::from_bytes(name.as_bytes()).ok().zip(HeaderValue::from_str(value).ok());
        match (&mut self.what, header) {
            (What::Response(response), Some((name, value))) => {
                response.headers_mut().append(name, value);
            }
            (What::Response(_), None) => self.problem = Some(format!("`{name}: {value}` is not a valid header")),
            (What::Failure(_), _) => {}
        }
        self
    }

    /// Delays the result by this time.
    pub const fn after(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }
}

impl<O> FakeResponse<O> {
    fn turn(&self) -> Turn {
        let result = match (&self.what, &self.problem) {
            (_, Some(problem)) => Err(setup(format!("the prepared response is invalid: {problem}"))),
            (What::Response(response), None) => Ok(response.clone().map(Body::from)),
            (What::Failure(kind), None) => Err(TransportError::new(*kind)),
        };
        Turn { latency: self.latency, result }
    }
}

impl<O> Clone for FakeResponse<O> {
    fn clone(&self) -> Self {
        Self { what: self.what.clone(), latency: self.latency, problem: self.problem.clone(), operation: PhantomData }
    }
}

impl<O: Operation> fmt::Debug for FakeResponse<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = formatter.debug_struct("FakeResponse");
        debug.field("operation", &O::ID);
        match &self.what {
            What::Response(response) => debug.field("status", &response.status()),
            What::Failure(kind) => debug.field("failure", kind),
        };
        debug.finish_non_exhaustive()
    }
}

/// A closure that returns the result of a request.
type Make<O> = dyn FnMut(&Received) -> FakeResponse<O> + Send;

/// The results of an operation for all of its requests.
pub struct FakeResponses<O>(Source<O>);

enum Source<O> {
    Always(FakeResponse<O>),
    InTurn(Vec<FakeResponse<O>>),
    By(Box<Make<O>>),
}

impl<O> FakeResponses<O> {
    /// Calls this closure for the result of each request.
    pub fn by(make: impl FnMut(&Received) -> FakeResponse<O> + Send + 'static) -> Self {
        Self(Source::By(Box::new(make)))
    }

    pub(super) fn into_script(self) -> Box<dyn Script>
    where
        O: 'static,
    {
        match self.0 {
            Source::Always(answer) => Box::new(move |_: &Received| answer.turn()),
            Source::InTurn(answers) => {
                let mut answers = answers.into_iter();
                Box::new(move |request: &Received| {
                    answers.next().map_or_else(|| Turn::missing(request), |answer| answer.turn())
                })
            }
            Source::By(mut make) => Box::new(move |request: &Received| make(request).turn()),
        }
    }
}

impl<O> fmt::Debug for FakeResponses<O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match &self.0 {
            Source::Always(_) => "FakeResponses(always the same)",
            Source::InTurn(_) => "FakeResponses(in turn)",
            Source::By(_) => "FakeResponses(by request)",
        })
    }
}

/// The same result for every request.
impl<O> From<FakeResponse<O>> for FakeResponses<O> {
    fn from(answer: FakeResponse<O>) -> Self {
        Self(Source::Always(answer))
    }
}

/// One result for each request; a request after the last one is an error.
impl<O> From<Vec<FakeResponse<O>>> for FakeResponses<O> {
    fn from(answers: Vec<FakeResponse<O>>) -> Self {
        Self(Source::InTurn(answers))
    }
}

/// One result for each request; a request after the last one is an error.
impl<O, const N: usize> From<[FakeResponse<O>; N]> for FakeResponses<O> {
    fn from(answers: [FakeResponse<O>; N]) -> Self {
        Self(Source::InTurn(answers.into()))
    }
}

/// The result of one request.
pub(super) struct Turn {
    /// The delay of the result.
    pub(super) latency: Duration,
    pub(super) result: Result<Response<Body>, TransportError>,
}

impl Turn {
    /// Returns the error of a request without a prepared response.
    pub(super) fn missing(request: &Received) -> Self {
        let problem = match request.operation() {
            "" => format!("{} {} is not an operation of this API", request.method(), request.path()),
            operation => format!("no prepared response is left for `{operation}`: call `on` for it"),
        };
        Self { latency: Duration::ZERO, result: Err(setup(problem)) }
    }
}

fn setup(problem: String) -> TransportError {
    TransportError::new(TransportKind::Setup).with_detail(problem)
}

/// The results of an operation, independent of its type.
pub(super) trait Script: Send {
    fn next(&mut self, request: &Received) -> Turn;
}

impl<F: FnMut(&Received) -> Turn + Send> Script for F {
    fn next(&mut self, request: &Received) -> Turn {
        self(request)
    }
}
