//! Webhooks whose signature is verified before they are read.

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use kirim::models::{ContactCreated, Webhook};
use kirim::webhooks::{SignatureError, WebhookError, verifier};

use crate::support::TestResult;

const SECRET: &str = "a secret of the webhook";

/// Returns the body of a webhook.
fn body() -> Vec<u8> {
    serde_json::to_vec(&ContactCreated::sample()).expect("JSON")
}

/// The code under test. Receives a webhook, and returns the status of the response.
fn receive(headers: &HeaderMap, body: &[u8]) -> u16 {
    match verifier(["the next secret", SECRET]).read::<Webhook>(headers, body) {
        Ok(Webhook::ContactCreated(_)) => 201,
        Ok(_) => 202,
        Err(WebhookError::Signature(_)) => 401,
        Err(_) => 400,
    }
}

#[test]
fn a_receiver_is_tested_with_signed_webhooks() {
    let signed = |body: &[u8]| verifier([SECRET]).sign(body, Timestamp::now());

    assert_eq!(receive(&signed(&body()), &body()), 201);
    assert_eq!(receive(&signed(b"{}"), b"{}"), 202);
    assert_eq!(receive(&signed(b"not JSON"), b"not JSON"), 400);
    assert_eq!(receive(&HeaderMap::new(), &body()), 401);
}

#[test]
fn a_forgery_is_rejected() {
    let now = Timestamp::now();
    let check = |headers: &HeaderMap, body: &[u8]| verifier([SECRET]).verify_at(headers, body, now);
    let signed = verifier([SECRET]).sign(&body(), now);

    assert!(check(&signed, &body()).is_ok());
    assert_eq!(check(&signed, b"{}"), Err(SignatureError::Mismatch));
    assert_eq!(check(&verifier(["a guess"]).sign(&body(), now), &body()), Err(SignatureError::Mismatch));
    assert_eq!(check(&HeaderMap::new(), &body()), Err(SignatureError::Missing));
}

#[test]
fn an_old_webhook_is_rejected() -> TestResult {
    let now = Timestamp::now();
    let old = verifier([SECRET]).sign(&body(), now.checked_sub(SignedDuration::from_mins(6))?);

    let strict = verifier([SECRET]);
    assert_eq!(strict.verify_at(&old, &body(), now), Err(SignatureError::Expired));
    let lenient = verifier([SECRET]).tolerance(std::time::Duration::from_secs(3_600));
    assert_eq!(lenient.verify_at(&old, &body(), now), Ok(()));
    Ok(())
}

#[test]
fn the_signature_is_where_the_documentation_says() -> TestResult {
    let time = Timestamp::from_second(1_700_000_000)?;

    let headers = verifier([SECRET]).sign(&body(), time);

    let signature = headers["x-kirim-signature"].to_str()?;
    assert!(signature.starts_with("t=1700000000,v1="), "{signature}");
    Ok(())
}
