//! The type of a point in time. It is that of the standard library, except in a browser, where the clock of the standard library panics.

#[cfg(not(all(feature = "fetch", target_family = "wasm", target_os = "unknown")))]
pub use std::time::Instant;

#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
pub use web_time::Instant;
