//! The visitors of single values: booleans, numbers and strings, and other JSON types that are sent in their place.
//!
//! A value of another JSON type is accepted if its text is the same, so that no information is lost:
//!
//! * a string is accepted where a number or a boolean is required: `"42"`, `"1.5"`, `"true"`. Writing the value has to
//!   produce the same text, so `"007"`, `"1e3"`, `"1.50"` and `"NaN"` are errors;
//! * an integer is accepted where a string is required: `42` is read as `"42"`. `1.50` is an error, since its text is
//!   lost in parsing, and `false` is an error, since servers use it for a missing string.
//!
//! While the variants of a union are attempted, none of this applies, since the JSON type distinguishes them, until no variant fits
//! without it.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::Serialize;
use serde::de::value::{F64Deserializer, I64Deserializer, U64Deserializer};
use serde::de::{Deserialize, Error, IntoDeserializer, Unexpected, Visitor};

use super::source::Parse;

/// The limit up to which a double represents all integers exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The visitor of a boolean, or a string in its place.
pub(crate) struct Boolean {
    /// True if a string is an error.
    pub(crate) exact: bool,
}

impl Visitor<'_> for Boolean {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a boolean")
    }

    #[inline]
    fn visit_bool<E: Error>(self, value: bool) -> Result<bool, E> {
        Ok(value)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<bool, E> {
        let value = text.parse().ok().filter(|_| !self.exact);
        value.ok_or_else(|| E::invalid_type(Unexpected::Str(text), &self))
    }
}

/// The visitor of an integer in any form (`7`, `7.0`, `7e0`), or a string in its place (`"7"`).
pub(crate) struct Integer<T> {
    expected: &'static str,
    exact: bool,
    marker: PhantomData<T>,
}

impl<T> Integer<T> {
    /// Creates a visitor with the name of the required type. If `exact` is true, a string is an error.
    pub(crate) const fn new(expected: &'static str, exact: bool) -> Self {
        Self { expected, exact, marker: PhantomData }
    }
}

impl<T: TryFrom<i64> + TryFrom<u64> + FromStr + ToString> Visitor<'_> for Integer<T> {
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
        let whole = value.fract() == 0.0 && value.abs() <= EXACT;
        // The standard library has no lossless conversion except through text. Adding zero removes the sign of `-0.0`.
        let number = if whole { format!("{:.0}", value + 0.0).parse::<i64>().ok() } else { None };
        number
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| E::invalid_value(Unexpected::Float(value), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        let number = text.parse::<T>().ok().filter(|number| !self.exact && number.to_string() == text);
        number.ok_or_else(|| E::invalid_type(Unexpected::Str(text), &self))
    }
}

/// The visitor of a number, or a string in its place.
pub(crate) struct Float<T> {
    expected: &'static str,
    exact: bool,
    marker: PhantomData<T>,
}

impl<T> Float<T> {
    /// Creates a visitor with the name of the required type. If `exact` is true, a string is an error.
    pub(crate) const fn new(expected: &'static str, exact: bool) -> Self {
        Self { expected, exact, marker: PhantomData }
    }
}

impl<'de, T: Deserialize<'de> + Serialize + FromStr + ToString> Visitor<'de> for Float<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    #[inline]
    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        let number: I64Deserializer<E> = value.into_deserializer();
        T::deserialize(number)
    }

    #[inline]
    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        let number: U64Deserializer<E> = value.into_deserializer();
        T::deserialize(number)
    }

    #[inline]
    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        let number: F64Deserializer<E> = value.into_deserializer();
        T::deserialize(number)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        // JSON writes `42.0` for the text `42`, and `null` for a number that is not finite.
        let same = |number: &T| match serde_json::to_string(number).as_deref() {
            Ok("null") | Err(_) => false,
            Ok(json) => json == text || number.to_string() == text,
        };
        text.parse()
            .ok()
            .filter(|number| !self.exact && same(number))
            .ok_or_else(|| E::invalid_type(Unexpected::Str(text), &self))
    }
}

/// The visitor of a string, or an integer in its place.
pub(crate) struct Letters {
    /// True if an integer is an error.
    pub(crate) exact: bool,
}

impl Visitor<'_> for Letters {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    #[inline]
    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<String, E> {
        if self.exact { Err(E::invalid_type(Unexpected::Signed(value), &self)) } else { Ok(value.to_string()) }
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<String, E> {
        if self.exact { Err(E::invalid_type(Unexpected::Unsigned(value), &self)) } else { Ok(value.to_string()) }
    }
}

/// The visitor of a string with a format.
pub(crate) struct Text<'a> {
    pub(crate) expected: &'static str,
    pub(crate) parse: Parse<'a>,
}

impl Visitor<'_> for Text<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        (self.parse)(text).map_err(E::custom)
    }
}

/// The visitor of a string, or another scalar in its place.
pub(crate) struct Scalar<'a> {
    pub(crate) parse: Parse<'a>,
}

impl Visitor<'_> for Scalar<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        (self.parse)(text).map_err(E::custom)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.visit_str(if value { "true" } else { "false" })
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.visit_str(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.visit_str(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.visit_str(&serde_json::Value::from(value).to_string())
    }
}
