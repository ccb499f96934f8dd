//! Compiles the constraints of a checked string. A pattern becomes a table of elements, so that no crate needs a regex engine.

use regex_syntax::ast::{self, AssertionKind, Ast, ClassPerlKind, ClassSetItem, RepetitionKind, RepetitionRange};

use super::{Scope, docs};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Schema, SchemaId, StringRules};
use crate::rust::{CheckedString, Pattern, PatternPiece};

/// Lowers a checked string.
pub(super) fn lower(
    scope: &Scope<'_>,
    id: SchemaId,
    schema: &Schema,
    rules: &StringRules,
    diagnostics: &mut Diagnostics,
) -> CheckedString {
    let name = scope.names.schema(id).map(|name| name.name.clone()).unwrap_or_default();
    let pattern = rules.pattern.as_deref().and_then(|pattern| {
        let compiled = compile(pattern);
        if compiled.is_none() {
            let message = format!("the pattern `{pattern}` is not checked before a request is sent");
            diagnostics.push(
                Diagnostic::new(Code::PatternNotChecked, &schema.path.child("pattern"), message)
                    .help("only sequences of characters and classes with repetitions are checked; the server still checks the whole pattern"),
            );
        }
        compiled.map(|compiled| (pattern.to_owned(), compiled))
    });
    let digits = pattern.as_ref().is_some_and(|(_, pattern)| only_digits(pattern));
    CheckedString {
        id,
        docs: docs::checked_string(&schema.docs, rules, digits),
        name,
        digits,
        min_length: rules.min_length,
        max_length: rules.max_length,
        pattern,
        hidden: rules.secret,
        deprecated: docs::deprecated(&schema.docs),
    }
}

/// Returns true if only ASCII digits match.
fn only_digits(pattern: &Pattern) -> bool {
    let digits =
        |piece: &PatternPiece| !piece.negated && piece.ranges.iter().all(|&(low, high)| low >= '0' && high <= '9');
    pattern.from_start && pattern.to_end && pattern.pieces.iter().all(digits)
}

/// Compiles a pattern; returns `None` if it is more than a sequence of repeated classes.
pub(super) fn compile(pattern: &str) -> Option<Pattern> {
    let ast = ast::parse::Parser::new().parse(pattern).ok()?;
    let mut rest = match &ast {
        Ast::Concat(concat) => concat.asts.as_slice(),
        Ast::Empty(_) => &[],
        single => std::slice::from_ref(single),
    };
    let from_start =
        matches!(rest.first(), Some(Ast::Assertion(assertion)) if assertion.kind == AssertionKind::StartLine);
    if from_start {
        rest = rest.get(1..)?;
    }
    let to_end = matches!(rest.last(), Some(Ast::Assertion(assertion)) if assertion.kind == AssertionKind::EndLine);
    if to_end {
        rest = rest.get(..rest.len() - 1)?;
    }
    let pieces = rest.iter().map(piece).collect::<Option<Vec<_>>>()?;
    Some(Pattern { from_start, to_end, pieces })
}

fn piece(ast: &Ast) -> Option<PatternPiece> {
    match ast {
        Ast::Repetition(repetition) if repetition.greedy => {
            let one = piece(&repetition.ast)?;
            if (one.min, one.max) != (1, Some(1)) {
                return None;
            }
            let (min, max) = match &repetition.op.kind {
                RepetitionKind::ZeroOrOne => (0, Some(1)),
                RepetitionKind::ZeroOrMore => (0, None),
                RepetitionKind::OneOrMore => (1, None),
                RepetitionKind::Range(RepetitionRange::Exactly(count)) => (*count, Some(*count)),
                RepetitionKind::Range(RepetitionRange::AtLeast(min)) => (*min, None),
                RepetitionKind::Range(RepetitionRange::Bounded(min, max)) => (*min, Some(*max)),
            };
            Some(PatternPiece { min, max, ..one })
        }
        Ast::Group(group) => piece(&group.ast),
        single => {
            let (ranges, negated) = class(single)?;
            Some(PatternPiece { ranges, negated, min: 1, max: Some(1) })
        }
    }
}

type Class = (Vec<(char, char)>, bool);

fn class(ast: &Ast) -> Option<Class> {
    match ast {
        Ast::Literal(literal) => Some((vec![(literal.c, literal.c)], false)),
        Ast::Dot(_) => Some((vec![('\n', '\n'), ('\r', '\r'), ('\u{2028}', '\u{2029}')], true)),
        Ast::ClassPerl(perl) => Some((perl_ranges(&perl.kind), perl.negated)),
        Ast::ClassBracketed(bracketed) => {
            let ast::ClassSet::Item(item) = &bracketed.kind else { return None };
            Some((set(item)?, bracketed.negated))
        }
        _ => None,
    }
}

fn set(item: &ClassSetItem) -> Option<Vec<(char, char)>> {
    match item {
        ClassSetItem::Empty(_) => Some(Vec::new()),
        ClassSetItem::Literal(literal) => Some(vec![(literal.c, literal.c)]),
        ClassSetItem::Range(range) => Some(vec![(range.start.c, range.end.c)]),
        ClassSetItem::Perl(perl) if !perl.negated => Some(perl_ranges(&perl.kind)),
        ClassSetItem::Union(union) => {
            union.items.iter().map(set).collect::<Option<Vec<_>>>().map(|ranges| ranges.concat())
        }
        _ => None,
    }
}

/// Returns the ranges of a class as ECMA 262 defines it, where `\d` and `\w` are ASCII.
fn perl_ranges(kind: &ClassPerlKind) -> Vec<(char, char)> {
    match kind {
        ClassPerlKind::Digit => vec![('0', '9')],
        ClassPerlKind::Word => vec![('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
        ClassPerlKind::Space => vec![
            ('\t', '\r'),
            (' ', ' '),
            ('\u{a0}', '\u{a0}'),
            ('\u{1680}', '\u{1680}'),
            ('\u{2000}', '\u{200a}'),
            ('\u{2028}', '\u{2029}'),
            ('\u{202f}', '\u{202f}'),
            ('\u{205f}', '\u{205f}'),
            ('\u{3000}', '\u{3000}'),
            ('\u{feff}', '\u{feff}'),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::{compile, only_digits};

    #[test]
    fn sequences_of_classes_are_compiled() {
        let pattern = compile(r"^\d{6,20}$").expect("a sequence");
        assert!(pattern.from_start && pattern.to_end && only_digits(&pattern));
        assert_eq!((pattern.pieces[0].min, pattern.pieces[0].max), (6, Some(20)));
        let pattern = compile(r"^\+[1-9]\d{6,14}$").expect("a sequence");
        assert_eq!(pattern.pieces.len(), 3);
        assert!(!only_digits(&pattern));
    }

    #[test]
    fn alternatives_and_groups_are_left_to_the_server() {
        for pattern in ["a|b", "^(ab)+$", "(?=a)b", "[a&&b]", "\\bword"] {
            assert!(compile(pattern).is_none(), "{pattern}");
        }
    }
}
