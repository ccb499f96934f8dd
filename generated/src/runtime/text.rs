//! Values that JSON holds as text: `by_text!` implements reading and writing for a type that parses and prints itself.

use std::fmt;

use super::codec::Failed;
use super::source::Source;

/// How much of a text an error repeats.
const SHOWN: usize = 40;

/// Reads a string and parses it; `expected` names what it should be. Where there may be no value, a text that servers
/// write for none is none.
///
/// # Errors
/// When the value is no string, or not one that stands for a `T`.
pub fn parsed<T, E>(
    source: &mut dyn Source,
    expected: &'static str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, Failed> {
    let mut value = None;
    let mut blank = false;
    let outcome = source.text(expected, &mut |text| {
        value = parse(text).ok();
        blank = value.is_none() && is_blank(text);
        if value.is_some() { Ok(()) } else { Err(format!("invalid value: {}, expected {expected}", Shown(text))) }
    });
    if blank {
        source.trail().blank();
    }
    outcome.and_then(|()| value.ok_or(Failed))
}

/// Whether a text stands for no value: it is empty, or the date that databases write for none.
fn is_blank(text: &str) -> bool {
    text.trim().is_empty() || text.starts_with("0000-00-00")
}

/// The start of a text in quotes.
struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(SHOWN) {
            None => write!(formatter, "string {:?}", self.0),
            Some((end, _)) => write!(formatter, "string {:?}…", self.0.get(..end).unwrap_or_default()),
        }
    }
}

/// Implements [`Decode`](super::codec::Decode) by `FromStr` and [`Encode`](super::codec::Encode) by `Display`:
///
/// ```ignore
/// by_text!(uuid::Uuid: "a UUID string");
/// ```
macro_rules! by_text {
    ($($type:ty: $expected:literal),+ $(,)?) => {$(
        impl $crate::runtime::codec::Decode for $type {
            fn decode(
                source: &mut dyn $crate::runtime::source::Source,
            ) -> Result<Self, $crate::runtime::codec::Failed> {
                $crate::runtime::text::parsed(source, $expected, <Self as std::str::FromStr>::from_str)
            }
        }

        impl $crate::runtime::codec::Encode for $type {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::sink::Sink,
            ) -> Result<(), $crate::runtime::codec::Failed> {
                sink.display(self)
            }
        }
    )+};
}
pub(crate) use by_text;
