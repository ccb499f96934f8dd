//! Streaming request bodies, which the browser reads while it sends them.

use std::cell::Cell;
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_core::Stream as _;
use wasm_bindgen_futures::future_to_promise;
use web_sys::js_sys::{Object, Promise, Reflect, Uint8Array};
use web_sys::wasm_bindgen::JsValue;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::{ReadableStream, ReadableStreamDefaultController};

use super::setup;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::body::Body;

/// A streaming request body. Dropping this value drops the body, also if the browser is waiting for a chunk.
pub(super) struct Upload {
    shared: Rc<Shared>,
    /// The browser calls both functions until the request has ended.
    _pull: Closure<dyn FnMut(ReadableStreamDefaultController) -> Promise>,
    _cancel: Closure<dyn FnMut()>,
}

/// The state that the functions of the browser share. Every value is taken out while it is used, since the stream of a caller may
/// drop the request.
struct Shared {
    body: Cell<Option<Body>>,
    is_over: Cell<bool>,
    /// Wakes the function that waits for a chunk.
    waker: Cell<Option<Waker>>,
    /// The error of the body, which `fetch` does not return.
    failure: Cell<Option<TransportError>>,
}

impl Upload {
    /// Creates the stream of a body.
    pub(super) fn new(body: Body) -> Result<(Self, ReadableStream), TransportError> {
        let shared = Rc::new(Shared {
            body: Cell::new(Some(body)),
            is_over: Cell::default(),
            waker: Cell::default(),
            failure: Cell::default(),
        });
        let (pulled, canceled) = (Rc::clone(&shared), Rc::clone(&shared));
        let pull = Closure::new(move |controller| future_to_promise(pull(Rc::clone(&pulled), controller)));
        let cancel = Closure::new(move || canceled.stop());
        let source = Object::new();
        let stream = Reflect::set(&source, &"pull".into(), pull.as_ref())
            .and_then(|_| Reflect::set(&source, &"cancel".into(), cancel.as_ref()))
            .and_then(|_| ReadableStream::new_with_underlying_source(&source));
        let upload = Self { shared, _pull: pull, _cancel: cancel };
        Ok((upload, stream.map_err(|_| setup("this environment has no `ReadableStream`"))?))
    }

    /// Returns the error of the body, once.
    pub(super) fn failure(&self) -> Option<TransportError> {
        self.shared.failure.take()
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.shared.stop();
    }
}

impl Shared {
    /// Drops the body, and ends the function that waits for a chunk.
    fn stop(&self) {
        self.is_over.set(true);
        drop(self.body.take());
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn poll_chunk(&self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, TransportError>>> {
        let Some(mut body) = self.body.take() else { return Poll::Ready(None) };
        self.waker.set(Some(context.waker().clone()));
        let chunk = Pin::new(&mut body).poll_next(context);
        // Otherwise the body has dropped the request in this poll, so it is dropped here.
        if !self.is_over.get() {
            self.body.set(Some(body));
        }
        chunk
    }
}

/// Reads the next chunk of a body. Clones of a stream share it.
async fn pull(shared: Rc<Shared>, controller: ReadableStreamDefaultController) -> Result<JsValue, JsValue> {
    let chunk = poll_fn(|context| shared.poll_chunk(context)).await;
    if shared.is_over.get() {
        // Closing the stream would make a whole body of a part.
        return Err(JsValue::from_str("the request has ended"));
    }
    match chunk {
        Some(Ok(chunk)) => controller.enqueue_with_chunk(&Uint8Array::from(&chunk[..]))?,
        Some(Err(error)) => {
            shared.failure.set(Some(error));
            return Err(JsValue::from_str(TransportKind::Body.name()));
        }
        None => controller.close()?,
    }
    Ok(JsValue::UNDEFINED)
}
