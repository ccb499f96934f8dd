//! Recorded calls: the recorded parts, the replaced parts, and calls whose recording fails.

use std::path::{Path, PathBuf};
use std::time::Duration;

use http::{Request, Response};
use oaspress_runtime::runtime::{Body, BoxFuture, Core, CoreBuilder, Style, Transport, TransportError, TransportKind};
use serde_json::Value;

use crate::support::{Ask, Chunks, SECRET, Script, TOKEN, Turn, answer, run, target};

/// A file that is removed at the end.
struct Log(PathBuf);

impl Log {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("oaspress-{}-{name}.jsonl", std::process::id()));
        let _ = std::fs::remove_file(&path);
        Self(path)
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.0).unwrap_or_default()
    }

    fn entries(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).expect("an entry")).collect()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn recorded(transport: impl Transport, path: &Path) -> Core {
    let target = target().credential(&TOKEN, SECRET);
    CoreBuilder::new(target).no_timeout().max_retries(0).transport(transport).record_traffic(path).build()
}

const JSON: (&str, &str) = ("content-type", "application/json");

#[test]
fn calls_are_recorded_without_credentials() {
    let log = Log::new("credentials");
    let body = format!(
        r#"{{"id":1,"nextPageToken":"p2","accessToken":"abc","echo":"Bearer {SECRET}","list":[{{"password":"x"}}]}}"#
    );
    let script = Script::new([
        Turn::Answer(answer(200, &[JSON, ("set-cookie", "sid=4711")], &body)),
        Turn::Answer(answer(200, &[("content-type", "text/plain")], "secret text")),
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
    let core = recorded(Script::new([Turn::Answer(answer(200, &headers, body))]), &log.0);
    let _ = run(core.send(&Ask::things()));
    let all = log.text();
    for secret in [SECRET, "abc", "def", "ghi"] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
    let text = &log.entries()[0]["response"]["content"]["text"];
    assert_eq!(text, r#"{"tokens":["[redacted]",{"value":"[redacted]"}],"session":{"user":"[redacted]","age":7}}"#);
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
        Turn::Answer(answer(500, &[JSON], "{ broken")),
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
