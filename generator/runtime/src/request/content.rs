//! Request bodies: JSON, forms, lines, text and bytes, with their media types.

use http::header::{CONTENT_TYPE, HeaderValue};

use super::encoder::{RequestEncoder, header};
use super::escape::escape;
use super::form_fields::{self, Encoding, Piece};
use crate::runtime::codec::json;
use crate::runtime::codec::traits::Encode;
use crate::runtime::error::{InvalidInput, Location};
use crate::runtime::transport::body::Body;

/// A body with its media type, for operations that accept bodies of several types.
///
/// Every value that can be converted to a [`Body`] can be converted to an upload as well: text, bytes, a stream.
/// Without a media type of its own it has the first one that the API description declares.
#[derive(Debug, Clone, PartialEq)]
pub struct Upload {
    body: Body,
    media_type: Option<String>,
}

impl Upload {
    /// Creates an upload with the default media type.
    pub fn new(body: impl Into<Body>) -> Self {
        Self { body: body.into(), media_type: None }
    }

    /// Sets the media type, as in `image/png`. An invalid one is reported when the operation is sent.
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
    /// When the value cannot be written, or a part of it breaks a constraint.
    pub fn json(&mut self, value: &dyn Encode) -> Result<(), InvalidInput> {
        self.json_as("application/json", value)
    }

    /// Writes the body as JSON with another media type, as in `application/merge-patch+json`.
    ///
    /// # Errors
    /// When the value cannot be written, or a part of it breaks a constraint.
    pub fn json_as(&mut self, media_type: &'static str, value: &dyn Encode) -> Result<(), InvalidInput> {
        self.body(media_type, text(value)?);
        Ok(())
    }

    /// Writes the body as JSON values, one per line.
    ///
    /// # Errors
    /// When a value cannot be written, or a part of it breaks a constraint.
    pub fn lines<T: Encode>(&mut self, media_type: &'static str, values: &[T]) -> Result<(), InvalidInput> {
        let mut lines = Vec::new();
        for value in values {
            lines.extend(text(value)?);
            lines.push(b'\n');
        }
        self.body(media_type, lines);
        Ok(())
    }

    /// Writes the body as the fields of a form. Unless the encodings declare otherwise, a list repeats its name and an
    /// object is JSON.
    ///
    /// # Errors
    /// When the value has no fields, or a field that cannot be written.
    pub fn form(
        &mut self,
        media_type: &'static str,
        value: &dyn Encode,
        encodings: &[Encoding],
    ) -> Result<(), InvalidInput> {
        let form = self::form(value, encodings)?;
        self.body(media_type, form);
        Ok(())
    }

    /// Sets the body, with its own media type or else this one.
    ///
    /// # Errors
    /// When its media type is not valid.
    pub fn upload(&mut self, media_type: &'static str, upload: &Upload) -> Result<(), InvalidInput> {
        self.body(media_type, upload.body.clone());
        if let Some(media_type) = &upload.media_type {
            self.put_header(CONTENT_TYPE, content_type(media_type)?);
        }
        Ok(())
    }
}

/// Checks the value of a `Content-Type`.
pub(crate) fn content_type(media_type: &str) -> Result<HeaderValue, InvalidInput> {
    let is_range = media_type.contains('*');
    if is_range || !media_type.split(';').next().is_some_and(|essence| essence.contains('/')) {
        return Err(InvalidInput::new(CONTENT_TYPE.as_str(), Location::Header, "must be a media type"));
    }
    header(CONTENT_TYPE.as_str(), media_type).map(|(_, value)| value)
}

fn text(value: &dyn Encode) -> Result<Vec<u8>, InvalidInput> {
    json::encode_for_server(value).map_err(|failure| InvalidInput::new("body", Location::Body, failure.message))
}

/// Encodes the fields of a form.
pub(crate) fn form(value: &dyn Encode, encodings: &[Encoding]) -> Result<String, InvalidInput> {
    let mut form = String::new();
    form_fields::each(value, encodings, &mut |name, _, piece| {
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
                let rule = "must be text to be a form field";
                return Err(InvalidInput::new(format!("body.{name}"), Location::Body, rule));
            }
        };
        escape(name, &mut form);
        form.push('=');
        escape(text, &mut form);
        Ok(())
    })?;
    Ok(form)
}
