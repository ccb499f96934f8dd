//! Recognizes patterns that match only numbers. This module does not depend on schemas.

use regex_syntax::ast::{self, AssertionKind, Ast, ClassPerlKind, ClassSet, ClassSetItem, Literal};

/// The numbers that a pattern matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeric {
    /// Only integers.
    Integer,
    /// Also numbers with a fraction or an exponent.
    Number,
}

/// Returns which numbers an anchored pattern matches, for example `^-?(?:0|[1-9]\d*)$`. Returns `None` for a pattern
/// that also matches other texts.
pub(super) fn numeric(pattern: &str) -> Option<Numeric> {
    let ast = ast::parse::Parser::new().parse(pattern).ok()?;
    let Ast::Concat(concat) = &ast else { return None };
    let [Ast::Assertion(start), inner @ .., Ast::Assertion(end)] = concat.asts.as_slice() else { return None };
    if start.kind != AssertionKind::StartLine || end.kind != AssertionKind::EndLine {
        return None;
    }
    let mut signs = Signs::default();
    if !inner.iter().all(|part| signs.add(part)) || !signs.digits {
        return None;
    }
    Some(if signs.fraction { Numeric::Number } else { Numeric::Integer })
}

/// The parts of numbers that a pattern contains.
#[derive(Default)]
struct Signs {
    digits: bool,
    fraction: bool,
}

impl Signs {
    /// Adds a part of a pattern. Returns false if it matches anything that is not part of a number.
    fn add(&mut self, ast: &Ast) -> bool {
        match ast {
            Ast::Empty(_) => true,
            Ast::Literal(literal) => self.literal(literal),
            Ast::ClassPerl(class) => self.digit(class.kind == ClassPerlKind::Digit && !class.negated),
            Ast::ClassBracketed(class) => !class.negated && self.class(&class.kind),
            Ast::Repetition(repetition) => self.add(&repetition.ast),
            Ast::Group(group) => self.add(&group.ast),
            Ast::Alternation(alternation) => alternation.asts.iter().all(|part| self.add(part)),
            Ast::Concat(concat) => concat.asts.iter().all(|part| self.add(part)),
            _ => false,
        }
    }

    fn class(&mut self, set: &ClassSet) -> bool {
        match set {
            ClassSet::Item(item) => self.item(item),
            ClassSet::BinaryOp(_) => false,
        }
    }

    fn item(&mut self, item: &ClassSetItem) -> bool {
        match item {
            ClassSetItem::Literal(literal) => self.literal(literal),
            ClassSetItem::Range(range) => self.digit(range.start.c.is_ascii_digit() && range.end.c.is_ascii_digit()),
            ClassSetItem::Perl(class) => self.digit(class.kind == ClassPerlKind::Digit && !class.negated),
            ClassSetItem::Union(union) => union.items.iter().all(|item| self.item(item)),
            _ => false,
        }
    }

    /// Adds a literal character. A sign is only allowed at the start of a number, and in its exponent.
    fn literal(&mut self, literal: &Literal) -> bool {
        match literal.c {
            '.' | 'e' | 'E' => self.fraction = true,
            '-' | '+' if !self.digits || self.fraction => {}
            '0'..='9' => self.digits = true,
            _ => return false,
        }
        true
    }

    fn digit(&mut self, is_digit: bool) -> bool {
        self.digits |= is_digit;
        is_digit
    }
}

#[cfg(test)]
mod tests {
    use super::{Numeric, numeric};

    #[test]
    fn numbers_are_told_from_other_texts() {
        for pattern in [r"^-?(?:0|[1-9]\d*)$", r"^\d+$", "^[0-9]{1,5}$", "^[-+]?[0-9]+$", "^(0|1)$"] {
            assert_eq!(numeric(pattern), Some(Numeric::Integer), "{pattern}");
        }
        for pattern in
            [r"^-?(?:0|[1-9]\d*)(?:\.\d+)?$", r"^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$", r"^\d*\.\d{2}$"]
        {
            assert_eq!(numeric(pattern), Some(Numeric::Number), "{pattern}");
        }
        for pattern in
            ["", "^$", r"\d+", r"^\d{3}-\d{4}$", "^[a-z]+$", "^#[0-9]+$", r"^\+?\d+x$", "^.*$", r"^[^\d]$", "("]
        {
            assert_eq!(numeric(pattern), None, "{pattern}");
        }
    }
}
