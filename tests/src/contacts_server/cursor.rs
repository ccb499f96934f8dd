//! Cursors: the position of the next page, sealed together with its filters.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::query::Filters;

const KEY: &[u8] = b"the contacts server of the tests";
const SEAL_LENGTH: usize = 16;

/// Returns the cursor for `position` with these filters.
pub(super) fn seal(position: usize, filters: &Filters) -> String {
    let position = position as u64;
    let seal = hash(position, filters).finalize().into_bytes();
    URL_SAFE_NO_PAD.encode([&position.to_be_bytes()[..], &seal[..SEAL_LENGTH]].concat())
}

/// Returns the position in a cursor, or `None` if the cursor is invalid or has other filters.
pub(super) fn open(cursor: &str, filters: &Filters) -> Option<usize> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (position, seal) = bytes.split_first_chunk()?;
    let position = u64::from_be_bytes(*position);
    if seal.len() != SEAL_LENGTH {
        return None;
    }
    hash(position, filters).verify_truncated_left(seal).ok()?;
    usize::try_from(position).ok()
}

fn hash(position: u64, filters: &Filters) -> Hmac<Sha256> {
    let mut hash = Hmac::<Sha256>::new_from_slice(KEY).expect("HMAC takes a key of any length");
    hash.update(&position.to_be_bytes());
    for filter in [Some(&filters.phone_number_id), filters.phone.as_ref(), filters.search.as_ref()] {
        match filter {
            // The length makes the concatenation of filters unambiguous.
            Some(text) => {
                hash.update(&[1]);
                hash.update(&(text.len() as u64).to_be_bytes());
                hash.update(text.as_bytes());
            }
            None => hash.update(&[0]),
        }
    }
    hash
}
