//! Open enums of strings and of integers.

use super::{failure, read, rewritten, written};
use crate::runtime::{open_enum, open_integers};

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Status {
    Active,
    OnHold,
    Unknown(String),
}

open_enum!(Status {
    Active = "active",
    OnHold = "on hold",
});

#[test]
fn known_texts_are_variants_and_others_are_kept() {
    assert_eq!(
        read::<Vec<Status>>(r#"["active","on hold","new"]"#),
        [Status::Active, Status::OnHold, Status::Unknown("new".to_owned())]
    );
    assert_eq!(rewritten::<Vec<Status>>(r#"["\u0061ctive","Active",""]"#), r#"["active","Active",""]"#);
}

#[test]
fn other_scalars_are_kept_as_their_text() {
    let text = "[true,5,-5,2.5,1.0,18446744073709551615]";
    assert_eq!(rewritten::<Vec<Status>>(text), r#"["true","5","-5","2.5","1.0","18446744073709551615"]"#);
    assert_eq!(failure::<Status>("null"), ": invalid type: null, expected a string");
    assert_eq!(failure::<Status>("{}"), ": invalid type: map, expected a string");
    assert_eq!(failure::<Vec<Status>>("[[]]"), "[0]: invalid type: sequence, expected a string");
}

#[test]
fn they_convert_from_and_to_text() {
    assert_eq!(Status::from("on hold"), Status::OnHold);
    assert_eq!(Status::from("on hold".to_owned()), Status::OnHold);
    assert_eq!("active".parse(), Ok(Status::Active));
    assert_eq!(Status::from("x"), Status::Unknown("x".to_owned()));
    assert_eq!(Status::OnHold.as_ref(), "on hold");
    assert_eq!(format!("[{:>8}]", Status::Active), "[  active]");
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Mood {
    Unknown,
    Other(String),
}

open_enum!(Mood { Unknown = "unknown", .. Other });

#[test]
fn a_document_may_name_unknown_itself() {
    assert_eq!(read::<Mood>("\"unknown\""), Mood::Unknown);
    assert_eq!(written(&read::<Mood>("\"fine\"")), "\"fine\"");
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Priority {
    Low,
    High,
    Unknown(i64),
}

open_integers!(Priority {
    Low = -1,
    High = 2,
});

#[test]
fn integers_are_sets_as_well() {
    assert_eq!(read::<Vec<Priority>>("[-1,2.0,7]"), [Priority::Low, Priority::High, Priority::Unknown(7)]);
    assert_eq!(rewritten::<Vec<Priority>>("[-1,2,7]"), "[-1,2,7]");
    assert_eq!(Priority::from(2).get(), 2);
    assert_eq!(read::<Priority>("\"2\""), Priority::High);
    assert!(failure::<Priority>("\"02\"").starts_with(": invalid type: string"));
}
