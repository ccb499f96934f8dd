//! Multipart bodies with parts that are text, JSON or files, which are bytes or streams.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{BufMut, Bytes, BytesMut};
use futures_core::Stream;
use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::content::content_type;
use super::encoder::{RequestEncoder, header};
use super::form_fields::{self, Encoding, Piece};
use crate::runtime::call::random;
use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::{Decode, Encode, Failed};
use crate::runtime::error::{InvalidInput, Location, TransportError};
use crate::runtime::transport::body::Body;

/// A file, or another part of a multipart body with its own content and headers.
///
/// It is created from bytes, text or a [`Body`], which may be a stream. In a form every file has a file name; the
/// default is the name of the part.
///
/// ```ignore
/// let small = FilePart::new(std::fs::read("cat.png")?).with_file_name("cat.png").with_content_type("image/png");
/// let large = FilePart::new(Body::stream(chunks).with_length(length)).with_file_name("cats.zip");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct FilePart {
    content: Body,
    file_name: Option<String>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
}

impl FilePart {
    /// Creates a file with this content.
    pub fn new(content: impl Into<Body>) -> Self {
        Self { content: content.into(), file_name: None, content_type: None, headers: Vec::new() }
    }

    /// Sets the file name.
    #[must_use]
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the media type, as in `image/png`. An invalid one is reported when the operation is sent. Unless set, it is the
    /// one that the API description declares, or else that of the extension of the file name, or `application/octet-stream`.
    #[must_use]
    pub fn with_content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// Adds a header to the part. An invalid one is reported when the operation is sent.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }
}

impl<B: Into<Body>> From<B> for FilePart {
    fn from(content: B) -> Self {
        Self::new(content)
    }
}

/// Outside of multipart bodies, a file is written as a string, if it is UTF-8.
impl Encode for FilePart {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.other(self, self.content.bytes().and_then(|bytes| std::str::from_utf8(bytes).ok()))
    }
}

impl Decode for FilePart {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        source.string().map(Self::new)
    }
}

crate::runtime::serde_by_codec!(FilePart);

/// A multipart body as a list of parts, for bodies whose parts the API description does not declare.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parts(Vec<(String, Part)>);

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Text(String),
    Json(String),
    File(FilePart),
}

impl Parts {
    /// Creates an empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part with text.
    #[must_use]
    pub fn with_text(mut self, name: impl Into<String>, text: impl Into<String>) -> Self {
        self.0.push((name.into(), Part::Text(text.into())));
        self
    }

    /// Adds a part with a value as JSON.
    ///
    /// # Errors
    /// When the value cannot be written as JSON.
    pub fn with_json<T: Serialize + ?Sized>(
        mut self,
        name: impl Into<String>,
        value: &T,
    ) -> Result<Self, serde_json::Error> {
        self.0.push((name.into(), Part::Json(serde_json::to_string(value)?)));
        Ok(self)
    }

    /// Adds a part with a file.
    #[must_use]
    pub fn with_file(mut self, name: impl Into<String>, file: impl Into<FilePart>) -> Self {
        self.0.push((name.into(), Part::File(file.into())));
        self
    }
}

impl RequestEncoder {
    /// Writes the body with a part for every property. Unless the encodings declare otherwise, a list repeats its part
    /// and an object is JSON.
    ///
    /// # Errors
    /// When the value is not an object, or a part of it breaks a constraint.
    pub fn multipart(
        &mut self,
        media_type: &'static str,
        value: &dyn Encode,
        encodings: &[Encoding],
    ) -> Result<(), InvalidInput> {
        let mut writer = Writer::new(media_type);
        form_fields::each(value, encodings, &mut |name, media_type, piece| writer.piece(name, media_type, piece))?;
        writer.finish(self)
    }

    /// Writes the body with these parts.
    ///
    /// # Errors
    /// When a part breaks a constraint.
    pub fn parts(&mut self, media_type: &'static str, parts: &Parts) -> Result<(), InvalidInput> {
        let mut writer = Writer::new(media_type);
        for (name, part) in &parts.0 {
            match part {
                Part::Text(text) => writer.text(name, None, text)?,
                Part::Json(text) => {
                    writer.part(name, &[("Content-Type", "application/json")], None, text.clone().into())?;
                }
                Part::File(file) => writer.file(name, None, file)?,
            }
        }
        writer.finish(self)
    }
}

/// The media types of common files, by the extension of their names.
#[rustfmt::skip]
const FILE_TYPES: &[(&str, &str)] = &[
    ("avif", "image/avif"), ("bmp", "image/bmp"), ("css", "text/css"), ("csv", "text/csv"), ("gif", "image/gif"),
    ("gz", "application/gzip"), ("htm", "text/html"), ("html", "text/html"), ("ico", "image/vnd.microsoft.icon"),
    ("jpeg", "image/jpeg"), ("jpg", "image/jpeg"), ("js", "text/javascript"), ("json", "application/json"),
    ("jsonl", "application/jsonl"), ("m4a", "audio/mp4"), ("md", "text/markdown"), ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"), ("mp4", "video/mp4"), ("mpeg", "video/mpeg"), ("oga", "audio/ogg"), ("ogg", "audio/ogg"),
    ("pdf", "application/pdf"), ("png", "image/png"), ("rtf", "application/rtf"), ("svg", "image/svg+xml"),
    ("tar", "application/x-tar"), ("tif", "image/tiff"), ("tiff", "image/tiff"), ("txt", "text/plain"),
    ("wav", "audio/wav"), ("webm", "video/webm"), ("webp", "image/webp"), ("xml", "application/xml"),
    ("yaml", "application/yaml"), ("yml", "application/yaml"), ("zip", "application/zip"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
];

/// Returns the media type of a file by the extension of its name.
fn media_type_of(file_name: &str) -> Option<&'static str> {
    let (_, extension) = file_name.rsplit_once('.')?;
    FILE_TYPES.iter().find(|(own, _)| own.eq_ignore_ascii_case(extension)).map(|(_, media_type)| *media_type)
}

/// The builder of a multipart body.
struct Writer {
    media_type: &'static str,
    /// True for `multipart/form-data`, whose parts have names.
    is_form: bool,
    /// The headers and the content of every part.
    parts: Vec<(String, Body)>,
}

impl Writer {
    fn new(media_type: &'static str) -> Self {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        Self { media_type, is_form: essence.eq_ignore_ascii_case("multipart/form-data"), parts: Vec::new() }
    }

    fn piece(&mut self, name: &str, media_type: Option<&'static str>, piece: Piece<'_>) -> Result<(), InvalidInput> {
        match piece {
            Piece::Text(text) => self.text(name, media_type, text),
            Piece::Json(text) => {
                let media_type = media_type.unwrap_or("application/json");
                self.part(name, &[("Content-Type", media_type)], None, text.to_owned().into())
            }
            // The style escapes names and values for a query, and a part contains them unescaped.
            Piece::Styled(pairs) => pairs.split('&').try_for_each(|pair| {
                let (name, text) = pair.split_once('=').unwrap_or((pair, ""));
                let plain = |text| percent_decode_str(text).decode_utf8_lossy().into_owned();
                self.text(&plain(name), None, &plain(text))
            }),
            Piece::Other(value, text) => match (value.downcast_ref::<FilePart>(), text) {
                (Some(file), _) => self.file(name, media_type, file),
                (None, Some(text)) => self.text(name, media_type, text),
                (None, None) => Err(invalid(name, "cannot be a part")),
            },
        }
    }

    /// Writes a text with a `Content-Type` only if the API description declares one. The default type is plain text,
    /// and many servers treat a part with a type as a file.
    fn text(&mut self, name: &str, media_type: Option<&'static str>, text: &str) -> Result<(), InvalidInput> {
        let headers = media_type.map(|media_type| ("Content-Type", media_type));
        self.part(name, headers.as_slice(), None, text.to_owned().into())
    }

    fn file(&mut self, name: &str, media_type: Option<&'static str>, file: &FilePart) -> Result<(), InvalidInput> {
        let by_name = || file.file_name.as_deref().and_then(media_type_of);
        let usual = || media_type.or_else(by_name).unwrap_or("application/octet-stream");
        let media_type = file.content_type.as_deref().unwrap_or_else(usual);
        content_type(media_type)?;
        let mut headers = vec![("Content-Type", media_type)];
        headers.extend(file.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        let file_name = file.file_name.as_deref().or(self.is_form.then_some(name));
        self.part(name, &headers, file_name, file.content.clone())
    }

    fn part(
        &mut self,
        name: &str,
        headers: &[(&str, &str)],
        file_name: Option<&str>,
        content: Body,
    ) -> Result<(), InvalidInput> {
        let mut head = String::new();
        match (self.is_form, file_name) {
            (true, _) => {
                let _ = write!(head, "Content-Disposition: form-data; name=\"{}\"", quoted(name));
            }
            (false, Some(_)) => head.push_str("Content-Disposition: attachment"),
            (false, None) => {}
        }
        if let Some(file_name) = file_name {
            let _ = write!(head, "; filename=\"{}\"", quoted(file_name));
        }
        if !head.is_empty() {
            head.push_str("\r\n");
        }
        for (header_name, value) in headers {
            // The name and the type are already in the head, and a part has one of each.
            let is_own = header_name.eq_ignore_ascii_case("content-disposition");
            if is_own || head.contains("Content-Type") && header_name.eq_ignore_ascii_case("content-type") {
                return Err(invalid(name, "must not have headers for its name and its type"));
            }
            header(header_name, value)?;
            let _ = write!(head, "{header_name}: {value}\r\n");
        }
        self.parts.push((head, content));
        Ok(())
    }

    fn finish(self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        // The body alternates heads and contents. The line break before a boundary belongs to the boundary, not to the
        // content before it.
        let boundary = self.boundary();
        let mut bodies = Vec::with_capacity(2 * self.parts.len() + 1);
        for (head, content) in self.parts {
            let start = if bodies.is_empty() { "" } else { "\r\n" };
            bodies.push(Body::from(format!("{start}--{boundary}\r\n{head}\r\n")));
            bodies.push(content);
        }
        let start = if bodies.is_empty() { "" } else { "\r\n" };
        bodies.push(Body::from(format!("{start}--{boundary}--\r\n")));
        request.body(self.media_type, joined(bodies));
        let media_type = format!("{}; boundary={boundary}", self.media_type);
        request.put_header(http::header::CONTENT_TYPE, content_type(&media_type)?);
        Ok(())
    }

    /// Returns a boundary that no part contains: 128 random bits, generated again in the unlikely case that a part
    /// contains them. Streams cannot be checked.
    fn boundary(&self) -> String {
        loop {
            let boundary = format!("{:016x}{:016x}", random::bits(), random::bits());
            let is_in = |bytes: &Bytes| bytes.windows(boundary.len()).any(|window| window == boundary.as_bytes());
            if !self.parts.iter().any(|(_, content)| content.bytes().is_some_and(is_in)) {
                return boundary;
            }
        }
    }
}

fn invalid(name: &str, rule: &'static str) -> InvalidInput {
    InvalidInput::new(format!("body.{name}"), Location::Body, rule)
}

/// Escapes a name in quotes as browsers do, so that it cannot end the quotes or the line.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

/// Concatenates bodies. The result is whole if all of them are.
fn joined(bodies: Vec<Body>) -> Body {
    let length = bodies.iter().try_fold(0_u64, |sum, body| sum.checked_add(body.length()?));
    let whole: Option<Vec<&Bytes>> = bodies.iter().map(Body::bytes).collect();
    if let Some(whole) = whole {
        let mut bytes = BytesMut::with_capacity(whole.iter().map(|bytes| bytes.len()).sum());
        for part in whole {
            bytes.put_slice(part);
        }
        return Body::from(bytes.freeze());
    }
    let stream = Body::stream(Joined(bodies.into()));
    match length {
        Some(length) => stream.with_length(length),
        None => stream,
    }
}

/// A stream that reads bodies one after the other.
struct Joined(VecDeque<Body>);

impl Stream for Joined {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        while let Some(body) = self.0.front_mut() {
            if let Some(chunk) = ready!(Pin::new(body).poll_next(context)) {
                return Poll::Ready(Some(chunk));
            }
            self.0.pop_front();
        }
        Poll::Ready(None)
    }
}
