//! Signatures of webhooks, verified without a client.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use http::HeaderMap;
use kirim::models::Webhook;
use kirim::webhooks::{NAMES, SignatureError, WebhookError, read, verifier};
use sha2::Sha256;

const BODY: &[u8] = br#"{"id":"evt_01HXYZABCDEFGHJKMNPQRSTVWX","type":"contact.created"}"#;

/// Returns the header as the vendor documents it.
fn signed(secret: &str, seconds: i64) -> HeaderMap {
    signed_for(secret, seconds, BODY)
}

fn signed_for(secret: &str, seconds: i64, body: &[u8]) -> HeaderMap {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    let mac = mac.chain_update(format!("{seconds}.")).chain_update(body).finalize().into_bytes();
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

/// Returns an event about a contact.
fn event(name: &str, more: &str) -> Vec<u8> {
    let contact = r#"{"id":"ctc_01HXYZABCDEFGHJKMNPQRSTVWX","object":"contact","phone_number":"+628111111111","name":"Ada",
        "email":null,"metadata":null,"whatsapp_account":{"phone_number":null},"created_at":"2026-05-23T10:00:00Z",
        "updated_at":"2026-05-23T10:00:00Z"}"#;
    format!(
        r#"{{"id":"evt_01HXYZABCDEFGHJKMNPQRSTVWX","type":"{name}","created_at":"2026-05-23T10:00:00Z","livemode":true,
        "data":{{"contact":{contact}{more}}}}}"#
    )
    .into_bytes()
}

#[test]
fn an_event_is_verified_and_read_in_one_call() {
    let body = event("contact.updated", r#","changed_fields":["name"]"#);
    let Ok(Webhook::ContactUpdated(event)) = verifier(["whsec_1"]).read(&signed_for("whsec_1", now(), &body), &body)
    else {
        panic!("expected a change")
    };
    assert_eq!(event.data.contact.name.as_deref(), Some("Ada"));
    assert_eq!(event.data.changed_fields.as_deref(), Some(&["name".to_owned()][..]));
    let forged: Result<Webhook, _> = verifier(["whsec_2"]).read(&signed_for("whsec_1", now(), &body), &body);
    assert_eq!(forged, Err(WebhookError::Signature(SignatureError::Mismatch)));
    let headers = signed_for("whsec_1", now(), b"[");
    assert!(matches!(verifier(["whsec_1"]).read::<Webhook>(&headers, b"["), Err(WebhookError::Payload(_))));
}

#[test]
fn events_are_told_apart_and_new_ones_are_kept() {
    assert_eq!(NAMES, ["contact.created", "contact.updated"]);
    let created = event("contact.created", r#","acquisition_source":{"type":"ad"}"#);
    assert!(matches!(read("", &created), Ok(Webhook::ContactCreated(_))));
    assert!(matches!(read("", &event("contact.updated", "")), Ok(Webhook::ContactUpdated(_))));
    let merged = event("contact.merged", r#","into":"ctc_2""#);
    let Ok(Webhook::Unknown(event)) = read("contact.merged", &merged) else { panic!("expected a new event") };
    assert_eq!((&event["type"], &event["data"]["into"]), (&"contact.merged".into(), &"ctc_2".into()));
}
