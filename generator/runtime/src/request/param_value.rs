//! Converts serializable values to plain scalars, lists and objects, for parameters, headers and form fields. It does
//! not depend on where they are sent.

use std::fmt;

use serde::ser::{self, Serialize, Serializer};

use crate::runtime::codec::any_value::PRIVATE_KEY;
use crate::runtime::codec::json;
use crate::runtime::model::checked::InvalidValue;

/// An untyped value, to which the styles of parameters apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plain {
    /// No value, as an option that is `None`.
    Null,
    /// A string.
    Text(String),
    /// A number or a boolean, whose JSON is the same text.
    Literal(String),
    /// JSON text.
    Json(String),
    /// A list.
    List(Vec<Self>),
    /// Names and values, in the order in which they were written.
    Object(Vec<(String, Self)>),
}

/// The amount of text of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// No value.
    Nothing,
    /// A value with empty text.
    Empty,
    /// A value with text.
    Some,
}

impl Plain {
    /// Converts a value.
    ///
    /// # Errors
    /// Returns the constraint that the value, or a part of it, breaks.
    pub fn from_value<T: Serialize + ?Sized>(value: &T) -> Result<Self, InvalidValue> {
        value.serialize(Flatten).map_err(|Broken(rule)| InvalidValue::new(rule))
    }

    /// Returns true if the value has no text: it is null, or a list or an object that only contains such values.
    pub(super) fn is_void(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(_) | Self::Literal(_) | Self::Json(_) => false,
            Self::List(items) => items.iter().all(Self::is_void),
            Self::Object(fields) => fields.iter().all(|(_, value)| value.is_void()),
        }
    }

    /// Returns the amount of text of the value when its items are joined.
    pub(super) fn extent(&self) -> Extent {
        let is_empty = match self {
            _ if self.is_void() => return Extent::Nothing,
            Self::List(items) => {
                let mut items = items.iter().filter(|item| !item.is_void());
                let first = items.next();
                items.next().is_none() && first.and_then(Self::scalar).is_some_and(str::is_empty)
            }
            _ => self.scalar().is_some_and(str::is_empty),
        };
        if is_empty { Extent::Empty } else { Extent::Some }
    }

    /// Returns the text of a scalar.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Literal(text) | Self::Json(text) => Some(text),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// Appends the value as JSON.
    pub(crate) fn json(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Text(text) => quote(text, out),
            Self::Literal(text) | Self::Json(text) => out.push_str(text),
            Self::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    item.json(out);
                }
                out.push(']');
            }
            Self::Object(fields) => {
                out.push('{');
                for (index, (key, value)) in fields.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    quote(key, out);
                    out.push(':');
                    value.json(out);
                }
                out.push('}');
            }
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push_str(&serde_json::Value::from(text).to_string());
}

/// A value that is sent as JSON text, for a parameter that the API description declares with `content` instead of
/// `schema`.
#[derive(Debug, Clone, Copy)]
pub struct Json<'a, T: ?Sized>(pub &'a T);

/// The type name by which the text of a [`Json`] is recognized.
const JSON: &str = "$oaspress::Json";

impl<T: Serialize + ?Sized> Serialize for Json<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match serde_json::to_string(self.0).map_err(ser::Error::custom)?.as_str() {
            "null" => serializer.serialize_none(),
            text => serializer.serialize_newtype_struct(JSON, text),
        }
    }
}

/// The constraint that a value breaks.
#[derive(Debug)]
struct Broken(String);

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Broken {}

impl ser::Error for Broken {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

/// The serializer that converts values to [`Plain`].
struct Flatten;

/// Implements scalars that are written as Rust displays them.
macro_rules! display {
    ($kind:ident: $($method:ident($type:ty))+) => {$(
        #[inline]
        fn $method(self, value: $type) -> Result<Plain, Broken> {
            Ok(Plain::$kind(value.to_string()))
        }
    )+};
}

impl Serializer for Flatten {
    type Ok = Plain;
    type Error = Broken;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = List;
    type SerializeMap = Object;
    type SerializeStruct = Object;
    type SerializeStructVariant = Object;

    display! { Text: serialize_char(char) serialize_str(&str) }
    display! {
        Literal: serialize_bool(bool)
        serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64) serialize_i128(i128)
        serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64) serialize_u128(u128)
    }

    fn serialize_f32(self, value: f32) -> Result<Plain, Broken> {
        finite(value.is_finite(), &value)
    }

    fn serialize_f64(self, value: f64) -> Result<Plain, Broken> {
        finite(value.is_finite(), &value)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Plain, Broken> {
        Err(ser::Error::custom("must not be bytes"))
    }

    fn serialize_none(self) -> Result<Plain, Broken> {
        Ok(Plain::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Plain, Broken> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Plain, Broken> {
        Ok(Plain::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Plain, Broken> {
        Ok(Plain::Null)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Plain, Broken> {
        Ok(Plain::Text(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<Plain, Broken> {
        match value.serialize(self)? {
            Plain::Text(text) if name == JSON => Ok(Plain::Json(text)),
            plain => Ok(plain),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Plain, Broken> {
        Ok(Plain::Object(vec![(variant.to_owned(), value.serialize(self)?)]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<List, Broken> {
        Ok(List::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<List, Broken> {
        Ok(List::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<List, Broken> {
        Ok(List::default())
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<List, Broken> {
        Ok(List { variant: Some(variant), items: Vec::new() })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Object, Broken> {
        Ok(Object::default())
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Object, Broken> {
        Ok(Object { is_private: name.starts_with(PRIVATE_KEY), ..Object::default() })
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Object, Broken> {
        Ok(Object { variant: Some(variant), ..Object::default() })
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<Plain, Broken> {
        Ok(Plain::Text(value.to_string()))
    }
}

fn finite(is_finite: bool, value: &dyn fmt::Display) -> Result<Plain, Broken> {
    if is_finite { Ok(Plain::Literal(value.to_string())) } else { Err(ser::Error::custom("must be a finite number")) }
}

/// Wraps the content of an enum variant into an object with the name of the variant, as JSON does.
fn tagged(variant: Option<&'static str>, value: Plain) -> Plain {
    match variant {
        Some(variant) => Plain::Object(vec![(variant.to_owned(), value)]),
        None => value,
    }
}

/// A list under construction.
#[derive(Default)]
struct List {
    variant: Option<&'static str>,
    items: Vec<Plain>,
}

impl List {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
        self.items.push(value.serialize(Flatten)?);
        Ok(())
    }

    fn finish(self) -> Plain {
        tagged(self.variant, Plain::List(self.items))
    }
}

/// Implements the four traits of lists.
macro_rules! list {
    ($($interface:ident $method:ident),+) => {$(
        impl ser::$interface for List {
            type Ok = Plain;
            type Error = Broken;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
                self.push(value)
            }

            fn end(self) -> Result<Plain, Broken> {
                Ok(self.finish())
            }
        }
    )+};
}

list!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

/// An object under construction.
#[derive(Default)]
struct Object {
    /// True for a number or a raw text of `serde_json`. A map with the same key is an ordinary object.
    is_private: bool,
    variant: Option<&'static str>,
    key: Option<String>,
    fields: Vec<(String, Plain)>,
}

impl Object {
    fn finish(mut self) -> Result<Plain, Broken> {
        let plain = match self.fields.as_slice() {
            [(key, Plain::Text(text))] if self.is_private => {
                if key.ends_with("Number") {
                    Plain::Literal(text.clone())
                } else {
                    let value: serde_json::Value =
                        json::decode(text.as_bytes()).map_err(|failure| ser::Error::custom(failure.message))?;
                    value.serialize(Flatten)?
                }
            }
            _ => Plain::Object(std::mem::take(&mut self.fields)),
        };
        Ok(tagged(self.variant, plain))
    }
}

impl ser::SerializeMap for Object {
    type Ok = Plain;
    type Error = Broken;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Broken> {
        match key.serialize(Flatten)? {
            Plain::Text(key) | Plain::Literal(key) => self.key = Some(key),
            _ => return Err(ser::Error::custom("must have strings as its keys")),
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Broken> {
        let key = self.key.take().unwrap_or_default();
        self.fields.push((key, value.serialize(Flatten)?));
        Ok(())
    }

    fn end(self) -> Result<Plain, Broken> {
        self.finish()
    }
}

/// Implements the two traits of structs.
macro_rules! structs {
    ($($interface:ident),+) => {$(
        impl ser::$interface for Object {
            type Ok = Plain;
            type Error = Broken;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Broken> {
                self.fields.push((key.to_owned(), value.serialize(Flatten)?));
                Ok(())
            }

            fn end(self) -> Result<Plain, Broken> {
                self.finish()
            }
        }
    )+};
}

structs!(SerializeStruct, SerializeStructVariant);
