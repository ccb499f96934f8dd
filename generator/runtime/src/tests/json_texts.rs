//! The reader and the writer of JSON against `serde_json`: random texts, broken texts and random values.

use std::collections::BTreeMap;
use std::fmt::Debug;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::random_json::{PARTS, Random, SCALARS, broken, text};
use crate::runtime::codec::json;
use crate::runtime::codec::json_reader;
use crate::runtime::codec::sink::Outgoing;
use crate::runtime::codec::traits::Failed;
use crate::runtime::{Decode, Encode, open_enum, record, union};

#[derive(Debug, Clone, PartialEq)]
struct Open {
    id: String,
    count: Option<i64>,
    size: Option<u64>,
    ratio: Option<f64>,
    single: Option<f32>,
    flag: Option<Option<bool>>,
    at: Option<Timestamp>,
    mood: Option<Mood>,
    list: Vec<Option<Open>>,
    child: Option<Box<Closed>>,
    odd: Option<String>,
    any: Option<Value>,
    set: Option<i8>,
    rest: BTreeMap<String, Value>,
}

record!(Open {
    required id: "id",
    optional count: "count",
    nullable size: "size",
    optional ratio: "ratio",
    nullable single: "single",
    tristate flag: "flag",
    optional at: "at",
    optional mood: "mood",
    required list: "list",
    optional child: "child",
    optional odd: "odd \"key\"\\\n",
    tristate any: "any",
    read_only set: "set",
    .. rest
});

#[derive(Debug, Clone, PartialEq)]
struct Closed {
    id: i32,
    any: Option<Map<String, Value>>,
    either: Option<Box<Either>>,
    child: Option<Box<Open>>,
    list: Option<BTreeMap<String, Vec<bool>>>,
}

record!(Closed sent "Closed" {
    required id: "id",
    optional any: "any",
    optional either: "either",
    optional child: "child",
    read_only list: "list",
});

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Closed(Closed),
    Number(f64),
    Text(String),
    Unknown(Value),
}

union!(Either { Closed: object, Number: number, Text: string });

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Mood {
    Happy,
    Unknown(String),
}

open_enum!(Mood { Happy = "happy" });

/// Reads a text by the reader of JSON, without the errors of `serde_json`.
fn read_alone<T: Decode>(text: &str) -> Result<T, Failed> {
    let mut value = None;
    json_reader::read(text, &mut value)?;
    value.ok_or(Failed)
}

fn read_by_serde<T: Decode>(text: &str) -> Option<T> {
    let mut value = None;
    json::read_by_serde(text, &mut value).ok()?;
    value
}

/// Reads a text in both ways. Returns true if it was read.
fn agree<T: Decode + Encode + Serialize + Debug>(text: &str) -> bool {
    let (fast, slow) = (read_alone::<T>(text), read_by_serde::<T>(text));
    match (fast, slow) {
        (Ok(fast), Some(slow)) => {
            assert_eq!(format!("{fast:?}"), format!("{slow:?}"), "{text}");
            same_text(&fast);
            true
        }
        (Err(Failed), None) => false,
        (fast, slow) => panic!("{fast:?}, {slow:?}: {text}"),
    }
}

/// Writes a value in both ways, for any reader and for the server.
fn same_text<T: Encode + Serialize>(value: &T) {
    let shown = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let sink = json::encode(value).map(shown).expect("a value");
    assert_eq!(sink, serde_json::to_string(value).expect("a value"));
    let sink = json::encode_for_server(value).map(shown).expect("a value");
    assert_eq!(sink, serde_json::to_string(&Outgoing(value)).expect("a value"));
}

fn agree_on_everything(text: &str) -> u32 {
    u32::from(agree::<Open>(text))
        + u32::from(agree::<Closed>(text))
        + u32::from(agree::<Value>(text))
        + u32::from(agree::<Either>(text))
        + u32::from(agree::<Vec<Option<BTreeMap<String, Open>>>>(text))
        + u32::from(agree::<f64>(text))
        + u32::from(agree::<String>(text))
}

#[test]
fn random_and_broken_texts_are_read_as_serde_json_reads_them() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut read = 0;
    for _ in 0..1_000 {
        let mut whole = String::new();
        text(&mut random, 4, &mut whole);
        read += agree_on_everything(&whole);
        for _ in 0..3 {
            if let Some(broken) = broken(&mut random, &whole) {
                read += agree_on_everything(&broken);
            }
        }
    }
    assert!(read > 2_000, "{read}");
}

#[test]
fn each_scalar_and_each_part_of_a_string_is_read_as_serde_json_reads_it() {
    for scalar in SCALARS {
        let numbers = [agree::<i64>(scalar), agree::<u64>(scalar), agree::<f32>(scalar), agree::<Mood>(scalar)];
        agree::<Option<Timestamp>>(scalar);
        agree::<bool>(scalar);
        assert!(agree_on_everything(scalar) > 0 || !numbers.contains(&true), "{scalar}");
        for around in [format!("[{scalar}]"), format!("{{\"x\":{scalar}}}"), format!("{{\"id\":1,\"x\":{scalar}}}")] {
            agree_on_everything(&around);
        }
    }
    for first in PARTS {
        for second in PARTS {
            agree_on_everything(&format!("\"{first}{second}\""));
            agree_on_everything(&format!("{{\"id\":\"{first}\",\"list\":[],\"{second}\":0,\"{first}\":1}}"));
        }
    }
}

#[test]
fn values_may_be_as_deep_as_serde_json_allows() {
    for depth in [1, 126, 127, 128, 129] {
        let (open, close) = ("[".repeat(depth), "]".repeat(depth));
        assert_eq!(agree::<Value>(&format!("{open}{close}")), depth < 128);
        let nested = format!(
            "{}{{\"id\":1}}{}",
            "{\"id\":1,\"child\":{\"id\":1,\"child\":".repeat(depth / 2),
            "}}".repeat(depth / 2)
        );
        agree::<Closed>(&nested);
        agree::<Either>(&nested);
    }
    // A value that is ignored can have any depth.
    let deep = format!("{{\"other\":{}1{},\"id\":1}}", "[{\"a\":".repeat(50_000), "}]".repeat(50_000));
    assert!(agree::<Closed>(&deep) && !agree::<Open>(&deep));
}

/// A text that has the member of a key with a quote, and not the key.
#[derive(Debug, Clone, PartialEq)]
struct Quoted {
    odd: Option<i64>,
}

record!(Quoted { optional odd: "a\":1,\"b" });

#[test]
fn a_key_with_a_quote_is_not_two_keys() {
    assert!(agree::<Quoted>(r#"{"a":1,"b":2}"#));
    assert_eq!(read_alone::<Quoted>(r#"{"a":1,"b":2}"#), Ok(Quoted { odd: None }));
    assert_eq!(read_alone::<Quoted>(r#"{"a\":1,\"b":2}"#), Ok(Quoted { odd: Some(2) }));
}

#[test]
fn random_values_are_written_as_serde_json_writes_them() {
    let mut random = Random(0xD1B5_4A32_D192_ED03);
    for _ in 0..3_000 {
        let bits = random.next();
        let single = f32::from_bits(u32::try_from(bits >> 32).expect("32 bits"));
        same_text(&f64::from_bits(bits));
        same_text(&single);
        same_text(&bits);
        same_text(&i64::from_ne_bytes(bits.to_ne_bytes()));
        let chars: String = (0..random.below(24))
            .map(|_| {
                let limit = random.pick(&[0x30, 0x80, 0x800, 0x11_0000]);
                u32::try_from(random.below(limit)).ok().and_then(char::from_u32).unwrap_or('x')
            })
            .collect();
        same_text(&chars);
        same_text(&BTreeMap::from([(chars.clone(), vec![Some(single), None])]));
        same_text(&Value::from(vec![Value::from(chars), Value::from(bits), Value::from(f64::from_bits(bits))]));
    }
    for number in [0.0, -0.0, 1.0, 1e15, 1e16, 1e17, 1e21, 1e22, 5e-324, f64::MAX, f64::NAN, f64::INFINITY] {
        same_text(&number);
    }
    same_text(&Vec::<Vec<BTreeMap<String, Open>>>::from([vec![], vec![BTreeMap::new()]]));
    same_text(&Timestamp::UNIX_EPOCH);
}
