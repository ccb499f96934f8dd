//! Decodes bytes to text, and converts offsets to lines and columns. Of the file formats it knows only the first character.

use std::borrow::Cow;
use std::ops::Range;

use crate::diag::Position;

/// The error for bytes that are not text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotText {
    /// The problem.
    pub message: String,
    /// The position at which the readable text ends.
    pub position: Position,
    /// The suggested solution.
    pub help: String,
    /// Whether [`latin`] can decode the bytes.
    pub is_bytewise: bool,
}

/// Decodes UTF-8 and UTF-16. A byte order mark is removed.
///
/// # Errors
///
/// If the bytes have no known encoding. The error contains the position.
pub(crate) fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Err(NotText {
            message: "the text is encoded as UTF-32".to_owned(),
            position: START,
            help: SAVE.to_owned(),
            is_bytewise: false,
        }),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0, 1..=0xFF, ..] => utf16(bytes, u16::from_be_bytes),
        [1..=0xFF, 0, ..] => utf16(bytes, u16::from_le_bytes),
        _ => utf8(bytes),
    }
}

/// Decodes UTF-8, and invalid bytes as Latin-1 characters, which older editors write.
#[must_use]
pub(crate) fn latin(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().copied().map(char::from));
    }
    text
}

/// Returns true if a text begins like a JSON object or array. YAML in flow style does as well.
#[must_use]
pub(crate) fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

/// Returns the positions of these offsets, which must be in ascending order, in one pass over the text.
///
/// An offset after the end of the text counts as the end.
#[must_use]
pub(crate) fn positions(text: &str, offsets: &[usize]) -> Vec<Position> {
    let mut position = START;
    let mut done = 0;
    offsets
        .iter()
        .map(|&offset| {
            let end = floor_char_boundary(text, offset).max(done);
            let passed = &text[done..end];
            let after_break = passed.rfind('\n').map(|at| at + 1);
            position.line += passed.bytes().filter(|&byte| byte == b'\n').count();
            if let Some(start) = after_break {
                position.column = 1 + passed[start..].chars().count();
            } else {
                position.column += passed.chars().count();
            }
            done = end;
            position
        })
        .collect()
}

/// Returns the offset of a position, or the end of its line or text if that is shorter.
#[must_use]
pub(crate) fn offset(text: &str, position: Position) -> usize {
    let mut start = 0;
    for _ in 1..position.line {
        match text[start..].find('\n') {
            Some(at) => start += at + 1,
            None => return text.len(),
        }
    }
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let line = text[start..end].trim_end_matches('\r');
    let column = line.char_indices().nth(position.column.saturating_sub(1));
    start + column.map_or(line.len(), |(at, _)| at)
}

/// Returns the line that contains `offset`, without its line break. Of a very long line it returns only the part around `offset`.
#[must_use]
pub(crate) fn line_at(text: &str, offset: usize) -> Range<usize> {
    let offset = floor_char_boundary(text, offset);
    let first = floor_char_boundary(text, offset.saturating_sub(LONG_LINE));
    let last = floor_char_boundary(text, offset.saturating_add(LONG_LINE));
    let start = text[first..offset].rfind('\n').map_or(first, |at| first + at + 1);
    let end = text[offset..last].find('\n').map_or(last, |at| offset + at);
    start..start + text[start..end].trim_end_matches('\r').len()
}

/// The limit for a line. A document can be one line of megabytes, which must not be scanned for every diagnostic.
const LONG_LINE: usize = 1000;

const SAVE: &str = "save it as UTF-8";

const START: Position = Position { line: 1, column: 1 };

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, NotText> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|error| {
        let (valid, rest) = bytes.split_at(error.valid_up_to());
        let valid = String::from_utf8_lossy(valid);
        let position = positions(&valid, &[valid.len()]).first().copied().unwrap_or(START);
        let byte = rest.first().copied().unwrap_or_default();
        NotText {
            message: format!("the text is not UTF-8: the byte 0x{byte:02X} is invalid here"),
            position,
            help: SAVE.to_owned(),
            is_bytewise: !bytes.contains(&0),
        }
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Cow<'_, str>, NotText> {
    let (pairs, odd) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let broken = char::decode_utf16(pairs.iter().map(|&pair| unit(pair))).any(|char| match char {
        Ok(char) => {
            text.push(char);
            false
        }
        Err(_) => true,
    });
    if broken || !odd.is_empty() {
        let position = positions(&text, &[text.len()]).first().copied().unwrap_or(START);
        let message = "the text begins as UTF-16 and is invalid from here on".to_owned();
        return Err(NotText { message, position, help: SAVE.to_owned(), is_bytewise: false });
    }
    Ok(Cow::Owned(text))
}

fn floor_char_boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// Splits a list at commas, except for those within brackets.
pub(crate) fn top_level(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    let parts = list.split(move |c| {
        match c {
            '(' | '<' | '[' | '{' => depth += 1,
            ')' | '>' | ']' | '}' => depth -= 1,
            _ => {}
        }
        c == ',' && depth == 0
    });
    parts.map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Position, decode, latin, line_at, offset, positions};

    #[test]
    fn reads_both_encodings_with_and_without_a_mark() {
        let wide = |order: fn(u16) -> [u8; 2], text: &str| -> Vec<u8> { text.encode_utf16().flat_map(order).collect() };
        for text in ["\u{feff}a: ü😀\n", "a: ü😀\n"] {
            for bytes in [text.as_bytes().to_vec(), wide(u16::to_be_bytes, text), wide(u16::to_le_bytes, text)] {
                assert_eq!(decode(&bytes).as_deref(), Ok("a: ü😀\n"), "{bytes:?}");
            }
        }
        assert_eq!(decode(b"").as_deref(), Ok(""));
    }

    #[test]
    fn says_where_bytes_stop_being_text() {
        let error = decode(b"a: 1\nb: caf\xE9\n").expect_err("Latin-1");
        assert_eq!(error.message, "the text is not UTF-8: the byte 0xE9 is invalid here");
        assert_eq!(error.position, Position { line: 2, column: 7 });
        assert!(error.is_bytewise);
        assert_eq!(latin("a: ü, ".bytes().chain(*b"caf\xE9\n").collect::<Vec<_>>().as_slice()), "a: ü, café\n");
        assert!(decode(b"\xFF\xFEa\0b").is_err() && decode(b"\xFF\xFE\0\xD8").is_err());
        assert!(decode(b"\xFF\xFE\0\0a\0\0\0").is_err());
    }

    #[test]
    fn counts_lines_and_characters() {
        let text = "äb\r\n\ncd";
        let at = positions(text, &[0, 2, 3, 5, 6, 7, 99]);
        let shown: Vec<_> = at.iter().map(|p| (p.line, p.column)).collect();
        assert_eq!(shown, [(1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (3, 2), (3, 3)]);
        assert_eq!((&text[line_at(text, 2)], &text[line_at(text, 5)]), ("äb", ""));
        assert_eq!(offset(text, Position { line: 3, column: 2 }), 7);
        assert_eq!(offset(text, Position { line: 1, column: 9 }), 3);
        assert_eq!(offset(text, Position { line: 9, column: 2 }), text.len());
        let long = "x".repeat(5000) + "\ny";
        assert_eq!(offset(&long, Position { line: 1, column: 4321 }), 4320);
    }
}
