//! A parameter of Swagger 2.0 as an entry of a list, and the request body that replaces it.

use serde_json::Value;

use super::Rewrite;
use crate::path::SpecPath;

/// A parameter of a path or an operation.
#[derive(Debug, Clone)]
pub(super) struct ListedParameter {
    /// The place in the list.
    pub(super) place: SpecPath,
    /// The place after all references.
    pub(super) target: SpecPath,
    /// The name of the parameter.
    pub(super) name: String,
    /// The location of the parameter.
    pub(super) location: Location,
}

impl ListedParameter {
    /// Returns true if the parameter is declared in the list itself.
    pub(super) fn is_own(&self) -> bool {
        self.place == self.target
    }
}

/// The location of a parameter. Only bodies and forms are distinguished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Location {
    Body,
    Form,
    Elsewhere,
}

/// Sets the request body of an operation.
pub(super) fn set_body(rewrite: &mut Rewrite<'_>, operation: &SpecPath, body: Value) {
    if let Some(raw) = rewrite.object(operation) {
        raw.insert("requestBody".to_owned(), body);
    }
}
