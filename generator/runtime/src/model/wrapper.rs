//! Wrappers: `wrapper!` implements a struct with one field that is written as that field.

/// Implements a struct around one value, for recursive list types, which cannot be an alias.
#[doc(hidden)]
#[macro_export]
macro_rules! wrapper {
    ($name:ident) => {
        impl $crate::runtime::codec::traits::Decode for $name {
            fn decode(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::std::result::Result<Self, $crate::runtime::codec::traits::Failed> {
                $crate::runtime::codec::traits::Decode::decode(source).map(Self)
            }
        }

        impl $crate::runtime::codec::traits::Encode for $name {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::codec::sink::Sink,
            ) -> ::std::result::Result<(), $crate::runtime::codec::traits::Failed> {
                $crate::runtime::codec::traits::Encode::encode(&self.0, sink)
            }
        }

        $crate::runtime::serde_by_codec!($name);
    };
}
