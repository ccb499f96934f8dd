//! Reports what is written in a document and has no effect.

use serde_json::Value;

use crate::diag::Diagnostics;

/// Reports what is misspelt, of the wrong type, or not used.
pub fn lint(_document: &Value, _diagnostics: &mut Diagnostics) {}
