//! JSON bodies: reads them, and reports where and why that failed.

use serde::Serialize;

use super::decode_path::DecodePath;
use super::lone_surrogates;
use super::reader;
use super::traits::Decode;

/// The number of bytes that an excerpt shows on either side of the problem.
const AROUND: usize = 60;
/// The maximum number of characters of a message, which can quote the body.
const MESSAGE: usize = 300;

/// The reason why a body could not be read, as plain data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonFailure {
    /// The path in the body, as in `data[3].created_at`; empty for the body as a whole.
    pub path: String,
    /// The problem.
    pub message: String,
    /// The text around the problem, on one line.
    pub excerpt: String,
}

/// Reads a body. Lone surrogates in it are read as U+FFFD.
///
/// # Errors
/// When the body is empty, is not JSON, or is not a `T`.
pub fn decode<T: Decode>(body: &[u8]) -> Result<T, JsonFailure> {
    // Some systems write a byte order mark before UTF-8.
    let text = match std::str::from_utf8(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)) {
        Ok(text) => text,
        Err(error) => return Err(not_text(body, &error)),
    };
    let mut path = DecodePath::default();
    // Lone surrogates are rare and repairing copies the body, so that is done only after a failure.
    let mut result = attempt(text, &mut path);
    if result.is_err()
        && let Some(repaired) = lone_surrogates::repaired(text)
    {
        path = DecodePath::default();
        result = attempt(&repaired, &mut path);
    }
    match result {
        Ok(value) => Ok(value),
        Err(error) => Err(failure(text, &path, &error)),
    }
}

fn attempt<T: Decode>(text: &str, path: &mut DecodePath) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    match reader::read(&mut deserializer, path, &mut T::decode) {
        Ok(value) => deserializer.end().map(|()| value),
        Err(error) => Err(error),
    }
}

/// Reads the sample of a model, which the generator checked.
///
/// # Panics
/// When the text is not a `T`.
#[cfg(feature = "testing")]
#[must_use]
pub fn sample<T: Decode>(json: &str) -> T {
    match decode(json.as_bytes()) {
        Ok(value) => value,
        Err(failure) => panic!("the sample is not valid at `{}`: {}", failure.path, failure.message),
    }
}

/// Writes a body.
///
/// # Errors
/// When JSON cannot represent the value, or a parameter breaks a constraint; the message is the constraint.
pub fn encode<T: Serialize>(value: &T) -> Result<Vec<u8>, JsonFailure> {
    serde_json::to_vec(value).map_err(|error| JsonFailure {
        path: String::new(),
        message: error.to_string(),
        excerpt: String::new(),
    })
}

fn not_text(body: &[u8], error: &std::str::Utf8Error) -> JsonFailure {
    let bytes = body.get(..AROUND).unwrap_or(body);
    JsonFailure {
        path: String::new(),
        message: format!("the body is not UTF-8: {error}"),
        excerpt: on_one_line(&String::from_utf8_lossy(bytes)),
    }
}

fn failure(text: &str, path: &DecodePath, error: &serde_json::Error) -> JsonFailure {
    let (line, column) = (error.line(), error.column());
    let mut message = if text.trim().is_empty() { "the body is empty".to_owned() } else { error.to_string() };
    // For an invalid value the path is sufficient; line and column locate text that is not JSON.
    if error.is_data()
        && let Some(short) = message.strip_suffix(&format!(" at line {line} column {column}"))
    {
        message.truncate(short.len());
    }
    if let Some((end, _)) = message.char_indices().nth(MESSAGE) {
        message.truncate(end);
        message.push('…');
    }
    JsonFailure { path: path.to_string(), message, excerpt: excerpt(text, line, column) }
}

/// Returns the text around a position.
fn excerpt(text: &str, line: usize, column: usize) -> String {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let place = before.saturating_add(column).min(text.len());
    let whole = |at: &usize| text.is_char_boundary(*at);
    let start = (0..=place.saturating_sub(AROUND)).rev().find(whole).unwrap_or(0);
    let end = (place.saturating_add(AROUND)..text.len()).find(whole).unwrap_or(text.len());
    on_one_line(text.get(start..end).unwrap_or_default())
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
