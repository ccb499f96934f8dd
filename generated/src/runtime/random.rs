//! Randomness that needs no dependency: what the standard library seeds its hash maps with.

use std::hash::{BuildHasher, RandomState};

/// A number from 0 to 1, another one each time; good enough to keep clients from acting in step, not for secrets.
#[must_use]
pub fn unit() -> f64 {
    let bits = bits();
    f64::from(u32::try_from(bits >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}

/// 64 bits, other ones each time, and not to be foreseen by who has not seen others.
#[must_use]
pub fn bits() -> u64 {
    RandomState::new().hash_one(())
}
