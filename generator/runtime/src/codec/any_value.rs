//! Any JSON value, read from a format of serde.
//!
//! `Value` reads an object with a private key of `serde_json` as the text in it, with a new limit of nesting. A server could choose
//! such keys, and so nest values as deeply as it likes. Here they are ordinary keys.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// The prefix of the keys with which `serde_json` marks its own objects.
pub(crate) const PRIVATE_KEY: &str = "$serde_json::private::";

const OUT_OF_RANGE: &str = "the number is out of range";

/// Reads a value.
///
/// # Errors
/// When the input is malformed.
pub(crate) fn value<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let mut value = Value::Null;
    AnyValue(&mut value).deserialize(deserializer)?;
    Ok(value)
}

/// Reads a value into a reference, which contains the part that was read even if reading fails.
pub(crate) struct AnyValue<'a>(pub(crate) &'a mut Value);

impl<'de> DeserializeSeed<'de> for AnyValue<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnyValue<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any valid JSON value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<(), E> {
        *self.0 = Number::from_i128(value).ok_or_else(|| E::custom(OUT_OF_RANGE))?.into();
        Ok(())
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<(), E> {
        *self.0 = Number::from_u128(value).ok_or_else(|| E::custom(OUT_OF_RANGE))?.into();
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

    fn visit_string<E: Error>(self, value: String) -> Result<(), E> {
        *self.0 = value.into();
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut items = Vec::new();
        let outcome = loop {
            let mut item = Value::Null;
            match list.next_element_seed(AnyValue(&mut item)) {
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

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<(), A::Error> {
        let mut found = Map::new();
        let outcome = members(object, &mut found);
        *self.0 = Value::Object(found);
        outcome
    }
}

/// Reads the members of an object, those before an error if there is one.
fn members<'de, A: MapAccess<'de>>(mut object: A, members: &mut Map<String, Value>) -> Result<(), A::Error> {
    while let Some(key) = object.next_key::<String>()? {
        let mut value = Value::Null;
        let outcome = object.next_value_seed(AnyValue(&mut value));
        members.insert(key, value);
        outcome?;
    }
    Ok(())
}

/// Reads an object or `null`.
///
/// # Errors
/// When the input is malformed, or is another value.
pub(crate) fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Map<String, Value>>, D::Error> {
    deserializer.deserialize_option(NullableObject)
}

struct NullableObject;

impl<'de> Visitor<'de> for NullableObject {
    type Value = Option<Map<String, Value>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a map")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Self::Value, A::Error> {
        let mut found = Map::new();
        members(object, &mut found)?;
        Ok(Some(found))
    }
}
