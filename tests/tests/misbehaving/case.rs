//! What a case of the table is: what the server does, what is asked of it, and how that has to end. It knows no client, so that
//! every client can be held against the same cases.

use std::fmt;
use std::time::Duration;

use kirim::TransportKind;
use kirim::models::ContactList;
use kirim::{Error, Response};
use oaspress_tests::raw_server::{Heard, Manners, Step};

/// A server that does something, a call, and its end.
pub(crate) struct Case {
    /// What the server does, as a sentence goes on that begins with "the server".
    pub(crate) server: &'static str,
    /// Which of the ways to do that it is, where there are several.
    pub(crate) way: &'static str,
    pub(crate) manners: Manners,
    pub(crate) act: Box<Act>,
    pub(crate) ask: Ask,
    pub(crate) end: End,
    /// How many requests come to the server in all.
    pub(crate) requests: usize,
}

/// What a server makes of a request.
type Act = dyn Fn(&Heard) -> Vec<Step> + Send + Sync;

/// What is asked, and with which settings; everything else about the client is as it is by itself.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) scheme: &'static str,
    pub(crate) method: Method,
    pub(crate) retries: u32,
    /// For each call.
    pub(crate) timeout: Duration,
    /// How many calls the client makes one after the other; the last one is meant, the others have to succeed.
    pub(crate) calls: usize,
    /// How long it waits between them.
    pub(crate) pause: Duration,
}

/// The most bytes that the client accepts in a body.
pub(crate) const BOUND: usize = 100_000;

/// The operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    /// One that only reads.
    Get,
    /// One that must not happen twice, with so many bytes to send.
    Post(usize),
    /// The same with a key by which the server knows it again.
    KeyedPost,
}

/// How a call ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// In the page that there is.
    Page,
    /// In the server's own error.
    Api(u16),
    /// In an answer that can not be read.
    Decode,
    /// In no whole answer; with the status, if its head came.
    Transport(TransportKind, Option<u16>),
}

/// How a call did end.
pub(crate) fn end(result: &Result<Response<ContactList>, Error>) -> End {
    match result {
        Ok(page) => {
            assert_eq!(page.request_id, "right", "another answer than the one to this request");
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

/// A case with the usual settings: one call that reads, tried once.
pub(crate) fn case(server: &'static str, steps: Vec<Step>, end: End) -> Case {
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

    /// The server does this for each request instead.
    pub(crate) fn act(self, act: impl Fn(&Heard) -> Vec<Step> + Send + Sync + 'static) -> Self {
        Self { act: Box::new(act), ..self }
    }

    pub(crate) fn manners(self, manners: Manners) -> Self {
        Self { manners, ..self }
    }

    pub(crate) fn method(mut self, method: Method) -> Self {
        self.ask.method = method;
        self
    }

    /// The client may try again, and the server gets so many requests.
    pub(crate) fn retries(mut self, retries: u32, requests: usize) -> Self {
        self.ask.retries = retries;
        self.requests = requests;
        self
    }

    /// The client may try again.
    pub(crate) fn tried(mut self, retries: u32) -> Self {
        self.ask.retries = retries;
        self
    }

    /// The call has less time than the server takes.
    pub(crate) fn late(mut self) -> Self {
        // On a busy machine the head of a response still arrives within this time.
        self.ask.timeout = Duration::from_secs(2);
        self
    }

    pub(crate) fn https(mut self) -> Self {
        self.ask.scheme = "https";
        self
    }

    /// The client makes two calls with a pause between them.
    pub(crate) fn twice(mut self, pause: Duration, requests: usize) -> Self {
        (self.ask.calls, self.ask.pause, self.requests) = (2, pause, requests);
        self
    }
}
