//! Bodies of webhooks, which the server sends on its own initiative.

use std::fmt;

use crate::runtime::codec::json;
use crate::runtime::codec::traits::Decode;
use crate::runtime::error::text::OneLine;

/// Reads the body of a webhook.
///
/// # Errors
/// When it is not JSON, or not a `T`.
pub fn read<T: Decode>(body: &[u8]) -> Result<T, PayloadError> {
    json::decode(body).map_err(|failure| PayloadError { path: failure.path, message: failure.message })
}

/// The body of a webhook does not match the API description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayloadError {
    path: String,
    message: String,
}

impl PayloadError {
    /// Returns the path of the problem in the body, as in `data.contact.created_at`; empty for the body as a whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for PayloadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the webhook cannot be read: ")?;
        if !self.path.is_empty() {
            write!(formatter, "{}: ", OneLine(&self.path))?;
        }
        write!(formatter, "{}", OneLine(&self.message))
    }
}

impl std::error::Error for PayloadError {}
