//! Bodies in JSON: reading one, and saying where and why that failed.

use serde::Serialize;

use super::codec::Decode;

/// Why a body could not be read, as plain data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonFailure {
    /// Where in the body, as in `data[3].created_at`; empty for the body as a whole.
    pub path: String,
    /// What is wrong there.
    pub message: String,
    /// The text around the place, a line at most.
    pub excerpt: String,
}

/// Reads a body.
///
/// # Errors
/// When the body is empty, is not JSON, or is not a `T`.
pub fn decode<T: Decode>(body: &[u8]) -> Result<T, JsonFailure> {
    let failure = |message: String| JsonFailure { path: String::new(), message, excerpt: String::new() };
    let text = std::str::from_utf8(body).map_err(|error| failure(error.to_string()))?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = super::codec::deserialize::<T, _>(&mut deserializer).map_err(|error| failure(error.to_string()))?;
    deserializer.end().map_err(|error| failure(error.to_string()))?;
    Ok(value)
}

/// Writes a body.
///
/// # Errors
/// When the value holds what JSON can not say, or an argument that breaks its rules; the message is the rule.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, JsonFailure> {
    serde_json::to_vec(value).map_err(|error| JsonFailure {
        path: String::new(),
        message: error.to_string(),
        excerpt: String::new(),
    })
}
