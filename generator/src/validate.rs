//! Reads what a document declares from its original form, of any version, and judges values by it with a JSON Schema
//! validator. It shares no code with the stages that make a crate, so that it does not repeat their errors.

mod files;
pub mod media;
pub mod schema;
pub mod spec;
pub mod styles;

pub use files::{Files, RawPlace, beside, tidy};
