//! Converts requests to those of `fetch`, and rejects what a browser would leave out or change.

use http::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, TE,
    TRANSFER_ENCODING, USER_AGENT,
};
use http::{Method, Request};
use web_sys::js_sys::{Reflect, Uint8Array};
use web_sys::{Headers, RequestCache, RequestCredentials, RequestInit, RequestRedirect};

use super::exchange::Exchange;
use super::upload::Upload;
use super::{FetchTransport, failure, scope, setup};
use crate::runtime::call::redirect::Redirects;
use crate::runtime::error::TransportError;
use crate::runtime::transport::body::Body;

/// The headers that describe the connection or the program. The browser sets them, and ignores other values.
const OF_THE_BROWSER: [HeaderName; 7] =
    [ACCEPT_ENCODING, CONNECTION, CONTENT_LENGTH, HOST, TE, TRANSFER_ENCODING, USER_AGENT];

/// The other headers that a browser leaves out.
const FORBIDDEN: [&str; 16] = [
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
];

/// The beginnings of the names of more headers that a browser leaves out.
const FORBIDDEN_PREFIXES: [&str; 2] = ["proxy-", "sec-"];

/// Converts a request. A streaming body is kept in `exchange`.
pub(super) fn convert(
    request: Request<Body>,
    settings: FetchTransport,
    exchange: &mut Exchange,
) -> Result<web_sys::Request, TransportError> {
    let init = RequestInit::new();
    init.set_method(request.method().as_str());
    init.set_headers(&headers(request.headers())?.into());
    init.set_redirect(redirect(&request));
    // Some environments reject requests with these settings.
    if settings.includes_cookies {
        init.set_credentials(RequestCredentials::Include);
    }
    if !settings.uses_cache && has_setting("cache") {
        init.set_cache(RequestCache::NoStore);
    }
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
    request.map_err(|error| setup(&format!("the browser rejects the request ({})", failure::name(&error))))
}

/// Returns true if requests of this environment have a setting.
fn has_setting(name: &str) -> bool {
    let prototype = scope::value("Request").and_then(|request| Reflect::get(&request, &"prototype".into()).ok());
    prototype.is_some_and(|prototype| Reflect::has(&prototype, &name.into()).unwrap_or_default())
}

/// Adds a streaming body. A browser without support for it would send the text `[object ReadableStream]`.
fn stream(body: Body, init: &RequestInit, exchange: &mut Exchange) -> Result<(), TransportError> {
    let unsupported = || setup("this browser does not support streaming request bodies; pass the whole body");
    if !has_setting("duplex") {
        return Err(unsupported());
    }
    let (upload, stream) = Upload::new(body)?;
    exchange.upload = Some(upload);
    init.set_body(&stream);
    Reflect::set(init, &"duplex".into(), &"half".into()).map_err(|_| unsupported())?;
    Ok(())
}

/// Decides about redirects, whose targets a browser does not show. They are followed if the browser sends no secret to another
/// origin: it removes only the header `Authorization` and keeps all other headers, and the body after some statuses. A request
/// without the setting of a call, such as one for a token, is not redirected.
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
        let is_prefixed = FORBIDDEN_PREFIXES.iter().any(|prefix| name.as_str().starts_with(prefix));
        if is_prefixed || FORBIDDEN.contains(&name.as_str()) {
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
