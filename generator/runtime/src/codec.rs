//! Reads and writes values: the engine behind the models. It knows JSON and the formats of serde, and nothing of HTTP.
//!
//! The traits are in `traits`: `Decode` reads a value from a `Source`, and `Encode` writes one to a `Sink`. Both are trait objects, so
//! that the code of a model is compiled once instead of once per format.
//!
//! * Reading: `source` is the interface, `reader` implements it for the formats of serde, and `buffered` for JSON in memory, which
//!   unions read several times. `record_reader` reads objects. `scalar` and `required` have the rules for values that a server sends
//!   as another JSON type or as `null`. `decode_path` records where a problem is, and `speculation` what an attempt to read a variant
//!   of a union loses.
//! * Writing: `sink` is the interface and its implementation for the formats of serde.
//! * Values: `any_value` reads any JSON, `containers` implements the traits for options, lists and maps, and `serde_by_codec!` implements those of serde.
//! * JSON texts: `json` reads and writes bodies. `json_sink` writes a text, and `json_reader` reads one, with `json_cursor`,
//!   `json_numbers` and `json_strings`. A text that it rejects is read by `reader`, for the error, and once more after
//!   `lone_surrogates` repaired it.

pub(crate) mod any_value;
pub mod buffered;
pub mod containers;
pub mod decode_path;
pub mod json;
mod json_cursor;
mod json_numbers;
pub(crate) mod json_reader;
mod json_sink;
mod json_strings;
pub(crate) mod lone_surrogates;
pub mod reader;
mod record_reader;
pub mod required;
pub mod scalar;
pub mod serde_by_codec;
pub mod sink;
pub mod source;
pub mod speculation;
pub mod traits;
