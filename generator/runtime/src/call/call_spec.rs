//! The description of a call that the send path uses, except for its request.

use http::Request;
use http::header::{ACCEPT, HeaderMap, HeaderValue};

use super::operation::{Endpoint, Operation};
use super::options::Options;
use super::plan::Reading;
use super::redirect::Redirects;
use super::retry::Replay;
use super::retry_rule::{ReadCode, read_code};
use crate::runtime::credentials::security::Security;
use crate::runtime::transport::body::Body;

/// Type-erased description of an operation, so that the send path is compiled once.
#[derive(Clone, Copy)]
pub(crate) struct CallSpec<'a> {
    pub(crate) endpoint: Endpoint,
    pub(crate) security: Security,
    pub(crate) replay: Replay,
    /// The error codes of 409 responses to a call that the server is still working on.
    pub(crate) in_progress: &'static [&'static str],
    /// Statuses outside of 200 to 299 that are not errors.
    pub(crate) expected: &'static [u16],
    /// True if 304 is not an error, since the request is conditional.
    pub(crate) is_conditional: bool,
    /// Reads the code of an error response.
    pub(crate) read_code: ReadCode,
    pub(crate) redirects: Redirects,
    pub(crate) options: &'a Options,
    /// The media types of the `Accept` header, in place of those of the operation, unless the caller sets the header.
    pub(crate) accept: Option<&'static str>,
    /// Additional headers. They replace headers of the same name.
    pub(crate) more: Option<&'a HeaderMap>,
    pub(crate) reading: Reading,
}

impl<'a> CallSpec<'a> {
    /// Describes an operation whose whole response is read.
    pub(crate) fn new<O: Operation>(operation: &'a O) -> Self {
        Self {
            endpoint: Endpoint { id: O::ID, path: O::PATH },
            security: O::SECURITY,
            replay: operation.replay(),
            in_progress: O::IDEMPOTENCY.map_or(&[], |idempotency| idempotency.in_progress),
            expected: O::EXPECTED,
            is_conditional: false,
            read_code: read_code::<O::Failure>,
            redirects: O::REDIRECTS,
            options: operation.options(),
            accept: None,
            more: None,
            reading: Reading::Whole,
        }
    }

    /// Adds the headers of this call to the request of the operation.
    pub(crate) fn complete(&self, mut request: Request<Body>) -> Request<Body> {
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
