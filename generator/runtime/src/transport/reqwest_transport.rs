//! The transport over a `reqwest::Client` of the caller.

use std::fmt::Write as _;
use std::time::Duration;

use http::header::{HeaderValue, TRANSFER_ENCODING};
use http::{Request, Response, Uri};

use super::body::Body;
use super::http_body::BodyFrames;
use super::http_failure::kind;
use super::interface::{BoxFuture, Transport};
use super::timer;
use crate::runtime::error::{TransportError, TransportKind};

/// The transport over a `reqwest::Client`, which is passed to [`From`].
///
/// The client keeps its own proxies, timeouts and TLS. Redirects that it follows are not checked by this crate. If it decompresses responses, the size limit applies to the decompressed body.
#[derive(Debug, Clone)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    async fn request(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportError::new(TransportKind::Setup).with_detail("it requires a tokio runtime"));
        }
        let response: Response<reqwest::Body> = self.0.execute(outgoing(request)?).await.map_err(failure)?.into();
        Ok(response.map(|body| Body::incoming(BodyFrames { body, failure })))
    }
}

/// Uses a client that you configured.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(self.request(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        timer::sleep(duration)
    }
}

/// Converts a request to one of `reqwest`.
fn outgoing(request: Request<Body>) -> Result<reqwest::Request, TransportError> {
    let (head, body) = request.into_parts();
    let invalid = |error| TransportError::new(TransportKind::Other).because(error);
    let mut outgoing = reqwest::Request::new(head.method, text(&head.uri).parse().map_err(invalid)?);
    *outgoing.headers_mut() = head.headers;
    if body.length().is_none() {
        // Without this header, `reqwest` omits a body of unknown length from requests that usually have none, such as
        // `GET`.
        outgoing.headers_mut().insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
    *outgoing.body_mut() = Some(match body.bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap(body),
    });
    Ok(outgoing)
}

/// Returns the text of a URL, allocated once. `to_string` would allocate several times.
fn text(uri: &Uri) -> String {
    let around = uri.authority().map_or(0, |authority| authority.as_str().len()) + "https://".len();
    let path = uri.path_and_query().map_or(0, |path| path.as_str().len());
    let mut text = String::with_capacity(around + path);
    // Writing to a string does not fail.
    let _ = write!(text, "{uri}");
    text
}

/// Classifies an error of `reqwest`, and removes its URL.
fn failure(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let kind = match kind(&error, error.is_connect()) {
        TransportKind::Interrupted | TransportKind::Protocol if error.is_timeout() => TransportKind::Timeout,
        TransportKind::Interrupted | TransportKind::Protocol if error.is_builder() => TransportKind::Other,
        kind => kind,
    };
    TransportError::new(kind).because(error)
}
