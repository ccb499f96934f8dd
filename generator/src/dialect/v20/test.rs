//! Helpers for the tests of all rewrites, which compare a part of a small document before and after.

use serde_json::{Value, json};

use crate::diag::Diagnostics;
use crate::dialect::Rewritten;
use crate::path::{DocumentId, SpecPath};
use crate::source_map::SourceMap;

fn rewritten(before: &Value) -> Rewritten {
    let mut rewritten = Rewritten { document: before.clone(), source_map: SourceMap::default() };
    super::rewrite(&mut rewritten, &mut Diagnostics::new());
    rewritten
}

/// Asserts the value at `pointer` of the rewritten document. `null` means no value.
pub(super) fn assert_rewritten(before: &Value, pointer: &str, after: &Value) {
    let rewritten = rewritten(before);
    let found = rewritten.document.pointer(pointer).unwrap_or(&Value::Null);
    assert_eq!(found, after, "at {pointer} of {:#}", rewritten.document);
}

/// Asserts the original place of the value at `pointer` of the rewritten document.
pub(super) fn assert_written_at(before: &Value, pointer: &str, expected: &str) {
    let place = SpecPath::parse(DocumentId::ROOT, pointer).expect("a pointer");
    let rewritten = rewritten(before);
    assert!(rewritten.document.pointer(pointer).is_some(), "nothing at {pointer} of {:#}", rewritten.document);
    assert_eq!(rewritten.source_map.original(&place).pointer(), expected);
}

/// Creates a document with these definitions.
pub(super) fn definitions(definitions: &Value) -> Value {
    json!({ "swagger": "2.0", "paths": {}, "definitions": definitions })
}

/// Creates a document with an operation that has these parameters.
pub(super) fn parameters(parameters: &Value) -> Value {
    json!({ "swagger": "2.0", "paths": { "/a": { "get": { "parameters": parameters } } } })
}

/// Creates a document with an operation that has this response.
pub(super) fn response(response: &Value) -> Value {
    json!({ "swagger": "2.0", "paths": { "/a": { "get": { "responses": { "200": response } } } } })
}
