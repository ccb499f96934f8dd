//! How much of the stack reading takes: of the deepest values, and of deep values of large types.

use std::thread;

use serde_json::Value;

use super::hostile::Either;
use super::rewritten;
use crate::runtime::codec::json;
use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::{Encode, Failed};
use crate::runtime::{Decode, record};

/// The stack that threads of Rust have unless they are made with another one. A build without optimizations needs the most.
const USUAL_STACK: usize = 2 << 20;

/// Runs a test in a thread with the usual stack. An overflow ends the whole process.
fn in_a_usual_thread(test: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(USUAL_STACK).spawn(test).expect("a thread").join().expect("no panic");
}

/// Returns objects within objects.
fn nested(depth: usize, leaf: &str, end: &str) -> String {
    format!("{}{leaf}{}", r#"{"child":"#.repeat(depth), end.repeat(depth))
}

#[test]
fn the_stack_of_a_thread_is_enough_for_the_deepest_values() {
    in_a_usual_thread(|| {
        let text = nested(120, "{}", r#","right":1}"#);
        let read: Either = json::decode(text.as_bytes()).expect("anything can be read");
        assert!(format!("{read:?}").len() > 120 && read.clone() == read);
        drop(read);
        assert!(rewritten::<Value>(&text).len() > 120);
        assert!(json::decode::<Either>(nested(5_000, "{}", "}").as_bytes()).is_err());
    });
}

/// `Value` reads the text in such an object, each with a new limit.
#[test]
fn private_keys_of_serde_json_do_not_extend_the_limit_of_nesting() {
    in_a_usual_thread(|| {
        let mut text = "1".to_owned();
        for _ in 0..16 {
            let object = serde_json::json!({ "$serde_json::private::RawValue": text });
            text = format!("{}{object}{}", "[".repeat(120), "]".repeat(120));
        }
        assert!(json::decode::<Value>(format!("{text}x").as_bytes()).is_err(), "a text after the value");
        assert_eq!(rewritten::<Value>(&text), text);
    });
}

/// As large as a hundred strings, which an object with many properties has.
#[derive(Debug, Clone, PartialEq)]
struct Large([u64; 300]);

impl Decode for Large {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        Ok(Self([source.u64()?; 300]))
    }
}

impl Encode for Large {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.u64(self.0[0])
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Link {
    child: Option<Box<Link>>,
    large: Option<Large>,
}

record!(Link { optional child: "child", optional large: "large" });

#[test]
fn deep_values_of_large_types_do_not_overflow_the_stack() {
    in_a_usual_thread(|| match json::decode::<Link>(nested(120, r#"{"large":1}"#, "}").as_bytes()) {
        Ok(read) => drop(read),
        Err(failure) => assert!(failure.message.contains("stack"), "{failure:?}"),
    });
}
