//! Sets of strings that may grow: [`open_enum!`] implements an enum that names the strings the document lists and keeps
//! every other one as it came.

/// Implements an enum of strings, whose variant `Unknown(String)` holds what the document does not name:
///
/// ```ignore
/// open_enum!(ContactObject { Contact = "contact" });
/// open_enum!(Mood { Unknown = "unknown", Happy = "happy", .. Other });
/// ```
///
/// The second form is for documents that name `unknown` themselves.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $text:literal),* $(,)? }) => {
        $crate::open_enum!($name { $($variant = $text,)* .. Unknown });
    };
    ($name:ident { $($variant:ident = $text:literal,)* .. $other:ident }) => {
        impl $name {
            /// The text as it is sent.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::$other(text) => text,
                }
            }

            fn named(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self::named(&text).unwrap_or(Self::$other(text))
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::named(text).unwrap_or_else(|| Self::$other(text.to_owned()))
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl $crate::runtime::codec::Decode for $name {
            fn decode(
                source: &mut dyn $crate::runtime::source::Source,
            ) -> Result<Self, $crate::runtime::codec::Failed> {
                let mut value = None;
                source.scalar(&mut |text| Ok(value = Some(Self::from(text))))?;
                value.ok_or($crate::runtime::codec::Failed)
            }
        }

        impl $crate::runtime::codec::Encode for $name {
            fn encode(&self, sink: &mut dyn $crate::runtime::sink::Sink) -> Result<(), $crate::runtime::codec::Failed> {
                sink.str(self.as_str())
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::codec::deserialize(deserializer)
            }
        }
    };
}
