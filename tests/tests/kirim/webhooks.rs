//! Signatures of webhooks, checked without a client.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use kirim::webhooks::{SignatureError, verifier};
use sha2::Sha256;

const BODY: &[u8] = br#"{"id":"evt_01HXYZABCDEFGHJKMNPQRSTVWX","type":"contact.created"}"#;

/// The header as the vendor documents it.
fn signed(secret: &str, seconds: i64) -> HeaderMap {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    let mac = mac.chain_update(format!("{seconds}.")).chain_update(BODY).finalize().into_bytes();
    let hex = mac.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    let mut headers = HeaderMap::new();
    headers.insert("X-Kirim-Signature", format!("t={seconds},v1={hex}").parse().unwrap());
    headers
}

fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

#[test]
fn a_webhook_of_the_vendor_is_accepted_with_any_secret_in_use() {
    assert_eq!(verifier(["whsec_new", "whsec_old"]).verify(&signed("whsec_old", now()), BODY), Ok(()));
}

#[test]
fn forged_changed_and_old_ones_are_not() {
    let verifier = || verifier(["whsec_1"]);
    assert_eq!(verifier().verify(&signed("whsec_2", now()), BODY), Err(SignatureError::Mismatch));
    assert_eq!(verifier().verify(&signed("whsec_1", now()), b"{}"), Err(SignatureError::Mismatch));
    assert_eq!(verifier().verify(&signed("whsec_1", now() - 400), BODY), Err(SignatureError::Expired));
    assert_eq!(verifier().verify(&HeaderMap::new(), BODY), Err(SignatureError::Missing));
    assert_eq!(verifier().tolerance(Duration::ZERO).verify(&signed("whsec_1", now() - 400), BODY), Ok(()));
}
