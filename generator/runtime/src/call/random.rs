//! Random numbers without a dependency, from the seeds that the standard library uses for hash maps. In a browser, these are the same
//! in every page, so the random numbers are those of the browser.

#[cfg(not(all(feature = "fetch", target_family = "wasm", target_os = "unknown")))]
use std::hash::{BuildHasher, RandomState};

#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
pub(crate) use crate::runtime::transport::fetch::random::bits;

/// Returns a random number from 0 to 1. It is good enough to spread the retries of clients, but not for secrets.
#[must_use]
pub fn unit() -> f64 {
    let bits = bits();
    f64::from(u32::try_from(bits >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}

/// Returns 64 random bits.
#[cfg(not(all(feature = "fetch", target_family = "wasm", target_os = "unknown")))]
#[must_use]
pub fn bits() -> u64 {
    RandomState::new().hash_one(())
}
