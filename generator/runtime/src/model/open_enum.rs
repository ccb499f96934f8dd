//! Open enums of strings: `open_enum!` implements an enum with a variant for each declared string and one for all other
//! strings.

use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::Failed;

/// Reads the text of an enum. A number or a boolean is read as its JSON text, since a server may add one to the enum.
/// While the alternatives of a union are attempted, an alternative that declares the value has precedence over one that
/// does not.
///
/// # Errors
/// When the input is malformed, null, a list or an object.
pub fn read<T>(source: &mut dyn Source, named: fn(&str) -> Option<T>, other: fn(String) -> T) -> Result<T, Failed> {
    let mut value = None;
    let mut listed = true;
    let outcome = source.scalar(&mut |text| {
        let found = named(text);
        listed = found.is_some();
        value = Some(found.unwrap_or_else(|| other(text.to_owned())));
        Ok(())
    });
    if !listed {
        source.speculation().unlisted();
    }
    match (outcome, value) {
        (Ok(()), Some(value)) => Ok(value),
        _ => Err(Failed),
    }
}

/// Implements an enum of strings, with a variant `Unknown(String)` for values that the API description does not
/// declare:
///
/// ```ignore
/// open_enum!(ContactObject { Contact = "contact" });
/// open_enum!(Mood { Unknown = "unknown", Happy = "happy", .. Other });
/// ```
///
/// The second form is for API descriptions that declare `unknown` themselves.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $crate::runtime::open_enum!($name { $($variant = $text,)* .. Unknown });
    };
    ($name:ident { $($variant:ident = $text:literal,)* .. $other:ident }) => {
        impl $name {
            /// The values that the API description declares, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the text that is sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$other(text) => text,
                }
            }

            fn named(text: &str) -> ::std::option::Option<Self> {
                match text {
                    $($text => ::std::option::Option::Some(Self::$variant),)*
                    _ => ::std::option::Option::None,
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                match Self::named(&text) {
                    ::std::option::Option::Some(variant) => variant,
                    ::std::option::Option::None => Self::$other(text),
                }
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match Self::named(text) {
                    ::std::option::Option::Some(variant) => variant,
                    ::std::option::Option::None => Self::$other(text.to_owned()),
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl $crate::runtime::codec::traits::Decode for $name {
            fn decode(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::std::result::Result<Self, $crate::runtime::codec::traits::Failed> {
                $crate::runtime::model::open_enum::read(source, Self::named, Self::$other)
            }
        }

        impl $crate::runtime::codec::traits::Encode for $name {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::codec::sink::Sink,
            ) -> ::std::result::Result<(), $crate::runtime::codec::traits::Failed> {
                sink.str(self.as_str())
            }
        }

        $crate::runtime::serde_by_codec!($name);
    };
}
