//! Strings with constraints: `checked_string!` implements a type that only contains valid strings.

use super::checked::InvalidValue;
use super::pattern::Pattern;

/// The constraints of a string.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules {
    /// The minimum number of characters (Unicode scalar values).
    min_length: Option<usize>,
    /// The maximum number of characters.
    max_length: Option<usize>,
    /// The pattern as the API description declares it, and as a table.
    pattern: Option<(&'static str, Pattern)>,
}

impl Rules {
    /// No constraints.
    pub const NONE: Self = Self { min_length: None, max_length: None, pattern: None };

    /// Sets the minimum number of characters.
    #[must_use]
    pub const fn min_length(mut self, characters: usize) -> Self {
        self.min_length = Some(characters);
        self
    }

    /// Sets the maximum number of characters.
    #[must_use]
    pub const fn max_length(mut self, characters: usize) -> Self {
        self.max_length = Some(characters);
        self
    }

    /// Sets the pattern, as the API description declares it and as a table.
    #[must_use]
    pub const fn pattern(mut self, source: &'static str, table: Pattern) -> Self {
        self.pattern = Some((source, table));
        self
    }

    /// Checks a string.
    ///
    /// # Errors
    /// Returns the first constraint that it breaks, and never the string.
    pub fn check(&self, text: &str) -> Result<(), InvalidValue> {
        let count = text.chars().count();
        if let Some(min) = self.min_length.filter(|&min| count < min) {
            return Err(InvalidValue::new(format!("must have at least {}", characters(min))));
        }
        if let Some(max) = self.max_length.filter(|&max| count > max) {
            return Err(InvalidValue::new(format!("must have at most {}", characters(max))));
        }
        match &self.pattern {
            Some((source, pattern)) if !pattern.matches(text) => {
                Err(InvalidValue::new(format!("must match `{source}`")))
            }
            _ => Ok(()),
        }
    }
}

fn characters(count: usize) -> String {
    format!("{count} character{}", if count == 1 { "" } else { "s" })
}

/// Implements a struct around a `String` with constraints:
///
/// ```ignore
/// checked_string!(Search { min_length: 1, max_length: 200, });
/// checked_string!(PhoneNumberId digits { pattern: "^\\d{6,20}$" = pattern::whole(&[pattern::repeated(pattern::DIGIT, 6, 20)]), });
/// ```
///
/// `digits` declares that only digits are valid, so that the type can be created from integers as well.
#[doc(hidden)]
#[macro_export]
macro_rules! checked_string {
    ($name:ident digits { $($rules:tt)* }) => {
        $crate::runtime::checked_string!($name { $($rules)* });
        $crate::runtime::checked_string!(@integers $name i32 i64 u8 u16 u32 u64 usize);
    };
    (@integers $name:ident $($integer:ty)*) => {$(
        impl ::std::convert::TryFrom<$integer> for $name {
            type Error = $crate::runtime::InvalidValue;

            fn try_from(number: $integer) -> ::std::result::Result<Self, Self::Error> {
                Self::new(number.to_string())
            }
        }
    )*};
    ($name:ident {
        $(min_length: $min:literal $(,)?)?
        $(max_length: $max:literal $(,)?)?
        $(pattern: $source:literal = $table:expr $(,)?)?
    }) => {
        impl $name {
            const RULES: $crate::runtime::model::checked_string::Rules = $crate::runtime::model::checked_string::Rules::NONE
                $(.min_length($min))?
                $(.max_length($max))?
                $(.pattern($source, { use $crate::runtime::model::pattern; $table }))?;

            /// Creates the value from a valid string.
            ///
            /// # Errors
            ///
            /// Returns the constraint that the string breaks.
            pub fn new(
                text: impl ::std::convert::Into<::std::string::String>,
            ) -> ::std::result::Result<Self, $crate::runtime::InvalidValue> {
                let text = text.into();
                $crate::runtime::model::checked_string::Rules::check(&Self::RULES, &text)?;
                ::std::result::Result::Ok(Self(text))
            }

            /// Returns the string.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Returns the string.
            #[must_use]
            pub fn into_string(self) -> ::std::string::String {
                self.0
            }
        }

        impl $crate::runtime::model::checked::Received for $name {
            fn received(text: ::std::string::String) -> Self {
                Self(text)
            }
        }

        impl ::std::convert::TryFrom<&str> for $name {
            type Error = $crate::runtime::InvalidValue;

            fn try_from(text: &str) -> ::std::result::Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl ::std::convert::TryFrom<&::std::string::String> for $name {
            type Error = $crate::runtime::InvalidValue;

            fn try_from(text: &::std::string::String) -> ::std::result::Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl ::std::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::runtime::InvalidValue;

            fn try_from(text: ::std::string::String) -> ::std::result::Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::runtime::InvalidValue;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl $crate::runtime::codec::traits::Decode for $name {
            fn decode(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::std::result::Result<Self, $crate::runtime::codec::traits::Failed> {
                let text = source.string()?;
                Self::new(text).map_err(|invalid| source.fail(&invalid))
            }
        }

        impl $crate::runtime::codec::traits::Encode for $name {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::codec::sink::Sink,
            ) -> ::std::result::Result<(), $crate::runtime::codec::traits::Failed> {
                sink.str(&self.0)
            }
        }

        $crate::runtime::serde_by_codec!($name);
    };
}
