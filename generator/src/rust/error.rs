//! Items of the module `error`.

use std::collections::BTreeMap;

use super::Ty;
use crate::comment::Comment;

/// The error types of the crate.
#[derive(Debug, Clone)]
pub struct ErrorBody {
    /// The documentation of the types.
    pub docs: ErrorDocs,
    /// The declared bodies of error responses.
    pub variants: Vec<ErrorVariant>,
    /// The documentation of the variant for text, if some bodies are text.
    pub text: Option<VariantDocs>,
    /// The documentation of the variant for any other JSON.
    pub other: VariantDocs,
    /// The name of the variant that bodies of undeclared responses are read as, if they can be.
    pub usual: Option<String>,
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

/// A kind of error body.
#[derive(Debug, Clone)]
pub struct ErrorVariant {
    /// Its documentation.
    pub docs: VariantDocs,
    /// Its name.
    pub name: String,
    /// The method that returns it.
    pub accessor: String,
    /// The type.
    pub ty: Ty,
    /// Where it has what callers ask for.
    pub paths: EnvelopePaths,
}

/// The documentation of a variant.
#[derive(Debug, Clone)]
pub struct VariantDocs {
    /// The variant itself.
    pub variant: Comment,
    /// The method that returns it.
    pub accessor: Comment,
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
