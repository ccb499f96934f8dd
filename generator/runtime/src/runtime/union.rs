//! One of several types: [`union!`](crate::union) reads a value, picks the variant by the rule that the generator chose, and
//! keeps what fits none.

use serde_json::Value;

use super::codec::{Decode, Encode, Failed, deserialize, serialize};
use super::sink::Sink;
use super::source::{self, Source};

/// Reads the variant that was picked; what is wrong with it is wrong with the whole.
///
/// # Errors
/// When the value is of another shape than the variant.
pub fn picked<T: Decode>(source: &mut dyn Source, value: &Value) -> Result<T, Failed> {
    match source::read(value, source.trail(), &mut T::decode) {
        Ok(variant) => Ok(variant),
        Err(error) => Err(source.fail(&error)),
    }
}

/// Reads a variant if the value is of its shape.
#[must_use]
pub fn tried<T: Decode>(value: &Value) -> Option<T> {
    deserialize(value).ok()
}

/// The text of a property, which names the variant.
#[must_use]
pub fn tag<'v>(value: &'v Value, property: &str) -> Option<&'v str> {
    value.get(property)?.as_str()
}

/// Whether a value has all these keys; a value that is no object has none.
#[must_use]
pub fn has_keys(value: &Value, keys: &[&str]) -> bool {
    keys.iter().all(|key| value.get(key).is_some())
}

/// The types of JSON values, as the documents name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(non_camel_case_types, reason = "the names are those of the documents")]
pub enum JsonType {
    /// `true` or `false`.
    boolean,
    /// A number without a fraction.
    integer,
    /// Any number.
    number,
    /// Text.
    string,
    /// A list.
    array,
    /// An object.
    object,
}

impl JsonType {
    /// Whether a value is of this type.
    #[must_use]
    pub fn is_of(self, value: &Value) -> bool {
        match self {
            Self::boolean => value.is_boolean(),
            Self::integer => value.is_i64() || value.is_u64(),
            Self::number => value.is_number(),
            Self::string => value.is_string(),
            Self::array => value.is_array(),
            Self::object => value.is_object(),
        }
    }
}

/// Writes a variant with the property that names it, where the variant does not write that itself.
///
/// # Errors
/// When the variant can not be written.
pub fn tagged(property: &str, tag: &str, variant: &dyn Encode, sink: &mut dyn Sink) -> Result<(), Failed> {
    match serialize(variant, serde_json::value::Serializer) {
        Ok(Value::Object(mut object)) if !object.contains_key(property) => {
            object.insert(property.to_owned(), Value::String(tag.to_owned()));
            sink.object(&object)
        }
        Ok(_) => variant.encode(sink),
        Err(_) => variant.encode(sink),
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
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    ($name:ident [$($all:ident),*] property $property:literal { $($tag:literal => $variant:ident,)* }) => {
        $crate::union!(@decode $name source value {
            match $crate::runtime::union::tag(&value, $property) {
                $(Some($tag) => return $crate::runtime::union::picked(source, &value).map(Self::$variant),)*
                _ => {}
            }
        });

        impl $name {
            /// The value of the property that names a variant.
            fn tag_of(&self) -> Option<&'static str> {
                $(if let Self::$variant(_) = self {
                    return Some($tag);
                })*
                None
            }
        }

        impl $crate::runtime::codec::Encode for $name {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::sink::Sink,
            ) -> Result<(), $crate::runtime::codec::Failed> {
                let tag = self.tag_of().unwrap_or_default();
                match self {
                    $(Self::$all(variant) => $crate::runtime::union::tagged($property, tag, variant, sink),)*
                    Self::Unknown(value) => sink.value(value),
                }
            }
        }
    };
    ($name:ident [$($all:ident),*] json_type { $($json:ident => $variant:ident,)* }) => {
        $crate::union!(@decode $name source value {
            $(if $crate::runtime::union::JsonType::$json.is_of(&value) {
                return $crate::runtime::union::picked(source, &value).map(Self::$variant);
            })*
        });
        $crate::union!(@encode $name $($all)*);
    };
    ($name:ident [$($all:ident),*] keys { $([$($key:literal),*] => $variant:ident,)* }) => {
        $crate::union!(@decode $name source value {
            $(if $crate::runtime::union::has_keys(&value, &[$($key),*]) {
                if let Some(variant) = $crate::runtime::union::tried(&value) {
                    return Ok(Self::$variant(variant));
                }
            })*
        });
        $crate::union!(@encode $name $($all)*);
    };
    ($name:ident [$($all:ident),*] first { $($variant:ident,)* }) => {
        $crate::union!(@decode $name source value {
            $(if let Some(variant) = $crate::runtime::union::tried(&value) {
                return Ok(Self::$variant(variant));
            })*
        });
        $crate::union!(@encode $name $($all)*);
    };
    (@decode $name:ident $source:ident $value:ident $pick:block) => {
        impl $crate::runtime::codec::Decode for $name {
            fn decode(
                $source: &mut dyn $crate::runtime::source::Source,
            ) -> Result<Self, $crate::runtime::codec::Failed> {
                let $value = $source.value()?;
                $pick
                Ok(Self::Unknown($value))
            }
        }

        $crate::serde_by_codec!($name);
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
