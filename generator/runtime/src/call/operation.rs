//! The trait of operations: plain values that write a request and read its response.

use bytes::Bytes;
use http::{Method, Request};

use super::idempotency::Idempotency;
use super::options::Options;
use super::redirect::Redirects;
use super::retry::Replay;
use crate::runtime::client::client_config::ClientConfig;
use crate::runtime::client::server::OwnServer;
use crate::runtime::credentials::security::Security;
use crate::runtime::error::{Error, ErrorInfo, Fault, InvalidInput, Location};
use crate::runtime::page::page_cursor::{Next, VisitedPages};
use crate::runtime::request::encoder::{Asked, RequestEncoder};
use crate::runtime::response::decoded::Response;
use crate::runtime::response::raw::RawResponse;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::threads::{MaybeSend, MaybeSync};

/// The operation of a request. It is in the extensions of the request, for transports that use it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Endpoint {
    /// The operation id in the API description.
    pub id: &'static str,
    /// The path template, as in `/contacts/{id}`.
    pub path: &'static str,
}

/// An operation of the API with its parameters.
///
/// It does no I/O: [`to_request`](Self::to_request) builds its request, [`from_response`](Self::from_response) reads
/// the response, and any HTTP library can be used between the two.
pub trait Operation: MaybeSend + MaybeSync {
    /// The body of a success.
    type Output: MaybeSend + 'static;
    /// The body of an error response.
    type Failure: ErrorInfo;

    /// The operation id in the API description.
    const ID: &'static str;
    /// The HTTP method. It is `POST`, the least safe one, if [`EXTENSION_METHOD`](Self::EXTENSION_METHOD) is set.
    const METHOD: Method;
    /// The path template, as in `/contacts/{id}`.
    const PATH: &'static str;
    /// The credentials that the operation requires.
    const SECURITY: Security;
    /// The idempotency support of the operation, if each call has a key.
    const IDEMPOTENCY: Option<Idempotency> = None;
    /// The server of the operation, if it has one of its own.
    const SERVER: Option<OwnServer> = None;
    /// The status of a success; the first one if there are several.
    const SUCCESS: u16 = 200;

    /// The statuses outside of 200 to 299 that the API description declares and that are not errors, such as 304.
    const EXPECTED: &'static [u16] = &[];
    /// The method, if `http` has no constant for it, as in `COPY`.
    const EXTENSION_METHOD: Option<&'static str> = None;
    /// The effect of sending a request more than once, if it differs from the default of the method.
    const REPLAY: Option<Replay> = None;
    /// The redirect setting of its calls.
    const REDIRECTS: Redirects = Redirects::Follow;

    /// Writes the parameters and the body into a request.
    ///
    /// # Errors
    /// When a parameter or the body breaks a constraint.
    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput>;

    /// Reads a response.
    ///
    /// # Errors
    /// When the response is an error, or does not match the API description.
    fn decode(response: RawResponse) -> Result<Response<Self::Output>, Error<Self::Failure>>;

    /// Converts a response that is not a success to an error.
    fn refuse(response: RawResponse) -> Error<Self::Failure> {
        response.into_error()
    }

    /// Returns the options of this call.
    #[inline]
    fn options(&self) -> &Options {
        Options::none()
    }

    /// Returns whether the request can be sent more than once.
    #[inline]
    fn replay(&self) -> Replay {
        match Self::REPLAY.unwrap_or_else(|| Replay::for_method(&Self::METHOD)) {
            Replay::Unsafe if Self::IDEMPOTENCY.is_some() || self.options().is_keyed() => Replay::Idempotent,
            replay => replay,
        }
    }

    /// Builds the request of this operation for `config`.
    ///
    /// # Errors
    /// When a parameter or the body breaks a constraint, a credential is missing, or the configuration is invalid.
    fn to_request(&self, config: &ClientConfig) -> Result<Request<Body>, Error<Self::Failure>> {
        let mut request = request(self, config)?;
        request.extensions_mut().insert(Endpoint { id: Self::ID, path: Self::PATH });
        Ok(request)
    }

    /// Reads a response to this operation.
    ///
    /// # Errors
    /// When the response is an error, or does not match the API description.
    fn from_response<B: Into<Bytes>>(
        response: http::Response<B>,
    ) -> Result<Response<Self::Output>, Error<Self::Failure>>
    where
        Self: Sized,
    {
        Self::decode(response.map(Into::into).into())
    }
}

/// Builds the request of an operation for `config`, without its [`Endpoint`].
pub(crate) fn request<O: Operation + ?Sized>(operation: &O, config: &ClientConfig) -> Result<Request<Body>, Fault> {
    let mut request = RequestEncoder::new();
    operation.encode(&mut request)?;
    let method = match O::EXTENSION_METHOD {
        None => O::METHOD,
        Some(token) => Method::from_bytes(token.as_bytes())
            .map_err(|_| InvalidInput::new("method", Location::Url, "must be an HTTP token"))?,
    };
    let asked = Asked { method, security: O::SECURITY, server: O::SERVER };
    request.finish(asked, config, operation.options())
}

/// The result of sending an operation.
pub type Sent<O, T = <O as Operation>::Output> = Result<Response<T>, Error<<O as Operation>::Failure>>;

/// An operation that returns a paginated list.
pub trait Paginated: Operation + Sized + 'static {
    /// The type of the items.
    type Item: MaybeSend + 'static;

    /// Returns the link from a page of this operation to the next one.
    fn next_page(&self, page: &Response<Self::Output>) -> Next;

    /// Sets the page number of the first page, if pages are numbered and none is set. Without a page number, some
    /// servers return all items at once.
    fn ask_for_first(&mut self) {}

    /// Changes the operation to request the page with this cursor. All other parameters are unchanged. An invalid
    /// cursor is reported when the operation is sent.
    fn set_cursor(&mut self, cursor: String);

    /// Returns the items of a page, in order.
    fn into_items(page: Self::Output) -> Vec<Self::Item>;

    /// Returns the cursor of the page after one of this operation; `None` if it is the last page or identifies no next
    /// one. It is for code that fetches pages without [`Pages`](crate::runtime::Pages).
    fn next_cursor(&self, page: &Response<Self::Output>) -> Option<String> {
        self.next_page(page).follow(&mut VisitedPages::default()).ok().flatten()
    }
}
