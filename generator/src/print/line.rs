//! Writes tokens as one line, with the spaces that `prettyplease` writes. It rejects tokens whose layout depends on more than their
//! neighbors: blocks, conditions, closures, macros and operators.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, Spacing, TokenTree};

/// The maximum width of a line.
pub(super) const MARGIN: usize = 89;

/// Keywords before which or after which other rules hold.
const OTHER_RULES: &[&str] = &[
    "as", "async", "await", "box", "break", "continue", "do", "else", "extern", "for", "if", "in", "loop", "macro",
    "match", "move", "return", "trait", "try", "union", "unsafe", "where", "while", "yield",
];

/// Keywords that something else than a name can follow, after a space.
const KEYWORDS: &[&str] = &["const", "dyn", "enum", "fn", "for", "impl", "let", "mut", "pub", "struct", "type", "use"];

/// The last token of a line, as far as the space after it depends on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// The beginning of a line or of a list.
    Start,
    /// An identifier or a literal.
    Word,
    /// One of `KEYWORDS`.
    Keyword,
    /// A list in parentheses or brackets, or the sign `?`.
    Closed,
    /// `>` at the end of a list of types.
    Types,
    /// A sign that nothing follows immediately: `,` `=` `->` `+` `:` `;`.
    Spaced,
    /// A sign that the next token follows immediately: `<` `&` `.` `::` `'`.
    Joined,
}

/// Appends tokens in one line.
pub(super) fn line(tokens: &[TokenTree], text: &mut String) -> Option<()> {
    let mut last = Last::Start;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        last = match token {
            TokenTree::Ident(word) => {
                let is_lifetime = last == Last::Joined && text.ends_with('\'');
                let start = text.len();
                if !matches!(last, Last::Start | Last::Joined) {
                    text.push(' ');
                }
                let begins = text.len();
                let _ = write!(text, "{word}");
                let word = text.get(begins..).unwrap_or_default();
                if OTHER_RULES.contains(&word) && !(word == "for" && matches!(last, Last::Word | Last::Types)) {
                    text.truncate(start);
                    return None;
                }
                match word {
                    _ if is_lifetime => Last::Spaced,
                    word if KEYWORDS.contains(&word) => Last::Keyword,
                    _ => Last::Word,
                }
            }
            TokenTree::Literal(literal) => {
                match last {
                    Last::Word | Last::Keyword | Last::Closed | Last::Types => return None,
                    Last::Spaced => text.push(' '),
                    Last::Start | Last::Joined => {}
                }
                let start = text.len();
                let _ = write!(text, "{literal}");
                // The field of a tuple with its dot can be one token, a number.
                if text.ends_with('.') {
                    text.truncate(start);
                    return None;
                }
                Last::Word
            }
            TokenTree::Group(group) => {
                list(group, last, text)?;
                Last::Closed
            }
            TokenTree::Punct(punct) => {
                let next = match tokens.get(at) {
                    Some(TokenTree::Punct(next)) if punct.spacing() == Spacing::Joint => Some(next.as_char()),
                    _ => None,
                };
                let is_end = at >= tokens.len();
                let (last, length) = sign((punct.as_char(), next), is_end, last, text)?;
                at += length - 1;
                last
            }
        };
    }
    Some(())
}

/// Appends a sign. Returns how the line goes on, and the number of characters of the sign.
fn sign(sign: (char, Option<char>), is_end: bool, last: Last, text: &mut String) -> Option<(Last, usize)> {
    let is_operand = matches!(last, Last::Word | Last::Closed | Last::Types);
    let begins = matches!(last, Last::Start | Last::Spaced | Last::Joined);
    let opens_types = last == Last::Word || text.ends_with("::") || text.ends_with("impl");
    let (written, next) = match sign {
        (':', Some(':')) if begins || last == Last::Word => ("::", Last::Joined),
        ('-', Some('>')) if is_operand => (" ->", Last::Spaced),
        ('-', Some('>')) if last == Last::Start => ("->", Last::Spaced),
        ('\'', _) if begins => ("'", Last::Joined),
        ('&', next) if begins && next != Some('&') => ("&", Last::Joined),
        ('<', next) if opens_types && !matches!(next, Some('=' | '<')) => ("<", Last::Joined),
        ('>', next) if is_operand && next != Some('=') => (">", Last::Types),
        ('.', None) if is_operand => (".", Last::Joined),
        ('?', _) if is_operand => ("?", Last::Closed),
        ('=', None) if is_operand => (" =", Last::Spaced),
        ('+', None) if is_operand => (" +", Last::Spaced),
        (',', _) if is_operand && !is_end => (",", Last::Spaced),
        (':', _) if is_operand => (":", Last::Spaced),
        (';', _) if is_operand => (";", Last::Spaced),
        _ => return None,
    };
    if last == Last::Spaced && matches!(written, "::" | "'" | "&") {
        text.push(' ');
    }
    text.push_str(written);
    Some((next, written.trim_start().len()))
}

/// Appends a list in parentheses or brackets. The comma at its end is left out, unless it makes a tuple.
fn list(group: &Group, last: Last, text: &mut String) -> Option<()> {
    let is_call = matches!(last, Last::Word | Last::Closed | Last::Types);
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ('(', ')'),
        Delimiter::Bracket if !is_call => ('[', ']'),
        Delimiter::Bracket | Delimiter::Brace | Delimiter::None => return None,
    };
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    match last {
        Last::Spaced => text.push(' '),
        // `pub(crate)`, and not a tuple after `pub`.
        Last::Keyword if !text.ends_with("pub") || tokens.len() != 1 => return None,
        _ => {}
    }
    text.push(open);
    let elements = match tokens.split_last() {
        Some((comma, elements)) if is_punct(Some(comma), ',') && (is_call || open == '[') => elements,
        _ => tokens.as_slice(),
    };
    line(elements, text)?;
    text.push(close);
    Some(())
}

/// Returns true if a token is this sign.
pub(super) fn is_punct(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// Splits a list at its commas, except for those between types.
pub(super) fn split(tokens: &[TokenTree]) -> impl Iterator<Item = &[TokenTree]> {
    let mut rest = tokens;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut depth = 0_usize;
        let mut before = None;
        let end = rest.iter().position(|token| {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
                TokenTree::Punct(punct) if punct.as_char() == '>' && !is_punct(before, '-') => {
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
            before = Some(token);
            depth == 0 && is_punct(Some(token), ',')
        });
        let end = end.unwrap_or(rest.len());
        let element = rest.get(..end);
        rest = rest.get(end + 1..).unwrap_or_default();
        element
    })
}
