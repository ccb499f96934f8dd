//! The code, the message and other details of errors, from all places where servers put them.

use bytes::Bytes;
use http::Response as HttpResponse;
use oaspress_runtime::runtime::{ApiError, Error, ErrorInfo, Meta, RawResponse};
use serde_json::Value;

/// An error body that declares no details.
#[derive(Debug)]
struct Silent;

impl ErrorInfo for Silent {
    fn read(body: &[u8]) -> Option<Self> {
        serde_json::from_slice::<Value>(body).ok().map(|_| Self)
    }

    fn message(&self) -> Option<&str> {
        Some(" ")
    }
}

fn error(status: u16, media_type: &str, body: impl Into<Bytes>) -> ApiError<Silent> {
    let response = HttpResponse::builder().status(status).header("content-type", media_type);
    match RawResponse::from(response.body(body.into()).expect("a response")).into_error() {
        Error::Api(error) => *error,
        other => panic!("{other:?} is another error"),
    }
}

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

#[test]
fn messages_are_found_where_servers_have_them() {
    let table = [
        (PROBLEM, r#"{"type":"about:blank","title":"Out of credit","detail":"You have 30."}"#, "You have 30."),
        (PROBLEM, r#"{"title":"Out of credit","message":"no"}"#, "Out of credit"),
        (PROBLEM, r#"{"title":"Out of credit","detail":""}"#, "Out of credit"),
        (JSON, r#"{"title":"Out of credit","message":"No."}"#, "No."),
        (JSON, r#"{"title":"Out of credit"}"#, "Out of credit"),
        (JSON, r#"{"detail":"Not yours."}"#, "Not yours."),
        (
            JSON,
            r#"{"detail":[{"loc":["body","name"],"msg":"field required","type":"missing"},{"loc":["query",0],"msg":"too long"}]}"#,
            "body.name: field required; query.0: too long",
        ),
        (JSON, r#"{"error":"No such user"}"#, "No such user"),
        (JSON, r#"{"error":{"message":"Slow down."}}"#, "Slow down."),
        (JSON, r#"{"error":{"code":7,"message":{"lang":"en","value":"Not this."}}}"#, "Not this."),
        (JSON, r#"{"error":"invalid_grant","error_description":"Expired."}"#, "Expired."),
        (JSON, r#"{"errors":[{"message":"First."},{"message":"Second."}]}"#, "First."),
        (JSON, r#"{"errors":["name is missing","age is low"]}"#, "name is missing; age is low"),
        (
            JSON,
            r#"{"errors":{"name":["can't be blank","is short"],"base":["No."]}}"#,
            "name: can't be blank, is short; No.",
        ),
        (JSON, r#"{"errors":{"name":"is taken"}}"#, "name: is taken"),
        (JSON, r#"{"errors":[{"title":"Broken","detail":"It broke."}]}"#, "It broke."),
        (JSON, r#"{"errorMessages":["No such issue"],"errors":{}}"#, "No such issue"),
        (JSON, r#"{"errorMessages":[],"errors":{"summary":"is needed"}}"#, "summary: is needed"),
        (JSON, r#"{"statusCode":400,"message":["a","b"],"error":"Bad Request"}"#, "a; b"),
        (JSON, r#"{"status":400,"error":"Bad Request","message":"","path":"/x"}"#, "Bad Request"),
        (JSON, r#"{"error":"Bad Request","reason":"The field is empty"}"#, "The field is empty"),
        (JSON, r#"{"Message":"Denied."}"#, "Denied."),
        (JSON, r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#, "Rate exceeded"),
        (JSON, r#"{"msg":"m"}"#, "m"),
        (JSON, r#"{"code":"validation_failed","summary":"m"}"#, "m"),
        (JSON, r#"{"message":{"cause":"m","repositories":[1]}}"#, "m"),
        (JSON, r#"{"error_message":"m"}"#, "m"),
        (JSON, r#"{"errorMessage":"m"}"#, "m"),
        (JSON, r#"{"fault":{"faultstring":"Invalid key","detail":{"errorcode":"oauth.x"}}}"#, "Invalid key"),
        (
            JSON,
            r#"{"name":["This field is required."],"non_field_errors":["No."]}"#,
            "name: This field is required.; No.",
        ),
        (JSON, r#"[{"propertyName":"Name","errorMessage":"is empty"}]"#, "is empty"),
        (JSON, r#""Just text""#, "Just text"),
        ("text/plain", r#"{"message":"JSON all the same"}"#, "JSON all the same"),
        ("text/plain; charset=utf-8", "Try later.\n", "Try later."),
        ("text/plain; charset=iso-8859-1", "Try later.", "Try later."),
    ];
    for (media_type, body, message) in table {
        assert_eq!(error(400, media_type, body).message(), message, "{body}");
    }
}

#[test]
fn what_is_no_message_is_none() {
    let long = "x".repeat(2000);
    for (media_type, body) in [
        ("text/html", "<h1>Bad gateway</h1>"),
        ("text/html", "Bad gateway"),
        ("text/plain", "<!DOCTYPE html><h1>Bad gateway</h1>"),
        ("text/plain", "  "),
        ("text/plain", &long),
        ("application/xml", "<error>no</error>"),
        (JSON, "null"),
        (JSON, "{}"),
        (JSON, "7"),
        (JSON, r#"{"id":1,"data":{"name":"x"}}"#),
        (JSON, r#"{"message":null,"errors":[]}"#),
        (JSON, "[[],[{}]]"),
    ] {
        assert_eq!(error(502, media_type, body.to_owned()).message(), "", "{body}");
    }
}

#[test]
fn codes_classes_parameters_and_ids_are_found_too() {
    let said = |error: &ApiError<Silent>| {
        let param = error.param().unwrap_or_default().to_owned();
        [error.code().to_owned(), error.kind().to_owned(), param, error.request_id().to_owned()]
    };
    for (body, expected) in [
        (r#"{"error":{"code":"c","type":"t","param":"p","request_id":"r"}}"#, ["c", "t", "p", "r"]),
        (r#"{"errorCode":"c","errorType":"t","field":"p","requestId":"r"}"#, ["c", "t", "p", "r"]),
        (r#"{"code":-1021,"msg":"Too late."}"#, ["-1021", "", "", ""]),
        (r#"{"code":404,"error":{"code":404,"status":"NOT_FOUND"}}"#, ["NOT_FOUND", "", "", ""]),
        (r#"{"code":"404","error":"not_found"}"#, ["not_found", "", "", ""]),
        (r#"{"error":"No such user"}"#, ["", "", "", ""]),
        (r#"{"errors":[{"code":"c","source":{"pointer":"/data/name"}}]}"#, ["c", "", "/data/name", ""]),
        (r#"{"errors":[{"message":"No.","extensions":{"code":"DENIED"}}]}"#, ["DENIED", "", "", ""]),
        (r#"{"detail":[{"loc":["body","name"],"msg":"m","type":"missing"}]}"#, ["", "missing", "body.name", ""]),
        (r#"{"type":"about:blank","traceId":"00-1-2"}"#, ["", "", "", "00-1-2"]),
        (r#"{"invalid_params":[{"name":"age","reason":"is low"}]}"#, ["", "", "age", ""]),
    ] {
        assert_eq!(said(&error(404, JSON, body)), expected, "{body}");
    }
}

#[test]
fn the_id_in_a_header_comes_before_one_of_a_trace() {
    let response = |body: &'static str| {
        let response = HttpResponse::builder().status(500).header("x-request-id", "header");
        RawResponse::from(response.body(Bytes::from_static(body.as_bytes())).expect("a response"))
    };
    for (body, id) in [(r#"{"traceId":"trace"}"#, "header"), (r#"{"request_id":"body"}"#, "body"), ("", "header")] {
        let error: Error<Silent> = response(body).into_error();
        assert_eq!(error.request_id(), Some(id), "{body}");
    }
}

#[test]
fn no_text_is_shown_twice() {
    for (body, shown) in [
        (r#"{"code":"not_found","message":"Not Found"}"#, "404 Not Found"),
        (r#"{"code":404,"message":"Not found."}"#, "404 Not Found"),
        (r#"{"error":"not_found"}"#, "404 Not Found"),
        (r#"{"error":"no_such_user"}"#, "404 Not Found: no_such_user"),
        (r#"{"code":"no_such_user","message":"no such user"}"#, "404 Not Found: no such user"),
        (r#"{"code":"no_such_user","message":"No_such_user: ada"}"#, "404 Not Found: No_such_user: ada"),
        (r#"{"code":"gone","message":"Not Found: it was here"}"#, "404 Not Found: gone: it was here"),
        (r#"{"message":"404 Not Found: it was here"}"#, "404 Not Found: it was here"),
        (r#"{"message":"Not Foundable"}"#, "404 Not Found: Not Foundable"),
        (r#"{"message":"Not found. Look elsewhere."}"#, "404 Not Found: Not found. Look elsewhere."),
        (r#"{"error_code":404,"message":"HTTP 404 Not Found"}"#, "404 Not Found"),
        (r#"{"message":"404 - it was here"}"#, "404 Not Found: 404 - it was here"),
        (r#"{"message":"No. (request r-1)","request_id":"r-1"}"#, "404 Not Found: No. (request r-1)"),
        (r#"{"message":"No.","request_id":"r-1"}"#, "404 Not Found: No. (request r-1)"),
    ] {
        assert_eq!(error(404, JSON, body).to_string(), shown, "{body}");
    }
    assert_eq!(error(499, JSON, r#"{"code":"","message":"é"}"#).to_string(), "499: é");
}

#[test]
fn a_body_that_is_cut_says_what_it_said_before() {
    let body = format!(r#"{{"code":"c","message":"Too much.","trace":["{}"#, "x".repeat(100_000));
    let cut = error(500, JSON, body);
    assert_eq!((cut.code(), cut.message(), cut.raw_body().len()), ("c", "Too much.", 64 * 1024));
    let deep = format!(r#"{{"message":"Too deep.","trace":{}"#, "[".repeat(60_000));
    assert_eq!(error(500, JSON, deep).message(), "Too deep.");
    for body in ["{\"message\":\"half", "{\"error\":{\"message\":", "[", "[{", "{\"a", "\"", "{}{}"] {
        assert_eq!(error(500, JSON, body).message(), "", "{body}");
    }
    assert_eq!(error(500, JSON, &b"{\"message\":\"caf\xe9\"}"[..]).message(), "caf\u{fffd}");
    assert_eq!(error(500, "application/json; charset=iso-8859-1", &b"{\"message\":\"caf\xe9\"}"[..]).message(), "café");
    assert_eq!(error(500, JSON, &b"\xef\xbb\xbf{\"message\":\"m\"}"[..]).message(), "m");
}

#[test]
fn a_message_that_is_put_together_is_bounded() {
    let texts: Vec<String> = (0..10_000).map(|_| "é".repeat(50)).collect();
    let body = serde_json::json!({ "errors": texts }).to_string();
    let error = error(500, JSON, body);
    assert!(!error.message().is_empty() && error.message().len() < 1100, "{}", error.message().len());
    let mut nested = serde_json::json!("bottom");
    for _ in 0..100 {
        nested = serde_json::json!({ "errors": [nested.clone(), nested] , "x": 1});
        if nested.to_string().len() > 100_000 {
            break;
        }
    }
    assert_eq!(self::error(500, JSON, nested.to_string()).message(), "", "too deep");
}

#[test]
fn an_error_gives_the_whole_response() {
    let response = HttpResponse::builder().status(409).header("location", "/7").body(Bytes::from_static(b"{\"id\":7}"));
    let error: Error<Silent> = RawResponse::from(response.expect("a response")).into_error();
    assert_eq!(error.raw().and_then(|raw| raw.meta().header("location")), Some("/7"));
    let Error::Api(error) = error else { panic!("another error") };
    let value = error.into_raw().json::<Value, Silent>().expect("JSON");
    assert_eq!((value.meta().status().as_u16(), &value["id"]), (409, &7.into()));
}

#[test]
fn an_error_made_by_hand_says_what_its_response_says() {
    let raw = RawResponse::new(
        Meta::new(http::StatusCode::NOT_FOUND, http::HeaderMap::new()),
        "{\"message\":\"No.\"}".into(),
    );
    assert_eq!(ApiError::<()>::new(raw, None).message(), "No.");
}
