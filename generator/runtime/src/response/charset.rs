//! Text in the character set that a response declares.

/// Decodes the text of a body, without a byte order mark before UTF-8.
///
/// # Errors
/// When the body is not in the character set.
pub fn decode(body: &[u8], charset: Option<&str>) -> Result<String, String> {
    if charset.is_some_and(is_latin) {
        return Ok(body.iter().map(|&byte| latin(byte)).collect());
    }
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    match (std::str::from_utf8(body), charset) {
        (Ok(text), _) => Ok(text.to_owned()),
        (Err(error), None) => Err(error.to_string()),
        (Err(error), Some(charset)) => Err(format!("{error}; the server declares the charset `{charset}`")),
    }
}

/// Returns true for names of ISO 8859-1 and Windows 1252, which are the same on the web.
fn is_latin(charset: &str) -> bool {
    ["iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "windows-1252", "cp1252"]
        .iter()
        .any(|name| charset.eq_ignore_ascii_case(name))
}

/// The characters of Windows 1252 at 0x80 to 0x9f, which ISO 8859-1 reserves for control characters. Five are not
/// assigned.
const FROM_80: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn latin(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|index| FROM_80.get(usize::from(index)));
    special.copied().unwrap_or(char::from(byte))
}
