//! Resource ids: a prefix and 26 characters of Crockford's base 32, identical in every run.

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Returns the `number`-th id with this prefix, which is `ctc` or `req`.
pub(super) fn id(prefix: &str, number: usize) -> String {
    let mut random = number as u64;
    let characters = (0..26).map(|_| {
        random = scramble(random);
        char::from(ALPHABET[(random >> 59) as usize])
    });
    format!("{prefix}_{}", characters.collect::<String>())
}

/// Applies one step of `SplitMix64`, which spreads adjacent numbers over the whole range.
fn scramble(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
