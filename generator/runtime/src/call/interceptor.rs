//! Interceptors: hooks on the requests that a client sends and on their responses.

use std::error::Error as StdError;
use std::fmt;
use std::future::ready;
use std::sync::Arc;

use bytes::Bytes;
use http::{Extensions, HeaderMap, Method, Request, Response, StatusCode, Uri};

use super::operation::Endpoint;
use crate::runtime::credentials::redaction::Unseen;
use crate::runtime::error::{InvalidInput, Location, TransportError};
use crate::runtime::request::encoder::header;
use crate::runtime::request::escape::escape;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::interface::BoxFuture;
use crate::runtime::transport::threads::{MaybeSend, MaybeSync};

/// The reason why an interceptor rejects a request or a response. It must not contain a secret.
pub type InterceptorError = Box<dyn StdError + Send + Sync>;

/// A hook on every request that a client sends, and on every response: to sign requests, to add headers, to verify or to
/// replace responses.
///
/// Both methods have defaults that do nothing. A closure `|request: &mut InterceptedRequest| { …; Ok(()) }` is an
/// interceptor of requests; the type of its argument has to be written.
///
/// * Interceptors run for every attempt, so a retry has a new signature and a new time. A redirect within the same origin
///   counts as a request of its own. From a redirect to another origin on, `on_request` is not called: such requests get
///   neither credentials nor signatures, even if a later redirect leads back.
/// * Requests pass the interceptors of the call first, then those of the client, each in the order in which they were
///   added. So a client that signs its requests includes what a call has added. Responses pass them in the reverse order.
/// * The deadline of the call includes the time of the interceptors.
/// * The blocking client polls the futures on the calling thread, without an async runtime.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an interceptor",
    label = "does not implement `Interceptor`",
    note = "a closure is an interceptor if the type of its argument is written: `|request: &mut InterceptedRequest| Ok(())`"
)]
pub trait Interceptor: MaybeSend + MaybeSync + 'static {
    /// Called before a request is sent. It can add headers, parameters of the query, and a body.
    ///
    /// # Errors
    /// When the request must not be sent. The call fails with
    /// [`TransportKind::Interceptor`](crate::runtime::TransportKind::Interceptor), and the error names this interceptor.
    fn on_request<'a>(&'a self, request: &'a mut InterceptedRequest) -> BoxFuture<'a, Result<(), InterceptorError>> {
        let _ = request;
        Box::pin(ready(Ok(())))
    }

    /// Called with the response of each attempt, whatever its status. `request` is the request as it was sent.
    ///
    /// It is not called for a redirect that is followed, nor for an attempt without a complete response. The response may
    /// be that of another origin, if a redirect has led there: an interceptor that verifies responses has to look at
    /// [`is_redirected_elsewhere`](InterceptedRequest::is_redirected_elsewhere) if it does not reject such a response
    /// anyway.
    ///
    /// # Errors
    /// When the response must not be used. The call fails with
    /// [`TransportKind::Interceptor`](crate::runtime::TransportKind::Interceptor), and the error names this interceptor.
    fn on_response<'a>(
        &'a self,
        request: &'a InterceptedRequest,
        response: &'a mut InterceptedResponse,
    ) -> BoxFuture<'a, Result<(), InterceptorError>> {
        let _ = (request, response);
        Box::pin(ready(Ok(())))
    }

    /// Returns the name for errors; the name of the type unless implemented.
    fn name(&self) -> &str {
        std::any::type_name::<Self>()
    }
}

#[diagnostic::do_not_recommend]
impl<F> Interceptor for F
where
    F: Fn(&mut InterceptedRequest) -> Result<(), InterceptorError> + MaybeSend + MaybeSync + 'static,
{
    fn on_request<'a>(&'a self, request: &'a mut InterceptedRequest) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(ready(self(request)))
    }
}

/// An interceptor that several clients share.
impl<T: Interceptor + ?Sized> Interceptor for Arc<T> {
    fn on_request<'a>(&'a self, request: &'a mut InterceptedRequest) -> BoxFuture<'a, Result<(), InterceptorError>> {
        (**self).on_request(request)
    }

    fn on_response<'a>(
        &'a self,
        request: &'a InterceptedRequest,
        response: &'a mut InterceptedResponse,
    ) -> BoxFuture<'a, Result<(), InterceptorError>> {
        (**self).on_response(request, response)
    }

    fn name(&self) -> &str {
        (**self).name()
    }
}

/// A finished request before it is sent, with the credentials that it requires.
///
/// Its method and its server cannot be changed.
pub struct InterceptedRequest {
    request: Request<Body>,
    operation: Endpoint,
    attempt: u32,
    is_redirected_elsewhere: bool,
    /// The secrets that interceptors added to the query.
    added: Unseen,
}

impl InterceptedRequest {
    pub(crate) fn new(
        request: Request<Body>,
        operation: Endpoint,
        attempt: u32,
        is_redirected_elsewhere: bool,
    ) -> Self {
        Self { request, operation, attempt, is_redirected_elsewhere, added: Unseen::default() }
    }

    /// Returns the operation; its fields are empty for a request that does not belong to an operation.
    #[must_use]
    pub const fn operation(&self) -> Endpoint {
        self.operation
    }

    /// Returns the number of the attempt, starting at 1.
    #[must_use]
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns true if a redirect has led to another origin, as it may be in `on_response`. Then the request has passed no
    /// interceptor, and has only the headers `Accept` and `User-Agent`. It stays true if a later redirect leads back,
    /// since the other origin has chosen that address.
    ///
    /// A browser follows redirects itself, without showing their targets. There it is true in `on_response` after any redirect, and the
    /// request is the first one, as the interceptors have passed it.
    #[must_use]
    pub const fn is_redirected_elsewhere(&self) -> bool {
        self.is_redirected_elsewhere
    }

    /// Returns the HTTP method.
    #[must_use]
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the absolute URL. Its query may contain credentials.
    #[must_use]
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// Returns the headers. They may contain credentials. The transport adds `Host` and `Content-Length`.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Returns the body: [`Body::bytes`] returns its bytes, or `None` if it is a stream.
    #[must_use]
    pub fn body(&self) -> &Body {
        self.request.body()
    }

    /// Returns values that interceptors share during one request and its response, such as the time at which it was sent.
    /// A redirect and a retry begin again without them.
    #[must_use]
    pub fn extensions(&self) -> &Extensions {
        self.request.extensions()
    }

    /// Returns the same values for changing them.
    pub fn extensions_mut(&mut self) -> &mut Extensions {
        self.request.extensions_mut()
    }

    /// Sets a header, in place of another of the same name. Its value is a secret: it is not in `Debug`, and it is
    /// removed from the text of errors.
    ///
    /// # Errors
    /// When the name or the value is invalid, or the transport sets this header.
    pub fn set_header(&mut self, name: &str, value: &str) -> Result<(), InvalidInput> {
        let (name, mut value) = header(name, value)?;
        value.set_sensitive(true);
        self.request.headers_mut().insert(name, value);
        Ok(())
    }

    /// Removes a header.
    pub fn remove_header(&mut self, name: &str) {
        self.request.headers_mut().remove(name);
    }

    /// Adds a parameter to the query. Name and value are escaped. The value is a secret: it is removed from the text of
    /// errors.
    ///
    /// # Errors
    /// When the URL is too long.
    pub fn add_query(&mut self, name: &str, value: &str) -> Result<(), InvalidInput> {
        let uri = self.request.uri();
        let mut target = uri.path_and_query().map_or("/", |target| target.as_str()).to_owned();
        target.push(if uri.query().is_some() { '&' } else { '?' });
        escape(name, &mut target);
        target.push('=');
        escape(value, &mut target);
        let mut parts = uri.clone().into_parts();
        let too_long = || InvalidInput::new("URL", Location::Url, "must not be longer than 65534 bytes");
        parts.path_and_query = Some(target.try_into().map_err(|_| too_long())?);
        *self.request.uri_mut() = Uri::from_parts(parts).map_err(|_| too_long())?;
        self.added.add(value);
        Ok(())
    }

    /// Replaces the body. The headers stay the same, also `Content-Type`.
    pub fn set_body(&mut self, body: impl Into<Body>) {
        *self.request.body_mut() = body.into();
    }

    /// Adds what is secret to the request, which the interceptors have passed.
    pub(crate) fn seal(&mut self) {
        self.request.extensions_mut().insert(self.added.clone());
    }

    /// Adds the secrets of the requests that were redirected to this one, and the origin of the response.
    pub(crate) fn end_redirects(&mut self, secrets: Unseen, is_elsewhere: bool) {
        self.request.extensions_mut().insert(secrets);
        self.is_redirected_elsewhere = is_elsewhere;
    }

    pub(crate) const fn request(&self) -> &Request<Body> {
        &self.request
    }

    pub(crate) fn into_request(self) -> Request<Body> {
        self.request
    }
}

/// Omits the query and the values of headers.
impl fmt::Debug for InterceptedRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InterceptedRequest")
            .field("operation", &self.operation.id)
            .field("attempt", &self.attempt)
            .field("method", self.method())
            .field("host", &self.uri().host().unwrap_or_default())
            .field("headers", &self.headers().keys().collect::<Vec<_>>())
            .field("body", self.body())
            .finish_non_exhaustive()
    }
}

/// A response as the server sent it. An interceptor can replace each part.
pub struct InterceptedResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    /// The reason why the end of an error body is missing.
    cut: Option<TransportError>,
}

impl InterceptedResponse {
    pub(crate) fn new(response: Response<Body>) -> Self {
        let (head, body) = response.into_parts();
        Self { status: head.status, headers: head.headers, body, cut: None }
    }

    /// Returns the status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// Replaces the status. An error whose body is truncated becomes a success only together with another body;
    /// otherwise the call fails.
    pub const fn set_status(&mut self, status: StatusCode) {
        self.status = status;
    }

    /// Returns the headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the headers for changing them.
    pub const fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.headers
    }

    /// Returns the body: [`Body::bytes`] returns its bytes, or `None` for the success of a streaming call, such as
    /// `send_stream`. An error body is truncated after 64 KiB, or where the connection failed.
    #[must_use]
    pub const fn body(&self) -> &Body {
        &self.body
    }

    /// Replaces the body.
    pub fn set_body(&mut self, body: impl Into<Body>) {
        self.body = body.into();
        self.cut = None;
    }

    /// Sets the part of an error body that was read, and the reason why its end is missing.
    pub(crate) fn set_read(&mut self, body: Bytes, cut: Option<TransportError>) {
        self.body = body.into();
        self.cut = cut;
    }

    /// Returns the reason why the end of the body is missing.
    pub(crate) const fn take_cut(&mut self) -> Option<TransportError> {
        self.cut.take()
    }

    pub(crate) const fn body_mut(&mut self) -> &mut Body {
        &mut self.body
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

/// Omits the values of headers, which may contain cookies.
impl fmt::Debug for InterceptedResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InterceptedResponse")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("body", &self.body)
            .field("is_cut", &self.cut.is_some())
            .finish()
    }
}
