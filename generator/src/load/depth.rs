//! Rejects YAML with excessive nesting, for which the parser of the loader would take minutes.

use granit_parser::{ErrorKind, Options, Parser};

use crate::diag::Position;

/// A depth that no real document needs, but that is fast to parse.
const SUSPICIOUS: usize = 1000;

/// Returns the reason to reject a text that may be nested too deeply.
///
/// The parser of the loader takes quadratic time in the depth. Deep nesting is only cheap to write with brackets, or
/// in lines that begin with many markers. A scan of the characters rules these out for nearly all texts.
pub(super) fn refusal(text: &str) -> Option<(Refusal, Position)> {
    if !is_suspicious(text) {
        return None;
    }
    let mut options = Options::default();
    options.flow_nesting_limit = 256;
    options.block_nesting_limit = 256;
    let error = Parser::new_from_str_with_options(text, options).find_map(Result::err)?;
    let at = error.marker();
    let why = match error.kind() {
        ErrorKind::RecursionLimitExceeded => Refusal::Deep,
        other => Refusal::Broken(other.to_string()),
    };
    Some((why, Position { line: at.line(), column: at.col() + 1 }))
}

/// The reasons to reject a text.
pub(super) enum Refusal {
    /// The nesting is too deep.
    Deep,
    /// The text is malformed, so its depth is unknown.
    Broken(String),
}

fn is_suspicious(text: &str) -> bool {
    let mut open = 0_usize;
    let brackets = text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > SUSPICIOUS
    });
    let markers = |line: &str| line.split(' ').filter(|word| matches!(*word, "-" | "?" | ":")).count() > SUSPICIOUS;
    brackets || text.lines().any(markers)
}
