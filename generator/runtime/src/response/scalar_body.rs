//! Bodies that are a single string, number or boolean, which servers send as JSON or as plain text. The media type of
//! the response decides, not the one in the API description.

use bytes::Bytes;

use super::charset;
use super::decoded::Response;
use super::meta::Meta;
use super::raw::RawResponse;
use crate::runtime::codec::json::{self, JsonFailure};
use crate::runtime::codec::traits::Decode;
use crate::runtime::error::Error;

/// The form of a body according to its media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Text,
    /// The media type is missing, or does not decide.
    Unknown,
}

impl RawResponse {
    /// Reads a body that is a string, a number or a boolean: as JSON, or as plain text if that is its media type.
    ///
    /// # Errors
    /// [`Error::Decode`] when the body is not a `T`.
    pub fn scalar<T: Decode, E>(self) -> Result<Response<T>, Error<E>> {
        match read(self.body(), self.meta()) {
            Ok(value) => Ok(Response::new(value, self.into_parts().1)),
            Err(failure) => Err(self.unreadable(failure).into()),
        }
    }

    /// Reads such a body, unless it is empty.
    ///
    /// # Errors
    /// [`Error::Decode`] when there is a body that is not a `T`.
    pub fn scalar_if_any<T: Decode, E>(self) -> Result<Response<Option<T>>, Error<E>> {
        if self.body().trim_ascii().is_empty() { self.none() } else { self.scalar() }
    }

    /// Returns the body as text, unless it is empty.
    ///
    /// # Errors
    /// [`Error::Decode`] when the body is not in its character set.
    pub fn text_if_any<E>(self) -> Result<Response<Option<String>>, Error<E>> {
        if self.body().is_empty() { self.none() } else { self.text().map(|response| response.map(Some)) }
    }

    /// Returns the body unchanged, unless it is empty.
    ///
    /// # Errors
    /// Never. The result matches that of the other methods.
    pub fn bytes_if_any<E>(self) -> Result<Response<Option<Bytes>>, Error<E>> {
        if self.body().is_empty() { self.none() } else { self.bytes().map(|response| response.map(Some)) }
    }
}

/// Returns the text of a body. If the body is a JSON string, it returns the value of the string.
pub(super) fn text_of(body: &[u8], meta: &Meta) -> Result<String, JsonFailure> {
    match form(meta) {
        Form::Json => json::decode(body).or_else(|_| text(body, meta)),
        Form::Text | Form::Unknown => text(body, meta),
    }
}

fn form(meta: &Meta) -> Form {
    match meta.media_type().as_deref() {
        Some("application/json" | "application/x-json" | "text/json") => Form::Json,
        Some(other) if other.ends_with("+json") => Form::Json,
        // An error page of a proxy is not a value, unless it is JSON.
        Some("text/html") => Form::Json,
        Some(other) if other.starts_with("text/") => Form::Text,
        _ => Form::Unknown,
    }
}

fn read<T: Decode>(body: &[u8], meta: &Meta) -> Result<T, JsonFailure> {
    match form(meta) {
        Form::Json => json::decode(body),
        Form::Text => of_text(body, meta),
        // A body that begins like HTML is not a value.
        Form::Unknown => json::decode(body).or_else(|failure| match body.trim_ascii_start().first() {
            None | Some(b'<') => Err(failure),
            Some(_) => of_text(body, meta).map_err(|_| failure),
        }),
    }
}

/// Decodes plain text: unchanged if the type is a string, otherwise as the JSON number, boolean or string with the same
/// text.
fn of_text<T: Decode>(body: &[u8], meta: &Meta) -> Result<T, JsonFailure> {
    let text = text(body, meta)?;
    let string = |text: &str| json::encode(&text.to_owned()).and_then(|quoted| json::decode(&quoted));
    let trimmed = text.trim();
    string(&text).or_else(|failure| json::decode(trimmed.as_bytes()).or_else(|_| string(trimmed)).map_err(|_| failure))
}

fn text(body: &[u8], meta: &Meta) -> Result<String, JsonFailure> {
    charset::decode(body, meta.content_type_parameter("charset")).map_err(|message| JsonFailure {
        path: String::new(),
        message,
        excerpt: String::new(),
    })
}
