//! The forms in which a server may quote a secret: plain, escaped, and encoded.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::runtime::request::escape::escape;

/// The fewest bytes of a secret that is looked for. A shorter one may well be there by chance.
pub(crate) const SHORTEST: usize = 8;

/// Adds every form of a secret that was not added before and is long enough to be looked for.
pub(crate) fn add(forms: &mut Vec<String>, secret: &str) {
    if secret.len() < SHORTEST {
        return;
    }
    for form in all(secret) {
        if form.len() >= SHORTEST && !forms.contains(&form) {
            forms.push(form);
        }
    }
}

fn all(secret: &str) -> impl Iterator<Item = String> {
    let mut percent = String::new();
    escape(secret, &mut percent);
    let everything = utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string();
    let quoted = serde_json::to_string(secret).unwrap_or_default();
    let quoted = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned();
    let hex: String = secret.bytes().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect();
    [
        secret.to_owned(),
        lower_escapes(&percent),
        percent.replace("%20", "+"),
        percent,
        lower_escapes(&everything),
        everything,
        // As PHP escapes it.
        quoted.replace('/', "\\/"),
        ascii_json(&quoted),
        quoted,
        html(secret),
        hex.to_ascii_uppercase(),
        hex,
    ]
    .into_iter()
    .chain((0..3).flat_map(|offset| base64_within(secret, offset)))
}

const fn digit(value: u8) -> char {
    (if value < 10 { b'0' + value } else { b'a' + value - 10 }) as char
}

/// Writes the digits of percent-encoded bytes in lower case, as some servers do. Other letters keep their case.
pub(crate) fn lower_escapes(text: &str) -> String {
    let mut escaped = 0_u8;
    text.chars()
        .map(|char| {
            let is_digit = escaped > 0;
            escaped = if char == '%' { 2 } else { escaped.saturating_sub(1) };
            if is_digit { char.to_ascii_lowercase() } else { char }
        })
        .collect()
}

/// Escapes what JSON writers for ASCII and for HTML pages escape.
fn ascii_json(quoted: &str) -> String {
    let mut text = String::with_capacity(quoted.len());
    for char in quoted.chars() {
        if char.is_ascii() && !matches!(char, '<' | '>' | '&' | '\'') {
            text.push(char);
        } else {
            for unit in char.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        }
    }
    text
}

fn html(secret: &str) -> String {
    secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Returns the characters of base 64, in both alphabets, that a secret determines `offset` bytes behind a group of three: it is found in
/// whatever was encoded with it.
fn base64_within(secret: &str, offset: usize) -> [String; 2] {
    let bytes = [&[0; 3][..offset], secret.as_bytes()].concat();
    let (begin, end) = ((offset * 8).div_ceil(6), bytes.len() * 8 / 6);
    let within = |text: String| text.get(begin..end).unwrap_or_default().to_owned();
    [within(STANDARD_NO_PAD.encode(&bytes)), within(URL_SAFE_NO_PAD.encode(&bytes))]
}
