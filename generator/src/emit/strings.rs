//! Checked strings: the type and its constraints.

use quote::quote;

use super::scope::Scope;
use super::{Piece, deprecated, ident, text};
use crate::invisible::escaped;
use crate::rust::{CheckedString, Pattern, PatternPiece, symbol};

/// Emits a checked string.
pub(super) fn emit(scope: &Scope<'_>, item: &CheckedString) -> Vec<Piece> {
    let summary = scope.docs(&item.docs);
    let name = ident(&item.name);
    let debug = (!item.hidden).then(|| quote! { Debug, });
    let hidden = item.hidden.then(|| {
        let shown = format!("{}(..)", item.name);
        quote! {
            impl std::fmt::Debug for #name {
                fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    formatter.write_str(#shown)
                }
            }
        }
    });
    let old = deprecated(item.deprecated.as_ref());
    let definition = quote! {
        #summary
        #old
        #[derive(#debug Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct #name(String);

        #hidden
    };
    let mut rows = Vec::new();
    rows.extend(item.min_length.map(|length| format!("min_length: {length},")));
    rows.extend(item.max_length.map(|length| format!("max_length: {length},")));
    rows.extend(
        item.pattern
            .as_ref()
            .map(|(source, pattern)| format!("pattern: {} = {},", text(source), self::pattern(pattern))),
    );
    let digits = if item.digits { " digits" } else { "" };
    let head = format!("{}!({}{digits} {{", scope.macro_text(symbol::CHECKED_STRING), item.name);
    let table = Piece::Table { head, rows, tail: "});".to_owned() };
    vec![Piece::Tokens(definition), table]
}

/// Returns a pattern in the syntax of the runtime's macro.
fn pattern(pattern: &Pattern) -> String {
    let pieces: Vec<String> = pattern.pieces.iter().map(piece).collect();
    let bound = match (pattern.from_start, pattern.to_end) {
        (true, true) => "whole",
        (true, false) => "start",
        (false, true) => "end",
        (false, false) => "part",
    };
    format!("pattern::{bound}(&[{}])", pieces.join(", "))
}

fn piece(piece: &PatternPiece) -> String {
    let ranges: Vec<String> = piece.ranges.iter().map(|(low, high)| format!("({low:?}, {high:?})")).collect();
    let ranges: Vec<_> = ranges.iter().map(|range| escaped(range)).collect();
    let ranges =
        if piece.ranges == [('0', '9')] { "pattern::DIGIT".to_owned() } else { format!("&[{}]", ranges.join(", ")) };
    let kind = if piece.negated { "not" } else { "repeated" };
    let max = piece.max.map_or_else(|| "pattern::MANY".to_owned(), |max| max.to_string());
    format!("pattern::{kind}({ranges}, {}, {max})", piece.min)
}
