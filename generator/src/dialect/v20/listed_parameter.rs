//! A parameter of Swagger 2.0 as an entry of a list, and the request body that takes its place.

use serde_json::Value;

use super::Rewrite;
use crate::path::SpecPath;

/// A parameter of a path or an operation.
#[derive(Debug, Clone)]
pub(super) struct ListedParameter {
    /// The place in the list.
    pub(super) place: SpecPath,
    /// The place behind references.
    pub(super) target: SpecPath,
    /// Its name.
    pub(super) name: String,
    /// Where it travels.
    pub(super) location: Location,
}

impl ListedParameter {
    /// Returns true if it is written in the list.
    pub(super) fn is_own(&self) -> bool {
        self.place == self.target
    }
}

/// Where a parameter travels, as far as bodies are concerned.
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
