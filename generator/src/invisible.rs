//! Handles characters that are invisible or change how others are displayed, for all printed text.

use std::borrow::Cow;

/// Returns true for characters without a visible shape: controls, line and paragraph separators, changes of the text
/// direction, zero width characters, fillers, tags and variation selectors. A line feed and a tab are controls, too.
#[must_use]
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Returns true if a text contains an invisible character.
#[must_use]
pub(crate) fn has_invisible(text: &str) -> bool {
    !is_printable_ascii(text, b' ') && text.contains(is_invisible)
}

/// Returns true if a text has only printable ASCII characters and `more`. Nearly all texts do, and this test is far faster than one
/// of each character.
fn is_printable_ascii(text: &str, more: u8) -> bool {
    text.bytes().fold(true, |is, byte| is & (matches!(byte, b' '..=b'~') || byte == more))
}

/// Returns true for invisible characters that are required after characters of some scripts and in emoji: joiners, and
/// the selectors of text and emoji style. Anywhere else they hide something.
fn is_needed(previous: char, c: char) -> bool {
    let is_keycap = c == '\u{fe0f}' && matches!(previous, '0'..='9' | '#' | '*');
    // An emoji with a style may be joined to another one.
    let joins_styled = c == '\u{200d}' && previous == '\u{fe0f}';
    let joins = matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}') && !is_invisible(previous);
    joins_styled || (joins && (!previous.is_ascii() || is_keycap))
}

/// Removes invisible characters from text of several lines, unless its script requires them. Line ends become `\n`, and
/// a tab becomes four spaces.
#[must_use]
pub(crate) fn removed(text: &str) -> Cow<'_, str> {
    if is_printable_ascii(text, b'\n') || !text.contains(|c| is_invisible(c) && c != '\n') {
        return Cow::Borrowed(text);
    }
    let mut previous = ' ';
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\r' if characters.peek() == Some(&'\n') => continue,
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => shown.push('\n'),
            '\t' => shown.push_str("    "),
            _ if !is_invisible(c) || is_needed(previous, c) => shown.push(c),
            _ => continue,
        }
        previous = c;
    }
    Cow::Owned(shown)
}

/// Removes invisible characters, and joins all lines with single spaces.
#[must_use]
pub(crate) fn on_one_line(text: &str) -> String {
    removed(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns a value on one line. Invisible characters are escaped unless its script requires them.
#[must_use]
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    if !has_invisible(text) {
        return Cow::Borrowed(text);
    }
    let mut previous = ' ';
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_invisible(c) && !is_needed(previous, c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
        previous = c;
    }
    Cow::Owned(shown)
}

/// Escapes invisible characters as Rust and terminals do, for example `\u{202e}`, on one line.
#[must_use]
pub(crate) fn escaped(text: &str) -> Cow<'_, str> {
    if !has_invisible(text) {
        return Cow::Borrowed(text);
    }
    let escape = |c: char| if is_invisible(c) { c.escape_default().to_string() } else { c.to_string() };
    Cow::Owned(text.chars().map(escape).collect())
}

/// Escapes invisible characters of a JSON text as JSON does, for example `\u202e`. In valid JSON they only occur within
/// strings.
#[must_use]
pub(crate) fn escaped_json(text: &str) -> Cow<'_, str> {
    if !has_invisible(text) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_invisible(c) {
            let mut units = [0; 2];
            escaped.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// Returns a Rust string literal in which every invisible character is escaped.
#[must_use]
pub(crate) fn literal(text: &str) -> proc_macro2::Literal {
    let literal = proc_macro2::Literal::string(text);
    let source = literal.to_string();
    // `Literal::string` does not escape a few fillers. In a literal that is not raw, an escape is equivalent.
    if has_invisible(&source) { escaped(&source).parse().unwrap_or(literal) } else { literal }
}

#[cfg(test)]
mod tests {
    use super::{escaped, escaped_json, is_invisible, literal, on_one_line, removed, shown};

    #[test]
    fn text_keeps_what_its_script_needs() {
        for (raw, expected) in [
            ("a\r\nb\rc\u{2028}d\u{85}e", "a\nb\nc\nd\ne"),
            ("a\tb", "a    b"),
            ("\u{feff}a\u{200b}b\u{202e}c\u{2066}\u{e0041}\u{ad}\u{3164}", "abc"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("❤\u{fe0f} 👩\u{200d}👧 1\u{fe0f}\u{20e3}", "❤\u{fe0f} 👩\u{200d}👧 1\u{fe0f}\u{20e3}"),
            ("a\u{200d}b\u{fe0f}\u{fe0f} ❤\u{fe0f}\u{fe0f}\u{fe0e}\u{200b}", "ab ❤\u{fe0f}"),
            ("❤\u{fe0f}\u{200d}🔥", "❤\u{fe0f}\u{200d}🔥"),
            ("\u{0}\u{1b}[31mred", "[31mred"),
        ] {
            assert_eq!(removed(raw), expected, "{raw:?}");
        }
        assert_eq!(shown("a\n\u{202e}❤\u{fe0f}\t\u{200b}"), "a\\n\\u{202e}❤\u{fe0f}\\t\\u{200b}");
        assert_eq!(on_one_line(" a\n b\u{2029}c\t"), "a b c");
    }

    #[test]
    fn nothing_invisible_is_written() {
        let all: String = ('\0'..=char::MAX).filter(|&c| is_invisible(c)).collect();
        assert!(!escaped(&all).contains(is_invisible));
        let source = literal(&all).to_string();
        assert!(!source.contains(is_invisible), "{source}");
        let read = syn::parse_str::<syn::LitStr>(&source).expect("a literal");
        assert_eq!(read.value(), all);
        let json = serde_json::to_string(&all).expect("text");
        assert!(!escaped_json(&json).contains(is_invisible));
        assert_eq!(serde_json::from_str::<String>(&escaped_json(&json)).expect("JSON"), all);
    }
}
