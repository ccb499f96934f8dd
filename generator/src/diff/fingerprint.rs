//! Computes the fingerprint of a change, by which a configuration accepts it.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

use super::Rule;
use super::identity::normalized;

/// The number of bytes of a hash that a fingerprint shows.
const BYTES: usize = 6;

/// Returns the fingerprint of a change: a hash of its rule, its place in the API and its message. It does not depend on
/// lines, on the order of the document and on other changes.
pub(super) fn fingerprint(rule: Rule, identity: &str, message: &str) -> String {
    let mut hash = Sha256::new();
    for part in [rule.name(), &normalized(identity), message] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let mut text = String::with_capacity(2 * BYTES);
    for byte in hash.finalize().iter().take(BYTES) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Rule, fingerprint};

    #[test]
    fn a_fingerprint_is_stable_and_depends_on_every_part() {
        let of = |rule, identity, message| fingerprint(rule, identity, message);
        let one = of(Rule::BecameRequired, "GET /pets/{id} query:limit", "it is required");
        // `printf 'became-required\0GET /pets/{} query:limit\0it is required\0' | sha256sum`
        assert_eq!(one, "caa4cf9f8aa1");
        assert_eq!(one, of(Rule::BecameRequired, "GET /pets/{name} query:limit", "it is required"));
        assert_ne!(one, of(Rule::BecameOptional, "GET /pets/{id} query:limit", "it is required"));
        assert_ne!(one, of(Rule::BecameRequired, "GET /pets/{id} query:page", "it is required"));
        assert_ne!(one, of(Rule::BecameRequired, "GET /pets/{id} query:limit", "it is optional"));
    }
}
