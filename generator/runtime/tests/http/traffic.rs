//! Recorded calls: the recorded parts, the replaced parts, and calls whose recording fails.

use std::path::{Path, PathBuf};
use std::time::Duration;

use http::{Request, Response};
use oaspress_runtime::runtime::{
    Body, BoxFuture, Core, CoreBuilder, Scheme, Style, Transport, TransportError, TransportKind,
};
use serde_json::Value;

use crate::support::{Ask, Chunks, SECRET, Script, TOKEN, Turn, answer, run, target};

/// A file that is removed at the end.
pub(crate) struct Log(pub(crate) PathBuf);

impl Log {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("oaspress-{}-{name}.jsonl", std::process::id()));
        let _ = std::fs::remove_file(&path);
        Self(path)
    }

    pub(crate) fn text(&self) -> String {
        std::fs::read_to_string(&self.0).unwrap_or_default()
    }

    pub(crate) fn entries(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).expect("an entry")).collect()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

pub(crate) fn recorded(transport: impl Transport, path: &Path) -> Core {
    let target = target().credential(&TOKEN, SECRET);
    CoreBuilder::new(target).no_timeout().max_retries(0).transport(transport).record_traffic(path).build()
}

pub(crate) const JSON: (&str, &str) = ("content-type", "application/json");

#[test]
fn calls_are_recorded_without_credentials() {
    let log = Log::new("credentials");
    let body = format!(
        r#"{{"id":1,"nextPageToken":"p2","accessToken":"abc","echo":"Bearer {SECRET}","list":[{{"password":"x"}}]}}"#
    );
    let script = Script::new([
        Turn::Response(answer(200, &[JSON, ("set-cookie", "sid=4711")], &body)),
        Turn::Response(answer(200, &[("content-type", "text/plain")], "secret text")),
    ]);
    let core = recorded(script, &log.0);
    let ask = Ask::new(|request| {
        request.segment("/things");
        request.query("q", Style::FORM, "a b")?;
        request.query("api_key", Style::FORM, "4711-4711")
    });
    for _ in 0..2 {
        let _ = run(core.send(&ask));
    }
    let entries = log.entries();
    assert_eq!(entries.len(), 2);
    let url = entries[0]["request"]["url"].as_str().expect("a URL");
    assert!(url.ends_with("/things?q=a%20b&api_key=%5Bredacted%5D"), "{url}");
    let text = entries[0]["response"]["content"]["text"].as_str().expect("a body");
    // The value of the header is a form of the credential.
    let stars = "*".repeat("Bearer ".len() + SECRET.len());
    let expected = format!(
        r#"{{"id":1,"nextPageToken":"p2","accessToken":"[redacted]","echo":"{stars}","list":[{{"password":"[redacted]"}}]}}"#
    );
    assert_eq!(text, expected);
    assert_eq!(entries[1]["response"]["content"]["text"], Value::Null);
    let all = log.text();
    for secret in [SECRET, "4711", "abc", "secret text"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
}

#[test]
fn credentials_are_found_in_headers_and_within_properties() {
    let log = Log::new("places");
    let content_type = format!("application/json; echo={SECRET}");
    let headers = [("content-type", content_type.as_str()), ("retry-after", SECRET)];
    let body = r#"{"tokens":["abc",{"value":"def"}],"session":{"user":"ghi","age":7}}"#;
    let core = recorded(Script::new([Turn::Response(answer(200, &headers, body))]), &log.0);
    let _ = run(core.send(&Ask::things()));
    let all = log.text();
    for secret in [SECRET, "abc", "def", "ghi"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
    let text = &log.entries()[0]["response"]["content"]["text"];
    assert_eq!(
        text,
        r#"{"tokens":["[redacted]",{"value":"[redacted]"}],"session":{"user":"[redacted]","age":"[redacted]"}}"#
    );
}

/// A transport that responds with a stream of these chunks.
struct Streaming(&'static [&'static str]);

impl Transport for Streaming {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let body = Body::stream(Chunks::from_texts(self.0.iter().copied()));
        let response = Response::builder().header(JSON.0, JSON.1).body(body).expect("a response");
        Box::pin(std::future::ready(Ok(response)))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[test]
fn bodies_are_recorded_while_they_are_read() {
    let log = Log::new("chunks");
    let core = recorded(Streaming(&["[1,", "2]"]), &log.0);
    run(core.send(&Ask::things())).expect("a response");
    assert_eq!(log.entries()[0]["response"]["content"]["text"], "[1,2]");
}

#[test]
fn recording_never_breaks_a_call() {
    let folder = std::env::temp_dir();
    let core = recorded(Streaming(&["[1]"]), &folder);
    run(core.send(&Ask::things())).expect("a response, although the file is a folder");

    let log = Log::new("failures");
    let script = Script::new([
        Turn::Failure(TransportError::new(TransportKind::Connect)),
        Turn::Response(answer(500, &[JSON], "{ broken")),
    ]);
    let core = recorded(script, &log.0);
    for _ in 0..2 {
        run(core.send(&Ask::things())).expect_err("no success");
    }
    let entries = log.entries();
    assert_eq!(entries.len(), 1, "a call without a response has no entry");
    assert_eq!(entries[0]["response"]["status"], 500);
    assert_eq!(entries[0]["response"]["content"]["text"], Value::Null);
}

/// Returns the recorded text of a JSON response.
pub(crate) fn recorded_body(name: &str, body: &str) -> String {
    let log = Log::new(name);
    let core = recorded(Script::new([Turn::Response(answer(200, &[JSON], body))]), &log.0);
    let _ = run(core.send(&Ask::things()));
    let entry = log.entries().remove(0);
    entry["response"]["content"]["text"].as_str().expect("a body").to_owned()
}

/// Returns the recorded URL of a call with this query, which is not encoded further.
pub(crate) fn recorded_url(name: &str, query: &'static str) -> String {
    let log = Log::new(name);
    let core = recorded(Script::new([Turn::Response(answer(200, &[JSON], "{}"))]), &log.0);
    let ask = Ask::new(move |request| {
        request.segment("/things?");
        request.segment(query);
        Ok(())
    });
    let _ = run(core.send(&ask));
    log.entries().remove(0)["request"]["url"].as_str().expect("a URL").to_owned()
}

#[test]
fn names_of_credentials_are_recognized() {
    let secret = [
        "sig",
        "X-Amz-Sig",
        "apiSig",
        "pwd",
        "userPwd",
        "passcode",
        "client_assertion",
        "code_verifier",
        "passphrase",
        "privateKey",
        "cookie",
        "oauth",
        "key",
        "page_access_token",
        "nextPassword",
        "asyncSecret",
        "async_token",
        "homepageToken",
        "refreshTokenNext",
        "sync_auth",
        "start_session",
        "PHPSESSID",
    ];
    let plain = [
        "nextPageToken",
        "page_token",
        "syncToken",
        "continuation-token",
        "cursor",
        "NextToken",
        "startPageToken",
        "author",
        "design",
        "assignee",
        "signal",
        "keyword",
        "monkey",
        "compass",
    ];
    let members = |names: &[&str]| names.iter().map(|name| format!("{name:?}:\"VALUE\"")).collect::<Vec<_>>().join(",");
    let text = recorded_body("secret-names", &format!("{{{}}}", members(&secret)));
    assert!(!text.contains("VALUE"), "{text}");
    let body = format!("{{{}}}", members(&plain));
    assert_eq!(recorded_body("plain-names", &body), body);
}

#[test]
fn names_in_queries_are_decoded_first() {
    for query in [
        "api%5Fkey=VALUE",
        "pass%77ord=VALUE",
        "access+token=VALUE",
        "access%2Btoken=VALUE",
        "a=1;pass%2577ord=VALUE",
        "to=https%3A%2F%2Fx.org%2F%3Fsig%3DVALUE",
        "to=https://user:VALUE@x.org/",
    ] {
        let url = recorded_url("encoded-names", query);
        assert!(!url.contains("VALUE") && url.contains("%5Bredacted%5D"), "{query}: {url}");
    }
    assert!(recorded_url("plain-query", "q=a&page=2").ends_with("?q=a&page=2"));
}

#[test]
fn urls_in_bodies_are_recorded_without_credentials() {
    let body = serde_json::json!({
        "download": "https://s3.example.org/file?X-Amz-Signature=VALUE&part=1",
        "relative": "/file?sig=VALUE",
        "text": "see <a href=\"https://x.org/a?lang=en&amp;token=VALUE\"> and #access_token=VALUE",
        "remote": "git clone https://peter:VALUE@git.example.org/a.git?x=1",
        "database": "postgres://peter:VALUE/more@db:5432/app",
    });
    let text = recorded_body("urls", &body.to_string());
    assert!(!text.contains("VALUE") && !text.contains("peter"), "{text}");
    let read: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(read["download"], "https://s3.example.org/file?X-Amz-Signature=%5Bredacted%5D&part=1");
    assert_eq!(read["remote"], "git clone https://%5Bredacted%5D@git.example.org/a.git?x=1");
    let plain = r#"{"a":"https://x.org:8080/a?page=1","b":"1 = 2, a=b"}"#;
    assert_eq!(recorded_body("plain-urls", plain), plain);
}

#[test]
fn the_query_parameter_of_a_scheme_is_never_recorded() {
    const SHORT: Scheme = Scheme::api_key_query("short", "k");
    let log = Log::new("scheme");
    let target = target().credential(&SHORT, "abc");
    let script = Script::new([Turn::Response(answer(200, &[JSON], r#"{"self":"https://x.org/?k=OLD&l=1"}"#))]);
    let core = CoreBuilder::new(target).no_timeout().transport(script).record_traffic(&log.0).build();
    let ask = Ask::new(|request| {
        request.segment("/things");
        // As a token source may have rotated it since.
        request.query("k", Style::FORM, "OLD")
    });
    let _ = run(core.send(&ask));
    let text = log.text();
    assert!(!text.contains("OLD") && text.contains("k=%5Bredacted%5D&l=1"), "{text}");
}

#[test]
fn bodies_stay_valid_without_credentials() {
    let number = "4711471147114711";
    let log = Log::new("numbers");
    let target = target().credential(&TOKEN, number);
    let body = format!(
        r#"{{"id":{number},"{number}":[true],"passcode":4711,"max_tokens":16,"text":"\u0034{}"}}"#,
        &number[1..]
    );
    let script = Script::new([Turn::Response(answer(200, &[JSON], &body))]);
    let core = CoreBuilder::new(target).no_timeout().transport(script).record_traffic(&log.0).build();
    let _ = run(core.send(&Ask::things()));
    let entry = log.entries().remove(0);
    let text = entry["response"]["content"]["text"].as_str().expect("a body");
    let read: Value = serde_json::from_str(text).expect("JSON");
    assert!(!log.text().contains("4711"), "{text}");
    assert_eq!(read["id"], "[redacted]");
    assert_eq!(read["passcode"], "[redacted]");
    assert_eq!(read["max_tokens"], 16);
}

#[cfg(unix)]
#[test]
fn an_existing_file_becomes_private() {
    use std::os::unix::fs::PermissionsExt as _;

    let log = Log::new("rights");
    std::fs::write(&log.0, "").expect("a file");
    std::fs::set_permissions(&log.0, std::fs::Permissions::from_mode(0o644)).expect("rights");
    let core = recorded(Streaming(&["[1]"]), &log.0);
    run(core.send(&Ask::things())).expect("a response");
    let mode = std::fs::metadata(&log.0).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(log.entries().len(), 1);
}
