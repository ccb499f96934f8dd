//! Random numbers without a dependency, from the seeds that the standard library uses for hash maps.

use std::hash::{BuildHasher, RandomState};

/// Returns a random number from 0 to 1. It is good enough to spread the retries of clients, but not for secrets.
#[must_use]
pub fn unit() -> f64 {
    let bits = bits();
    f64::from(u32::try_from(bits >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}

/// Returns 64 random bits.
#[must_use]
pub fn bits() -> u64 {
    RandomState::new().hash_one(())
}
