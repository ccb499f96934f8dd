//! Values that are strings in JSON: `by_text!` implements reading and writing for a type with `FromStr` and `Display`.

use std::fmt;

use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::Failed;

/// The maximum number of characters of a string that an error quotes.
const SHOWN: usize = 40;

/// Reads a string and parses it. `expected` is the name of the format. If the value is optional, an empty string (or a
/// zero date of a database) is read as `None`.
///
/// While the alternatives of a union are attempted, a string that would be written in another form is recorded, so that
/// an alternative that keeps it is preferred.
///
/// # Errors
/// When the value is not a string, or the string is not a valid `T`.
pub fn parsed<T: fmt::Display, E>(
    source: &mut dyn Source,
    expected: &'static str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Failed> {
    let active = source.speculation().is_active();
    let mut value = None;
    let (mut blank, mut reworded) = (false, false);
    let outcome = source.text(expected, &mut |text| {
        value = parse(text).ok();
        blank = value.is_none() && is_blank(text);
        reworded = active && value.as_ref().is_some_and(|value| value.to_string() != text);
        if value.is_some() { Ok(()) } else { Err(format!("invalid value: {}, expected {expected}", Shown(text))) }
    });
    if blank {
        source.path().blank();
    }
    if reworded {
        source.speculation().reworded();
    }
    outcome.and_then(|()| value.ok_or(Failed))
}

/// Reads a string as [`parsed`] does. While the alternatives of a union are attempted, only a string that would be
/// written in the same form is a valid `T`. It is for formats that otherwise lose a part of the string.
///
/// # Errors
/// When the value is not a string, or the string is not a valid `T`.
pub fn exact<T: fmt::Display, E>(
    source: &mut dyn Source,
    expected: &'static str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Failed> {
    if !source.speculation().is_active() {
        return parsed(source, expected, parse);
    }
    parsed(source, expected, |text| parse(text).ok().filter(|value| value.to_string() == text).ok_or(()))
}

/// Returns true if a string represents a missing value: it is empty, or the zero date of a database.
fn is_blank(text: &str) -> bool {
    text.trim().is_empty() || text.starts_with("0000-00-00")
}

/// The beginning of a string in quotes.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN) {
            None => write!(formatter, "string {:?}", self.0),
            Some((end, _)) => write!(formatter, "string {:?}…", self.0.get(..end).unwrap_or_default()),
        }
    }
}

/// Implements [`Decode`](crate::runtime::codec::traits::Decode) by `FromStr` and [`Encode`](crate::runtime::codec::traits::Encode) by `Display`:
///
/// ```ignore
/// by_text!(uuid::Uuid: "a UUID string");
/// ```
macro_rules! by_text {
    ($($type:ty: $expected:literal),+ $(,)?) => {$(
        impl $crate::runtime::codec::traits::Decode for $type {
            fn decode(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> Result<Self, $crate::runtime::codec::traits::Failed> {
                $crate::runtime::model::text::parsed(source, $expected, <Self as std::str::FromStr>::from_str)
            }
        }

        impl $crate::runtime::codec::traits::Encode for $type {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::codec::sink::Sink,
            ) -> Result<(), $crate::runtime::codec::traits::Failed> {
                sink.display(self)
            }
        }
    )+};
}
pub(crate) use by_text;
