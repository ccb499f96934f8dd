//! The typed headers of responses.

use super::{Deprecated, Ty};
use crate::comment::Comment;

/// The typed view of the response headers that the API description declares.
#[derive(Debug, Clone)]
pub struct Headers {
    /// The documentation of the type.
    pub docs: Comment,
    /// The documentation of `from_meta`.
    pub from_meta_docs: Comment,
    /// The methods, one per header.
    pub methods: Vec<HeaderMethod>,
}

/// A method that reads a header.
#[derive(Debug, Clone)]
pub struct HeaderMethod {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The name of the header.
    pub header: String,
    /// How it is read.
    pub reading: HeaderReading,
    /// The attribute `#[deprecated]`, if there is one.
    pub deprecated: Option<Deprecated>,
}

/// How a header is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderReading {
    /// As text.
    Text,
    /// As text, once per occurrence.
    Texts,
    /// As a value of this type.
    Value(Ty),
    /// As a list of values of this type.
    List(Ty),
    /// As a timestamp.
    Time,
}
