//! The four ways in which a key can be absent, for reading and writing.

use super::{failure, read, rewritten, written};
use crate::runtime::record;

#[derive(Debug, Clone, PartialEq)]
struct Presences {
    must: i64,
    or_null: Option<i64>,
    or_nothing: Option<i64>,
    or_both: Option<Option<i64>>,
}

record!(Presences {
    required must: "must",
    nullable or_null: "or-null",
    optional or_nothing: "or-nothing",
    tristate or_both: "or-both",
});

const NOTHING: Presences = Presences { must: 1, or_null: None, or_nothing: None, or_both: None };

#[test]
fn missing_keys_are_none_where_they_may_be() {
    assert_eq!(read::<Presences>(r#"{"must":1}"#), NOTHING);
    assert_eq!(failure::<Presences>(r#"{"or-null":1}"#), "must: missing field `must`");
}

#[test]
fn null_is_told_from_missing_where_that_matters() {
    let nulls = read::<Presences>(r#"{"must":1,"or-null":null,"or-nothing":null,"or-both":null}"#);
    assert_eq!(nulls, Presences { or_both: Some(None), ..NOTHING });
    assert!(failure::<Presences>(r#"{"must":null}"#).starts_with("must: invalid type: null"));
}

#[test]
fn values_are_read() {
    let values = read::<Presences>(r#"{"must":1,"or-null":2,"or-nothing":3,"or-both":4}"#);
    assert_eq!(values, Presences { must: 1, or_null: Some(2), or_nothing: Some(3), or_both: Some(Some(4)) });
}

#[test]
fn none_is_written_as_the_word_says() {
    assert_eq!(written(&NOTHING), r#"{"must":1,"or-null":null}"#);
    assert_eq!(written(&Presences { or_both: Some(None), ..NOTHING }), r#"{"must":1,"or-null":null,"or-both":null}"#);
}

#[test]
fn what_was_read_is_written_again() {
    for text in [
        r#"{"must":1,"or-null":null}"#,
        r#"{"must":1,"or-null":2,"or-nothing":3,"or-both":4}"#,
        r#"{"must":-1,"or-null":null,"or-both":null}"#,
    ] {
        assert_eq!(rewritten::<Presences>(text), text);
    }
}

#[test]
fn the_last_of_two_equal_keys_counts() {
    let last = read::<Presences>(
        r#"{"must":1,"must":2,"or-null":1,"or-null":null,"or-nothing":null,"or-nothing":5,"or-both":6,"or-both":null}"#,
    );
    assert_eq!(last, Presences { must: 2, or_null: None, or_nothing: Some(5), or_both: Some(None) });
}

#[derive(Debug, Clone, Default, PartialEq)]
struct AllOptional {
    one: Option<bool>,
    r#type: Option<String>,
}

record!(AllOptional {
    optional one: "one",
    optional r#type: "type",
});

#[test]
fn a_record_may_ask_for_nothing() {
    assert_eq!(read::<AllOptional>("{}"), AllOptional::default());
    assert_eq!(rewritten::<AllOptional>(r#"{"type":"keyword","one":false}"#), r#"{"one":false,"type":"keyword"}"#);
}
