//! The plan of a call: everything that its attempts depend on, except the request and the client.

use std::sync::Arc;
#[cfg(feature = "blocking")]
use std::time::Duration;

use http::{Request, StatusCode};

use super::interceptor::Interceptor;
use super::operation::Endpoint;
use super::redirect::Redirects;
use super::retry::{Replay, RetryPolicy};
use super::retry_rule::{ReadCode, RetryRule};
use crate::runtime::credentials::token_refresh::TokenRefresh;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::clock::Instant;
#[cfg(feature = "blocking")]
use crate::runtime::transport::interface::Deadline;

/// The settings of a call.
#[derive(Clone, Copy)]
pub(crate) struct Plan<'a> {
    pub(crate) endpoint: Endpoint,
    pub(crate) started: Instant,
    pub(crate) deadline: Option<Instant>,
    pub(crate) replay: Replay,
    /// The error codes of 409 responses to a call that the server is still working on.
    pub(crate) in_progress: &'static [&'static str],
    /// Statuses outside of 200 to 299 that are not errors.
    pub(crate) expected: &'static [u16],
    /// True if 304 is not an error, since the request is conditional.
    pub(crate) is_conditional: bool,
    pub(crate) redirects: Redirects,
    pub(crate) retry: RetryPolicy,
    /// The rule of this call, which precedes that of the client.
    pub(crate) retry_rule: Option<&'a dyn RetryRule>,
    /// Reads the code of an error response.
    pub(crate) read_code: ReadCode,
    /// The interceptors of this call, which precede those of the client.
    pub(crate) interceptors: &'a [Arc<dyn Interceptor>],
    pub(crate) reading: Reading,
    /// Rebuilds the request with other tokens, if it contains tokens from a source.
    pub(crate) token_refresh: Option<&'a TokenRefresh<'a>>,
    /// The idle timeout of a streaming body.
    #[cfg(feature = "blocking")]
    pub(crate) idle_timeout: Option<Duration>,
}

impl Plan<'_> {
    /// Returns true if a response with this status is an error.
    pub(super) fn is_error(&self, status: StatusCode) -> bool {
        let is_unchanged = self.is_conditional && status == StatusCode::NOT_MODIFIED;
        !status.is_success() && !is_unchanged && !self.expected.contains(&status.as_u16())
    }

    /// Returns a request with the extensions that a transport may read.
    pub(super) fn told(&self, request: &Request<Body>) -> Request<Body> {
        let mut request = request.clone();
        let told = request.extensions_mut();
        if self.endpoint != Endpoint::default() {
            told.insert(self.endpoint);
        }
        told.insert(self.redirects);
        // The blocking transport enforces the deadline itself.
        #[cfg(feature = "blocking")]
        told.insert(Deadline {
            at: self.deadline,
            covers_body: self.reading == Reading::Whole,
            idle_timeout: self.idle_timeout,
        });
        request
    }
}

/// The part of a success that is read before it is returned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The whole response.
    Whole,
    /// The status and the headers.
    Head,
}
