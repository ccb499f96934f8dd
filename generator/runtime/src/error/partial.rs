//! Reads as much of a JSON text as possible, for error bodies that were truncated.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::runtime::codec::lone_surrogates;

/// Reads the part of a value that is available; `Null` if there is nothing.
///
/// It stops where the text is not JSON or is nested too deeply, and keeps everything before that point.
pub(super) fn parse(text: &str) -> Value {
    let mut value = Value::Null;
    let repaired = lone_surrogates::repaired(text);
    let text = repaired.as_deref().unwrap_or(text);
    // An error means that the rest is missing; `value` contains the part before it.
    let _ = Partial(&mut value).deserialize(&mut serde_json::Deserializer::from_str(text));
    value
}

/// Reads a value into a reference, which contains the part that was read even if reading fails.
struct Partial<'a>(&'a mut Value);

impl<'de> DeserializeSeed<'de> for Partial<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Partial<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut items = Vec::new();
        let outcome = loop {
            let mut item = Value::Null;
            match list.next_element_seed(Partial(&mut item)) {
                Ok(Some(())) => items.push(item),
                Ok(None) => break Ok(()),
                Err(error) => {
                    items.push(item);
                    break Err(error);
                }
            }
        };
        *self.0 = Value::Array(items);
        outcome
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let mut members = Map::new();
        let outcome = loop {
            let key = match object.next_key::<String>() {
                Ok(Some(key)) => key,
                Ok(None) => break Ok(()),
                Err(error) => break Err(error),
            };
            let mut value = Value::Null;
            let outcome = object.next_value_seed(Partial(&mut value));
            members.insert(key, value);
            if outcome.is_err() {
                break outcome;
            }
        };
        *self.0 = Value::Object(members);
        outcome
    }
}
