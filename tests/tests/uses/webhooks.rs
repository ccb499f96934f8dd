//! Webhooks: payloads that are read by their names, or by what they contain.

use kirim::models::Webhook;
use serde_json::{Value, json};

use crate::support::{TestResult, contact};

/// Returns the payload of a webhook.
fn payload(kind: &str) -> Value {
    json!({
        "id": "evt_1",
        "type": kind,
        "created_at": "2026-01-02T03:04:05Z",
        "data": { "contact": contact("ctc_1", "Ada") },
    })
}

#[test]
fn a_webhook_is_read_by_its_name() -> TestResult {
    let name = kirim::webhooks::NAMES.iter().find(|name| name.contains("created")).expect("a name");

    let webhook = kirim::webhooks::read(name, payload("contact.created").to_string().as_bytes())?;

    let Webhook::ContactCreated(created) = webhook else { panic!("{webhook:?}") };
    assert_eq!(created.data.contact.name.as_deref(), Some("Ada"));
    Ok(())
}

#[test]
fn a_webhook_is_read_by_what_it_contains() -> TestResult {
    let webhook = kirim::webhooks::read("", payload("contact.updated").to_string().as_bytes())?;

    assert!(matches!(webhook, Webhook::ContactUpdated(updated) if updated.data.contact.id == "ctc_1"));
    Ok(())
}

#[test]
fn a_webhook_of_a_later_version_is_kept() -> TestResult {
    let body = json!({ "type": "contact.deleted", "id": "evt_2" });

    let webhook = kirim::webhooks::read("", body.to_string().as_bytes())?;

    assert_eq!(webhook, Webhook::Unknown(body));
    Ok(())
}

#[test]
fn a_payload_that_cannot_be_read_has_the_path() {
    let mut body = payload("contact.created");
    body["data"]["contact"]["created_at"] = json!("yesterday");

    let error = kirim::webhooks::read("contact.created", body.to_string().as_bytes()).expect_err("no time");

    assert_eq!(error.path(), "data.contact.created_at");
}
