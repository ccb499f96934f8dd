//! Secrets of a request that servers quote, and their redaction in errors.

use http::Method;
use oaspress_runtime::runtime::{
    ClientConfig, CoreBuilder, Credential, Error, InvalidInput, Operation, Options, RawResponse, RequestEncoder,
    Response, Scheme, Security,
};
use serde_json::{Value, json};

use crate::support::{Ask, Script, Turn, answer, run, target};

const BEARER: Scheme = Scheme::bearer("bearer");
const BASIC: Scheme = Scheme::basic("basic");
pub(crate) const HEADER: Scheme = Scheme::api_key_header("header", "x-key");
const QUERY: Scheme = Scheme::api_key_query("query", "key");
const COOKIE: Scheme = Scheme::api_key_cookie("cookie", "session");

/// `GET /` with all kinds of credentials.
pub(crate) struct All;

impl Operation for All {
    type Output = Value;
    type Failure = Value;

    const ID: &'static str = "all";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "/";
    const SECURITY: Security = Security(&[&[&BASIC, &HEADER, &QUERY, &COOKIE]]);

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/");
        Ok(())
    }

    fn decode(response: RawResponse) -> Result<Response<Value>, Error<Value>> {
        if response.status().is_success() { response.json() } else { Err(response.into_error()) }
    }

    fn options(&self) -> &Options {
        Options::none()
    }
}

pub(crate) const SECRETS: [&str; 12] = [
    "PASSWORD-1",
    "dXNlcjpQQVNTV09SRC0x",
    "HEADER-SECRET",
    "QUERY/SECRET 3",
    "QUERY%2FSECRET%203",
    "COOKIE+SECRET=4",
    "COOKIE%2BSECRET%3D4",
    "DEFAULT-SECRET",
    "QUERY\\/SECRET 3",
    "QUOTED\"SECRET",
    "CALL-SECRET",
    "SEVEN77",
];

pub(crate) fn everything() -> ClientConfig {
    target()
        .credential(&BASIC, Credential::login("user", "PASSWORD-1"))
        .credential(&HEADER, "HEADER-SECRET")
        .credential(&QUERY, "QUERY/SECRET 3")
        .credential(&COOKIE, "COOKIE+SECRET=4")
        .credential(&BEARER, "QUOTED\"SECRET")
        .header("X-Default", "DEFAULT-SECRET")
        .header("Accept-Language", "en-GB,en;q=0.5")
}

fn shown<E: std::error::Error>(error: &E) -> String {
    format!("{error} {error:?}")
}

#[test]
fn nothing_that_was_sent_in_secret_is_in_an_error() {
    let text = format!("{} en-GB,en;q=0.5", SECRETS[..10].join(" | "));
    let body = json!({ "message": text, "code": "QUERY/SECRET 3" }).to_string().replace("\\\\/", "\\/");
    let headers = [
        ("content-type", "application/json"),
        ("x-request-id", "GET /?key=QUERY%2FSECRET%203"),
        ("x-echo", "Basic dXNlcjpQQVNTV09SRC0x"),
    ];
    let script = Script::new([Turn::Response(answer(400, &headers, &body))]);
    let core = CoreBuilder::new(everything()).no_timeout().transport(script).build();
    let error = run(core.send(&All)).expect_err("an error");
    let (text, raw) = (shown(&error), error.raw().expect("a response"));
    let everywhere = format!("{text} {} {:?}", String::from_utf8_lossy(raw.body()), raw.meta().headers());
    for secret in &SECRETS[..10] {
        assert!(!everywhere.contains(secret), "{secret}: {everywhere}");
    }
    assert!(text.contains("en-GB,en;q=0.5") && text.contains("(request GET /?key=***"), "{text}");
}

#[test]
fn headers_of_a_call_are_secret_and_short_values_are_not_looked_for() {
    let body = json!({ "message": "CALL-SECRET SEVEN77" }).to_string();
    let script = Script::new([Turn::Response(answer(400, &[("content-type", "application/json")], &body))]);
    let core = CoreBuilder::new(target().header("X-Short", "SEVEN77")).no_timeout().transport(script).build();
    let ask = Ask::new(|request| {
        request.segment("/things");
        Ok(())
    });
    let error = run(core.send(&ask.header("X-Call", "Token CALL-SECRET"))).expect_err("an error");
    assert!(error.to_string().contains("*********** SEVEN77"), "{error}");
}

#[test]
fn the_id_of_a_request_is_redacted_in_successes_too() {
    let headers =
        [("content-type", "application/json"), ("x-request-id", "id HEADER-SECRET"), ("x-other", "HEADER-SECRET")];
    let script = Script::new([Turn::Response(answer(200, &headers, "1"))]);
    let core = CoreBuilder::new(everything()).no_timeout().transport(script).build();
    let response = run(core.send(&All)).expect("an answer");
    assert_eq!(response.meta().request_id(), Some("id *************"));
    assert_eq!(response.meta().header("x-other"), Some("HEADER-SECRET"), "other headers are the server's data");
}

#[test]
fn a_text_of_the_server_changes_nothing_around_it() {
    let body = r#"{"message":"a\u202eb\u2028c\u2066d\u200be\ufefff\u061c g\nh\u0085i\u009b31m é 日 👩‍👩"}"#;
    let headers = [("content-type", "application/json"), ("x-request-id", "\u{202e}abc")];
    let script = Script::new([Turn::Response(answer(400, &headers, body))]);
    let core = CoreBuilder::new(target()).no_timeout().transport(script).build();
    let error = run(core.send(&Ask::things())).expect_err("an error").to_string();
    let expected = "a\\u{202e}b\\u{2028}c\\u{2066}d\\u{200b}e\\u{feff}f\\u{61c} g h i 31m é 日 👩\u{200d}👩 (request \\u{202e}abc)";
    assert!(error.ends_with(expected), "{error}");
}

/// Every encoding in which servers quote what they received.
#[test]
fn a_secret_is_redacted_in_every_encoding() {
    let secret = "p<S>/'ä&\" 1=+";
    let forms = [
        secret,
        "p%3CS%3E%2F%27%C3%A4%26%22%201%3D%2B",
        "p%3cS%3e%2f%27%c3%a4%26%22%201%3d%2b",
        "p%3CS%3E%2F%27%C3%A4%26%22+1%3D%2B",
        "p&lt;S&gt;/&#39;ä&amp;&quot; 1=+",
        "p<S>/'ä&\\\" 1=+",
        "p<S>\\/'ä&\\\" 1=+",
        "p\\u003cS\\u003e/\\u0027\\u00e4\\u0026\\\" 1=+",
        "703c533e2f27c3a4262220313d2b",
        "703C533E2F27C3A4262220313D2B",
        // Without a prefix, and within `user:…` and `Bearer …`, in both alphabets.
        "cDxTPi8nw6QmIiAxPSs",
        "dXNlcjpwPFM+LyfDpCYiIDE9Kw",
        "dXNlcjpwPFM-LyfDpCYiIDE9Kw",
        "QmVhcmVyIHA8Uz4vJ8OkJiIgMT0r",
    ];
    let body = forms.join("\n");
    let credentials = {
        let mut credentials = oaspress_runtime::runtime::Credentials::new();
        credentials.set(&QUERY, secret);
        credentials
    };
    let redacted = credentials.redact(body.clone().into());
    let lines: Vec<&[u8]> = redacted.split(|byte| *byte == b'\n').collect();
    assert_eq!(redacted.len(), body.len());
    for (form, line) in forms.iter().zip(lines) {
        let kept = line.iter().zip(form.as_bytes()).filter(|(shown, was)| shown == was && **shown != b'*').count();
        // The Base64 before and after the secret is kept, with the characters that it shares with the secret.
        let around = if form.starts_with("dXNlcjpw") || form.starts_with("QmVhcmVyI") { 10 } else { 1 };
        assert!(kept <= around, "{form}: {}", String::from_utf8_lossy(line));
    }
}

#[test]
fn a_request_id_that_is_no_secret_is_unchanged() {
    for id in ["req_1", "7b0c7e0e-5b0a-4b49-9c57-2f4e6d3c1a00", "HEADER-SECRE"] {
        let headers = [("content-type", "application/json"), ("x-request-id", id)];
        let script = Script::new([Turn::Response(answer(200, &headers, "1"))]);
        let core = CoreBuilder::new(everything()).no_timeout().transport(script).build();
        assert_eq!(run(core.send(&All)).expect("an answer").meta().request_id(), Some(id));
    }
}
