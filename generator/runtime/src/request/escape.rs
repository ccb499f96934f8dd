//! Escapes text: percent-encodes it in URLs and forms, and checks it in headers and cookies. Decodes the text of forms.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::runtime::model::checked::InvalidValue;

/// All characters except the letters, digits and marks that are never escaped.
const TEXT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// [`TEXT`] without the reserved characters that a segment of a path can contain.
const IN_SEGMENT: &AsciiSet = &TEXT
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// [`IN_SEGMENT`] without the separator of segments.
const IN_PATH: &AsciiSet = &IN_SEGMENT.remove(b'/');

/// [`TEXT`] without the reserved characters that a query can contain and that do not change its meaning.
const IN_QUERY: &AsciiSet = &IN_PATH.remove(b'?').add(b'&').add(b'+');

/// [`TEXT`] without the reserved characters that a cookie can contain.
const IN_COOKIE: &AsciiSet = &IN_PATH.remove(b'?').remove(b'#').remove(b'[').remove(b']').add(b',').add(b';');

/// The characters that are not allowed in the name of a cookie.
const NOT_IN_TOKEN: &AsciiSet = &TEXT
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'%')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'*')
    .remove(b'+')
    .remove(b'^')
    .remove(b'`')
    .remove(b'|');

/// Appends `text` with all characters escaped except letters, digits and `-._~`.
pub(crate) fn escape(text: &str, out: &mut String) {
    out.extend(utf8_percent_encode(text, TEXT));
}

/// Decodes a name or a value of a query or a form: percent-encoding, and `+`, which is a blank.
pub(crate) fn form_decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// How text is escaped or checked.
#[derive(Clone, Copy)]
pub(crate) enum Guard {
    /// All reserved characters are percent-encoded.
    Escape,
    /// Reserved characters are percent-encoded, except those of a segment. Existing escapes are kept.
    Segment,
    /// As [`Segment`](Self::Segment), and `/` is kept as well.
    Segments,
    /// As [`Segment`](Self::Segment), for a query and the fields of a form.
    Query,
    /// As [`Segment`](Self::Segment), for a cookie.
    CookieText,
    /// Nothing is escaped, as in a header. The text must not contain these characters.
    Header(&'static [char]),
    /// Nothing is escaped, as in a cookie. The text must only contain characters that a cookie can contain.
    Cookie,
}

impl Guard {
    pub(crate) fn write(self, text: &str, out: &mut String) -> Result<(), InvalidValue> {
        match self {
            Self::Escape => escape(text, out),
            Self::Segment => escape_unescaped(text, IN_SEGMENT, out),
            Self::Segments => escape_unescaped(text, IN_PATH, out),
            Self::Query => escape_unescaped(text, IN_QUERY, out),
            Self::CookieText => escape_unescaped(text, IN_COOKIE, out),
            Self::Header(forbidden) if text.contains(forbidden) => {
                return Err(InvalidValue::new("must not have items that contain the character between the items"));
            }
            Self::Header(_) if text.trim() != text => {
                return Err(InvalidValue::new("must not have items that begin or end with white space"));
            }
            Self::Header(_) => out.push_str(text),
            Self::Cookie if is_cookie_value(text) => out.push_str(text),
            Self::Cookie => return Err(InvalidValue::new(COOKIE_RULE)),
        }
        Ok(())
    }
}

/// Escapes all characters outside of the set, except for existing escapes.
fn escape_unescaped(text: &str, set: &'static AsciiSet, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.extend(utf8_percent_encode(before, set));
        // A `%` that does not begin an escape is itself escaped.
        let is_escape = after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
        out.push_str(if is_escape { "%" } else { "%25" });
        rest = after;
    }
    out.extend(utf8_percent_encode(rest, set));
}

/// Returns true for the segments `.` and `..`, also if they are percent-encoded, since they would change the path.
pub(super) fn is_dots(segment: &str) -> bool {
    let mut rest = segment;
    let mut count = 0;
    while !rest.is_empty() {
        let escape = rest.get(..3).filter(|escape| escape.eq_ignore_ascii_case("%2e"));
        let Some(after) = rest.strip_prefix('.').or_else(|| rest.strip_prefix(escape?)) else { return false };
        rest = after;
        count += 1;
    }
    matches!(count, 1 | 2)
}

/// The rule for values of cookies (RFC 6265).
pub(super) const COOKIE_RULE: &str =
    "must have only the characters of a cookie: visible ASCII without `\"`, `,`, `;` and `\\`";

/// Returns true for text that can be the value of a cookie: only these characters, optionally in quotes.
pub(super) fn is_cookie_value(text: &str) -> bool {
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    quoted.unwrap_or(text).bytes().all(is_cookie_octet)
}

fn is_cookie_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}

/// Appends the name of a cookie with all characters escaped that no name can contain.
pub(super) fn cookie_name(name: &str, out: &mut String) {
    out.extend(utf8_percent_encode(name, NOT_IN_TOKEN));
}
