//! Converts requests to those of `fetch`, and rejects what a browser would leave out or change.

use std::cell::RefCell;
use std::rc::Rc;

use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, TE,
    TRANSFER_ENCODING, USER_AGENT,
};
use http::{Method, Request};
use wasm_bindgen_futures::future_to_promise;
use web_sys::js_sys::{Object, Reflect, Uint8Array};
use web_sys::wasm_bindgen::JsValue;
use web_sys::wasm_bindgen::closure::Closure;
use web_sys::{
    Headers, ReadableStream, ReadableStreamDefaultController, RequestCredentials, RequestInit, RequestRedirect,
};

use super::exchange::{BodyFailure, Exchange, UploadStream};
use super::{failure, setup};
use crate::runtime::call::redirect::Redirects;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::body::Body;

/// The headers that describe the connection or the program. The browser sets them, and ignores other values.
const OF_THE_BROWSER: [HeaderName; 7] =
    [ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, HOST, TE, TRANSFER_ENCODING, USER_AGENT];

/// The other headers that a browser leaves out, and the beginnings of their names.
const FORBIDDEN: [&str; 17] = [
    "accept-charset",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "trailer",
    "upgrade",
    "via",
    "proxy-authorization",
];

/// Converts a request. A streaming body is kept in `exchange`.
pub(super) fn convert(
    request: Request<Body>,
    credentials: RequestCredentials,
    exchange: &mut Exchange,
) -> Result<web_sys::Request, TransportError> {
    let init = RequestInit::new();
    init.set_method(request.method().as_str());
    init.set_headers(&headers(request.headers())?.into());
    init.set_redirect(redirect(&request));
    init.set_credentials(credentials);
    init.set_signal(Some(&exchange.signal()));
    let url = request.uri().to_string();
    let method = request.method().clone();
    let body = request.into_body();
    let has_body = !body.is_empty();
    if has_body && matches!(method, Method::GET | Method::HEAD) {
        return Err(setup("a browser sends no body with `GET` and `HEAD`"));
    }
    match body.bytes() {
        Some(bytes) if has_body => init.set_body(&Uint8Array::from(&bytes[..])),
        Some(_) => {}
        None => stream(body, &init, exchange)?,
    }
    let request = web_sys::Request::new_with_str_and_init(&url, &init);
    let request =
        request.map_err(|error| setup(&format!("the browser rejects the request ({})", failure::name(&error))))?;
    // A browser without this property would send the text `[object ReadableStream]`.
    if exchange.upload.is_some() && !Reflect::has(&request, &"duplex".into()).unwrap_or_default() {
        return Err(setup("this browser does not support streaming request bodies; pass the whole body"));
    }
    Ok(request)
}

/// Decides about redirects, whose targets a browser does not show. They are followed if the browser sends no secret to another
/// origin: it removes only the header `Authorization` and keeps all other headers, and the body after some statuses. A request without the setting of a call, such as one
/// for a token, is not redirected.
fn redirect(request: &Request<Body>) -> RequestRedirect {
    let is_followed = request.extensions().get() == Some(&Redirects::Follow);
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let is_secret = |(name, value): (&HeaderName, &HeaderValue)| value.is_sensitive() && name != AUTHORIZATION;
    if is_followed && reads && !request.headers().iter().any(is_secret) {
        RequestRedirect::Follow
    } else {
        RequestRedirect::Manual
    }
}

/// Converts headers, without those that the browser sets.
fn headers(headers: &HeaderMap) -> Result<Headers, TransportError> {
    let converted = Headers::new().map_err(|_| setup("this environment has no `Headers`"))?;
    for (name, value) in headers {
        if OF_THE_BROWSER.contains(name) {
            continue;
        }
        if FORBIDDEN.contains(&name.as_str()) || name.as_str().starts_with("sec-") {
            return Err(setup(&format!("a browser does not send the header `{name}`")));
        }
        // The characters of a value are bytes.
        let text: String = value.as_bytes().iter().copied().map(char::from).collect();
        converted
            .append(name.as_str(), &text)
            .map_err(|_| setup(&format!("the browser rejects the header `{name}`")))?;
    }
    Ok(converted)
}

/// Adds a streaming body, which the browser reads while it sends it.
fn stream(body: Body, init: &RequestInit, exchange: &mut Exchange) -> Result<(), TransportError> {
    let failure = BodyFailure::default();
    let failed = Rc::clone(&failure);
    let pull = Closure::new(move |controller| future_to_promise(pull(body.clone(), controller, Rc::clone(&failed))));
    let source = Object::new();
    let unsupported = |_| setup("this environment has no `ReadableStream`");
    Reflect::set(&source, &"pull".into(), pull.as_ref()).map_err(unsupported)?;
    let stream = ReadableStream::new_with_underlying_source(&source).map_err(unsupported)?;
    init.set_body(&stream);
    Reflect::set(init, &"duplex".into(), &"half".into()).map_err(unsupported)?;
    exchange.upload = Some(UploadStream { _pull: pull, failure });
    Ok(())
}

/// Reads the next chunk of a body. Clones of a stream share it.
async fn pull(
    mut body: Body,
    controller: ReadableStreamDefaultController,
    failed: Rc<RefCell<Option<TransportError>>>,
) -> Result<JsValue, JsValue> {
    match body.chunk().await {
        Some(Ok(chunk)) => controller.enqueue_with_chunk(&Uint8Array::from(&chunk[..]))?,
        Some(Err(error)) => {
            failed.replace(Some(error));
            return Err(JsValue::from_str(TransportKind::Body.name()));
        }
        None => controller.close()?,
    }
    Ok(JsValue::UNDEFINED)
}
