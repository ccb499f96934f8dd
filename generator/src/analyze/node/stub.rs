//! The input for deserializing typed objects: values of the document, with references in place of nested objects.

use std::borrow::Cow;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

use crate::path::SpecPath;

/// The members of an object.
pub(super) type Members<'v> = Vec<(Cow<'v, str>, Stub<'v>)>;

/// A value that a typed object is deserialized from.
pub(super) enum Stub<'v> {
    /// A value of the document.
    Written(&'v Value),
    /// A repaired value.
    Mended(Value),
    /// A reference to an object at another place.
    Link(SpecPath),
    /// A list.
    List(Vec<Stub<'v>>),
    /// An object.
    Object(Members<'v>),
}

impl Stub<'_> {
    /// Creates an empty object.
    pub(super) fn empty() -> Self {
        Self::Object(Vec::new())
    }
}

impl<'de> Deserializer<'de> for Stub<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Written(value) => value.deserialize_any(visitor),
            Self::Mended(value) => value.deserialize_any(visitor),
            Self::Link(place) => {
                let reference = format!("#{}", place.pointer());
                visitor.visit_map(MapDeserializer::new([("$ref", reference)].into_iter()))
            }
            Self::List(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
            Self::Object(members) => visitor.visit_map(MapDeserializer::new(members.into_iter())),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::Written(value) => value.deserialize_enum(name, variants, visitor),
            Self::Mended(value) => value.deserialize_enum(name, variants, visitor),
            other => other.deserialize_any(visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for Stub<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
