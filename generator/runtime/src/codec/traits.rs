//! The traits [`Decode`] and [`Encode`], by which values are read and written, and their implementations for scalars.
//! They do not depend on the text of JSON, on records or on HTTP.

use serde::de::Deserializer;
use serde::ser::Serializer;
use serde_json::{Map, Value};

use super::decode_path::DecodePath;
use super::reader;
use super::sink::{self, Sink};
use super::source::Source;

/// A value that can be read from a response: every model, and the scalars, lists and maps that models consist of.
///
/// Use it as a bound, as in [`RawResponse::json`](crate::runtime::RawResponse::json). Generated code implements it; serde's
/// `Deserialize` is implemented on top of it. Reading is lenient: `1.0` is accepted as an integer, a date-time without
/// an offset as UTC.
//
// It is not generic over the format, so that the reader of a model is compiled once, in the crate that defines it.
pub trait Decode: Sized {
    /// Reads one value.
    ///
    /// # Errors
    /// When the input is malformed or has another type than the value. The source has the details.
    #[doc(hidden)]
    fn decode(source: &mut dyn Source) -> Result<Self, Failed>;
}

/// A value that can be written into a request, the counterpart of [`Decode`].
///
/// Use it as a bound, as in [`RequestEncoder::json`](crate::runtime::RequestEncoder::json). Generated code implements it;
/// serde's `Serialize` is implemented on top of it.
pub trait Encode {
    /// Writes the value.
    ///
    /// # Errors
    /// When the format cannot represent the value. The sink has the details.
    #[doc(hidden)]
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed>;
}

/// The failure of reading or writing. The source or sink has the reason and the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed;

/// Reads a value from any format of serde. The `Deserialize` of models calls it.
///
/// # Errors
/// When the input is malformed or has another type than the value.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    reader::read(deserializer, &mut DecodePath::default(), &mut T::decode)
}

/// Writes a value to any format of serde. The `Serialize` of models calls it.
///
/// # Errors
/// When the format cannot represent the value.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    sink::write(value, serializer)
}

/// Implements reading and writing of scalars that sources and sinks have methods for.
macro_rules! scalars {
    ($($type:ty: $method:ident),+ $(,)?) => {$(
        impl Decode for $type {
            fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
                source.$method()
            }
        }

        impl Encode for $type {
            fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
                sink.$method(*self)
            }
        }
    )+};
}

scalars!(bool: bool, i64: i64, u64: u64, f32: f32, f64: f64);

/// Implements reading and writing of narrower integers.
macro_rules! narrow {
    ($($type:ty: $method:ident, $expected:literal),+ $(,)?) => {$(
        impl Decode for $type {
            fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
                let number = source.$method()?;
                Self::try_from(number).map_err(|_| {
                    source.fail(&format_args!("invalid value: integer `{number}`, expected {}", $expected))
                })
            }
        }

        impl Encode for $type {
            fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
                sink.$method((*self).into())
            }
        }
    )+};
}

narrow!(
    i8: i64, "a signed 8-bit integer",
    i16: i64, "a signed 16-bit integer",
    i32: i64, "a signed 32-bit integer",
    u8: u64, "an unsigned 8-bit integer",
    u16: u64, "an unsigned 16-bit integer",
    u32: u64, "an unsigned 32-bit integer",
);

impl Decode for String {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        source.string()
    }
}

impl Encode for String {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.str(self)
    }
}

impl Decode for Value {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        source.value()
    }
}

impl Encode for Value {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.value(self)
    }
}

impl Decode for Map<String, Value> {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        source.object()
    }
}

impl Encode for Map<String, Value> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.object(self)
    }
}
