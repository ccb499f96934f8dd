//! Keys by which a server knows a call again that it has seen before.

use super::random;

/// How calls of an operation are known again, so that one that changes something can be sent twice and happens once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idempotency {
    /// The codes of 409 answers which say that the first try is still being worked on, so that the next one may do better.
    pub in_progress: &'static [&'static str],
}

/// A key for a new call: a random UUID, as it is advised nearly everywhere.
#[must_use]
pub fn new_key() -> String {
    let [high, low] = [random::bits(), random::bits()];
    // Version 4, variant 1.
    let (high, low) = (high & !0xF000 | 0x4000, low & !(0b11 << 62) | (0b10 << 62));
    let text = format!("{high:016x}{low:016x}");
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}
