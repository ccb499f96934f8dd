//! Converts the exceptions of `fetch`. Their texts are left out, since they can contain URLs with credentials.

use web_sys::js_sys;
use web_sys::wasm_bindgen::{JsCast as _, JsValue};

use super::exchange::Exchange;
use crate::runtime::error::{TransportError, TransportKind};

/// The detail of every network error.
const HIDDEN: &str = "a browser does not tell the reason, which is the network, the server, or that the server does not allow the \
                      origin, the method or a header of the request (CORS)";

/// The detail of a network error of a request with a streaming body.
const HIDDEN_OF_STREAM: &str = "a browser does not tell the reason, which is the network, the server, CORS, or that the server \
                                has no HTTP/2, which browsers require for a streaming request body";

/// Converts the exception of a request without a response.
pub(super) fn of_request(thrown: &JsValue, exchange: &Exchange) -> TransportError {
    let Some(upload) = &exchange.upload else { return interrupted(thrown).with_detail(HIDDEN) };
    // The stream of the body has reported this error to `fetch`.
    upload.failure().unwrap_or_else(|| interrupted(thrown).with_detail(HIDDEN_OF_STREAM))
}

/// Converts the exception of a response body.
pub(super) fn interrupted(thrown: &JsValue) -> TransportError {
    TransportError::new(TransportKind::Interrupted).because(name(thrown))
}

/// Returns the name of an exception, as in `TypeError`.
pub(super) fn name(thrown: &JsValue) -> String {
    thrown.dyn_ref::<js_sys::Error>().map_or_else(|| "unknown exception".to_owned(), |error| error.name().into())
}
