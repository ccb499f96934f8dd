//! Values of another JSON type than the required one: accepted if their text is the same, and never within unions.

use serde_json::Value;

use super::{failure, read, rewritten};
use crate::runtime::{record, union};

#[test]
fn the_text_of_a_number_reads_where_writing_it_gives_the_same_text() {
    assert_eq!(read::<i64>(r#""42""#), 42);
    assert_eq!(read::<i64>(r#""-9223372036854775808""#), i64::MIN);
    assert_eq!(read::<u64>(r#""18446744073709551615""#), u64::MAX);
    assert_eq!(read::<u8>(r#""255""#), 255);
    for (text, number) in [("42", 42.0), ("1.5", 1.5), ("-0.25", -0.25), ("10.0", 10.0)] {
        assert_eq!(read::<f64>(&format!("{text:?}")).to_bits(), f64::to_bits(number), "{text}");
    }
    assert_eq!(read::<f32>(r#""0.1""#).to_bits(), 0.1_f32.to_bits());
}

#[test]
fn a_text_that_would_change_is_an_error() {
    for text in ["007", "+7", "-0", "1e3", "7.0", " 7", "7 ", "", "0x10", "9223372036854775808", "seven"] {
        let expected = format!(": invalid type: string {text:?}, expected a signed 64-bit integer");
        assert_eq!(failure::<i64>(&format!("{text:?}")), expected);
    }
    for text in ["007", "1.50", "1e3", ".5", "5.", "+1.5", "NaN", "inf", "-Infinity", "", "9007199254740993", "1,5"] {
        assert_eq!(failure::<f64>(&format!("{text:?}")), format!(": invalid type: string {text:?}, expected f64"));
    }
    assert_eq!(failure::<u8>(r#""256""#), ": invalid value: integer `256`, expected an unsigned 8-bit integer");
    assert_eq!(failure::<u64>(r#""-1""#), ": invalid type: string \"-1\", expected an unsigned 64-bit integer");
    assert!(failure::<f32>(r#""0.123456789""#).contains("expected f32"));
}

#[test]
fn a_number_of_another_kind_is_an_error_as_before() {
    assert!(failure::<i64>("true").starts_with(": invalid type: boolean `true`"));
    assert!(failure::<f64>("[]").starts_with(": invalid type: sequence"));
    assert!(failure::<i64>("null").starts_with(": invalid type: null"));
}

#[test]
fn the_text_of_a_boolean_reads() {
    assert!(read::<bool>(r#""true""#));
    assert!(!read::<bool>(r#""false""#));
    for text in [r#""True""#, r#""1""#, r#""""#, "1", "0", "null"] {
        assert!(failure::<bool>(text).ends_with("expected a boolean"), "{text}");
    }
}

#[test]
fn an_integer_reads_as_its_text() {
    assert_eq!(read::<String>("42"), "42");
    assert_eq!(read::<String>("-7"), "-7");
    assert_eq!(read::<String>("18446744073709551615"), "18446744073709551615");
    // The text of a number is lost in parsing, and `false` is not text.
    for text in ["1.50", "1e3", "18446744073709551616", "-0", "false", "null", "[]", "{}"] {
        assert!(failure::<String>(text).ends_with("expected a string"), "{text}");
    }
}

#[derive(Debug, PartialEq)]
struct Counted {
    n: i64,
}

record!(Counted { required n: "n" });

#[derive(Debug, PartialEq)]
struct Named {
    n: String,
}

record!(Named { required n: "n" });

#[derive(Debug, PartialEq)]
enum Guessed {
    Counted(Counted),
    Named(Named),
    Unknown(Value),
}

union!(Guessed { Counted: object, Named: object });

#[derive(Debug, PartialEq)]
enum Tagged {
    Counted(Counted),
    Unknown(Value),
}

union!(Tagged by "kind" { Counted: object = "counted" });

#[test]
fn a_union_that_tries_its_variants_goes_by_the_json_type() {
    assert_eq!(read::<Guessed>(r#"{"n":"42"}"#), Guessed::Named(Named { n: "42".to_owned() }));
    assert_eq!(read::<Guessed>(r#"{"n":42}"#), Guessed::Counted(Counted { n: 42 }));
    assert!(matches!(read::<Guessed>(r#"{"n":true}"#), Guessed::Unknown(_)));
    // The discriminator was decided before the variant is read.
    assert_eq!(read::<Tagged>(r#"{"kind":"counted","n":"42"}"#), Tagged::Counted(Counted { n: 42 }));
}

#[test]
fn what_is_read_so_is_written_as_the_type_that_is_declared() {
    assert_eq!(rewritten::<Counted>(r#"{"n":"42"}"#), r#"{"n":42}"#);
    assert_eq!(rewritten::<Named>(r#"{"n":42}"#), r#"{"n":"42"}"#);
}

#[test]
fn halves_of_characters_are_replaced() {
    for (text, expected) in [
        (r#""a\ud83d""#, "a\u{fffd}"),
        (r#""\udE00b""#, "\u{fffd}b"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}\u{1f600}"),
        (r#""\ud83d\n\ude00""#, "\u{fffd}\n\u{fffd}"),
        (r#""\\ud83d\ud83d""#, "\\ud83d\u{fffd}"),
        (r#""ü\"\ud83dü""#, "ü\"\u{fffd}ü"),
    ] {
        assert_eq!(read::<String>(text), expected, "{text}");
    }
    let map = read::<std::collections::BTreeMap<String, serde_json::Value>>(r#"{"\ud83d":["\ud83d"]}"#);
    assert_eq!(map["\u{fffd}"], serde_json::json!(["\u{fffd}"]));
    assert_eq!(
        failure::<Vec<i64>>(r#"["\ud83d"]"#),
        "[0]: invalid type: string \"\u{fffd}\", expected a signed 64-bit integer"
    );
    assert!(failure::<String>(r#""\ud83"#).contains("EOF"));
    // A text that ends within an escape.
    for text in ["\\", "\"a\\", "\"\\ud83d\\", "{\"a\":\"\\u", "\"ü\\"] {
        assert!(!failure::<String>(text).is_empty(), "{text}");
    }
    assert_eq!(failure::<String>(r#""a\é\ud83d""#).split(':').next(), Some(""));
}
