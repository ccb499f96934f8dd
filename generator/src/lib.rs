//! Turns an OpenAPI document into a Rust client crate.

pub mod diag;
pub mod dialect;
pub mod load;
pub mod model;
pub mod nearest;
pub mod path;
pub mod source;
pub mod text;
