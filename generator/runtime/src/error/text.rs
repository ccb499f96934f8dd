//! Prepares text of servers for a log line: short, on one line, without their data.

use std::fmt::{self, Write as _};

/// The maximum number of characters of a server's text that an error shows.
const LONGEST: usize = 300;

/// Displays a text on one line. Control characters become spaces, other invisible characters and changes of the text
/// direction become escapes, and long text is truncated.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, character) in self.0.trim().chars().enumerate() {
            if count == LONGEST {
                return formatter.write_char('…');
            }
            match character {
                _ if character.is_control() => formatter.write_char(' ')?,
                _ if is_invisible(character) => write!(formatter, "{}", character.escape_unicode())?,
                _ => formatter.write_char(character)?,
            }
        }
        Ok(())
    }
}

/// Returns true for a character that is invisible or changes how others are shown: separators of lines and paragraphs,
/// text direction, zero width characters, tags. Joiners of scripts and emoji are not included.
const fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}'
    )
}

/// Removes the values that a decoder's message quotes: text in double quotes, and numbers and characters in backticks.
///
/// Other text in backticks consists of names and values of the API description.
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

/// Splits a text at the next quote: before, the quote, and after.
fn split_at_quote(text: &str) -> Option<(&str, char, &str)> {
    let at = text.find(['"', '`'])?;
    let quote = if text[at..].starts_with('"') { '"' } else { '`' };
    Some((&text[..at], quote, &text[at + 1..]))
}

/// Returns the position of the closing quote. In double quotes, a backslash escapes the next character.
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

/// The maximum length in bytes of a text body that is used as a message.
const SHORT: usize = 1024;

/// Returns a text body as a message if it is short and not HTML.
pub(super) fn message(text: &str) -> Option<&str> {
    let text = text.trim();
    let is_message = !text.is_empty() && text.len() <= SHORT && !text.starts_with('<') && !text.contains('\0');
    is_message.then_some(text)
}

/// The text that an error displays after its reason phrase: the code and the message, without repetitions.
pub(super) struct Said<'a> {
    pub(super) status: http::StatusCode,
    pub(super) code: &'a str,
    pub(super) message: &'a str,
}

impl<'a> Said<'a> {
    /// Returns the code and the message, unless they repeat the status or each other.
    pub(super) fn parts(&self) -> impl Iterator<Item = &'a str> {
        let reason = self.status.canonical_reason().unwrap_or_default();
        let number = self.status.as_str();
        let status = [format!("HTTP {number} {reason}"), format!("{number} {reason}"), reason.to_owned()];
        let message = status.iter().fold(self.message.trim(), |message, said| after(message, said));
        let message = if status.iter().any(|said| letters(message).eq(letters(said))) { "" } else { message };
        let code = self.code.trim();
        let is_said = |text: &str| letters(code).eq(letters(text));
        let begins = message.get(..code.len()).is_some_and(|start| start.eq_ignore_ascii_case(code));
        let code = if is_said(reason) || is_said(number) || is_said(message) || begins { "" } else { code };
        [code, message].into_iter().filter(|part| !part.is_empty())
    }
}

/// Removes a label that repeats what is already shown: `Not Found: it was here`.
fn after<'t>(text: &'t str, said: &str) -> &'t str {
    let Some((start, rest)) = text.split_at_checked(said.len()) else { return text };
    let news = rest.trim_start().trim_start_matches([':', '-']).trim_start();
    let is_label = rest.trim_start().starts_with([':', '-']) && !news.is_empty();
    if is_label && !said.is_empty() && start.eq_ignore_ascii_case(said) { news } else { text }
}

/// Returns the letters and digits of a text in lower case, to compare `not_found` with `Not Found`.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase)
}
