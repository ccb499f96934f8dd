//! Strings of JSON: finds the bytes that are escaped, eight at a time, and escapes texts.

/// A word in which each byte is one.
const ONES: u64 = u64::MAX / 255;
/// A word in which each byte has only its highest bit.
const HIGH: u64 = ONES << 7;

/// Returns the number of bytes at the beginning that a string contains unchanged: those before a quote, a backslash or a
/// control character.
#[inline]
pub(super) fn plain_len(bytes: &[u8]) -> usize {
    let mut at = 0;
    let mut left = bytes;
    while let Some((word, rest)) = left.split_first_chunk::<8>() {
        let special = special(u64::from_le_bytes(*word));
        if special != 0 {
            return at + first(special);
        }
        at += 8;
        left = rest;
    }
    // The last eight bytes overlap with those that were checked.
    match bytes.last_chunk::<8>() {
        Some(_) if left.is_empty() => at,
        Some(word) => match special(u64::from_le_bytes(*word)) {
            0 => bytes.len(),
            special => bytes.len() - 8 + first(special),
        },
        None => left.iter().position(|&byte| is_special(byte)).unwrap_or(left.len()),
    }
}

/// Returns true if a string contains these bytes unchanged.
#[inline]
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    let mut found = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        found |= special(u64::from_le_bytes(*word));
    }
    // The last bytes overlap with those that were checked, or with each other.
    if let Some(word) = bytes.last_chunk::<8>() {
        found |= special(u64::from_le_bytes(*word));
    } else if let (Some(first), Some(last)) = (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        found |= special(u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)));
    } else {
        return !rest.iter().any(|&byte| is_special(byte));
    }
    found == 0
}

/// Returns a word with the highest bit of each special byte. Bytes behind the first special one can be marked as well.
#[inline]
const fn special(word: u64) -> u64 {
    let quote = word ^ (ONES * b'"' as u64);
    let backslash = word ^ (ONES * b'\\' as u64);
    let control = word.wrapping_sub(ONES * b' ' as u64) & !word;
    let quote = quote.wrapping_sub(ONES) & !quote;
    let backslash = backslash.wrapping_sub(ONES) & !backslash;
    (control | quote | backslash) & HIGH
}

/// Returns the index of the first marked byte.
#[inline]
const fn first(special: u64) -> usize {
    special.trailing_zeros() as usize / 8
}

#[inline]
const fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | ..b' ')
}

/// Appends a text as a string.
#[inline]
pub(super) fn write(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    out.reserve(bytes.len() + 2);
    out.push(b'"');
    if is_plain(bytes) {
        out.extend_from_slice(bytes);
    } else {
        write_escaped(out, text);
    }
    out.push(b'"');
}

/// Appends a part of a string, with escapes.
pub(super) fn write_escaped(out: &mut Vec<u8>, text: &str) {
    let mut left = text.as_bytes();
    loop {
        let (plain, rest) = left.split_at(plain_len(left));
        out.extend_from_slice(plain);
        let [byte, rest @ ..] = rest else { return };
        escape(out, *byte);
        left = rest;
    }
}

/// Appends a character that is escaped.
fn escape(out: &mut Vec<u8>, byte: u8) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0C => b'f',
        _ => {
            out.extend_from_slice(b"\\u00");
            out.extend([byte >> 4, byte & 15].iter().filter_map(|&digit| DIGITS.get(usize::from(digit))));
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}
