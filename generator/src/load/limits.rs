//! The bounds of what is read from one document, so that nothing that is kept of each of its places can grow beyond its size.

use serde_json::Value;

/// How many bytes a key may have.
pub(super) const LONGEST_KEY: usize = 4096;

/// How many bytes the JSON pointers of all values may have for each byte of the text. Real documents have up to 8.
const POINTERS: usize = 64;

/// How many bytes they may have in any document.
const FREE: usize = 16 * 1024 * 1024;

/// The reasons for rejecting a document that exceeds the limits.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Excess {
    /// A key is too long; this is how it begins.
    Key(String),
    /// The keys are so long, and so much is within them, that the places in the document are too much to name.
    Places,
}

/// Returns what is too much in the value that was read from a text of `length` bytes.
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
