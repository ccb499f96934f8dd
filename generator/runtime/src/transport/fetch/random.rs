//! Random numbers of the environment.

use web_sys::Crypto;
use web_sys::js_sys::{BigUint64Array, Math};
use web_sys::wasm_bindgen::JsCast as _;

use super::scope;

/// Returns 64 random bits. An environment without `crypto` has only the less random numbers of `Math`.
pub(crate) fn bits() -> u64 {
    let number = BigUint64Array::new_with_length(1);
    let filled = scope::value("crypto").is_some_and(|crypto| {
        crypto.unchecked_into::<Crypto>().get_random_values_with_array_buffer_view(&number).is_ok()
    });
    if filled { number.get_index(0) } else { half() << 32 | half() }
}

/// Returns 32 random bits of `Math.random`.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number from 0 to 2^32, rounded down")]
fn half() -> u64 {
    (Math::random() * 4_294_967_296.0) as u64
}
