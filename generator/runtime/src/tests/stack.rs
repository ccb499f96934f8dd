//! How much of the stack reading takes: of the deepest values, and of deep values of large types.

use std::thread;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::hostile::Either;
use super::rewritten;
use crate::runtime::codec::json;
use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::{Encode, Failed};
use crate::runtime::request::param_value::Plain;
use crate::runtime::{Decode, own_type, record};

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

/// Returns a text in which lists are nested 1920 times. `Value` reads the text in each object, with a new limit.
fn nested_by_private_keys() -> String {
    let mut text = "1".to_owned();
    for _ in 0..16 {
        let object = serde_json::json!({ "$serde_json::private::RawValue": text });
        text = format!("{}{object}{}", "[".repeat(120), "]".repeat(120));
    }
    text
}

#[test]
fn private_keys_of_serde_json_do_not_extend_the_limit_of_nesting() {
    in_a_usual_thread(|| {
        let text = nested_by_private_keys();
        assert!(json::decode::<Value>(format!("{text}x").as_bytes()).is_err(), "a text after the value");
        assert_eq!(rewritten::<Value>(&text), text);
    });
}

/// A type of another crate that contains any JSON.
#[derive(Debug)]
struct Foreign(Value);

impl<'de> Deserialize<'de> for Foreign {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Foreign {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

own_type!(Foreign);

#[test]
fn types_of_other_crates_do_not_read_private_keys_of_serde_json() {
    in_a_usual_thread(|| {
        for text in [nested_by_private_keys(), r#"[{"a":[],"$serde_json::private::Number":"1"}]"#.to_owned()] {
            let message = json::decode::<Foreign>(text.as_bytes()).expect_err("a reserved key").message;
            assert!(message.contains("` is reserved by serde_json"), "{message}");
        }
        assert_eq!(rewritten::<Foreign>(r#"{"$serde_json":[1.5,{"b":null}]}"#), r#"{"$serde_json":[1.5,{"b":null}]}"#);
    });
}

#[test]
fn parameters_do_not_read_private_keys_of_serde_json() {
    in_a_usual_thread(|| {
        let value: Value = json::decode(nested_by_private_keys().as_bytes()).expect("a value");
        let mut plain = Plain::from_value(&value).expect("any value");
        while let Plain::List(mut items) = plain {
            plain = items.pop().expect("an item");
        }
        let Plain::Object(members) = plain else { panic!("{plain:?}") };
        assert!(matches!(members.as_slice(), [(key, Plain::Text(_))] if key == "$serde_json::private::RawValue"));
        let raw = serde_json::value::RawValue::from_string("[1.50]".to_owned()).expect("JSON");
        assert_eq!(Plain::from_value(&raw), Ok(Plain::List(vec![Plain::Literal("1.5".to_owned())])));
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
