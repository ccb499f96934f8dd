//! Randomness that needs no dependency: what the standard library seeds its hash maps with.

use std::hash::{BuildHasher, RandomState};

/// A number from 0 to 1, another one each time; good enough to keep clients from acting in step, not for secrets.
#[must_use]
pub fn unit() -> f64 {
    let bits = RandomState::new().hash_one(());
    f64::from(u32::try_from(bits >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}
