//! A request as the server got it.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

use crate::runtime::body::Body;
use crate::runtime::codec::Decode;
use crate::runtime::error::TransportError;
use crate::runtime::json;
use crate::runtime::operation::Endpoint;

/// A request as the server got it.
#[derive(Debug, Clone)]
pub struct Received {
    endpoint: Endpoint,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

impl Received {
    /// Reads a request to its end.
    pub(super) async fn read(request: Request<Body>) -> Result<Self, TransportError> {
        let (head, mut body) = request.into_parts();
        let mut bytes = Vec::new();
        while let Some(chunk) = body.chunk().await {
            bytes.extend_from_slice(&chunk?);
        }
        let endpoint = head.extensions.get().copied().unwrap_or_default();
        Ok(Self { endpoint, method: head.method, uri: head.uri, headers: head.headers, body: bytes.into() })
    }

    /// The operation's name in the API's document; empty for a request that is none of its operations.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.endpoint.id
    }

    /// The method.
    #[must_use]
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// The whole URL.
    #[must_use]
    pub const fn uri(&self) -> &Uri {
        &self.uri
    }

    /// The path, with everything escaped that was sent so.
    #[must_use]
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// The value of a query parameter, unescaped; the first one if it is there more than once.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        let unescaped = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        self.uri.query()?.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (unescaped(key) == name).then(|| unescaped(&value.replace('+', " ")))
        })
    }

    /// The headers, credentials among them.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The text of a header, if it is there and is plain text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as it came.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body, if it is JSON for a `T`.
    #[must_use]
    pub fn json<T: Decode>(&self) -> Option<T> {
        json::decode(&self.body).ok()
    }
}
