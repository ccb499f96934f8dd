//! Values of deeply nested types, at which the proof of `Send` stops.

use std::panic::{RefUnwindSafe, UnwindSafe};

use super::{failure, read, rewritten};
use crate::runtime::model::nested::Nested;
use crate::runtime::record;

#[derive(Debug, Clone, PartialEq, Default)]
struct Holder {
    own: Option<Nested<Holder>>,
    list: Option<Nested<Vec<Holder>>>,
}

record!(Holder {
    optional own: "own",
    tristate list: "list",
});

fn shared<T: Send + Sync + UnwindSafe + RefUnwindSafe + Unpin>() {}

#[test]
fn nested_values_are_like_boxed_ones() {
    shared::<Nested<Holder>>();
    let text = r#"{"own":{"list":[{},{"own":{}}]}}"#;
    assert_eq!(rewritten::<Holder>(text), text);
    assert!(failure::<Holder>(r#"{"own":{"list":[{},7]}}"#).starts_with("own.list[1]: "));

    let value = read::<Holder>(text);
    let mut copy = value.clone();
    assert_eq!(copy, value);
    copy.own.as_mut().expect("a value").list = None;
    assert_ne!(copy, value);
    assert_eq!(value.own.expect("a value").into_inner().list.expect("a list").len(), 2);
}

#[test]
fn nested_values_are_made_from_values_and_items() {
    let list: Nested<Vec<i64>> = [1, 2, 3].into_iter().collect();
    assert_eq!(*list, [1, 2, 3]);
    assert_eq!(Nested::from(5), Nested::new(5));
    assert_eq!(Nested::<String>::default().as_ref(), "");
    assert_eq!(format!("{list:?}"), "[1, 2, 3]");
}

#[test]
fn dropping_what_is_read_takes_little_stack() {
    // JSON is read up to 128 levels of nesting.
    let text = r#"{"own":"#.repeat(126) + "{}" + &"}".repeat(126);
    let value: Holder = read(&text);
    let thread = std::thread::Builder::new().stack_size(256 * 1024);
    thread.spawn(move || drop(value)).expect("a thread").join().expect("no overflow");
}
