//! One of several types: `union!` reads a value, picks the variant by the rule that the generator chose, and keeps what
//! fits none.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

use super::codec::{Decode, Failed};
use super::reader;
use super::source::Source;
use super::trail::Mode;

/// Reads the variant that was picked; what is wrong with it is wrong with the whole.
///
/// # Errors
/// When the value is of another shape than the variant.
pub fn picked<T: Decode>(source: &mut dyn Source, value: &Value) -> Result<T, Failed> {
    match reader::read(value, source.trail(), &mut T::decode) {
        Ok(variant) => Ok(variant),
        Err(error) => Err(source.fail(&error)),
    }
}

/// Reads a variant if the value is of its shape, and says which keys it has no field for.
pub fn tried<T: Decode, U>(
    source: &mut dyn Source,
    value: &Value,
    mode: Mode,
    variant: fn(T) -> U,
) -> Option<(U, Vec<String>)> {
    let trail = source.trail();
    let attempt = trail.begin(mode)?;
    let result = reader::read(value, trail, &mut T::decode);
    let passed = trail.end(attempt, result.is_ok());
    result.ok().map(|found| (variant(found), passed))
}

/// The variants that a value has the shape of: which of them keeps all that the value holds?
pub struct Guess<U> {
    best: Option<(U, Vec<String>)>,
    others: Vec<Vec<String>>,
}

impl<U> Guess<U> {
    /// No variant so far.
    #[must_use]
    pub const fn new() -> Self {
        Self { best: None, others: Vec::new() }
    }

    /// Considers a variant; `true` when it has a field for every key, so that no other can be better.
    pub fn offer(&mut self, found: Option<(U, Vec<String>)>) -> bool {
        let Some((found, passed)) = found else { return false };
        let perfect = passed.is_empty();
        match &mut self.best {
            Some((_, least)) if least.len() <= passed.len() => self.others.push(passed),
            best => {
                self.others.extend(best.take().map(|(_, passed)| passed));
                *best = Some((found, passed));
            }
        }
        perfect
    }

    /// The variant that passes over the fewest keys; none if there are keys among them that another variant has a field
    /// for: then the value is of several variants at once, and each of them alone would lose something.
    pub fn settle(self, source: &mut dyn Source) -> Option<U> {
        let (found, passed) = self.best?;
        if !passed.iter().all(|key| self.others.iter().all(|other| other.contains(key))) {
            return None;
        }
        source.trail().passed_over(passed);
        Some(found)
    }
}

impl<U> Default for Guess<U> {
    fn default() -> Self {
        Self::new()
    }
}

impl<U> fmt::Debug for Guess<U> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Guess").finish_non_exhaustive()
    }
}

/// Keeps what fits no variant, unless this is an attempt to find a better one elsewhere.
///
/// # Errors
/// When it is.
pub fn unknown(source: &mut dyn Source, value: Value) -> Result<Value, Failed> {
    if source.trail().is_strict() { Err(source.fail(&"the value fits no alternative")) } else { Ok(value) }
}

/// The value of a property that names the variant, as text.
#[must_use]
pub fn tag<'v>(value: &'v Value, property: &str) -> Cow<'v, str> {
    match value.get(property) {
        Some(Value::String(text)) => Cow::Borrowed(text),
        Some(scalar @ (Value::Number(_) | Value::Bool(_))) => Cow::Owned(scalar.to_string()),
        _ => Cow::Borrowed(""),
    }
}

/// Whether a value has all these keys; a value that is no object has none.
#[must_use]
pub fn has_keys(value: &Value, keys: &[&str]) -> bool {
    value.as_object().is_some_and(|object| keys.iter().all(|key| object.contains_key(*key)))
}

/// Whether a value is of a JSON type, under the names that documents use.
pub mod json_type {
    use serde_json::Value;

    /// `true` or `false`.
    #[must_use]
    pub fn boolean(value: &Value) -> bool {
        value.is_boolean()
    }

    /// A whole number, however it is written.
    #[must_use]
    pub fn integer(value: &Value) -> bool {
        value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
    }

    /// Any number.
    #[must_use]
    pub fn number(value: &Value) -> bool {
        value.is_number()
    }

    /// Text.
    #[must_use]
    pub fn string(value: &Value) -> bool {
        value.is_string()
    }

    /// A list.
    #[must_use]
    pub fn array(value: &Value) -> bool {
        value.is_array()
    }

    /// An object.
    #[must_use]
    pub fn object(value: &Value) -> bool {
        value.is_object()
    }
}

/// Implements an enum of types, whose variant `Unknown(serde_json::Value)` keeps what fits none:
///
/// ```ignore
/// union!(Pet [Cat, Dog] property "kind" { "cat" => Cat, "dog" => Dog, });
/// union!(Id [Text, Number] json_type { string => Text, integer => Number, });
/// union!(Shape [Circle, Square] keys { ["radius"] => Circle, ["side"] => Square, });
/// union!(Either [Left, Right] first { Left, Right, });
/// ```
///
/// The variants are followed by the rule that picks one. What a property or a JSON type picks has to be of its shape:
/// if it is not, that is an error with its place. Keys and tries are guesses: of the variants that have the value's shape
/// the one counts that has a field for most of its keys; of several such the first that knows all its enums, else the
/// first. A value of several variants at once, each of which would lose what another one keeps, is `Unknown`.
macro_rules! union {
    ($name:ident [$($all:ident),*] property $property:literal { $($tag:literal => $variant:ident),* $(,)? }) => {
        $crate::runtime::union!(@decode $name source value {
            match &*$crate::runtime::union::tag(&value, $property) {
                $($tag => return $crate::runtime::union::picked(source, &value).map(Self::$variant),)*
                _ => {}
            }
        });

        impl $crate::runtime::codec::Encode for $name {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::sink::Sink,
            ) -> Result<(), $crate::runtime::codec::Failed> {
                $(if let Self::$variant(variant) = self {
                    return $crate::runtime::tagged::encode($property, $tag, variant, sink);
                })*
                match self {
                    $(Self::$all(variant) => $crate::runtime::codec::Encode::encode(variant, sink),)*
                    Self::Unknown(value) => sink.value(value),
                }
            }
        }
    };
    ($name:ident [$($all:ident),*] json_type { $($json:ident => $variant:ident),* $(,)? }) => {
        $crate::runtime::union!(@decode $name source value {
            $(if $crate::runtime::union::json_type::$json(&value) {
                return $crate::runtime::union::picked(source, &value).map(Self::$variant);
            })*
        });
        $crate::runtime::union!(@encode $name $($all)*);
    };
    ($name:ident [$($all:ident),*] keys { $([$($key:literal),*] => $variant:ident),* $(,)? }) => {
        $crate::runtime::union!(@decode $name source value {
            let mut guess = $crate::runtime::union::Guess::new();
            'tries: for &mode in source.trail().modes() {
                $(if $crate::runtime::union::has_keys(&value, &[$($key),*])
                    && guess.offer($crate::runtime::union::tried(source, &value, mode, Self::$variant))
                {
                    break 'tries;
                })*
            }
            if let Some(found) = guess.settle(source) {
                return Ok(found);
            }
        });
        $crate::runtime::union!(@encode $name $($all)*);
    };
    ($name:ident [$($all:ident),*] first { $($variant:ident),* $(,)? }) => {
        $crate::runtime::union!(@decode $name source value {
            let mut guess = $crate::runtime::union::Guess::new();
            'tries: for &mode in source.trail().modes() {
                $(if guess.offer($crate::runtime::union::tried(source, &value, mode, Self::$variant)) {
                    break 'tries;
                })*
            }
            if let Some(found) = guess.settle(source) {
                return Ok(found);
            }
        });
        $crate::runtime::union!(@encode $name $($all)*);
    };
    (@decode $name:ident $source:ident $value:ident $pick:block) => {
        impl $crate::runtime::codec::Decode for $name {
            fn decode(
                $source: &mut dyn $crate::runtime::source::Source,
            ) -> Result<Self, $crate::runtime::codec::Failed> {
                let $value = $source.value()?;
                $pick
                $crate::runtime::union::unknown($source, $value).map(Self::Unknown)
            }
        }

        $crate::runtime::serde_by_codec!($name);
    };
    (@encode $name:ident $($all:ident)*) => {
        impl $crate::runtime::codec::Encode for $name {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::sink::Sink,
            ) -> Result<(), $crate::runtime::codec::Failed> {
                match self {
                    $(Self::$all(variant) => $crate::runtime::codec::Encode::encode(variant, sink),)*
                    Self::Unknown(value) => sink.value(value),
                }
            }
        }
    };
}
pub(crate) use union;

/// What `union!` makes, at its smallest.
#[derive(Debug, Clone, PartialEq)]
pub enum Example {
    /// Text.
    Text(String),
    /// What is no text, kept as it came.
    Unknown(Value),
}

super::union!(Example [Text] json_type { string => Text });
