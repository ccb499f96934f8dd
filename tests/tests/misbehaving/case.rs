//! A case of the table: the behavior of the server, the call, and its expected result. It is independent of the
//! client, so that all clients run the same cases.

use std::fmt;
use std::time::Duration;

use kirim::TransportKind;
use kirim::models::ContactList;
use kirim::{Error, Response};
use oaspress_tests::raw_server::{Heard, Manners, ServerStep};

/// The behavior of a server, a call, and its expected result.
pub(crate) struct Case {
    /// The behavior of the server, as a sentence without its subject, "the server".
    pub(crate) server: &'static str,
    /// The variant of the behavior, if there are several.
    pub(crate) way: &'static str,
    pub(crate) manners: Manners,
    pub(crate) act: Box<Act>,
    pub(crate) ask: Ask,
    pub(crate) end: End,
    /// The expected total number of requests.
    pub(crate) requests: usize,
}

/// Returns the steps that a server executes for a request.
type Act = dyn Fn(&Heard) -> Vec<ServerStep> + Send + Sync;

/// The call and the settings that differ from the defaults of the client.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) scheme: &'static str,
    pub(crate) method: Method,
    pub(crate) retries: u32,
    /// The timeout of each call.
    pub(crate) timeout: Duration,
    /// Number of sequential calls. The result is that of the last one; the others must succeed.
    pub(crate) calls: usize,
    /// The pause between the calls.
    pub(crate) pause: Duration,
}

/// The maximum size of a response body, in bytes.
pub(crate) const BOUND: usize = 100_000;

/// The operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// An operation that only reads.
    Get,
    /// An operation that must not be executed twice, with a body of this many bytes.
    Post(usize),
    /// The same operation with an idempotency key.
    KeyedPost,
}

/// The result of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The page of the server.
    Page,
    /// An error of the API with this status.
    Api(u16),
    /// A response that cannot be decoded.
    Decode,
    /// No whole response. The status is present if its headers arrived.
    Transport(TransportKind, Option<u16>),
}

/// Classifies the result of a call.
pub(crate) fn end(result: &Result<Response<ContactList>, Error>) -> End {
    match result {
        Ok(page) => {
            assert_eq!(page.request_id, "right", "the response belongs to another request");
            End::Page
        }
        Err(Error::Api(error)) => End::Api(error.status().as_u16()),
        Err(Error::Decode(_)) => End::Decode,
        Err(Error::Transport(error)) => End::Transport(error.kind(), error.status().map(|status| status.as_u16())),
        Err(error) => panic!("nothing was sent: {error}"),
    }
}

impl fmt::Display for End {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Page => formatter.write_str("the result"),
            Self::Api(status) => write!(formatter, "`Api`, {status}"),
            Self::Decode => formatter.write_str("`Decode`"),
            Self::Transport(kind, None) => write!(formatter, "`Transport`, `{kind:?}`"),
            Self::Transport(kind, Some(_)) => {
                write!(formatter, "`Transport`, `{kind:?}`, with the status")
            }
        }
    }
}

/// Returns a case with the default settings: one call of a reading operation, without retries.
pub(crate) fn case(server: &'static str, steps: Vec<ServerStep>, end: End) -> Case {
    Case {
        server,
        way: "",
        manners: Manners::default(),
        act: Box::new(move |_| steps.clone()),
        ask: Ask {
            scheme: "http",
            method: Method::Get,
            retries: 0,
            timeout: Duration::from_secs(20),
            calls: 1,
            pause: Duration::ZERO,
        },
        end,
        requests: 1,
    }
}

impl Case {
    pub(crate) fn way(self, way: &'static str) -> Self {
        Self { way, ..self }
    }

    /// Sets the steps of the server, depending on the request.
    pub(crate) fn act(self, act: impl Fn(&Heard) -> Vec<ServerStep> + Send + Sync + 'static) -> Self {
        Self { act: Box::new(act), ..self }
    }

    pub(crate) fn manners(self, manners: Manners) -> Self {
        Self { manners, ..self }
    }

    pub(crate) fn method(mut self, method: Method) -> Self {
        self.ask.method = method;
        self
    }

    /// Sets the number of retries and the expected number of requests.
    pub(crate) fn retries(mut self, retries: u32, requests: usize) -> Self {
        self.ask.retries = retries;
        self.requests = requests;
        self
    }

    /// Sets the number of retries.
    pub(crate) fn tried(mut self, retries: u32) -> Self {
        self.ask.retries = retries;
        self
    }

    /// Sets a timeout that is shorter than the delay of the server.
    pub(crate) fn late(mut self) -> Self {
        // On a busy machine, the headers of a response still arrive within this time.
        self.ask.timeout = Duration::from_secs(2);
        self
    }

    pub(crate) fn https(mut self) -> Self {
        self.ask.scheme = "https";
        self
    }

    /// Makes two calls with a pause between them.
    pub(crate) fn twice(mut self, pause: Duration, requests: usize) -> Self {
        (self.ask.calls, self.ask.pause, self.requests) = (2, pause, requests);
        self
    }
}
