//! Repairs JSON texts with halves of characters: some servers cut a text in the middle of a character, and write `"\ud83d"`.

/// Returns the text with every lone surrogate escape as U+FFFD, the replacement character; `None` if it has none.
///
/// The repaired text has the same length, so that places in it are those of the original text.
#[cold]
pub(crate) fn repaired(text: &str) -> Option<String> {
    const REPLACEMENT: &str = "\\ufffd";
    let mut repaired = String::new();
    let mut done = 0;
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += found;
        at += match (unit(text, at), unit(text, at + REPLACEMENT.len())) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 2 * REPLACEMENT.len(),
            (Some(0xD800..=0xDFFF), _) => {
                repaired.push_str(text.get(done..at)?);
                repaired.push_str(REPLACEMENT);
                done = at + REPLACEMENT.len();
                REPLACEMENT.len()
            }
            _ => 2,
        };
        // Behind a backslash can be any character, or the end of the text.
        while at < text.len() && !text.is_char_boundary(at) {
            at += 1;
        }
    }
    if done == 0 {
        return None;
    }
    repaired.push_str(text.get(done..)?);
    Some(repaired)
}

/// Returns the UTF-16 code unit that is escaped at an offset.
fn unit(text: &str, at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    u16::from_str_radix(digits, 16).ok()
}
