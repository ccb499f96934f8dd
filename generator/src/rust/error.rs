//! Items of the module `error`.

use std::collections::BTreeMap;

use super::Ty;
use super::derives::usual_traits;
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
    /// The name of the variant as which bodies of undeclared responses are decoded, if they match it.
    pub usual: Option<String>,
    /// True if it is `PartialEq`.
    pub is_compared: bool,
    /// The configured paths in the JSON of an error response.
    pub pointers: Vec<(ErrorFact, String)>,
}

impl ErrorBody {
    /// Returns the derived traits.
    #[must_use]
    pub fn traits(&self) -> Vec<&'static str> {
        usual_traits(false, self.is_compared)
    }
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

/// A declared kind of error body, which is a variant of `ErrorBody`.
#[derive(Debug, Clone)]
pub struct ErrorVariant {
    /// The documentation of the variant and its accessor.
    pub docs: VariantDocs,
    /// Its name.
    pub name: String,
    /// The method that returns it.
    pub accessor: String,
    /// The type.
    pub ty: Ty,
    /// The paths of the facts that the type contains.
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

/// A fact that callers need from an error response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorFact {
    /// The error code to branch on.
    Code,
    /// The text to show to users.
    Message,
    /// The class of error.
    Kind,
    /// The invalid parameter.
    Param,
    /// The request id.
    RequestId,
}

impl ErrorFact {
    /// Every fact.
    pub const ALL: [Self; 5] = [Self::Code, Self::Message, Self::Kind, Self::Param, Self::RequestId];
}

/// The paths of the facts within an error body.
pub type EnvelopePaths = BTreeMap<ErrorFact, FieldPath>;

/// The path through fields to a string.
#[derive(Debug, Clone)]
pub struct FieldPath {
    /// The fields, outermost first, each with whether it is an `Option`.
    pub fields: Vec<(String, bool)>,
    /// How the last field is converted to `&str`.
    pub text: TextKind,
}

/// How a field is converted to `&str`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// It is a `String`, which is borrowed.
    String,
    /// It is a type with the method `as_str`.
    AsStr,
}
