//! How a value is read: the trait [`Decode`], as liberal towards a server as it can be without losing anything, and
//! its implementations for scalars. It knows nothing of records or HTTP.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};

/// A value that can be read from what a server sends.
///
/// It differs from serde's `Deserialize` where serde is stricter than servers are: `1.0` is read as an integer, a
/// date-time without a zone as UTC. Writing is serde's `Serialize`.
pub trait Decode: Sized {
    /// Reads one value.
    ///
    /// # Errors
    /// When the input is malformed or of another shape than the value.
    fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// A value read by its [`Decode`] where serde asks for `Deserialize`.
#[derive(Debug)]
pub struct Decoded<T>(pub T);

impl<'de, T: Decode> Deserialize<'de> for Decoded<T> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::decode(deserializer).map(Self)
    }
}

/// Reads types that serde reads as liberally as we want to.
macro_rules! decode_by_serde {
    ($($type:ty),+ $(,)?) => {$(
        impl Decode for $type {
            #[inline]
            fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(deserializer)
            }
        }
    )+};
}

decode_by_serde!((), bool, char, f32, f64, String, serde_json::Value, serde_json::Map<String, serde_json::Value>);

/// The integers that a double holds without loss end here.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Reads a whole number however it is written: `7`, `7.0`, `7e0`.
struct Integer<T> {
    expected: &'static str,
    marker: PhantomData<T>,
}

impl<T: TryFrom<i64> + TryFrom<u64>> Visitor<'_> for Integer<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Signed(value), &self))
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        T::try_from(value).map_err(|_| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        let whole = value.trunc() == value && value.abs() <= EXACT;
        let parsed = if whole { format!("{:.0}", value + 0.0).parse::<i64>().ok() } else { None };
        parsed
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| E::invalid_value(Unexpected::Float(value), &self))
    }
}

/// Reads the integer types.
macro_rules! decode_integers {
    ($($type:ty = $expected:literal by $method:ident),+ $(,)?) => {$(
        impl Decode for $type {
            #[inline]
            fn decode<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.$method(Integer { expected: $expected, marker: PhantomData })
            }
        }
    )+};
}

decode_integers!(
    i8 = "a signed 8-bit integer" by deserialize_i64,
    i16 = "a signed 16-bit integer" by deserialize_i64,
    i32 = "a signed 32-bit integer" by deserialize_i64,
    i64 = "a signed 64-bit integer" by deserialize_i64,
    u8 = "an unsigned 8-bit integer" by deserialize_u64,
    u16 = "an unsigned 16-bit integer" by deserialize_u64,
    u32 = "an unsigned 32-bit integer" by deserialize_u64,
    u64 = "an unsigned 64-bit integer" by deserialize_u64,
    usize = "an unsigned integer" by deserialize_u64,
);
