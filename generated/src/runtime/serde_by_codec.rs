//! The serde implementations of types with a codec.

/// Implements serde's traits for a type that implements [`Decode`](super::codec::Decode) and
/// [`Encode`](super::codec::Encode).
macro_rules! serde_by_codec {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::runtime::codec::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::runtime::codec::deserialize(deserializer)
            }
        }
    };
}
pub(crate) use serde_by_codec;
