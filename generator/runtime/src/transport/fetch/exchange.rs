//! A request and its response, from the call of `fetch` until the body of the response is read.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::js_sys::Promise;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultController};

use super::setup;
use crate::runtime::error::TransportError;

/// The function that a stream calls for its next chunk.
pub(super) type Pull = Closure<dyn FnMut(ReadableStreamDefaultController) -> Promise>;

/// The error of a streaming request body, which `fetch` does not return.
pub(super) type BodyFailure = Rc<RefCell<Option<TransportError>>>;

/// A streaming request body.
pub(super) struct UploadStream {
    /// The browser calls it until the request is aborted.
    pub(super) _pull: Pull,
    pub(super) failure: BodyFailure,
}

/// A request that is aborted when this value is dropped. Aborting has no effect after the response has ended.
pub(super) struct Exchange {
    controller: AbortController,
    /// The body of the request, if it is a stream.
    pub(super) upload: Option<UploadStream>,
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
