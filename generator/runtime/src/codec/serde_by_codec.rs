//! The serde implementations of types with a codec.

/// Implements serde's traits for a type that implements [`Decode`](super::traits::Decode) and
/// [`Encode`](super::traits::Encode).
#[doc(hidden)]
#[macro_export]
macro_rules! serde_by_codec {
    ($name:ident) => {
        impl $crate::runtime::serde::Serialize for $name {
            fn serialize<S: $crate::runtime::serde::Serializer>(
                &self,
                serializer: S,
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
