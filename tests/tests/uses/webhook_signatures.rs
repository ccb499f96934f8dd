//! Webhooks whose signature is checked before they are read.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use kirim::models::Webhook;
use kirim::webhooks::{SignatureError, WebhookError};
use serde_json::json;
use sha2::Sha256;

use crate::support::{TestResult, contact};

const SECRET: &str = "a secret of the webhook";

/// Returns the headers of a webhook that was signed at `seconds`.
fn signed(secret: &str, seconds: i64, body: &[u8]) -> HeaderMap {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body);
    let signature: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut headers = HeaderMap::new();
    headers.insert("x-kirim-signature", format!("t={seconds},v1={signature}").parse().expect("a header"));
    headers
}

/// Returns the bytes of a webhook.
fn body() -> Vec<u8> {
    let data = json!({ "contact": contact("ctc_1", "Ada") });
    json!({ "id": "evt_1", "type": "contact.created", "created_at": "2026-01-02T03:04:05Z", "data": data })
        .to_string()
        .into_bytes()
}

#[test]
fn a_signed_webhook_is_read() -> TestResult {
    let headers = signed(SECRET, jiff::Timestamp::now().as_second(), &body());
    let verifier = kirim::webhooks::verifier(["the next secret", SECRET]);

    let webhook: Webhook = verifier.read(&headers, &body())?;

    assert!(matches!(webhook, Webhook::ContactCreated(_)));
    Ok(())
}

#[test]
fn a_forgery_is_rejected() {
    let now = jiff::Timestamp::now();
    let verifier = kirim::webhooks::verifier([SECRET]);
    let check = |headers: &HeaderMap, body: &[u8]| verifier.verify_at(headers, body, now);

    assert!(check(&signed(SECRET, now.as_second(), &body()), &body()).is_ok());
    assert_eq!(check(&HeaderMap::new(), &body()), Err(SignatureError::Missing));
    assert_eq!(check(&signed("a guess", now.as_second(), &body()), &body()), Err(SignatureError::Mismatch));
    assert_eq!(check(&signed(SECRET, now.as_second(), &body()), b"{}"), Err(SignatureError::Mismatch));
    assert_eq!(check(&signed(SECRET, now.as_second() - 3_600, &body()), &body()), Err(SignatureError::Expired));
}

#[test]
fn nothing_of_a_forgery_is_read() {
    let verifier = kirim::webhooks::verifier([SECRET]);

    let result = verifier.read::<Webhook>(&HeaderMap::new(), b"not even JSON");

    assert!(matches!(result, Err(WebhookError::Signature(SignatureError::Missing))));
}
