//! What is to be known of an operation in order to send it, but for its request.

use http::Request;
use http::header::{ACCEPT, HeaderMap, HeaderValue};

use super::body::Body;
use super::call::Options;
use super::drive::Reading;
use super::operation::{Endpoint, Operation};
use super::redirect::Redirects;
use super::retry::Replay;
use super::security::Security;

/// What is to be known of an operation: so the code that sends it need not be compiled for each.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) endpoint: Endpoint,
    pub(super) security: Security,
    pub(super) replay: Replay,
    /// The codes of 409 answers that say that the same call is still being worked on.
    pub(super) in_progress: &'static [&'static str],
    /// Statuses outside of 200 to 299 that are not errors.
    pub(super) expected: &'static [u16],
    pub(super) redirects: Redirects,
    pub(super) options: &'a Options,
    /// The media types to ask for in place of the operation's own, unless the caller asks for others.
    pub(super) accept: Option<&'static str>,
    /// More headers, in place of those of their names.
    pub(super) more: Option<&'a HeaderMap>,
    pub(super) reading: Reading,
}

impl<'a> Asking<'a> {
    /// The whole answer of an operation.
    pub(super) fn of<O: Operation>(operation: &'a O) -> Self {
        Self {
            endpoint: Endpoint { id: O::ID, path: O::PATH },
            security: O::SECURITY,
            replay: operation.replay(),
            in_progress: O::IDEMPOTENCY.map_or(&[], |idempotency| idempotency.in_progress),
            expected: O::EXPECTED,
            redirects: O::REDIRECTS,
            options: operation.options(),
            accept: None,
            more: None,
            reading: Reading::Whole,
        }
    }

    /// The operation's request with what this call adds to it.
    pub(super) fn complete(&self, mut request: Request<Body>) -> Request<Body> {
        let headers = request.headers_mut();
        if let Some(accept) = self.accept.filter(|_| !self.options.headers().contains_key(ACCEPT)) {
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
        }
        for (name, value) in self.more.into_iter().flatten() {
            headers.insert(name, value.clone());
        }
        request
    }
}
