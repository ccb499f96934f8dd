//! The documents that the bytes of a fuzzer stand for.

use serde_json::Value;

use crate::{Choices, mutate};

/// How often a document is changed, each time in up to eight places. A document that is changed without end is a large one
/// after a while, and then the time goes into changing it.
const ROUNDS: usize = 8;

/// Returns the document that bytes stand for: they are the document themselves if they begin with a letter, a brace, `#` or `%`. Else
/// they choose one of `documents` and how it is changed.
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
