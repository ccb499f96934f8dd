//! Strings with constraints.

use super::{failure, read, rewritten};
use crate::runtime::{Argument, Checked, InvalidValue, checked_string};

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Search(String);

checked_string!(Search { min_length: 2, max_length: 4 });

#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Id(String);

checked_string!(Id digits {
    pattern: "^\\d{6,20}$" = pattern::whole(&[pattern::repeated(pattern::DIGIT, 6, 20)]),
});

fn rule(result: Result<Search, InvalidValue>) -> String {
    result.expect_err("a rule is broken").to_string()
}

#[test]
fn lengths_count_characters() {
    assert_eq!(Search::new("éé\u{1F600}").expect("three").as_str(), "éé\u{1F600}");
    assert_eq!(rule(Search::new("é")), "must have at least 2 characters");
    assert_eq!(rule(Search::new("12345")), "must have at most 4 characters");
    assert_eq!(rule(Search::try_from("")), "must have at least 2 characters");
}

#[test]
fn the_rule_is_named_and_not_the_value() {
    let error = "secret".parse::<Id>().expect_err("no digits");
    assert_eq!(error.rule(), "must match `^\\d{6,20}$`");
}

#[test]
fn they_convert_from_and_to_text() {
    let search = Search::new("abc").expect("three");
    assert_eq!(Search::try_from(String::from("abc")), Ok(search.clone()));
    assert_eq!(Search::try_from(&String::from("abc")), Ok(search.clone()));
    assert_eq!(search.as_ref(), "abc");
    assert_eq!(format!("{search:<5}|"), "abc  |");
    assert_eq!(search.into_string(), "abc");
    assert_eq!(Id::new("123456").expect("six").into_string(), "123456");
}

#[test]
fn digits_are_made_of_integers() {
    assert_eq!(Id::try_from(123_456_i32).expect("six").as_str(), "123456");
    assert_eq!(Id::try_from(u64::MAX).expect("twenty").as_str(), "18446744073709551615");
    assert!(Id::try_from(-123_456_i64).is_err());
    assert!(Id::try_from(12_345_u16).is_err());
}

#[test]
fn arguments_are_whatever_may_become_one() {
    fn take(id: impl Argument<Id>) -> Result<Id, InvalidValue> {
        id.check()
    }
    assert!(take("123456").is_ok() && take(String::from("123456")).is_ok() && take(123_456).is_ok());
    let id = take("123456").expect("six digits");
    assert_eq!(take(id.clone()), Ok(id));
    let invalid = Checked::<Id>::new("x");
    assert_eq!(invalid.get().expect_err("one letter").rule(), "must match `^\\d{6,20}$`");
    let error = serde_json::to_string(&invalid).expect_err("not to be sent");
    assert_eq!(error.to_string(), "must match `^\\d{6,20}$`");
    assert_eq!(serde_json::to_string(&Checked::<Id>::new(123_456)).expect("a string"), "\"123456\"");
}

#[test]
fn they_are_checked_when_read() {
    assert_eq!(rewritten::<Search>("\"abc\""), "\"abc\"");
    assert_eq!(failure::<Vec<Search>>(r#"["abc","a"]"#), "[1]: must have at least 2 characters");
    assert_eq!(read::<Search>(r#""a\u0062""#).as_str(), "ab");
}
