//! Open enums of integers: `open_integers!` implements an enum with a variant for each declared integer and one for all
//! other integers.

/// Implements an enum of integers, with a variant `Unknown(i64)` for values that the API description does not declare:
///
/// ```ignore
/// open_integers!(Priority { Low = 1, High = 2, });
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! open_integers {
    ($name:ident { $($variant:ident = $number:literal),* $(,)? }) => {
        impl $name {
            /// The values that the API description declares, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the integer that is sent.
            #[must_use]
            pub const fn get(self) -> i64 {
                match self {
                    $(Self::$variant => $number,)*
                    Self::Unknown(number) => number,
                }
            }
        }

        impl ::std::convert::From<i64> for $name {
            fn from(number: i64) -> Self {
                match number {
                    $($number => Self::$variant,)*
                    _ => Self::Unknown(number),
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.get(), formatter)
            }
        }

        impl $crate::runtime::codec::traits::Decode for $name {
            fn decode(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::std::result::Result<Self, $crate::runtime::codec::traits::Failed> {
                let value = source.i64().map(Self::from)?;
                if ::std::matches!(value, Self::Unknown(_)) {
                    source.speculation().unlisted();
                }
                ::std::result::Result::Ok(value)
            }
        }

        impl $crate::runtime::codec::traits::Encode for $name {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::codec::sink::Sink,
            ) -> ::std::result::Result<(), $crate::runtime::codec::traits::Failed> {
                sink.i64(self.get())
            }
        }

        $crate::runtime::serde_by_codec!($name);
    };
}
