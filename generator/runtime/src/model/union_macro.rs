//! The macro `union!`, which converts the rules of a union to tables. The module `union` applies them.

/// Implements an enum of types, with a variant `Unknown(serde_json::Value)` for all other values:
///
/// ```ignore
/// union!(Id { Text: string, Number: integer });
/// union!(Pet by "kind" { Cat: object = "cat" | "kitten", Dog: object = "dog", Name: string });
/// union!(Reply { Good: object where "ok" = (Boolean(true)), Bad: object where "ok" = (Boolean(false)) });
/// union!(Shape by "kind" { Circle: object = "circle", Other: object = _ });
/// ```
///
/// Each variant is followed by its JSON types. `by` declares the discriminator property. Its values for a variant
/// follow `=`, and the first one is written unless the variant writes the property itself. `_` means all values that no
/// other variant lists, and a missing property. `where` lists further properties with fixed values. The order is that
/// of [`read`].
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    ($name:ident by $tag:literal {
        $($variant:ident: $($type:ident)|+ $(= $($value:tt)|+)? $(where $($key:literal = $($constant:tt)|+)&+)?),* $(,)?
    }) => {
        $crate::runtime::union!(@decode $name [::std::option::Option::Some($tag)] {
            $($variant: $($type)|+ [$($($value)|+)?] [$($($key = $($constant)|+)&+)?]),*
        });

        impl $crate::runtime::codec::traits::Encode for $name {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::codec::sink::Sink,
            ) -> ::std::result::Result<(), $crate::runtime::codec::traits::Failed> {
                match self {
                    $(Self::$variant(variant) => {
                        const TAGS: &[$crate::runtime::model::union::Constant] =
                            &[$($($crate::runtime::union!(@constant $value)),+)?];
                        $crate::runtime::model::internally_tagged::encode($tag, TAGS, variant, sink)
                    })*
                    Self::Unknown(value) => sink.value(value),
                }
            }
        }
    };
    ($name:ident {
        $($variant:ident: $($type:ident)|+ $(where $($key:literal = $($constant:tt)|+)&+)?),* $(,)?
    }) => {
        $crate::runtime::union!(@decode $name [::std::option::Option::None] {
            $($variant: $($type)|+ [] [$($($key = $($constant)|+)&+)?]),*
        });

        impl $crate::runtime::codec::traits::Encode for $name {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::codec::sink::Sink,
            ) -> ::std::result::Result<(), $crate::runtime::codec::traits::Failed> {
                match self {
                    $(Self::$variant(variant) => $crate::runtime::codec::traits::Encode::encode(variant, sink),)*
                    Self::Unknown(value) => sink.value(value),
                }
            }
        }
    };
    (@decode $name:ident [$tag:expr] {
        $($variant:ident: $($type:ident)|+ [$($value:tt)|*] [$($key:literal = $($constant:tt)|+)&*]),*
    }) => {
        impl $crate::runtime::codec::traits::Decode for $name {
            fn decode(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::std::result::Result<Self, $crate::runtime::codec::traits::Failed> {
                static RULES: $crate::runtime::model::union::Rules = $crate::runtime::model::union::Rules {
                    tag: $tag,
                    alternatives: &[$($crate::runtime::model::union::Alternative {
                        types: &[$($crate::runtime::union!(@type $type)),+],
                        tags: &[$($crate::runtime::union!(@constant $value)),*],
                        constants: &[$(($key, &[$($crate::runtime::union!(@constant $constant)),+])),*],
                    }),*],
                };
                let readers: &[fn(
                    &mut dyn $crate::runtime::codec::source::Source,
                ) -> ::std::result::Result<$name, $crate::runtime::codec::traits::Failed>] =
                    &[$(|source| $crate::runtime::codec::traits::Decode::decode(source).map(Self::$variant)),*];
                let mut found = ::std::option::Option::None;
                let unknown = $crate::runtime::model::union::read(source, &RULES, &mut |index, source| {
                    let reader = readers.get(index).ok_or($crate::runtime::codec::traits::Failed)?;
                    found = ::std::option::Option::Some(reader(source)?);
                    ::std::result::Result::Ok(())
                })?;
                unknown.map(Self::Unknown).or(found).ok_or($crate::runtime::codec::traits::Failed)
            }
        }

        $crate::runtime::serde_by_codec!($name);
    };
    (@type null) => { $crate::runtime::model::union::Type::Null };
    (@type boolean) => { $crate::runtime::model::union::Type::Boolean };
    (@type integer) => { $crate::runtime::model::union::Type::Integer };
    (@type number) => { $crate::runtime::model::union::Type::Number };
    (@type string) => { $crate::runtime::model::union::Type::String };
    (@type array) => { $crate::runtime::model::union::Type::Array };
    (@type object) => { $crate::runtime::model::union::Type::Object };
    (@constant _) => { $crate::runtime::model::union::Constant::Other };
    (@constant ($($constant:tt)+)) => { $crate::runtime::model::union::Constant::$($constant)+ };
    (@constant $text:literal) => { $crate::runtime::model::union::Constant::Text($text) };
}
