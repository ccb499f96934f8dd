//! Errors from unexpected responses.

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, Response as HttpResponse, StatusCode};
use oaspress_runtime::runtime::{
    CoreBuilder, DecodeError, Error, InvalidInput, Location, Meta, Operation, RawResponse, RequestEncoder, Response,
    Security, TransportError, TransportKind,
};
use serde_json::Value;

use crate::support::{Ask, Make, SECRET, Script, TOKEN, Turn, answer, run, target};

const ENVELOPE: &str = r#"{"error":{"type":"rate_limit_error","code":"rate_limit_exceeded","message":"Slow down.","param":"limit","request_id":"req_body"}}"#;

fn read(response: HttpResponse<Bytes>) -> Error<Value> {
    Ask::<()>::from_response(response).expect_err("an error")
}

#[test]
fn an_error_is_small_and_can_go_anywhere() {
    fn anywhere<T: Send + Sync + 'static + StdError>() {}
    anywhere::<Error<Value>>();
    assert!(size_of::<Error<Value>>() <= 16);
    assert!(size_of::<Result<(), Error<[u64; 100]>>>() <= 16);
}

#[test]
fn the_servers_own_words() {
    let headers = [("retry-after", "7"), ("x-request-id", "req_header"), ("x-ratelimit-remaining", "0")];
    let error = read(answer(429, &headers, ENVELOPE));
    assert!(error.is_rate_limit() && !error.is_not_found() && !error.is_timeout());
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!(error.request_id(), Some("req_body"));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    assert_eq!(error.to_string(), "429 Too Many Requests: rate_limit_exceeded: Slow down. (request req_body)");
    let Error::Api(api) = error else { panic!("not the server's") };
    assert_eq!(
        (api.code(), api.message(), api.kind(), api.param(), api.request_id()),
        ("rate_limit_exceeded", "Slow down.", "rate_limit_error", Some("limit"), "req_body")
    );
    assert_eq!(api.raw_body(), ENVELOPE.as_bytes());
    assert_eq!(api.headers()["retry-after"], "7");
    assert_eq!(api.meta().rate_limit().and_then(|limit| limit.remaining), Some(0));
    assert!(api.body().is_some() && api.into_body().is_some());
}

#[test]
fn predicates() {
    type Predicate = fn(&Error<Value>) -> bool;
    let table: [(&[u16], Predicate); 7] = [
        (&[429], Error::is_rate_limit),
        (&[404, 410], Error::is_not_found),
        (&[401], Error::is_authentication),
        (&[403], Error::is_permission),
        (&[409], Error::is_conflict),
        (&[400, 422], Error::is_validation),
        (&[500, 501, 502, 503, 504, 599], Error::is_server_error),
    ];
    for status in [300, 400, 401, 402, 403, 404, 405, 409, 410, 418, 422, 429, 500, 501, 502, 503, 504, 599] {
        let error = read(answer(status, &[], "{}"));
        for (statuses, predicate) in table {
            assert_eq!(predicate(&error), statuses.contains(&status), "{status}");
        }
    }
}

#[test]
fn an_error_answer_that_is_not_json() {
    let page = "<html><body>Bad gateway, user ada@example.com</body></html>";
    let error = read(answer(502, &[("content-type", "text/html"), ("cf-ray", "abc")], page));
    assert_eq!(error.to_string(), "502 Bad Gateway, with a body of type text/html (request abc)");
    let Error::Api(api) = error else { panic!("not the server's") };
    assert_eq!((api.code(), api.message(), api.kind(), api.param()), ("", "", "", None));
    assert!(api.body().is_none());
    assert_eq!(api.raw_body(), page.as_bytes());
    assert_eq!(read(answer(500, &[], "")).to_string(), "500 Internal Server Error, without a body");
    assert_eq!(read(answer(599, &[], "x")).to_string(), "599, with a body of unknown type");
}

#[test]
fn a_status_that_nobody_described() {
    let error = read(answer(201, &[("x-request-id", "req_1")], r#"{"secret":"body"}"#));
    assert_eq!(
        error.to_string(),
        "the response cannot be read: the API description does not declare this status (status 201, request req_1)"
    );
    assert!(matches!(error, Error::Decode(_)));
    let bare = Make::from_response(answer(418, &[], "short and stout")).expect_err("a teapot");
    assert_eq!(bare.to_string(), "418 I'm a teapot, with a body of unknown type");
}

#[test]
fn a_body_that_is_not_what_was_promised() {
    let decode = |response: HttpResponse<Bytes>| match read(response) {
        Error::Decode(error) => error,
        other => panic!("expected a decode error, got {other:?}"),
    };
    let headers = [("content-type", "text/html; charset=utf-8"), ("x-correlation-id", "c-1")];
    let html = decode(answer(200, &headers, "<html>Sign in</html>"));
    assert!(html.message().ends_with("; the body is of type text/html; charset=utf-8"), "{}", html.message());
    assert_eq!((html.path(), html.status().as_u16(), html.request_id()), ("", 200, Some("c-1")));
    assert_eq!(html.excerpt(), "<html>Sign in</html>");
    assert!(!html.to_string().contains("Sign in") && !format!("{html:?}").contains("Sign in"));
    assert_eq!(html.headers()["x-correlation-id"], "c-1");
    let empty = decode(answer(200, &[("content-type", "application/json")], ""));
    assert_eq!(
        empty.to_string(),
        "the response cannot be read: the body is empty, although the API description declares one (status 200)"
    );
    let packed = decode(answer(200, &[("content-encoding", "gzip")], "\u{1f}\u{8b}"));
    assert_eq!(packed.message(), "the body is compressed as gzip, which the client did not request");
    let half = decode(answer(200, &[("content-type", "application/json")], r#"{"data":[{"id":"#));
    assert!(!half.message().is_empty());
    let binary = HttpResponse::new(Bytes::from_static(b"\xff\xfe\x00"));
    assert!(!decode(binary).message().is_empty());
}

#[test]
fn no_answer_makes_anything_panic() {
    let bodies: [&[u8]; 12] = [
        b"",
        b"null",
        b"{",
        b"[",
        b"\"",
        b"\xff",
        b"{\"a\":1e999}",
        b"\0",
        b"[[[[[[[[",
        b"{}{}",
        b"\xef\xbb\xbf{}",
        b"NaN",
    ];
    let nested = "[".repeat(100_000);
    for status in [100, 199, 200, 204, 206, 299, 301, 304, 400, 404, 429, 500, 503, 600, 999] {
        for body in bodies.iter().copied().chain([nested.as_bytes()]) {
            for content_type in ["application/json", "text/html", "", "\u{ff}"] {
                let response = HttpResponse::builder().status(status).header("content-type", content_type);
                let response =
                    response.header("retry-after", content_type).header("x-ratelimit-reset", "9999999999999999999");
                let response = response.body(Bytes::copy_from_slice(body)).expect("an answer");
                if let Err(error) = Ask::<()>::from_response(response) {
                    let _ = (
                        error.to_string(),
                        format!("{error:?}"),
                        error.retry_after(),
                        error.request_id().map(str::len),
                    );
                    let _ = error.as_api().map(|api| api.meta().rate_limit());
                }
            }
        }
    }
}

#[test]
fn a_large_error_body_is_cut() {
    let error = read(answer(500, &[], &"x".repeat(1_000_000)));
    assert_eq!(error.as_api().map(|api| api.raw_body().len()), Some(64 * 1024));
}

#[test]
fn what_an_error_shows_fits_a_line() {
    let message = format!("a\nb\r\x1b[31m{}", "x".repeat(1000));
    let body = serde_json::json!({ "code": "c", "message": message }).to_string();
    let shown = read(answer(400, &[], &body)).to_string();
    assert!(shown.starts_with("400 Bad Request: c: a b  [31mxxx"), "{shown}");
    assert!(shown.len() < 400 && !shown.contains('\n') && !shown.contains('\x1b'));
}

#[test]
fn nothing_shows_a_credential_that_the_server_repeats() {
    let body = format!(r#"{{"error":{{"code":"invalid_api_key","message":"No such key: {SECRET}."}}}}"#);
    let script = Script::new([Turn::Response(answer(401, &[("x-echo", SECRET)], &body))]);
    let core = CoreBuilder::new(target().credential(&TOKEN, SECRET)).no_timeout().transport(script).build();
    let error = run(core.send(&Ask::things())).expect_err("refused");
    let stars = "*".repeat(SECRET.len());
    assert_eq!(error.to_string(), format!("401 Unauthorized: invalid_api_key: No such key: {stars}."));
    let api = error.as_api().expect("an answer");
    let shown = format!("{error} {error:?} {error:#?} {} {:?}", api.message(), String::from_utf8_lossy(api.raw_body()));
    assert!(!shown.contains(SECRET) && !shown.contains(&SECRET[12..]), "{shown}");
}

#[test]
fn nothing_shows_a_url_or_a_body() {
    let script =
        Script::new([Turn::Response(answer(400, &[("content-type", "text/html")], "phone +628111111111 is bad"))]);
    let ask = Ask::new(|request| {
        request.segment("/things");
        request.query("phone", oaspress_runtime::runtime::Style::FORM, "+628111111111")
    });
    let error = run(script.core().send(&ask)).expect_err("refused");
    assert!(!format!("{error} {error:?}").contains("628111111111"), "{error} {error:?}");
}

#[test]
fn a_decode_error_shows_no_value() {
    let error = Count::from_response(answer(200, &[], r#""ada@example.com""#)).expect_err("no number");
    assert!(!format!("{error} {error:?}").contains("ada@"), "{error} {error:?}");
    let Error::Decode(error) = error else { panic!("not a decode error") };
    assert!(error.message().contains("expected"), "{}", error.message());
}

#[test]
fn values_are_left_out_of_what_a_decode_error_shows() {
    let table = [
        (r#"invalid type: string "ada@example.com", expected u64"#, r#"invalid type: string "…", expected u64"#),
        (r#"invalid value: string "a\"b", expected x"#, r#"invalid value: string "…", expected x"#),
        ("invalid type: integer `628111`, expected a string", "invalid type: integer `…`, expected a string"),
        ("missing field `created_at` at line 1 column 7", "missing field `created_at` at line 1 column 7"),
        (r#"unclosed "text with `x`"#, r#"unclosed "…""#),
        ("unclosed `name", "unclosed `name`"),
        ("nothing quoted", "nothing quoted"),
    ];
    for (message, expected) in table {
        let raw = RawResponse::new(Meta::new(StatusCode::OK, http::HeaderMap::new()), Bytes::new());
        let error = DecodeError::new(raw, "data[3].id".to_owned(), message.to_owned());
        assert_eq!(error.to_string(), format!("the response cannot be read: data[3].id: {expected} (status 200)"));
        assert_eq!(error.message(), message);
    }
}

/// An operation that returns a number.
struct Count;

impl Operation for Count {
    type Output = u64;
    type Failure = ();

    const ID: &'static str = "count";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/count";
    const SECURITY: Security = Security::NONE;

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/count");
        Ok(())
    }

    fn decode(response: RawResponse) -> Result<Response<u64>, Error<()>> {
        response.json()
    }
}

#[test]
fn errors_tell_their_causes() {
    let cause = std::io::Error::other("the wire was cut");
    let error: Error<Value> = TransportError::new(TransportKind::Interrupted).because(cause).into();
    assert_eq!(error.to_string(), "the connection ended before the response was complete");
    assert_eq!(error.source().map(ToString::to_string), Some("the wire was cut".to_owned()));
    let error: Error<Value> = InvalidInput::new("limit", Location::Query, "must be a number").into();
    assert!(error.source().is_none() && error.status().is_none() && error.request_id().is_none());
    assert_eq!(error.to_string(), "query parameter `limit` must be a number");
}

#[test]
fn request_ids_are_found_in_the_usual_places() {
    let id = |headers: &[(&'static str, &str)]| {
        RawResponse::from(answer(200, headers, "")).meta().request_id().map(str::to_owned)
    };
    for name in ["x-request-id", "request-id", "x-amzn-requestid", "x-correlation-id", "x-trace-id"] {
        assert_eq!(id(&[(name, "a")]).as_deref(), Some("a"), "{name}");
    }
    assert_eq!(id(&[("x-correlation-id", "b"), ("x-request-id", "a")]).as_deref(), Some("a"));
    assert_eq!(id(&[("x-request-id", "")]), None);
    assert_eq!(id(&[]), None);
}

#[test]
fn rate_limits() {
    let limit = |headers: &[(&'static str, &str)]| RawResponse::from(answer(200, headers, "")).meta().rate_limit();
    let kirim = [("x-ratelimit-limit", "600"), ("x-ratelimit-remaining", "599"), ("x-ratelimit-reset", "1780567200")];
    let found = limit(&kirim).expect("a rate limit");
    assert_eq!((found.limit, found.remaining), (Some(600), Some(599)));
    assert_eq!(found.reset.map(|reset| reset.to_string()).as_deref(), Some("2026-06-04T10:00:00Z"));
    let draft =
        [("ratelimit-limit", "100, 100;w=60"), ("ratelimit-reset", "30"), ("date", "Thu, 04 Jun 2026 10:00:00 GMT")];
    let found = limit(&draft).expect("a rate limit");
    assert_eq!((found.limit, found.remaining), (Some(100), None));
    assert_eq!(found.reset.map(|reset| reset.to_string()).as_deref(), Some("2026-06-04T10:00:30Z"));
    assert_eq!(limit(&[("x-ratelimit-remaining", "12.7")]).and_then(|limit| limit.remaining), Some(12));
    assert!(limit(&[("x-ratelimit-limit", "many")]).is_none() && limit(&[]).is_none());
}

#[test]
fn a_response_can_be_used_as_its_value() {
    let mut response =
        Ask::<()>::from_response(answer(200, &[("x-request-id", "r")], r#"{"a":[1,2]}"#)).expect("a value");
    assert_eq!(response["a"][1], 2);
    response["a"] = Value::Null;
    assert_eq!((response.meta().status().as_u16(), response.meta().request_id()), (200, Some("r")));
    assert!(response.map(|value| value["a"].is_null()).into_inner());
    let shown = format!("{:?}", RawResponse::from(answer(200, &[("set-cookie", SECRET)], SECRET)));
    assert!(!shown.contains(SECRET), "{shown}");
}
