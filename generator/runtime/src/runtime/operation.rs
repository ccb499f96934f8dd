//! What an operation of an API is to the runtime: a plain value that can write a request and read an answer.

use bytes::Bytes;
use http::{Method, Request};

use super::body::Body;
use super::call::Options;
use super::error::{Error, ErrorInfo, Fault, InvalidInput, Location};
use super::idempotency::Idempotency;
use super::next::{Next, Walk};
use super::raw::RawResponse;
use super::redirect::Redirects;
use super::request::{Asked, RequestEncoder};
use super::response::Response;
use super::retry::Replay;
use super::security::Security;
use super::server::OwnServer;
use super::target::Target;

/// Which operation a request is for: it is in the request's extensions, for transports that want to know.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Endpoint {
    /// The operation's name in the API's document.
    pub id: &'static str,
    /// Its path's template, as in `/contacts/{id}`.
    pub path: &'static str,
}

/// An operation of the API with its arguments.
///
/// It does no I/O: [`to_request`](Self::to_request) makes a request of it, [`from_response`](Self::from_response) reads an
/// answer to it, and whatever can carry HTTP may stand between the two.
pub trait Operation: Send + Sync {
    /// What it gives.
    type Output: Send + 'static;
    /// What the server says when it refuses.
    type Failure: ErrorInfo;

    /// Its name in the API's document.
    const ID: &'static str;
    /// Its method. It is `POST`, which promises nothing, where [`EXTENSION_METHOD`](Self::EXTENSION_METHOD) has another one.
    const METHOD: Method;
    /// Its path's template, as in `/contacts/{id}`.
    const PATH: &'static str;
    /// The credentials that it asks for.
    const SECURITY: Security;
    /// How its calls are known again, if each carries a key of its own.
    const IDEMPOTENCY: Option<Idempotency> = None;
    /// Its own server, if it has one.
    const SERVER: Option<OwnServer> = None;
    /// The status of its success; the first one, if there are several.
    const SUCCESS: u16 = 200;

    /// The statuses outside of 200 to 299 that the API's document describes, and that are not errors, such as 304.
    const EXPECTED: &'static [u16] = &[];
    /// Its method, if `http` has no constant for it, as in `COPY`.
    const EXTENSION_METHOD: Option<&'static str> = None;
    /// What happens if a request is sent more than once, if its method does not say so.
    const REPLAY: Option<Replay> = None;
    /// What its calls do with redirects.
    const REDIRECTS: Redirects = Redirects::Follow;

    /// Writes its arguments into a request.
    ///
    /// # Errors
    /// When an argument breaks a rule.
    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput>;

    /// Reads an answer.
    ///
    /// # Errors
    /// When the answer is an error, or is not what the API's document promises.
    fn decode(response: RawResponse) -> Result<Response<Self::Output>, Error<Self::Failure>>;

    /// The error that an answer is which is not a success.
    fn refuse(response: RawResponse) -> Error<Self::Failure> {
        response.into_error()
    }

    /// What the caller set for this call alone.
    #[inline]
    fn options(&self) -> &Options {
        Options::none()
    }

    /// What happens if the request is sent more than once.
    #[inline]
    fn replay(&self) -> Replay {
        match Self::REPLAY.unwrap_or_else(|| Replay::of(&Self::METHOD)) {
            Replay::Unsafe if Self::IDEMPOTENCY.is_some() || self.options().is_keyed() => Replay::Idempotent,
            replay => replay,
        }
    }

    /// The request that asks `target` for this operation.
    ///
    /// # Errors
    /// When an argument breaks a rule, a credential is missing, or the target can not be used.
    fn to_request(&self, target: &Target) -> Result<Request<Body>, Error<Self::Failure>> {
        let mut request = request(self, target)?;
        request.extensions_mut().insert(Endpoint { id: Self::ID, path: Self::PATH });
        Ok(request)
    }

    /// What an answer to this operation says.
    ///
    /// # Errors
    /// When the answer is an error, or is not what the API's document promises.
    fn from_response<B: Into<Bytes>>(
        response: http::Response<B>,
    ) -> Result<Response<Self::Output>, Error<Self::Failure>>
    where
        Self: Sized,
    {
        Self::decode(response.map(Into::into).into())
    }
}

/// The request that asks `target` for an operation, without the operation's [`Endpoint`].
pub(super) fn request<O: Operation + ?Sized>(operation: &O, target: &Target) -> Result<Request<Body>, Fault> {
    let mut request = RequestEncoder::new();
    operation.encode(&mut request)?;
    let method = match O::EXTENSION_METHOD {
        None => O::METHOD,
        Some(token) => Method::from_bytes(token.as_bytes())
            .map_err(|_| InvalidInput::new("method", Location::Url, "must be a token of HTTP"))?,
    };
    let asked = Asked { method, security: O::SECURITY, server: O::SERVER };
    request.finish(asked, target, operation.options())
}

/// What sending an operation gives.
pub type Sent<O, T = <O as Operation>::Output> = Result<Response<T>, Error<<O as Operation>::Failure>>;

/// An operation that gives a list page by page.
pub trait Paginated: Operation + Sized + 'static {
    /// What the list holds.
    type Item: Send + 'static;

    /// What a page, which this operation gave, says of the one after it.
    fn next_page(&self, page: &Response<Self::Output>) -> Next;

    /// Asks for the first page where it is asked for by its number, unless another one is asked for: a server may give all items
    /// at once to those who ask for no page.
    fn ask_for_first(&mut self) {}

    /// Makes this the operation that gives the page of that cursor; everything else about it stays as it is. What is wrong with
    /// a cursor is said when the operation is sent.
    fn set_cursor(&mut self, cursor: String);

    /// The items of a page, in their order.
    fn into_items(page: Self::Output) -> Vec<Self::Item>;

    /// The cursor of the page after one that this operation gave, or none if that is the last or says nothing of more; for those
    /// who send pages by other means than [`Pages`](super::Pages).
    fn next_cursor(&self, page: &Response<Self::Output>) -> Option<String> {
        self.next_page(page).follow(&mut Walk::default()).ok().flatten()
    }
}
