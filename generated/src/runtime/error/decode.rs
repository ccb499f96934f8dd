//! Answers that are not what the API's document promises.

use std::fmt;

use super::text::{OneLine, without_values};
use crate::runtime::meta::{Meta, of_an_answer};

/// An answer came, and could not be read.
pub struct DecodeError {
    meta: Meta,
    path: String,
    message: String,
    excerpt: String,
}

impl DecodeError {
    /// An answer in which, at `path`, something is wrong; `excerpt` is a part of its body.
    #[must_use]
    pub const fn new(meta: Meta, path: String, message: String, excerpt: String) -> Self {
        Self { meta, path, message, excerpt }
    }

    /// Where in the body, as in `data[3].created_at`; empty when it is the body as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there; unlike the error's own text, it may quote the value.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The server's id of the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.meta.request_id()
    }

    /// The text around the place, or the beginning of the body; what is not UTF-8 in it is replaced.
    #[must_use]
    pub fn excerpt(&self) -> &str {
        &self.excerpt
    }
}

of_an_answer!(DecodeError);

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the answer can not be read: ")?;
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

/// Without the excerpt, the headers and quoted values, which are the server's data.
impl fmt::Debug for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("DecodeError")
            .field("path", &self.path)
            .field("message", &without_values(&self.message))
            .field("meta", &self.meta)
            .finish_non_exhaustive()
    }
}

impl std::error::Error for DecodeError {}
