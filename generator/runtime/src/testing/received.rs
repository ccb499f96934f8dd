//! A request that the fake server received.

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

use crate::runtime::call::operation::Endpoint;
use crate::runtime::codec::json;
use crate::runtime::codec::traits::Decode;
use crate::runtime::error::TransportError;
use crate::runtime::request::escape::form_decoded;
use crate::runtime::transport::body::Body;

/// A request that the fake server received.
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

    /// Returns the operation id in the API description; empty for a request that does not belong to an operation.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.endpoint.id
    }

    /// Returns the HTTP method.
    #[must_use]
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the complete URL.
    #[must_use]
    pub const fn uri(&self) -> &Uri {
        &self.uri
    }

    /// Returns the path, with its percent escapes.
    #[must_use]
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// Returns the decoded value of a query parameter; the first one if there are several.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<String> {
        self.uri.query()?.split('&').find_map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            (form_decoded(key) == name).then(|| form_decoded(value))
        })
    }

    /// Returns the headers, including credentials.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the value of a header, if it is present and is plain text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the raw body.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// Decodes the body as JSON; `None` if it is not a `T`.
    #[must_use]
    pub fn json<T: Decode>(&self) -> Option<T> {
        json::decode(&self.body).ok()
    }
}
