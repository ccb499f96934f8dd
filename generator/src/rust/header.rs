//! The headers of answers.

use super::{Deprecated, Ty};
use crate::comment::Comment;

/// The view of an answer's headers that the document describes.
#[derive(Debug, Clone)]
pub struct Headers {
    /// The documentation of the type.
    pub docs: Comment,
    /// The documentation of `of`.
    pub of_docs: Comment,
    /// A method for each.
    pub methods: Vec<HeaderMethod>,
}

/// A method that reads a header.
#[derive(Debug, Clone)]
pub struct HeaderMethod {
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The name of the header.
    pub header: String,
    /// How it is read.
    pub reading: HeaderReading,
    /// Whether it is deprecated.
    pub deprecated: Option<Deprecated>,
}

/// How a header is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderReading {
    /// As text.
    Text,
    /// As text, each time that it is there.
    Texts,
    /// As a value of this type.
    Value(Ty),
    /// As a list of values of this type.
    List(Ty),
    /// As a time.
    Time,
}
