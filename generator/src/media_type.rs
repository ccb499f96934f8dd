//! Parses and compares media types, and derives the kind of body that they declare. No other module splits them. It
//! does not depend on places in a document.

use std::fmt;

/// `application/json`.
pub(crate) const JSON: &str = "application/json";
/// `application/octet-stream`.
pub(crate) const BYTES: &str = "application/octet-stream";
/// `application/x-www-form-urlencoded`.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
/// `multipart/form-data`.
pub(crate) const MULTIPART: &str = "multipart/form-data";
/// `application/merge-patch+json`.
pub(crate) const MERGE_PATCH: &str = "application/merge-patch+json";
/// `application/json-patch+json`.
pub(crate) const JSON_PATCH: &str = "application/json-patch+json";
/// `*/*`.
pub(crate) const ANYTHING: &str = "*/*";

/// A media type or a range of media types, with its parameters.
///
/// Equality compares the text as written. Use [`MediaType::essence`] to ignore case and parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    written: String,
    essence: String,
}

/// The kind of body that a media type declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// One JSON value: `application/json` and every type that ends in `+json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` and other `multipart/…`.
    Multipart,
    /// `text/…` and XML, both as text.
    Text,
    /// `text/event-stream`.
    EventStream,
    /// JSON values, one per line.
    JsonLines,
    /// A sequence of JSON values that may span lines.
    JsonValues,
    /// Any other type: bytes.
    Binary,
}

impl MediaType {
    /// Parses a media type. Any text is accepted; [`MediaType::is_valid`] returns true if it can be sent.
    #[must_use]
    pub fn new(written: impl Into<String>) -> Self {
        let written = written.into();
        let essence = written.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        Self { written, essence }
    }

    /// Returns the text as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Returns the type and subtype in lower case, without parameters.
    #[must_use]
    pub fn essence(&self) -> &str {
        &self.essence
    }

    /// Returns the part before the `/` in lower case.
    #[must_use]
    pub fn family(&self) -> &str {
        self.essence.split_once('/').map_or(self.essence.as_str(), |(family, _)| family)
    }

    /// Returns the part after the `/` in lower case, without parameters. Empty if there is no `/`.
    #[must_use]
    pub fn subtype(&self) -> &str {
        self.essence.split_once('/').map_or("", |(_, subtype)| subtype)
    }

    /// Returns true if this has a type and a subtype.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.essence.contains('/')
    }

    /// Returns true if this is a range such as `image/*`.
    #[must_use]
    pub fn is_range(&self) -> bool {
        self.essence.contains('*')
    }

    /// Returns true if this range includes JSON: `*/*`, `application/*` or `*`.
    #[must_use]
    pub fn is_any(&self) -> bool {
        matches!(self.essence.as_str(), "*/*" | "application/*" | "*")
    }

    /// Returns true if the text can be the value of a header.
    #[must_use]
    pub fn is_header_value(&self) -> bool {
        self.written.bytes().all(|byte| matches!(byte, b' '..=b'~'))
    }

    /// Returns true for a body that is one JSON value.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.kind() == MediaKind::Json
    }

    /// Returns true for `text/plain`.
    #[must_use]
    pub fn is_plain_text(&self) -> bool {
        self.essence == "text/plain"
    }

    /// Returns true for XML.
    #[must_use]
    pub fn is_xml(&self) -> bool {
        self.subtype() == "xml" || self.subtype().ends_with("+xml")
    }

    /// Returns the kind of body that this declares.
    #[must_use]
    pub fn kind(&self) -> MediaKind {
        match self.essence.as_str() {
            FORM => MediaKind::Form,
            "text/event-stream" => MediaKind::EventStream,
            "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonl"
            | "application/jsonlines"
            | "application/json-lines"
            | "application/x-json-stream"
            | "application/stream+json" => MediaKind::JsonLines,
            other if other.ends_with("+jsonl") => MediaKind::JsonLines,
            // A value of a text sequence may span several lines.
            "application/json-seq" => MediaKind::JsonValues,
            other if other.ends_with("+json-seq") => MediaKind::JsonValues,
            "text/json" | "application/json" | "application/x-json" => MediaKind::Json,
            "application/xml" | "application/jsonpath" => MediaKind::Text,
            other if other.ends_with("+json") => MediaKind::Json,
            other if other.ends_with("+xml") && !other.starts_with("image/") => MediaKind::Text,
            other if other.starts_with("multipart/") => MediaKind::Multipart,
            other if other.starts_with("text/") => MediaKind::Text,
            other if other.starts_with("application/json") => MediaKind::Json,
            _ => MediaKind::Binary,
        }
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::{MediaKind, MediaType};

    #[test]
    fn kinds_depend_on_the_essence() {
        let kind = |written: &str| MediaType::new(written).kind();
        assert_eq!(kind("application/json; charset=utf-8"), MediaKind::Json);
        assert_eq!(kind("application/vnd.api+json;version=1"), MediaKind::Json);
        assert_eq!(kind("Application/JSON"), MediaKind::Json);
        assert_eq!(kind("application/problem+xml"), MediaKind::Text);
        assert_eq!(kind("text/csv"), MediaKind::Text);
        assert_eq!(kind("application/jsonpath"), MediaKind::Text);
        assert_eq!(kind("image/svg+xml"), MediaKind::Binary);
        assert_eq!(kind("multipart/mixed"), MediaKind::Multipart);
        assert_eq!(kind("*/*"), MediaKind::Binary);
    }

    #[test]
    fn parts_are_lower_case_and_the_text_is_kept() {
        let media_type = MediaType::new(" Text/Plain ;charset=UTF-8");
        assert_eq!(media_type.as_str(), " Text/Plain ;charset=UTF-8");
        assert_eq!((media_type.family(), media_type.subtype()), ("text", "plain"));
        assert!(media_type.is_plain_text() && media_type.is_valid() && !media_type.is_range());
    }

    #[test]
    fn text_that_is_not_a_media_type_has_no_subtype() {
        let media_type = MediaType::new("json");
        assert!(!media_type.is_valid());
        assert_eq!(media_type.subtype(), "");
        assert!(MediaType::new("*").is_any());
    }
}
