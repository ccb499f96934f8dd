//! The transport over `fetch`, the default of asynchronous clients in a browser.
//!
//! * `outgoing` converts a request, and decides which requests a browser cannot send. `incoming` converts a response.
//! * `exchange` keeps a request alive until its response is read, and aborts it when it is dropped. `upload` is a streaming body of a request.
//!   `failure` converts exceptions.
//! * `scope` finds the functions of the environment: a page, a worker, or a program of Node.js. `timer` and `random` use them.

mod exchange;
mod failure;
mod incoming;
mod outgoing;
pub(crate) mod random;
mod scope;
pub(super) mod timer;
mod upload;

use std::time::Duration;

use http::{Request, Response};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::Promise;
use web_sys::wasm_bindgen::JsCast as _;

use self::exchange::Exchange;
use super::body::Body;
use super::interface::{BoxFuture, Transport};
use crate::runtime::error::{TransportError, TransportKind};

/// The transport over `fetch`.
///
/// It works in pages, in workers, and in other environments with `fetch`, such as Node.js. Dropping a call, or a body before its
/// end, aborts the request. Timeouts and retries wait with `setTimeout`, which browsers slow down in pages that are not visible.
///
/// The browser decides more than other transports do:
///
/// * A server of another origin must allow the page's origin, the method and the headers of a request (CORS), and the browser shows only
///   the response headers that the server lists in `Access-Control-Expose-Headers`. Retries, rate limits and request ids use `Retry-After`, `RateLimit`
///   and `X-Request-Id`.
/// * The browser does not tell why a request failed. All failures have the kind [`TransportKind::Interrupted`].
/// * Redirects are followed by the browser, only for `GET` and `HEAD`, and only if no header except `Authorization` is a
///   secret: a browser sends all other headers along, to any origin that allows them. Other redirects are errors. The browser shows the last
///   address only. If it has plain `http`, and the first one has not, the call fails. Interceptors see any redirect as one to another origin.
/// * The browser sets `User-Agent`, `Accept-Encoding` and the headers of the connection. A request with a header that a browser does not send, such as
///   `Cookie`, is an error, and so is a `GET` or `HEAD` request with a body.
/// * Cookies are sent to the origin of the page only, unless [`include_cookies`](Self::include_cookies) is set.
/// * A request with a streaming body requires a browser that supports it, and HTTP/2. Whole bodies are always sent.
/// * Responses are neither stored in the cache of the browser nor taken from it, unless [`use_cache`](Self::use_cache) is set.
/// * Proxies, certificates, TLS settings and the connect timeout are those of the browser.
#[derive(Debug, Clone, Copy, Default)]
pub struct FetchTransport {
    includes_cookies: bool,
    uses_cache: bool,
}

impl FetchTransport {
    /// Creates a transport with the default settings.
    #[must_use]
    pub const fn new() -> Self {
        Self { includes_cookies: false, uses_cache: false }
    }

    /// Sends cookies and client certificates of the browser to other origins as well, if the server allows credentials
    /// with the origin of the page.
    #[must_use]
    pub const fn include_cookies(mut self) -> Self {
        self.includes_cookies = true;
        self
    }

    /// Lets the browser store responses in its cache as long as their headers allow, and respond from it. A retry may then get
    /// a response that does not come from the server.
    #[must_use]
    pub const fn use_cache(mut self) -> Self {
        self.uses_cache = true;
        self
    }

    async fn request(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let url = request.uri().clone();
        let mut exchange = Exchange::new()?;
        let request = outgoing::convert(request, *self, &mut exchange)?;
        let fetch = scope::function("fetch").ok_or_else(|| setup("this environment has no `fetch`"))?;
        let fetched =
            fetch.call1(&scope::global(), &request).map_err(|error| failure::of_request(&error, &exchange))?;
        let response = JsFuture::from(fetched.unchecked_into::<Promise>()).await;
        let response = response.map_err(|error| failure::of_request(&error, &exchange))?;
        incoming::convert(&response.unchecked_into(), &url, exchange)
    }
}

/// Returns the error of a request that this environment cannot send.
fn setup(why: &str) -> TransportError {
    TransportError::new(TransportKind::Setup).with_detail(why)
}

impl Transport for FetchTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(self.request(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(timer::sleep(duration))
    }
}
