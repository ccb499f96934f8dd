//! Text of servers made fit for a line of a log: short, on one line, without their data.

use std::fmt::{self, Write as _};

/// The most characters of a server's text that an error shows.
const LONGEST: usize = 300;

/// Displays a text on one line: control characters become spaces, and what is too long is cut.
pub(in crate::runtime) struct OneLine<'a>(pub(in crate::runtime) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, character) in self.0.trim().chars().enumerate() {
            if count == LONGEST {
                return formatter.write_char('…');
            }
            formatter.write_char(if character.is_control() { ' ' } else { character })?;
        }
        Ok(())
    }
}

/// A decoder's message without the values that it quotes: what is in double quotes, and numbers and characters in backticks.
///
/// What else is in backticks are names and values that the API's document gives.
pub(super) fn without_values(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message;
    while let Some((before, quote, quoted)) = split_at_quote(rest) {
        let is_value =
            quote == '"' || ["integer ", "floating point ", "character "].iter().any(|kind| before.ends_with(kind));
        let end = closing(quoted, quote).unwrap_or(quoted.len());
        out.push_str(before);
        out.push(quote);
        out.push_str(if is_value { "…" } else { &quoted[..end] });
        out.push(quote);
        rest = quoted.get(end + 1..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// What is before the next quote, the quote, and what is after it.
fn split_at_quote(text: &str) -> Option<(&str, char, &str)> {
    let at = text.find(['"', '`'])?;
    let quote = if text[at..].starts_with('"') { '"' } else { '`' };
    Some((&text[..at], quote, &text[at + 1..]))
}

/// Where a quotation ends; in double quotes a backslash protects the character after it.
fn closing(quoted: &str, quote: char) -> Option<usize> {
    let mut protected = false;
    quoted.char_indices().find_map(|(at, character)| {
        if protected {
            protected = false;
            return None;
        }
        protected = quote == '"' && character == '\\';
        (character == quote).then_some(at)
    })
}
