//! Raw responses with their whole body, and the ways to read it.

use std::fmt;

use bytes::Bytes;

use super::charset;
use super::decoded::Response;
use super::meta::{Meta, of_an_answer};
use super::scalar_body;
use crate::runtime::codec::json::{self, JsonFailure};
use crate::runtime::codec::traits::Decode;
use crate::runtime::error::{ApiError, DecodeError, Error, ErrorInfo};

/// The maximum number of bytes of an error body that are kept.
pub(crate) const ERROR_BODY_LIMIT: usize = 64 * 1024;

/// A function that reads the body of an error response; `None` if it does not match.
pub type ReadError<E> = fn(&[u8]) -> Option<E>;

/// The problem of a success without a body.
const EMPTY: &str = "the body is empty, although the API description declares one";

/// A raw response with its whole body.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) meta: Meta,
    body: Bytes,
}

impl RawResponse {
    /// Creates a response from its head and body.
    #[must_use]
    pub const fn new(meta: Meta, body: Bytes) -> Self {
        Self { meta, body }
    }

    /// Changes the head.
    pub(crate) fn map_meta(self, change: impl FnOnce(Meta) -> Meta) -> Self {
        Self { meta: change(self.meta), body: self.body }
    }

    /// Returns the body.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body and the head.
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

    /// Returns true if the body is empty or white space.
    fn is_blank(&self) -> bool {
        self.body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.body).trim_ascii().is_empty()
    }

    /// Reads the body as JSON, unless it is empty.
    ///
    /// # Errors
    /// [`Error::Decode`] when there is a body that is not JSON or not a `T`.
    pub fn json_if_any<T: Decode, E>(self) -> Result<Response<Option<T>>, Error<E>> {
        if self.is_blank() { self.none() } else { self.json() }
    }

    /// Returns the body as text. It is UTF-8, unless the response declares ISO 8859-1 or Windows 1252. If the declared
    /// media type is JSON and the body is a JSON string, the text is the value of that string.
    ///
    /// # Errors
    /// [`Error::Decode`] when the body is not in that character set.
    pub fn text<E>(self) -> Result<Response<String>, Error<E>> {
        match scalar_body::text_of(&self.body, &self.meta) {
            Ok(text) => Ok(Response::new(text, self.meta)),
            Err(failure) => Err(self.unreadable(failure).into()),
        }
    }

    /// Returns the body as bytes.
    ///
    /// # Errors
    /// None. The result matches that of the other methods.
    pub fn bytes<E>(self) -> Result<Response<Bytes>, Error<E>> {
        Ok(Response::new(self.body, self.meta))
    }

    /// Ignores the body.
    ///
    /// # Errors
    /// None. The result matches that of the other methods.
    pub fn empty<E>(self) -> Result<Response<()>, Error<E>> {
        Ok(Response::new((), self.meta))
    }

    /// Ignores the body, for an operation of which other responses have a body.
    ///
    /// # Errors
    /// None. The result matches that of the other methods.
    pub fn none<T, E>(self) -> Result<Response<Option<T>>, Error<E>> {
        Ok(Response::new(None, self.meta))
    }

    /// Converts a response that is not a success to an error, and reads its body if that matches the API description.
    pub fn into_error<E: ErrorInfo>(self) -> Error<E> {
        self.into_error_of(E::read)
    }

    /// As [`into_error`](Self::into_error), for a status whose JSON body has to be converted to `E`.
    pub fn into_error_as<B: Decode, E: ErrorInfo>(self, make: impl FnOnce(B) -> E) -> Error<E> {
        self.into_error_of(|body| json::decode(body).ok().map(make).or_else(|| E::read(body)))
    }

    /// As [`into_error`](Self::into_error), for a status with JSON bodies of several types, each declared for a media
    /// type. The type of the response's own media type is attempted first, then all types in order.
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

    /// As [`into_error`](Self::into_error), for a status whose text body has to be converted to `E`.
    pub fn into_text_error<E: ErrorInfo>(self, make: impl FnOnce(String) -> E) -> Error<E> {
        let charset = self.meta.content_type_parameter("charset").map(str::to_owned);
        let text = |body: &[u8]| charset::decode(body, charset.as_deref()).ok().filter(|text| !text.is_empty());
        self.into_error_of(|body| text(body).map(make))
    }

    /// As [`into_error`](Self::into_error), for a status without a declared body.
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

    /// Truncates the body of an error response. A success whose status is not declared is a decoding error.
    fn refuse(mut self) -> Result<Self, Box<DecodeError>> {
        if self.status().is_success() {
            let message = "the API description does not declare this status";
            let error = if self.is_blank() {
                DecodeError::empty_body(self, format!("{message}, and the body is empty"))
            } else {
                self.undocumented(message.to_owned())
            };
            return Err(Box::new(error));
        }
        if self.body.len() > ERROR_BODY_LIMIT {
            // Copied, so that the rest of a large body is not kept in memory.
            self.body = Bytes::copy_from_slice(&self.body[..ERROR_BODY_LIMIT]);
        }
        Ok(self)
    }

    /// Creates the error of a response that does not match the API description as a whole.
    fn undocumented(self, message: String) -> DecodeError {
        self.unreadable(JsonFailure { path: String::new(), message, excerpt: String::new() })
    }

    /// Creates the error of a body that cannot be read. The message mentions a compressed body or an unexpected media
    /// type.
    pub(super) fn unreadable(self, failure: JsonFailure) -> DecodeError {
        let JsonFailure { path, mut message, excerpt } = failure;
        let foreign = self.meta.content_type().filter(|kind| !kind.to_ascii_lowercase().contains("json"));
        let packed = self.meta.header("content-encoding").filter(|encoding| !encoding.eq_ignore_ascii_case("identity"));
        if let Some(packed) = packed {
            message = format!("the body is compressed as {packed}, which the client did not request");
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
