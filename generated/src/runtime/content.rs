//! Bodies of requests: JSON, forms, lines, text and bytes, and the media type that each is sent as.

use http::header::{CONTENT_TYPE, HeaderValue};

use super::body::Body;
use super::codec::Encode;
use super::error::{InvalidInput, Location};
use super::escape::escape;
use super::fields::{self, Encoding, Piece};
use super::json;
use super::request::{RequestEncoder, header};
use super::sink::Outgoing;

/// A body, and the media type that it is of, for operations that accept bodies of several types.
///
/// What a [`Body`] can be made of is an upload, too: text, bytes, a stream. Without a media type of its own it is sent as
/// the first one that the API's document names.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    body: Body,
    media_type: Option<String>,
}

impl Upload {
    /// A body of the usual media type.
    pub fn new(body: impl Into<Body>) -> Self {
        Self { body: body.into(), media_type: None }
    }

    /// The same body as another media type, as in `image/png`; what is wrong with it is said when it is sent.
    #[must_use]
    pub fn with_content_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

impl<B: Into<Body>> From<B> for Upload {
    fn from(body: B) -> Self {
        Self::new(body)
    }
}

impl RequestEncoder {
    /// Writes the body as JSON.
    ///
    /// # Errors
    /// When the value can not be written, or something in it breaks a rule.
    pub fn json(&mut self, value: &dyn Encode) -> Result<(), InvalidInput> {
        self.json_as("application/json", value)
    }

    /// Writes the body as JSON under another media type, as in `application/merge-patch+json`.
    ///
    /// # Errors
    /// When the value can not be written, or something in it breaks a rule.
    pub fn json_as(&mut self, media_type: &'static str, value: &dyn Encode) -> Result<(), InvalidInput> {
        self.body(media_type, text(value)?);
        Ok(())
    }

    /// Writes the body as JSON values, a line each.
    ///
    /// # Errors
    /// When a value can not be written, or something in it breaks a rule.
    pub fn lines<T: Encode>(&mut self, media_type: &'static str, values: &[T]) -> Result<(), InvalidInput> {
        let mut lines = Vec::new();
        for value in values {
            lines.extend(text(value)?);
            lines.push(b'\n');
        }
        self.body(media_type, lines);
        Ok(())
    }

    /// Writes the body as the fields of a form: a list repeats its name, an object is JSON, unless the encodings say
    /// something else.
    ///
    /// # Errors
    /// When the value has no fields, or one that can not be written.
    pub fn form(
        &mut self,
        media_type: &'static str,
        value: &dyn Encode,
        encodings: &[Encoding],
    ) -> Result<(), InvalidInput> {
        let mut form = String::new();
        fields::each(value, encodings, &mut |name, _, piece| {
            if !form.is_empty() {
                form.push('&');
            }
            let text = match piece {
                Piece::Styled(pairs) => {
                    form.push_str(pairs);
                    return Ok(());
                }
                Piece::Text(text) | Piece::Json(text) | Piece::Other(_, Some(text)) => text,
                Piece::Other(_, None) => {
                    let rule = "must be text, to be a field of a form";
                    return Err(InvalidInput::new(format!("body.{name}"), Location::Body, rule));
                }
            };
            escape(name, &mut form);
            form.push('=');
            escape(text, &mut form);
            Ok(())
        })?;
        self.body(media_type, form);
        Ok(())
    }

    /// Sets the body as it is, of its own media type or else this one.
    ///
    /// # Errors
    /// When its media type is none.
    pub fn upload(&mut self, media_type: &'static str, upload: &Upload) -> Result<(), InvalidInput> {
        self.body(media_type, upload.body.clone());
        if let Some(media_type) = &upload.media_type {
            self.put_header(CONTENT_TYPE, content_type(media_type)?);
        }
        Ok(())
    }
}

/// The value of a `Content-Type`.
pub(super) fn content_type(media_type: &str) -> Result<HeaderValue, InvalidInput> {
    let is_range = media_type.contains('*');
    if is_range || !media_type.split(';').next().is_some_and(|essence| essence.contains('/')) {
        return Err(InvalidInput::new(CONTENT_TYPE.as_str(), Location::Header, "must be a media type"));
    }
    header(CONTENT_TYPE.as_str(), media_type).map(|(_, value)| value)
}

fn text(value: &dyn Encode) -> Result<Vec<u8>, InvalidInput> {
    json::encode(&Outgoing(value)).map_err(|failure| InvalidInput::new("body", Location::Body, failure.message))
}
