//! Answers as they come, with their whole body, and the ways to read it.

use std::fmt;

use bytes::Bytes;

use super::charset;
use super::codec::Decode;
use super::error::{ApiError, DecodeError, Error, ErrorInfo};
use super::json::{self, JsonFailure};
use super::meta::{Meta, of_an_answer};
use super::response::Response;
use super::scalar_body;

/// The most bytes that are kept of the body of an error answer.
pub const ERROR_BODY_LIMIT: usize = 64 * 1024;

/// Reads the body of an error response, if it can.
pub type ReadError<E> = fn(&[u8]) -> Option<E>;

/// What is wrong with a success that has no body.
const EMPTY: &str = "the body is empty, although the API description declares one";

/// An answer as it came, with its whole body.
#[derive(Clone)]
pub struct RawResponse {
    pub(super) meta: Meta,
    body: Bytes,
}

impl RawResponse {
    /// An answer with this head and body.
    #[must_use]
    pub const fn new(meta: Meta, body: Bytes) -> Self {
        Self { meta, body }
    }

    /// The same answer with another head.
    pub(super) fn map_meta(self, change: impl FnOnce(Meta) -> Meta) -> Self {
        Self { meta: change(self.meta), body: self.body }
    }

    /// The body.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body, and what else is known of the answer.
    #[must_use]
    pub fn into_parts(self) -> (Bytes, Meta) {
        (self.body, self.meta)
    }

    /// Reads the body as JSON.
    ///
    /// # Errors
    /// [`Error::Decode`] when the body is not JSON or not a `T`.
    pub fn json<T: Decode, E>(self) -> Result<Response<T>, Error<E>> {
        match json::decode(&self.body) {
            Ok(value) => Ok(Response::new(value, self.meta)),
            Err(_) if self.is_blank() => Err(DecodeError::empty_body(self, EMPTY.to_owned()).into()),
            Err(failure) => Err(self.unreadable(failure).into()),
        }
    }

    /// Returns true if there is no body, or one of white space.
    fn is_blank(&self) -> bool {
        self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body).trim_ascii().is_empty()
    }

    /// Reads the body as JSON, if there is one.
    ///
    /// # Errors
    /// [`Error::Decode`] when there is a body that is not JSON or not a `T`.
    pub fn json_if_any<T: Decode, E>(self) -> Result<Response<Option<T>>, Error<E>> {
        if self.is_blank() { self.none() } else { self.json() }
    }

    /// Returns the body as text: UTF-8, unless the response names one of the old character sets of western Europe. If the server
    /// says that the body is JSON, and it is a string, the text is the value of that string.
    ///
    /// # Errors
    /// [`Error::Decode`] when the body is not in that character set.
    pub fn text<E>(self) -> Result<Response<String>, Error<E>> {
        match scalar_body::text_of(&self.body, &self.meta) {
            Ok(text) => Ok(Response::new(text, self.meta)),
            Err(failure) => Err(self.unreadable(failure).into()),
        }
    }

    /// Takes the body as it is.
    ///
    /// # Errors
    /// None; it returns what its sisters return.
    pub fn bytes<E>(self) -> Result<Response<Bytes>, Error<E>> {
        Ok(Response::new(self.body, self.meta))
    }

    /// Passes over the body.
    ///
    /// # Errors
    /// None; it returns what its sisters return.
    pub fn empty<E>(self) -> Result<Response<()>, Error<E>> {
        Ok(Response::new((), self.meta))
    }

    /// Passes over the body, where other answers to the operation have one that counts.
    ///
    /// # Errors
    /// None; it returns what its sisters return.
    pub fn none<T, E>(self) -> Result<Response<Option<T>>, Error<E>> {
        Ok(Response::new(None, self.meta))
    }

    /// The error that an answer is which is not a success; its body is read where it is what the document promises.
    pub fn into_error<E: ErrorInfo>(self) -> Error<E> {
        self.into_error_of(E::read)
    }

    /// [`into_error`](Self::into_error), where `E` has to be made from the JSON body that this status has.
    pub fn into_error_as<B: Decode, E: ErrorInfo>(self, make: impl FnOnce(B) -> E) -> Error<E> {
        self.into_error_of(|body| json::decode(body).ok().map(make).or_else(|| E::read(body)))
    }

    /// [`into_error`](Self::into_error), where this status has JSON bodies of several types, each described for a media type: the
    /// one for the answer's own is tried first, then all in their order.
    #[doc(hidden)]
    pub fn into_error_of_one<E: ErrorInfo>(self, reads: &[(&str, ReadError<E>)]) -> Error<E> {
        let own = self.meta.media_type();
        let is_own = |media_type: &str| {
            let essence = media_type.split(';').next().unwrap_or_default().trim();
            own.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(essence))
        };
        self.into_error_of(|body| {
            let first = reads.iter().filter(|(media_type, _)| is_own(media_type));
            first.chain(reads).find_map(|(_, read)| read(body)).or_else(|| E::read(body))
        })
    }

    /// [`into_error`](Self::into_error), where `E` has to be made from the text that this status has as its body.
    pub fn into_text_error<E: ErrorInfo>(self, make: impl FnOnce(String) -> E) -> Error<E> {
        let charset = self.meta.content_type_parameter("charset").map(str::to_owned);
        let text = |body: &[u8]| charset::decode(body, charset.as_deref()).ok().filter(|text| !text.is_empty());
        self.into_error_of(|body| text(body).map(make))
    }

    /// [`into_error`](Self::into_error), where the document describes no body for this status.
    pub fn into_bare_error<E>(self) -> Error<E> {
        self.into_error_of(|_| None)
    }

    fn into_error_of<E>(self, read: impl FnOnce(&[u8]) -> Option<E>) -> Error<E> {
        match self.refuse() {
            Ok(refused) => {
                let body = read(&refused.body);
                ApiError::new(refused, body).into()
            }
            Err(unexpected) => (*unexpected).into(),
        }
    }

    /// Bounds the body of an error answer; a success that the document does not describe is another kind of error.
    fn refuse(mut self) -> Result<Self, Box<DecodeError>> {
        if self.status().is_success() {
            let message = "the API's document does not describe this status";
            let error = if self.is_blank() {
                DecodeError::empty_body(self, format!("{message}, and the body is empty"))
            } else {
                self.undocumented(message.to_owned())
            };
            return Err(Box::new(error));
        }
        if self.body.len() > ERROR_BODY_LIMIT {
            // A copy, so that the rest of a large body is not kept.
            self.body = Bytes::copy_from_slice(&self.body[..ERROR_BODY_LIMIT]);
        }
        Ok(self)
    }

    /// The error for an answer that, as a whole, is not what was expected.
    fn undocumented(self, message: String) -> DecodeError {
        self.unreadable(JsonFailure { path: String::new(), message, excerpt: String::new() })
    }

    /// The error for a body that is not what was expected; says so plainly when it is not even of the right type.
    pub(super) fn unreadable(self, failure: JsonFailure) -> DecodeError {
        let JsonFailure { path, mut message, excerpt } = failure;
        let foreign = self.meta.content_type().filter(|kind| !kind.to_ascii_lowercase().contains("json"));
        let packed = self.meta.header("content-encoding").filter(|encoding| !encoding.eq_ignore_ascii_case("identity"));
        if let Some(packed) = packed {
            message = format!("the body is compressed as {packed}, which the client did not ask for");
        } else if let Some(kind) = foreign.filter(|_| path.is_empty()) {
            message = format!("{message}; the body is of type {kind}");
        }
        DecodeError::with_excerpt(self, path, message, excerpt)
    }
}

of_an_answer!(RawResponse);

impl From<http::Response<Bytes>> for RawResponse {
    fn from(response: http::Response<Bytes>) -> Self {
        let (head, body) = response.into_parts();
        Self::new(Meta::new(head.status, head.headers), body)
    }
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("RawResponse")
            .field("meta", &self.meta)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}
