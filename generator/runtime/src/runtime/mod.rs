//! What every generated client stands on: reading and writing models, encoding requests, sending them.

pub mod checked;
pub mod codec;
pub mod json;

pub use checked::{Argument, Checked, InvalidValue};
pub use codec::Decode;
