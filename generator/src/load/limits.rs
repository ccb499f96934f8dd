//! Limits on the content of one document, so that the data stored per place stays proportional to the size of the
//! document.

use serde_json::Value;

/// The maximum length of a key, in bytes.
pub(super) const LONGEST_KEY: usize = 4096;

/// The maximum total length of all JSON pointers, in bytes per byte of the text. Real documents have up to 8.
const POINTERS: usize = 64;

/// The total length in bytes that is allowed in addition for any document.
const FREE: usize = 16 * 1024 * 1024;

/// The reasons for rejecting a document that exceeds the limits.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Excess {
    /// A key is too long. The text is its beginning.
    Key(String),
    /// The JSON pointers of all values are too long in total.
    Places,
}

/// Returns the exceeded limit for a value parsed from a text of `length` bytes.
pub(super) fn excess(value: &Value, length: usize) -> Option<Excess> {
    const SHOWN: usize = 40;
    let mut left = length.saturating_mul(POINTERS).saturating_add(FREE);
    let mut next = vec![(value, 0)];
    while let Some((value, pointer)) = next.pop() {
        let Some(rest) = left.checked_sub(pointer) else { return Some(Excess::Places) };
        left = rest;
        match value {
            Value::Object(members) => {
                if let Some(key) = members.keys().find(|key| key.len() > LONGEST_KEY) {
                    return Some(Excess::Key(key.chars().take(SHOWN).collect()));
                }
                next.extend(members.iter().map(|(key, member)| (member, pointer + 1 + key.len())));
            }
            Value::Array(items) => next.extend(items.iter().map(|item| (item, pointer + 2))),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Excess, LONGEST_KEY, excess};

    #[test]
    fn keys_have_a_longest_length() {
        let with = |length: usize| json!({ "a": { "k".repeat(length): 1 } });
        assert_eq!(excess(&with(LONGEST_KEY), LONGEST_KEY), None);
        assert_eq!(excess(&with(LONGEST_KEY + 1), LONGEST_KEY), Some(Excess::Key("k".repeat(40))));
    }

    #[test]
    fn much_within_long_keys_is_too_much() {
        let inner = Value::Array(vec![Value::Null; 5_000]);
        let deep = (0..2).fold(inner, |inner, _| json!({ "k".repeat(LONGEST_KEY): inner }));
        let length = deep.to_string().len();
        assert_eq!(excess(&deep, length), Some(Excess::Places));
        let shallow = json!({ "k".repeat(LONGEST_KEY): Value::Array(vec![Value::Null; 1_000]) });
        assert_eq!(excess(&shallow, length), None);
    }
}
