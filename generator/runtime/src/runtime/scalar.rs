//! How single values are visited: booleans, numbers, strings, and what was sent in their place.
//!
//! A value of another JSON type reads where its text is the same, so that nothing is lost:
//!
//! * the text of a number or a boolean, where that is required: `"42"`, `"1.5"`, `"true"`. Writing the value has to give the
//!   same text again, which `"007"`, `"1e3"`, `"1.50"` and `"NaN"` do not: they are errors;
//! * an integer, where a string is required: `42` reads as `"42"`. `1.50` does not, as its text is not known any more once it
//!   is read, and `false` does not, as servers mean by it that there is no string.
//!
//! None of this holds while a union tries its variants, which the JSON type tells apart, until none of them fits without it.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::Serialize;
use serde::de::value::{F64Deserializer, I64Deserializer, U64Deserializer};
use serde::de::{Deserialize, Error, IntoDeserializer, Unexpected, Visitor};

use super::source::Parse;

/// The whole numbers that a double holds without loss end here.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Visits a boolean, or its text.
pub(super) struct Boolean {
    /// Whether its text is an error.
    pub(super) exact: bool,
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

/// Visits a whole number, however it is written: `7`, `7.0`, `7e0`; or its text, `"7"`.
pub(super) struct Integer<T> {
    expected: &'static str,
    exact: bool,
    marker: PhantomData<T>,
}

impl<T> Integer<T> {
    /// Names what is required; with `exact`, a text is an error.
    pub(super) const fn new(expected: &'static str, exact: bool) -> Self {
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
        // There is no lossless conversion in the standard library but the one through text; adding zero drops the
        // sign of `-0.0`.
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

/// Visits a number, or its text.
pub(super) struct Float<T> {
    expected: &'static str,
    exact: bool,
    marker: PhantomData<T>,
}

impl<T> Float<T> {
    /// Names what is required; with `exact`, a text is an error.
    pub(super) const fn new(expected: &'static str, exact: bool) -> Self {
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
        // JSON writes `42.0` where text has `42`; what is not finite is `null` there.
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

/// Visits a string, or the integer that was sent in its place.
pub(super) struct Letters {
    /// Whether an integer is an error.
    pub(super) exact: bool,
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

/// Visits a string that stands for something.
pub(super) struct Text<'a> {
    pub(super) expected: &'static str,
    pub(super) parse: Parse<'a>,
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

/// Visits a string, or what was sent in its place.
pub(super) struct Scalar<'a> {
    pub(super) parse: Parse<'a>,
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
