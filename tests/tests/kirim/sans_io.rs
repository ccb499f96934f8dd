//! Operations without a client: requests to inspect, and responses from any source.

use http::{Method, Response, StatusCode};
use kirim::models::ContactObject;
use kirim::operations::ListContacts;
use kirim::{ClientConfig, Error, Operation, Paginated as _};

const PAGE: &str = r#"{
    "data": [{
        "id": "ctc_1", "object": "contact", "phone_number": "+628111111111", "name": null, "email": null, "metadata": null,
        "whatsapp_account": { "phone_number": null },
        "created_at": "2026-05-23T10:00:00Z", "updated_at": "2026-06-04T10:00:00.000Z"
    }],
    "has_more": true, "next_cursor": "next", "request_id": "req_1"
}"#;

#[test]
fn an_operation_writes_its_request() {
    let call = ListContacts::new("106540352242922").phone("+628111111111").search("a/b").limit(100).cursor("c=");
    let request = call.to_request(&kirim::client_config("key").user_agent("me")).unwrap();
    assert_eq!(request.method(), Method::GET);
    assert_eq!(
        request.uri().to_string(),
        "https://api.kirim.chat/v1/106540352242922/contacts?phone=%2B628111111111&search=a%2Fb&limit=100&cursor=c%3D"
    );
    let mut headers: Vec<_> = request.headers().iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    assert_eq!(headers, [r#"accept: "application/json""#, "authorization: Sensitive", r#"user-agent: "me""#]);
    assert_eq!(request.headers()["authorization"], "Bearer key");
    assert!(request.body().is_empty());
}

#[test]
fn an_operation_says_what_it_is() {
    assert_eq!(ListContacts::<()>::ID, "listContacts");
    assert_eq!(ListContacts::<()>::PATH, "/{phone_number_id}/contacts");
    assert_eq!(ListContacts::<()>::METHOD, Method::GET);
}

#[test]
fn a_request_is_refused_as_it_would_be_by_a_client() {
    let target = kirim::client_config("key");
    let error = ListContacts::new("x").to_request(&target).unwrap_err();
    assert_eq!(error.to_string(), r"path parameter `phone_number_id` must match `^\d{6,20}$`");
    let error = ListContacts::new("123456").to_request(&ClientConfig::at("https://example.com")).unwrap_err();
    assert!(matches!(error, Error::MissingCredential(_)), "{error:?}");
    let error = ListContacts::new("123456").to_request(&target.base_url("http://example.com")).unwrap_err();
    assert!(matches!(error, Error::Configuration(_)), "{error:?}");
}

#[test]
fn an_operation_reads_its_answer() {
    let answer = Response::builder().header("x-request-id", "req_1").body(PAGE).unwrap();
    let page = ListContacts::<()>::from_response(answer).unwrap();
    assert_eq!((page.data.len(), page.has_more, page.next_cursor.as_deref()), (1, true, Some("next")));
    assert_eq!(page.data[0].object, ContactObject::Contact);
    assert_eq!(page.meta().request_id(), Some("req_1"));
}

#[test]
fn an_operation_reads_what_went_wrong() {
    let body = br#"{"error":{"type":"not_found","code":"resource_not_found","message":"m","request_id":"req_2"}}"#;
    let answer = Response::builder().status(StatusCode::NOT_FOUND).body(body.to_vec()).unwrap();
    let Err(Error::Api(error)) = ListContacts::<()>::from_response(answer) else { panic!("404 is an error") };
    assert_eq!((error.code(), error.request_id()), ("resource_not_found", "req_2"));
    assert!(error.is_not_found());
}

#[test]
fn a_list_is_walked_by_hand() {
    let mut call = ListContacts::new("123456").search("ada").limit("1");
    let page = ListContacts::<()>::from_response(Response::new(PAGE)).unwrap();
    let cursor = call.next_cursor(&page).unwrap();
    assert_eq!(ListContacts::<()>::into_items(page.into_inner())[0].id, "ctc_1");
    call.set_cursor(cursor);
    let request = call.to_request(&kirim::client_config("key")).unwrap();
    assert_eq!(request.uri().query(), Some("search=ada&limit=1&cursor=next"));
}

#[test]
fn generic_code_can_be_written_for_operations() {
    fn path_of<O: Operation>(operation: &O, target: &ClientConfig) -> Result<String, Error>
    where
        Error: From<kirim::generic::Error<O::Failure>>,
    {
        Ok(operation.to_request(target)?.uri().path().to_owned())
    }
    assert_eq!(path_of(&ListContacts::new(123_456), &kirim::client_config("key")).unwrap(), "/v1/123456/contacts");
}
