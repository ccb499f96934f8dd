//! Operations without a client: creating the request, and decoding the response.

use http::{Response, StatusCode};
use kirim::operations::ListContacts;
use kirim::{Operation as _, Paginated as _};

use crate::support::{ACCOUNT, TestResult, error_json, page};

#[test]
fn an_operation_writes_its_request() -> TestResult {
    let target = kirim::client_config("a-key").base_url("https://staging.example.com/v1").header("x-team", "billing");

    let request = ListContacts::new(ACCOUNT).search("ada & co").to_request(&target)?;

    assert_eq!(request.method(), "GET");
    assert_eq!(request.uri(), "https://staging.example.com/v1/106540352242922/contacts?search=ada%20%26%20co");
    assert_eq!(request.headers()["authorization"], "Bearer a-key");
    assert_eq!(request.headers()["x-team"], "billing");
    assert!(request.headers()["authorization"].is_sensitive());
    assert!(request.body().is_empty());
    Ok(())
}

#[test]
fn an_operation_reads_its_response() -> TestResult {
    let body = serde_json::to_vec(&page(&["Ada"], Some("second")))?;

    let page = ListContacts::<()>::from_response(Response::new(body))?;

    assert_eq!(page.data[0].name.as_deref(), Some("Ada"));
    assert_eq!(ListContacts::new(ACCOUNT).next_cursor(&page).as_deref(), Some("second"));
    Ok(())
}

#[test]
fn an_error_response_is_read_as_well() -> TestResult {
    let response = Response::builder().status(404).body(error_json("no_account", "no such account").to_string())?;

    let error = ListContacts::<()>::from_response(response).expect_err("not found");

    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.as_api().expect("an error response").code(), "no_account");
    Ok(())
}

#[test]
fn an_operation_has_what_is_known_of_it() {
    assert_eq!(ListContacts::<()>::ID, "listContacts");
    assert_eq!(ListContacts::<()>::PATH, "/{phone_number_id}/contacts");
    assert_eq!(ListContacts::<()>::METHOD, http::Method::GET);
}
