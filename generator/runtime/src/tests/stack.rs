//! How much stack deeply nested bodies take: what is read up to the limit of nesting is read, written, shown, compared, copied and dropped
//! in a thread with 512 KiB, in builds without optimizations, too.

use std::fmt::Debug;

use serde::Serialize;
use serde_json::Value;

use super::{failure, read};
use crate::runtime::codec::Decode;
use crate::runtime::json;
use crate::runtime::nested::Nested;
use crate::runtime::record;

const STACK: usize = 512 * 1024;

/// A record that contains itself in each way in which a model can.
#[derive(Debug, Clone, PartialEq, Default)]
struct Tree {
    own: Option<Box<Tree>>,
    list: Option<Vec<Tree>>,
    nested: Option<Nested<Tree>>,
    map: Option<std::collections::BTreeMap<String, Tree>>,
    any: Option<Value>,
}

record!(Tree {
    optional own: "own",
    optional list: "list",
    optional nested: "nested",
    optional map: "map",
    optional any: "any",
});

/// Runs in a thread with little stack. An overflow ends the process of the test.
fn on_small_stack(test: impl FnOnce() + Send + 'static) {
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(test).expect("a thread");
    thread.join().expect("the test passes");
}

/// `levels` objects or lists within each other.
fn text(levels: usize, open: &str, inner: &str, close: &str) -> String {
    open.repeat(levels) + inner + &close.repeat(levels)
}

/// Everything that can be done with a value.
fn use_up<T: Decode + Serialize + Debug + Clone + PartialEq>(text: &str) {
    let value = read::<T>(text);
    assert_eq!(json::encode(&value).expect("it can be written"), text.as_bytes());
    let copy = value.clone();
    assert!(copy == value);
    assert!(format!("{value:?}").len() + format!("{value:#?}").len() > 1000);
    drop(copy);
    drop(value);
}

#[test]
fn records_nested_up_to_the_limit_take_little_stack() {
    on_small_stack(|| {
        use_up::<Tree>(&text(126, r#"{"own":"#, "{}", "}"));
        use_up::<Tree>(&text(126, r#"{"nested":"#, "{}", "}"));
        use_up::<Tree>(&text(63, r#"{"list":["#, "{}", "]}"));
        use_up::<Tree>(&text(63, r#"{"map":{"a":"#, "{}", "}}"));
    });
}

#[test]
fn other_values_nested_up_to_the_limit_take_little_stack() {
    on_small_stack(|| {
        use_up::<Value>(&text(126, "[", "1", "]"));
        use_up::<Value>(&text(126, r#"{"a":"#, "[1]", "}"));
        use_up::<Tree>(&format!(r#"{{"any":{}}}"#, text(125, r#"{"a":"#, "[1]", "}")));
    });
}

#[test]
fn what_is_nested_more_deeply_is_an_error() {
    on_small_stack(|| {
        for levels in [128, 1_000, 100_000] {
            assert!(failure::<Tree>(&text(levels, r#"{"own":"#, "{}", "}")).contains("recursion limit exceeded"));
            assert!(failure::<Value>(&text(levels, "[", "1", "]")).contains("recursion limit exceeded"));
            // A key that no field has is skipped.
            assert!(failure::<Tree>(&text(levels, r#"{"unknown":"#, "{}", "}")).contains("recursion limit exceeded"));
        }
    });
}
