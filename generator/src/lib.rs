//! Turns an OpenAPI document into a Rust client crate.

pub mod analyze;
pub mod config;
pub mod diag;
pub mod dialect;
pub mod disk;
pub mod emit;
pub mod keywords;
pub mod lint;
pub mod load;
pub mod lower;
pub mod model;
pub mod name;
pub mod nearest;
pub mod path;
pub mod print;
pub mod render;
pub mod resolve;
pub mod rust;
pub mod source;
pub mod text;
pub mod tree;
