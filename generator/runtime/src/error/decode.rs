//! Responses that are not what the API description declares.

use std::fmt;

use super::text::{OneLine, without_values};
use crate::runtime::response::meta::of_an_answer;
use crate::runtime::response::raw::RawResponse;

/// The maximum number of bytes of a body that an error quotes.
const EXCERPT: usize = 256;

/// A response that cannot be read. It contains the whole response, so that nothing is lost.
///
/// After a request that changes something, the change has been made in spite of this error: read what you need, such as
/// an id, from [`raw`](Self::raw).
pub struct DecodeError {
    raw: RawResponse,
    path: String,
    message: String,
    excerpt: String,
    is_empty_body: bool,
}

impl DecodeError {
    /// Creates the error for a response with a problem at `path`; an empty path means the body as a whole.
    #[must_use]
    pub fn new(raw: RawResponse, path: String, message: String) -> Self {
        Self::with_excerpt(raw, path, message, String::new())
    }

    /// Creates the error with the text around the problem; without one, the excerpt is the beginning of the body.
    pub(crate) fn with_excerpt(raw: RawResponse, path: String, message: String, mut excerpt: String) -> Self {
        if excerpt.is_empty() {
            let start = raw.body().get(..EXCERPT).unwrap_or(raw.body());
            excerpt = String::from_utf8_lossy(start).into_owned();
        }
        Self { raw, path, message, excerpt, is_empty_body: false }
    }

    /// Creates the error for a response without a body, where the API description declares one.
    pub(crate) fn empty_body(raw: RawResponse, message: String) -> Self {
        Self { is_empty_body: true, ..Self::new(raw, String::new(), message) }
    }

    /// Returns the whole response: status, headers and body.
    ///
    /// For a value of a stream, the body is that value and the head is that of the stream. For a stream or a download with other
    /// content than requested, the body is its beginning, or empty.
    #[must_use]
    pub const fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// Returns the whole response, to read it as another type with [`RawResponse::json`]; see [`raw`](Self::raw).
    #[must_use]
    pub fn into_raw(self) -> RawResponse {
        self.raw
    }

    /// Returns the body of the response, unchanged; see [`raw`](Self::raw).
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        self.raw.body()
    }

    /// Returns true if the response is a success without a body (or with white space only) where the API description declares a body.
    #[must_use]
    pub const fn is_empty_body(&self) -> bool {
        self.is_empty_body
    }

    /// Returns the path of the value in the body, as in `data[3].created_at`; empty for the body as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the problem. Unlike the `Display` of the error, it may quote the value.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the server's id of the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.meta().request_id()
    }

    /// Returns the text around the value, or the beginning of the body. Bytes that are not UTF-8 are replaced.
    #[must_use]
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
}

of_an_answer!(DecodeError by raw);

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the response cannot be read: ")?;
        if !self.path.is_empty() {
            write!(formatter, "{}: ", OneLine(&self.path))?;
        }
        let message = without_values(&self.message);
        write!(formatter, "{} (status {}", OneLine(&message), self.status().as_u16())?;
        if let Some(id) = self.request_id() {
            write!(formatter, ", request {}", OneLine(id))?;
        }
        formatter.write_str(")")
    }
}

/// Omits the body, the excerpt, the headers and quoted values, which are the server's data.
impl fmt::Debug for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DecodeError")
            .field("path", &self.path)
            .field("message", &without_values(&self.message))
            .field("meta", self.meta())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}
