//! Replaces unpaired surrogates in escapes, such as `"\\ud83d"`, which tools produce when they cut strings.

/// A text without unpaired surrogates.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repaired {
    /// The text, with U+FFFD in place of every unpaired surrogate.
    pub(super) text: String,
    /// The offset of the first unpaired surrogate in the original text.
    pub(super) first: usize,
    /// Number of unpaired surrogates.
    pub(super) count: usize,
}

/// The length of an escape: a backslash, a `u` and four digits.
const ESCAPE: usize = 6;

/// Replaces the escapes of unpaired surrogates. Returns `None` for a text without them.
pub(super) fn repaired(text: &str) -> Option<Repaired> {
    let mut repaired = String::new();
    let (mut done, mut at, mut first, mut count) = (0, 0, None, 0);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        at += match (unit(text, at), unit(text, at + ESCAPE)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 2 * ESCAPE,
            (Some(0xD800..=0xDFFF), _) => {
                repaired.push_str(text.get(done..at)?);
                repaired.push_str("\\ufffd");
                done = at + ESCAPE;
                first.get_or_insert(at);
                count += 1;
                ESCAPE
            }
            _ => 2,
        };
        // A backslash may precede a character of several bytes.
        while !text.is_char_boundary(at) && at < text.len() {
            at += 1;
        }
    }
    let first = first?;
    repaired.push_str(text.get(done..)?);
    Some(Repaired { text: repaired, first, count })
}

/// Returns the UTF-16 code unit of the escape at an offset.
fn unit(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + ESCAPE)?.strip_prefix("\\u")?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::{Repaired, repaired};

    #[test]
    fn halves_are_replaced_and_whole_characters_are_kept() {
        let text = r#"["\\ud83d", "\ud83d\ude00", "\ud83d", "ü\udE00"]"#;
        let expected = r#"["\\ud83d", "\ud83d\ude00", "\ufffd", "ü\ufffd"]"#.to_owned();
        assert_eq!(repaired(text), Some(Repaired { text: expected, first: 29, count: 2 }));
        assert_eq!(repaired(r#""\ud83d\ude00 \u00fc \ud8 \ü""#), None);
        assert_eq!(repaired("\\"), None);
    }
}
