//! Responses that violate the API description. The error names the problem, its location, and the request.

use kirim::{DecodeError, Error};
use oaspress_tests::contacts_server::{ContactsServer, Fault};
use serde_json::json;

use crate::support::{FIRST_REQUEST, first_page, impatient};

/// Returns the decoding error of a page.
async fn unreadable(fault: Fault) -> DecodeError {
    let server = ContactsServer::start();
    server.fail_next(fault);
    let error = first_page(&impatient(&server)).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!(error.request_id(), Some(FIRST_REQUEST));
    let Error::Decode(error) = error else { panic!("{error:?} is another error") };
    *error
}

/// Returns the text of an error without its prefix and suffix.
fn reason(error: &DecodeError) -> String {
    let text = error.to_string();
    let end = format!(" (status 200, request {FIRST_REQUEST})");
    let text = text.strip_prefix("the response cannot be read: ").unwrap_or_else(|| panic!("{text}"));
    text.strip_suffix(&end).unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[tokio::test]
async fn a_wrong_type_is_found() {
    let error = unreadable(Fault::set("/data/3/created_at", 5)).await;
    assert_eq!(error.path(), "data[3].created_at");
    assert_eq!(
        error.to_string(),
        "the response cannot be read: data[3].created_at: invalid type: integer `…`, expected a date-time string \
         (status 200, request req_JBPW6Z0V01BC3XDMH46W5X8AEK)"
    );
    assert_eq!(error.message(), "invalid type: integer `5`, expected a date-time string");
}

#[tokio::test]
async fn the_path_leads_to_the_value() {
    for (fault, path, expected) in [
        (
            Fault::set("/data/3/created_at", "yesterday"),
            "data[3].created_at",
            r#"invalid value: string "…", expected a date-time string"#,
        ),
        (Fault::set("/data/24/id", json!(null)), "data[24].id", "invalid type: null, expected a string"),
        (Fault::set("/data/0/name", 7.5), "data[0].name", "invalid type: floating point `…`, expected a string"),
        (
            Fault::set("/data/2/whatsapp_account/phone_number", true),
            "data[2].whatsapp_account.phone_number",
            "invalid type: boolean `true`, expected a string",
        ),
        (
            Fault::set("/data/2/whatsapp_account", "x"),
            "data[2].whatsapp_account",
            r#"invalid type: string "…", expected an object"#,
        ),
        (Fault::set("/data/5", json!(null)), "data[5]", "invalid type: null, expected an object"),
        (Fault::set("/data", "x"), "data", r#"invalid type: string "…", expected a list"#),
        (Fault::set("/has_more", "yes"), "has_more", r#"invalid type: string "…", expected a boolean"#),
        (Fault::set("/next_cursor", 1.5), "next_cursor", "invalid type: floating point `…`, expected a string"),
        (Fault::set("/request_id", json!(null)), "request_id", "invalid type: null, expected a string"),
    ] {
        let error = unreadable(fault).await;
        assert_eq!((error.path(), reason(&error)), (path, format!("{path}: {expected}")));
    }
    for (pointer, value, path) in [
        ("/data/1/metadata", json!([]), "data[1].metadata"),
        ("/data/5/object", json!({}), "data[5].object"),
        ("/data", json!({}), "data"),
    ] {
        assert_eq!(unreadable(Fault::set(pointer, value)).await.path(), path);
    }
}

#[tokio::test]
async fn a_missing_key_is_named() {
    for (pointer, path, key) in [
        ("/data/3/created_at", "data[3].created_at", "created_at"),
        ("/data/24/whatsapp_account", "data[24].whatsapp_account", "whatsapp_account"),
        ("/data/0/id", "data[0].id", "id"),
        ("/has_more", "has_more", "has_more"),
        ("/request_id", "request_id", "request_id"),
    ] {
        let error = unreadable(Fault::remove(pointer)).await;
        assert_eq!((error.path(), reason(&error)), (path, format!("{path}: missing field `{key}`")));
    }
}

#[tokio::test]
async fn what_is_said_does_not_repeat_the_value() {
    let error = unreadable(Fault::set("/data/3/created_at", "a private matter")).await;
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains("private"), "{text}");
    }
    let error = unreadable(Fault::set("/data/3/created_at", 628_111_111_111_u64)).await;
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains("628111111111"), "{text}");
    }
}

#[tokio::test]
async fn what_deviates_and_loses_nothing_is_read() {
    for (fault, count) in [
        (Fault::set("/data", json!(null)), 0),
        (Fault::remove("/data"), 0),
        (Fault::set("/data/0/name", 7), 25),
        (Fault::set("/has_more", "true"), 25),
    ] {
        let server = ContactsServer::builder().contacts(30).start();
        server.fail_next(fault);
        let page = first_page(&impatient(&server)).await.unwrap();
        assert_eq!((page.data.len(), page.has_more), (count, true));
        assert!(count == 0 || page.data[0].name.is_some());
    }
}

#[tokio::test]
async fn a_web_page_is_recognised() {
    let error = unreadable(Fault::Html(200)).await;
    assert_eq!(error.path(), "");
    assert_eq!(error.headers()["content-type"], "text/html; charset=utf-8");
    assert_eq!(reason(&error), "expected value at line 1 column 1; the body is of type text/html; charset=utf-8");
    assert!(error.excerpt().starts_with("<!DOCTYPE html>"), "{}", error.excerpt());
    assert!(error.raw_body().ends_with(b"</html>\n"), "the whole of it");
    assert!(!error.to_string().contains("Oops"), "{error}");
}

#[tokio::test]
async fn a_web_page_as_an_error_is_recognised() {
    for (status, text) in [(400, "400 Bad Request"), (500, "500 Internal Server Error"), (502, "502 Bad Gateway")] {
        let server = ContactsServer::start();
        server.fail_next(Fault::Html(status));
        let error = first_page(&impatient(&server)).await.unwrap_err();
        let expected = format!("{text}, with a body of type text/html; charset=utf-8 (request {FIRST_REQUEST})");
        assert_eq!(error.to_string(), expected);
        let Error::Api(error) = error else { panic!("{error:?} is another error") };
        assert_eq!((error.code(), error.message(), error.kind(), error.param()), ("", "", "", None));
        assert_eq!((error.body(), error.request_id()), (None, FIRST_REQUEST));
        assert!(error.raw_body().starts_with(b"<!DOCTYPE html>"));
    }
}

#[tokio::test]
async fn errors_with_a_body_that_is_not_the_envelope_are_still_errors() {
    for (body, text) in [
        ("", "400 Bad Request, without a body"),
        ("{}", "400 Bad Request, with a body of type application/json"),
        ("{\"error\":", "400 Bad Request, with a body of type application/json"),
        ("null", "400 Bad Request, with a body of type application/json"),
        (r#"{"error":{"code":"c"}}"#, "400 Bad Request: c"),
        (r#"{"error":{"message":"No."},"request_id":1"#, "400 Bad Request: No."),
    ] {
        let server = ContactsServer::start();
        server.fail_next(Fault::raw(400, "application/json", body));
        let error = first_page(&impatient(&server)).await.unwrap_err();
        assert_eq!(error.to_string(), format!("{text} (request {FIRST_REQUEST})"), "{body}");
        assert_eq!(error.as_api().unwrap().raw_body(), body.as_bytes());
    }
}

#[tokio::test]
async fn an_empty_body_is_said_to_be_empty() {
    let error = unreadable(Fault::EmptyBody).await;
    assert_eq!((error.path(), error.excerpt(), error.is_empty_body()), ("", "", true));
    assert_eq!(reason(&error), "the body is empty, although the API description declares one");
}

#[tokio::test]
async fn what_is_no_page_is_said_to_be_none() {
    for (body, expected) in [
        (&b"data"[..], "expected value at line 1 column 1"),
        (b"{\"data\":[", "data[0]: EOF while parsing a list at line 1 column 9"),
        (b"{} {}", "has_more: missing field `has_more`"),
        (b"[]", "invalid type: sequence, expected an object"),
        (b"3", "invalid type: integer `…`, expected an object"),
        (b"\"text\"", "invalid type: string \"…\", expected an object"),
        (b"null", "invalid type: null, expected an object"),
        (b"\xff\xfe", "the body is not UTF-8: invalid utf-8 sequence of 1 bytes from index 0"),
    ] {
        let error = unreadable(Fault::raw(200, "application/json", body)).await;
        assert_eq!(reason(&error), expected);
        assert_eq!(error.excerpt(), String::from_utf8_lossy(body));
    }
}

#[tokio::test]
async fn nothing_may_follow_a_page() {
    let page = r#"{"data":[],"has_more":false,"next_cursor":null,"request_id":"r"}"#;
    let error = unreadable(Fault::raw(200, "application/json", format!("{page} {page}"))).await;
    assert_eq!(reason(&error), "trailing characters at line 1 column 66");
}
