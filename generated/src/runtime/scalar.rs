//! How single values are visited: whole numbers, strings, and what stands for a string.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Unexpected, Visitor};

use super::source::Parse;

/// The whole numbers that a double holds without loss end here.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Visits a whole number, however it is written: `7`, `7.0`, `7e0`.
pub(super) struct Integer<T> {
    expected: &'static str,
    marker: PhantomData<T>,
}

impl<T> Integer<T> {
    pub(super) const fn new(expected: &'static str) -> Self {
        Self { expected, marker: PhantomData }
    }
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
        let whole = value.fract() == 0.0 && value.abs() <= EXACT;
        // There is no lossless conversion in the standard library but the one through text; adding zero drops the
        // sign of `-0.0`.
        let number = if whole { format!("{:.0}", value + 0.0).parse::<i64>().ok() } else { None };
        number
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| E::invalid_value(Unexpected::Float(value), &self))
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
