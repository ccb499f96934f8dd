//! Refuses YAML that is nested so deep that the parser would take minutes to say so; knows nothing else of YAML.

use granit_parser::{ErrorKind, Options, Parser};

use crate::diag::Position;

/// Far beyond what any document needs, and far below what takes noticeable time.
const SUSPICIOUS: usize = 1000;

/// What keeps a text that looks far too deep from being read, if anything does.
///
/// The parser of the loader takes time in the square of the depth. Depth costs few bytes only in brackets and in lines
/// that begin with many markers, so that nothing but a look at the characters is needed for a text without these.
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

/// Why a text is not read.
pub(super) enum Refusal {
    /// It is nested too deep.
    Deep,
    /// It is broken, so that its depth cannot be told.
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
