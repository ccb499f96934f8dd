//! Types of other crates that serde reads and writes: `own_type!` implements [`Decode`](crate::runtime::codec::traits::Decode) and
//! [`Encode`](crate::runtime::codec::traits::Encode) for them. Only crates whose configuration chooses such types contain this module,
//! because a type of another crate can implement the traits only where these are defined.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::runtime::codec::any_value::PRIVATE_KEY;
use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::Failed;

/// Reads a value by its own `Deserialize`.
///
/// # Errors
/// When the input is malformed, contains a private key of `serde_json`, or the type rejects the value.
pub fn read<T: DeserializeOwned>(source: &mut dyn Source) -> Result<T, Failed> {
    let value = source.value()?;
    // If the type contains a `Value`, a server could nest values in such objects beyond the limit.
    if let Some(key) = private_key(&value) {
        return Err(source.fail(&format_args!("the key `{key}` is reserved by serde_json")));
    }
    serde_json::from_value(value).map_err(|error| source.fail(&error))
}

/// Returns a private key of `serde_json` in a value. A type that contains a `Value` would read the text in the object with such a key.
fn private_key(value: &Value) -> Option<&str> {
    match value {
        Value::Array(items) => items.iter().find_map(private_key),
        Value::Object(members) => {
            members.iter().find_map(
                |(key, value)| {
                    if key.starts_with(PRIVATE_KEY) { Some(key.as_str()) } else { private_key(value) }
                },
            )
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Writes a value by its own `Serialize`.
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn write<T: Serialize>(value: &T, sink: &mut dyn Sink) -> Result<(), Failed> {
    match serde_json::to_value(value) {
        Ok(value) => sink.value(&value),
        Err(error) => Err(sink.fail(&error.to_string())),
    }
}

/// Implements reading and writing for types of other crates:
///
/// ```ignore
/// own_type!(semver::Version, std::net::IpAddr);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! own_type {
    ($($type:ty),+ $(,)?) => {$(
        impl $crate::runtime::codec::traits::Decode for $type {
            fn decode(
                source: &mut dyn $crate::runtime::codec::source::Source,
            ) -> ::std::result::Result<Self, $crate::runtime::codec::traits::Failed> {
                $crate::runtime::model::own_type::read(source)
            }
        }

        impl $crate::runtime::codec::traits::Encode for $type {
            fn encode(
                &self,
                sink: &mut dyn $crate::runtime::codec::sink::Sink,
            ) -> ::std::result::Result<(), $crate::runtime::codec::traits::Failed> {
                $crate::runtime::model::own_type::write(self, sink)
            }
        }
    )+};
}
