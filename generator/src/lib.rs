//! Turns an OpenAPI document into a Rust client crate.

pub mod diag;
pub mod model;
pub mod path;
