//! `Debug` of objects that contain secrets, such as passwords.

use std::fmt;

/// Implements `Debug` for a struct as `derive` does, without the values of hidden fields.
///
/// ```ignore
/// redacted_debug!(Login {
///     shown user: "user",
///     hidden password: "password",
/// });
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! redacted_debug {
    ($name:ident $(<$client:ident>)? { $($(shown $shown:ident)? $(hidden $hidden:ident)? : $text:literal),* $(,)? }) => {
        impl$(<$client: ::std::fmt::Debug>)? ::std::fmt::Debug for $name$(<$client>)? {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::runtime::model::redacted::fields(
                    formatter,
                    ::std::stringify!($name),
                    &[$(
                        $(($text, ::std::option::Option::Some(&self.$shown)))?
                        $(($text, $crate::runtime::model::redacted::hidden(&self.$hidden)))?
                    ),*],
                )
            }
        }
    };
}

/// Writes the fields of an object. A field without a value is hidden.
///
/// # Errors
/// When the text cannot be written.
pub fn fields(
    formatter: &mut fmt::Formatter<'_>,
    name: &str,
    fields: &[(&str, Option<&dyn fmt::Debug>)],
) -> fmt::Result {
    let mut object = formatter.debug_struct(name);
    for (name, value) in fields {
        match value {
            Some(value) => object.field(name, value),
            None => object.field(name, &Hidden),
        };
    }
    object.finish()
}

/// Hides the value of a field.
#[must_use]
pub const fn hidden<T>(_: &T) -> Option<&'static dyn fmt::Debug> {
    None
}

/// The placeholder of a hidden value.
struct Hidden;

impl fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(..)")
    }
}
