//! Values that a later version of the server adds: enum values, fields, webhooks.

use kirim::models::{Contact, ContactObject, Webhook};
use serde_json::json;

use crate::support::{TestResult, contact};

#[test]
fn an_unknown_enum_value_is_kept() -> TestResult {
    let mut value = serde_json::to_value(contact("ctc_1", "Ada"))?;
    value["object"] = json!("company");

    let read: Contact = serde_json::from_value(value.clone())?;

    assert_eq!(read.object, ContactObject::Unknown("company".to_owned()));
    assert_eq!(serde_json::to_value(&read)?["object"], "company");
    Ok(())
}

#[test]
fn an_unknown_field_is_no_error() -> TestResult {
    let mut value = serde_json::to_value(contact("ctc_1", "Ada"))?;
    value["nickname"] = json!("Countess");

    let read: Contact = serde_json::from_value(value)?;

    assert_eq!(read, contact("ctc_1", "Ada"));
    Ok(())
}

#[test]
fn an_unknown_webhook_is_kept() -> TestResult {
    let body = json!({ "id": "evt_1", "type": "contact.merged", "data": { "into": "ctc_2" } });

    let read: Webhook = serde_json::from_value(body.clone())?;

    assert_eq!(read, Webhook::Unknown(body));
    Ok(())
}
