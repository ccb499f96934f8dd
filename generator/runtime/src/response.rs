//! Responses: their head, their body, and the ways to read it. It sends nothing, except for `download`, which resumes.
//!
//! * `decoded` has the `Response` of an operation, `meta` its status and headers, and `raw` the response with its whole body.
//! * `charset` decodes text, `scalar_body` reads bodies that are a single value, and `http_date` reads the dates of headers.
//! * `download` writes a body to a file, and `byte_range` compares the parts and the versions of a file.

mod byte_range;
pub mod charset;
pub mod decoded;
pub mod download;
pub mod http_date;
pub mod meta;
pub mod raw;
mod scalar_body;
