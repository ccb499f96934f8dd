//! The runtime of generated crates, as real source: the folder `runtime` is embedded into every one of them, file by
//! file and unchanged, so nothing in it may refer to anything outside it.

#[cfg(any(test, feature = "fuzzing"))]
pub mod fuzz;
pub mod runtime;

#[cfg(test)]
mod tests;
