//! Tests of code that uses the client, without a network.

use std::time::Duration;

use kirim::ErrorBody;
use kirim::models::ErrorEnvelope;
use kirim::operations::ListContacts;
use kirim::testing::{Fake, FakeResponse, FakeResponses, wait_for};

use crate::support::{ACCOUNT, TestResult, client_of, page};

/// The code under test. Returns the number of contacts that have a name.
async fn named(client: &kirim::Client) -> Result<usize, kirim::Error> {
    let contacts = client.contacts().list(ACCOUNT).items().collect().await?;
    Ok(contacts.iter().filter(|contact| contact.name.is_some()).count())
}

#[test]
fn no_runtime_is_needed() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponse::ok(&page(&["Ada", "Grace"], None)));

    assert_eq!(wait_for(named(&client_of(&fake)))?, 2);
    Ok(())
}

#[test]
fn waits_take_no_time() {
    let fake = Fake::new().on::<ListContacts>([
        FakeResponse::rate_limited(Duration::from_secs(7)),
        FakeResponse::empty(500).after(Duration::from_secs(2)),
        FakeResponse::json(404, "no such thing"),
    ]);

    let result = wait_for(named(&client_of(&fake)));

    assert!(result.is_err_and(|error| error.is_not_found()));
    assert_eq!(fake.received_for::<ListContacts>().len(), 3);
    assert!(fake.elapsed() >= Duration::from_secs(9));
}

#[test]
fn a_typed_error_is_an_answer() {
    let mut body = ErrorEnvelope::sample();
    "revoked_key".clone_into(&mut body.error.code);
    let fake = Fake::new().on::<ListContacts>(FakeResponse::error(401, &ErrorBody::ErrorEnvelope(body.clone())));

    let error = wait_for(named(&client_of(&fake))).expect_err("an error");

    let error = error.as_api().expect("an error response");
    assert_eq!(error.code(), "revoked_key");
    assert_eq!(error.body().and_then(ErrorBody::error_envelope), Some(&body));
}

#[test]
fn requests_can_be_inspected() -> TestResult {
    let fake = Fake::new().on::<ListContacts>(FakeResponses::by(|request| {
        let name = request.query("search").unwrap_or_default();
        FakeResponse::ok(&page(&[&name], None))
    }));

    let page = wait_for(client_of(&fake).contacts().list(ACCOUNT).search("Åsa & Bo").send())?;

    assert_eq!(page.data[0].name.as_deref(), Some("Åsa & Bo"));
    let request = &fake.received()[0];
    assert_eq!((request.operation(), request.method().as_str()), ("listContacts", "GET"));
    assert_eq!(request.path(), "/v1/106540352242922/contacts");
    Ok(())
}

#[test]
fn an_operation_without_an_answer_is_an_error_with_its_name() {
    let error = wait_for(named(&client_of(&Fake::new()))).expect_err("no answer");

    let causes = format!("{error}: {:?}", std::error::Error::source(&error));
    assert!(causes.contains("listContacts"), "{causes}");
}
