//! JSON bodies: reads them, and reports where and why that failed.

use super::decode_path::DecodePath;
use super::json_reader;
use super::json_sink;
use super::lone_surrogates;
use super::reader;
use super::sink::Reader;
use super::source::ValuePlace;
use super::traits::{Decode, Encode};

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
    let mut value = None;
    read(body, &mut value)?;
    value.ok_or_else(|| without_place("the value was not read".to_owned()))
}

/// Reads a body into a place, so that the code for it is compiled once and not for every type.
fn read(body: &[u8], place: &mut dyn ValuePlace) -> Result<(), JsonFailure> {
    // Some systems write a byte order mark before UTF-8.
    let text = match std::str::from_utf8(body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)) {
        Ok(text) => text,
        Err(error) => return Err(not_text(body, &error)),
    };
    if json_reader::read(text, place).is_ok() {
        return Ok(());
    }
    // A value with characters after it was read. It is not kept while the text is read again.
    place.clear();
    read_by_serde(text, place)
}

/// Reads a text by `serde_json`, whose errors describe where and why that fails.
#[cold]
pub(crate) fn read_by_serde(text: &str, place: &mut dyn ValuePlace) -> Result<(), JsonFailure> {
    let mut path = DecodePath::default();
    let mut result = attempt(text, &mut path, place);
    if result.is_err()
        && let Some(repaired) = lone_surrogates::repaired(text)
    {
        path = DecodePath::default();
        place.clear();
        result = attempt(&repaired, &mut path, place);
    }
    result.map_err(|error| failure(text, &path, &error))
}

fn attempt(text: &str, path: &mut DecodePath, place: &mut dyn ValuePlace) -> Result<(), serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    reader::read(&mut deserializer, path, &mut |source| place.read(source))?;
    deserializer.end()
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

/// Writes a value.
///
/// # Errors
/// When JSON cannot represent the value, or a part of it breaks a constraint; the message is the constraint.
pub fn encode(value: &dyn Encode) -> Result<Vec<u8>, JsonFailure> {
    json_sink::write(Reader::Anyone, value).map_err(without_place)
}

/// Writes a value in a request, without the values that only the server sets.
///
/// # Errors
/// When JSON cannot represent the value, or a part of it breaks a constraint; the message is the constraint.
pub fn encode_for_server(value: &dyn Encode) -> Result<Vec<u8>, JsonFailure> {
    json_sink::write(Reader::Server, value).map_err(without_place)
}

fn without_place(message: String) -> JsonFailure {
    JsonFailure { path: String::new(), message, excerpt: String::new() }
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
