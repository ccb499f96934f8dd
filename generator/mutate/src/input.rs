//! Converts the bytes of a fuzzer to a document.

use serde_json::Value;

use crate::{Choices, mutate};

/// The number of rounds, each with up to eight changes. The number is limited because repeated changes make a document
/// large, and then slow to change.
const ROUNDS: usize = 8;

/// Converts bytes to a document. Bytes that begin with a letter, a brace, `#` or `%` are the document. Otherwise they
/// select one of `documents` and the changes to it.
#[must_use]
pub fn input(bytes: &[u8], documents: &[Value]) -> Option<Vec<u8>> {
    if bytes.first().is_some_and(|first| first.is_ascii_alphabetic() || b"{#%".contains(first)) {
        return Some(bytes.to_vec());
    }
    let mut choices = Choices::bytes(bytes);
    let mut mutant = choices.one_of(documents)?.clone();
    for _ in 0..ROUNDS {
        mutate(&mut mutant, &mut choices);
    }
    Some(mutant.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::input;

    #[test]
    fn bytes_are_a_document_or_choices() {
        let documents = [json!({ "openapi": "3.0.3", "paths": { "/a": { "get": {} } } })];
        assert_eq!(input(b"openapi: 3", &documents).as_deref(), Some(&b"openapi: 3"[..]));
        let unchanged = input(&[0], &documents).expect("a document");
        let changed = input(&[0, 0, 0, 7, 0, 9, 3, 1, 0, 2, 9, 9], &documents).expect("a document");
        assert!(serde_json::from_slice::<serde_json::Value>(&unchanged).is_ok() && changed != unchanged);
        assert_eq!(input(&[0], &[]), None);
    }
}
