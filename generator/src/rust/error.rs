//! Items of the module `error`.

use std::collections::BTreeMap;

use super::Ty;
use crate::comment::Comment;

/// The error types of the crate.
#[derive(Debug, Clone)]
pub struct ErrorBody {
    /// The documentation of the types.
    pub docs: ErrorDocs,
    /// What the body of an error answer is.
    pub kind: ErrorBodyKind,
    /// The configured paths in the JSON of an error response.
    pub pointers: Vec<(ErrorFact, String)>,
}

/// The documentation of the error types.
#[derive(Debug, Clone)]
pub struct ErrorDocs {
    /// `Error`.
    pub error: Comment,
    /// `ApiError`.
    pub api_error: Comment,
    /// `ErrorBody`.
    pub body: Comment,
}

/// What the body of an error answer is.
#[derive(Debug, Clone)]
pub enum ErrorBodyKind {
    /// One type that all error answers share.
    Envelope {
        /// The type.
        ty: Ty,
        /// Where it has what callers ask for.
        paths: EnvelopePaths,
    },
    /// A type of the crate: one of several types by operation and status, or any JSON if there is none.
    OneOf {
        /// A variant for each.
        variants: Vec<ErrorVariant>,
        /// The documentation of the variant for text, if some bodies are text.
        text: Option<Comment>,
        /// The documentation of the variant for any other JSON.
        other: Comment,
    },
}

/// A kind of error body.
#[derive(Debug, Clone)]
pub struct ErrorVariant {
    /// Markdown.
    pub docs: Comment,
    /// Its name.
    pub name: String,
    /// The type.
    pub ty: Ty,
    /// Where it has what callers ask for.
    pub paths: EnvelopePaths,
}

/// What callers need of an error response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorFact {
    /// The code to branch on.
    Code,
    /// The text for people.
    Message,
    /// The class of error.
    Kind,
    /// The parameter at fault.
    Param,
    /// The request id.
    RequestId,
}

impl ErrorFact {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Code, Self::Message, Self::Kind, Self::Param, Self::RequestId];
}

/// Where an envelope has what callers need.
pub type EnvelopePaths = BTreeMap<ErrorFact, FieldPath>;

/// A way through fields to a string.
#[derive(Debug, Clone)]
pub struct FieldPath {
    /// The fields, outermost first, each with whether it is an `Option`.
    pub fields: Vec<(String, bool)>,
    /// How the last one becomes `&str`.
    pub text: TextKind,
}

/// How a field becomes `&str`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// It is a `String`.
    String,
    /// It has `as_str`.
    AsStr,
}
