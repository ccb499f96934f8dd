//! Keys by which a server recognizes repeated attempts of a call.

use super::random;

/// The idempotency support of an operation: a call that changes something can be sent twice and takes effect once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idempotency {
    /// The error codes of 409 responses to a call that the server is still working on, so that a later attempt may
    /// succeed.
    pub in_progress: &'static [&'static str],
}

/// Returns a key for a new call: a random UUID, which most APIs recommend.
#[must_use]
pub fn new_key() -> String {
    let [high, low] = [random::bits(), random::bits()];
    // Version 4, variant 1.
    let (high, low) = (high & !0xF000 | 0x4000, low & !(0b11 << 62) | (0b10 << 62));
    let text = format!("{high:016x}{low:016x}");
    format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
}
