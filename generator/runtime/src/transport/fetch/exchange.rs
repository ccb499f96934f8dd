//! A request and its response, from the call of `fetch` until the body of the response is read.

use web_sys::{AbortController, AbortSignal};

use super::setup;
use super::upload::Upload;
use crate::runtime::error::TransportError;

/// A request that is aborted when this value is dropped. Aborting has no effect after the response has ended.
pub(super) struct Exchange {
    controller: AbortController,
    /// The body of the request, if it is a stream.
    pub(super) upload: Option<Upload>,
}

impl Exchange {
    /// Creates the state of a new request.
    pub(super) fn new() -> Result<Self, TransportError> {
        let controller = AbortController::new().map_err(|_| setup("this environment has no `AbortController`"))?;
        Ok(Self { controller, upload: None })
    }

    /// Returns the signal that aborts the request.
    pub(super) fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.controller.abort();
    }
}
