//! Objects with known keys: `record!` lists the fields of a struct once, for reading and for writing.

/// Implements reading and writing for a struct.
///
/// ```ignore
/// record!(Contact {
///     required id: "id",
///     nullable phone_number: "phone_number",
///     optional language: "lang",
///     tristate note: "note",
///     .. extra
/// });
/// ```
///
/// | keyword | type of the field | missing key | `null` | `None` is written as |
/// |---|---|---|---|---|
/// | `required` | `T` | error | as `T` reads it | |
/// | `nullable` | `Option<T>` | `None` | `None` | `null` |
/// | `optional` | `Option<T>` | `None` | `None` | nothing |
/// | `tristate` | `Option<Option<T>>` | `None` | `Some(None)` | nothing; `Some(None)` as `null` |
/// | `tristate` | `Option<Value>` | `None` | `Some(Value::Null)` | nothing; `Some(Value::Null)` as `null` |
/// | `read_only` | `Option<T>` | `None` | `None` | nothing; requests omit the property |
/// | `read_only_tristate` | `Option<Value>` | `None` | `Some(Value::Null)` | nothing; requests omit the property |
///
/// A required list or map can be `null` or missing as well; see [`required`](crate::runtime::codec::required). `record!(Contact sent
/// "Contact" {` declares that the object is also sent, with the name of its schema in the configuration. Then `null`
/// and a missing key are errors.
///
/// The field after `..` is a `BTreeMap<String, T>` for all other keys. Without it they are ignored. If a key appears
/// twice, the last one counts.
//
// The expansion is compiled for every field of every model. So it has no generic function, no `?` and only one early
// return: each of these is more expensive to compile than the rest of the line.
#[doc(hidden)]
#[macro_export]
macro_rules! record {
    ($name:ident $(sent $schema:literal)? {
        $(
            $(required $required:ident)? $(nullable $nullable:ident)? $(optional $optional:ident)?
            $(tristate $tristate:ident)? $(read_only $read_only:ident)?
            $(read_only_tristate $read_only_tristate:ident)? : $key:literal
        ),* $(,)?
        $(.. $rest:ident)?
    }) => {
        impl $crate::runtime::codec::traits::Decode for $name {
            fn decode(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::std::result::Result<Self, $crate::runtime::codec::traits::Failed> {
                $(let mut $($required)? $($nullable)? $($optional)? $($tristate)? $($read_only)?
                    $($read_only_tristate)? = ::std::option::Option::None;)*
                $(let mut $rest = ::std::collections::BTreeMap::new();)?
                // The variables are filled through the slots, so that the loop over the keys is compiled once and not
                // for every model.
                let outcome = source.record(
                    &[$($schema)?],
                    &[$($key),*],
                    &mut [$(
                        $($crate::runtime::codec::source::Slot::required(&mut $required))?
                        $($crate::runtime::codec::source::Slot::nullable(&mut $nullable))?
                        $($crate::runtime::codec::source::Slot::optional(&mut $optional))?
                        $($crate::runtime::codec::source::Slot::tristate(&mut $tristate))?
                        $($crate::runtime::codec::source::Slot::optional(&mut $read_only))?
                        $($crate::runtime::codec::source::Slot::tristate(&mut $read_only_tristate))?
                    ),*],
                    &mut [$(&mut $rest)?],
                );
                let (
                    ::std::result::Result::Ok(()),
                    $(
                        $(::std::option::Option::Some($required))? $($nullable)? $($optional)? $($tristate)? $($read_only)?
                        $($read_only_tristate)?
                    ),*
                ) = (
                    outcome,
                    $(
                        $($required)? $($nullable)? $($optional)? $($tristate)? $($read_only)?
                        $($read_only_tristate)?
                    ),*
                ) else {
                    return ::std::result::Result::Err($crate::runtime::codec::traits::Failed);
                };
                ::std::result::Result::Ok(Self {
                    $(
                        $($required)? $($nullable)? $($optional)? $($tristate)? $($read_only)?
                        $($read_only_tristate)?,
                    )*
                    $($rest)?
                })
            }
        }

        impl $crate::runtime::codec::traits::Encode for $name {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::codec::sink::Sink,
            ) -> ::std::result::Result<(), $crate::runtime::codec::traits::Failed> {
                sink.record(
                    &[$(($key, ::std::concat!(",", ::std::stringify!($key), ":"))),*],
                    &[$(
                        $($crate::runtime::codec::sink::Entry::Value(&self.$required))?
                        $(match &self.$nullable {
                            ::std::option::Option::Some(value) => $crate::runtime::codec::sink::Entry::Value(value),
                            ::std::option::Option::None => $crate::runtime::codec::sink::Entry::Null,
                        })?
                        $(match &self.$optional {
                            ::std::option::Option::Some(value) => $crate::runtime::codec::sink::Entry::Value(value),
                            ::std::option::Option::None => $crate::runtime::codec::sink::Entry::Absent,
                        })?
                        $(match &self.$tristate {
                            ::std::option::Option::Some(value) => $crate::runtime::codec::sink::Entry::Value(value),
                            ::std::option::Option::None => $crate::runtime::codec::sink::Entry::Absent,
                        })?
                        $(match &self.$read_only {
                            ::std::option::Option::Some(value) => $crate::runtime::codec::sink::Entry::ReadOnly(value),
                            ::std::option::Option::None => $crate::runtime::codec::sink::Entry::Absent,
                        })?
                        $(match &self.$read_only_tristate {
                            ::std::option::Option::Some(value) => $crate::runtime::codec::sink::Entry::ReadOnly(value),
                            ::std::option::Option::None => $crate::runtime::codec::sink::Entry::Absent,
                        })?
                    ),*],
                    &[$(&self.$rest)?],
                )
            }
        }

        impl $crate::runtime::serde::Serialize for $name {
            fn serialize<S: $crate::runtime::serde::Serializer>(
                &self, serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::runtime::codec::traits::serialize(self, serializer)
            }
        }

        impl<'de> $crate::runtime::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::runtime::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::codec::traits::deserialize(deserializer)
            }
        }
    };
}
