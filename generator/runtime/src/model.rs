//! The macros and types that models consist of. They use the engine in `codec`, and nothing of HTTP.
//!
//! * Macros that implement the types of a document: `record!` for objects, `open_enum!` and `open_integers!` for enumerations, `union!`
//!   (in `union_macro`) for alternatives, `checked_string!` for strings with constraints, `wrapper!` for recursive lists, and
//!   `redacted_debug!` for objects with secrets. `union` decides which alternative fits, `internally_tagged` writes a discriminator,
//!   `pattern` matches strings, and `checked` has the error of a broken constraint.
//! * Types for formats: `base64`, `time`, `offset_time`, `uuid`, and `text` for all that are strings in JSON. `chrono`, `time_crate`,
//!   `decimal`, `url` and `integer_string` are for types that the configuration chooses, and `own_type!` is for those that serde reads and writes.
//! * Types for shapes: `tuples`, and `nested` for types that are too deep for the compiler.

pub mod base64;
pub mod checked;
pub mod checked_string;
#[cfg(feature = "chrono")]
pub mod chrono;
#[cfg(feature = "rust_decimal")]
pub mod decimal;
pub mod integer_string;
pub mod internally_tagged;
pub mod nested;
pub mod offset_time;
pub mod open_enum;
pub mod open_integers;
pub mod own_type;
pub mod pattern;
pub mod record;
pub mod redacted;
pub mod text;
pub mod time;
#[cfg(feature = "time")]
pub mod time_crate;
pub mod tuples;
pub mod union;
pub mod union_macro;
#[cfg(feature = "url")]
pub mod url;
#[cfg(feature = "uuid")]
pub mod uuid;
pub mod wrapper;
