//! 64-bit integers that are strings in JSON. Only crates whose configuration chooses them contain this module.

use std::fmt;
use std::num::ParseIntError;
use std::ops::{Deref, DerefMut};
use std::str::FromStr;

use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::{Decode, Encode, Failed};

/// An `i64` that is a string in JSON: `"42"`. A number in its place is accepted; a string that is not the text of an integer, such
/// as `"007"`, is an error.
///
/// It is used like the integer: compare and convert it directly, read it with `*` or [`get`](Self::get), create it with `into`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct I64String(pub i64);

/// A `u64` that is a string in JSON: `"42"`. A number in its place is accepted; a string that is not the text of an integer, such
/// as `"007"`, is an error.
///
/// It is used like the integer: compare and convert it directly, read it with `*` or [`get`](Self::get), create it with `into`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct U64String(pub u64);

/// Implements the type of an integer that is written as a string.
macro_rules! integer_strings {
    ($($name:ident($integer:ident): $expected:literal;)+) => {$(
        impl $name {
            /// Returns the integer.
            #[must_use]
            pub const fn get(self) -> $integer {
                self.0
            }
        }

        impl Deref for $name {
            type Target = $integer;

            fn deref(&self) -> &$integer {
                &self.0
            }
        }

        impl DerefMut for $name {
            fn deref_mut(&mut self) -> &mut $integer {
                &mut self.0
            }
        }

        impl From<$integer> for $name {
            fn from(integer: $integer) -> Self {
                Self(integer)
            }
        }

        impl From<$name> for $integer {
            fn from(string: $name) -> Self {
                string.0
            }
        }

        impl PartialEq<$integer> for $name {
            fn eq(&self, other: &$integer) -> bool {
                self.0 == *other
            }
        }

        impl PartialOrd<$integer> for $name {
            fn partial_cmp(&self, other: &$integer) -> Option<std::cmp::Ordering> {
                self.0.partial_cmp(other)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, ParseIntError> {
                let integer: $integer = text.parse()?;
                if integer.to_string() == text {
                    Ok(Self(integer))
                } else {
                    // The standard library accepts `+7` and `007`. Its error can only be created by text that it does not accept.
                    "+".parse().map(Self)
                }
            }
        }

        impl Decode for $name {
            fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
                let mut value = None;
                let outcome = source.scalar(&mut |text| {
                    value = text.parse().ok();
                    if value.is_some() { Ok(()) } else { Err(concat!("invalid value: expected ", $expected).to_owned()) }
                });
                outcome.and_then(|()| value.ok_or(Failed))
            }
        }

        impl Encode for $name {
            fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
                sink.display(self)
            }
        }

        crate::runtime::serde_by_codec!($name);
    )+};
}

integer_strings! {
    I64String(i64): "a string with a 64-bit integer";
    U64String(u64): "a string with a non-negative 64-bit integer";
}
