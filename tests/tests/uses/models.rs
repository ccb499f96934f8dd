//! Models: samples whose fields are set, written and read as JSON.

use kirim::models::{Contact, ContactCreatedData, ContactList, ContactObject};
use serde_json::{Value, json};

use crate::support::{TestResult, contact};

#[test]
fn a_sample_has_what_is_required_and_what_is_set() -> TestResult {
    let mut contact = Contact::sample();
    contact.email = Some("ada@example.com".to_owned());
    contact.created_at = "2026-01-02T03:04:05Z".parse()?;

    let written = serde_json::to_value(&contact)?;
    assert_eq!(written["email"], "ada@example.com");
    assert_eq!(written["object"], "contact");
    assert_eq!(written["created_at"], "2026-01-02T03:04:05Z");
    Ok(())
}

#[test]
fn a_sample_has_the_examples_of_the_api_description() {
    assert_eq!(Contact::sample().id, "ctc_01HXYZABCDEFGHJKMNPQRSTVWX");
}

#[test]
fn a_model_is_read_as_it_was_written() -> TestResult {
    let ada = contact("ctc_1", "Ada");

    let text = serde_json::to_string(&ada)?;

    assert_eq!(serde_json::from_str::<Contact>(&text)?, ada);
    Ok(())
}

#[test]
fn a_missing_key_and_null_are_different_where_the_api_tells_them_apart() -> TestResult {
    let mut data = ContactCreatedData::sample();
    data.acquisition_source = None;
    assert!(serde_json::to_value(&data)?.get("acquisition_source").is_none());

    data.acquisition_source = Some(Value::Null);
    assert_eq!(serde_json::to_value(&data)?.get("acquisition_source"), Some(&Value::Null));
    Ok(())
}

#[test]
fn a_list_is_built_from_contacts() -> TestResult {
    let mut list = ContactList::sample();
    list.data = vec![contact("ctc_1", "Ada")];

    assert_eq!(serde_json::to_value(&list)?["data"][0]["id"], "ctc_1");
    Ok(())
}

#[test]
fn a_required_key_that_is_missing_is_an_error_with_its_name() {
    let error = serde_json::from_value::<Contact>(json!({ "id": "ctc_1" })).expect_err("incomplete");

    assert!(error.to_string().contains("object"), "{error}");
}

#[test]
fn an_enumeration_has_the_text_that_is_sent() {
    assert_eq!(ContactObject::Contact.as_str(), "contact");
    assert_eq!(ContactObject::from("contact"), ContactObject::Contact);
}
