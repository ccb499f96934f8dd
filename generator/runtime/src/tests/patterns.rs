//! Patterns as tables.

use crate::runtime::model::pattern::{DIGIT, MANY, Pattern, Piece, end, not, part, repeated, start, whole};

const A: &[(char, char)] = &[('a', 'a')];

/// A pattern as a constant, as in checked strings.
macro_rules! constant {
    ($pattern:expr) => {{
        const PATTERN: Pattern = $pattern;
        PATTERN
    }};
}

fn check(pattern: Pattern, yes: &[&str], no: &[&str]) {
    for text in yes {
        assert!(pattern.matches(text), "{text:?} should match {pattern:?}");
    }
    for text in no {
        assert!(!pattern.matches(text), "{text:?} should not match {pattern:?}");
    }
}

#[test]
fn counted_digits() {
    check(
        constant!(whole(&[repeated(DIGIT, 6, 20)])),
        &["123456", "12345678901234567890"],
        &["", "12345", "123456789012345678901", "12345a", " 123456", "123456\n", "１２３４５６"],
    );
}

#[test]
fn a_phone_number() {
    let pattern =
        constant!(whole(&[repeated(&[('+', '+')], 1, 1), repeated(&[('1', '9')], 1, 1), repeated(DIGIT, 6, 14)]));
    check(
        pattern,
        &["+1234567", "+628123456789", "+123456789012345"],
        &["+123456", "+0234567", "1234567", "+1234567890123456", "++1234567", "+12345 67"],
    );
}

#[test]
fn repetitions_give_back_what_others_need() {
    check(
        constant!(whole(&[repeated(&[('a', 'z')], 0, MANY), repeated(&[('b', 'b')], 1, 1)])),
        &["b", "ab", "bbb", "abab"],
        &["", "a", "ba"],
    );
    check(
        constant!(whole(&[repeated(&[('a', 'a')], 2, 3), repeated(&[('a', 'b')], 1, 1)])),
        &["aaa", "aab", "aaaa", "aaab"],
        &["aa", "ab", "aaaab"],
    );
    check(
        constant!(whole(&[repeated(DIGIT, 0, 1), repeated(DIGIT, 0, 1), repeated(DIGIT, 0, 1)])),
        &["", "1", "123"],
        &["1234"],
    );
}

#[test]
fn negated_classes_and_unicode() {
    check(
        constant!(whole(&[not(&[('/', '/'), ('\n', '\n')], 1, MANY)])),
        &["a", "é\u{1F600}", " "],
        &["", "a/b", "/", "a\n"],
    );
    check(
        constant!(whole(&[repeated(&[('\u{1F600}', '\u{1F64F}')], 2, 2)])),
        &["\u{1F600}\u{1F64F}"],
        &["\u{1F600}", "ab"],
    );
    check(constant!(whole(&[not(&[], 3, 3)])), &["äöü", "a\nb"], &["äö", ""]);
}

#[test]
fn bound_at_one_end_or_at_none() {
    let three: [&str; 3] = ["abc123", "123abc", "a123b"];
    check(constant!(part(&[repeated(DIGIT, 3, 3)])), &three, &["12a3", ""]);
    check(constant!(start(&[repeated(DIGIT, 3, 3)])), &["123abc", "1234"], &["abc123", "12"]);
    check(constant!(end(&[repeated(DIGIT, 3, 3)])), &["abc123", "0123"], &["123abc", "12"]);
    check(constant!(part(&[])), &["", "anything"], &[]);
    check(constant!(whole(&[])), &[""], &["x"]);
}

#[test]
fn long_texts_take_no_longer_than_they_are_long() {
    const PIECES: &[Piece] =
        &[repeated(A, 0, MANY), repeated(A, 0, MANY), repeated(A, 0, MANY), repeated(&[('b', 'b')], 1, 1)];
    let text = "a".repeat(200_000);
    assert!(!whole(PIECES).matches(&text));
    assert!(!part(PIECES).matches(&text));
}
