//! Interceptors: their order, what they can change, and their errors.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::StatusCode;
use oaspress_runtime::runtime::{
    Body, BoxFuture, CoreBuilder, Error, InterceptedRequest, InterceptedResponse, Interceptor, InterceptorError,
    Transport, TransportError, TransportKind,
};

use crate::support::{Ask, Chunks, Make, SECRET, Script, Silent, TOKEN, Turn, answer, run, target};

/// An interceptor that records its calls.
#[derive(Clone)]
struct Noted(&'static str, Arc<Mutex<Vec<String>>>);

impl Noted {
    fn note(&self, what: &str) {
        self.1.lock().expect("no panic").push(format!("{} {what}", self.0));
    }
}

impl Interceptor for Noted {
    fn on_request<'a>(&'a self, request: &'a mut InterceptedRequest) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.note(&format!("request {}", request.attempt()));
            let before = request.headers().get("x-passed").and_then(|value| value.to_str().ok()).unwrap_or_default();
            let passed = format!("{before}{}", self.0);
            request.set_header("x-passed", &passed)?;
            Ok(())
        })
    }

    fn on_response<'a>(
        &'a self,
        request: &'a InterceptedRequest,
        response: &'a mut InterceptedResponse,
    ) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(async move {
            tokio::task::yield_now().await;
            self.note(&format!("response {} of {}", response.status().as_u16(), request.operation().id));
            Ok(())
        })
    }
}

fn ok() -> Turn {
    Turn::Response(answer(200, &[], r#"{"fine":true}"#))
}

fn builder(script: &Script) -> CoreBuilder {
    CoreBuilder::new(target()).no_timeout().transport(script.clone())
}

#[test]
fn they_run_for_every_attempt_in_their_order() {
    let notes = Arc::new(Mutex::new(Vec::new()));
    let named = |name| Noted(name, Arc::clone(&notes));
    let script = Script::new([Turn::Response(answer(503, &[], "")), ok()]);
    let core = builder(&script).interceptor(named("c")).interceptor(named("d")).build();
    run(core.send(&Ask::things().interceptor(named("a")).interceptor(named("b")))).expect("the second attempt");
    let of_attempt = |number: u32, status: u16| {
        let requests = ["a", "b", "c", "d"].map(|name| format!("{name} request {number}"));
        let responses = ["d", "c", "b", "a"].map(|name| format!("{name} response {status} of ask"));
        [requests, responses].concat()
    };
    assert_eq!(*notes.lock().expect("no panic"), [of_attempt(1, 503), of_attempt(2, 200)].concat());
    for request in script.requests() {
        assert_eq!(request.headers()["x-passed"], "abcd", "each attempt begins with the request of the operation");
    }
}

#[test]
fn a_closure_is_an_interceptor_of_requests() {
    let script = Script::new([ok()]);
    let sign = |request: &mut InterceptedRequest| {
        assert_eq!((request.method().as_str(), request.uri().path()), ("GET", "/v1/things"));
        request.add_query("sig", "a b&c")?;
        request.add_query("v", "1")?;
        request.remove_header("user-agent");
        request.set_body("replaced");
        Ok(())
    };
    run(builder(&script).interceptor(sign).build().send(&Ask::things())).expect("an answer");
    let request = script.requests().remove(0);
    assert_eq!(request.uri(), "https://api.example.com/v1/things?sig=a%20b%26c&v=1");
    assert!(!request.headers().contains_key("user-agent"));
    assert_eq!(request.body().bytes().map(|bytes| &bytes[..]), Some(&b"replaced"[..]));
}

#[test]
fn a_body_is_bytes_or_a_stream() {
    let sizes = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&sizes);
    let look = move |request: &mut InterceptedRequest| {
        kept.lock().expect("no panic").push(request.body().bytes().map(bytes::Bytes::len));
        Ok(())
    };
    let script = Script::new([Turn::Response(answer(204, &[], "")), ok()]);
    let core = builder(&script).config(|config| config.credential(&TOKEN, SECRET)).interceptor(look).build();
    run(core.send(&Make)).expect("an answer");
    let stream = Ask::new(|request| {
        request.segment("/things");
        request.body("text/plain", Body::stream(Chunks::from_texts(["abc"])));
        Ok(())
    });
    run(core.send(&stream)).expect("an answer");
    assert_eq!(*sizes.lock().expect("no panic"), [Some(r#"{"name":"Ada"}"#.len()), None]);
}

/// An interceptor that rejects responses, or requests.
struct Picky(bool);

impl Interceptor for Picky {
    fn on_request<'a>(&'a self, _: &'a mut InterceptedRequest) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(async move { if self.0 { Err("no key".into()) } else { Ok(()) } })
    }

    fn on_response<'a>(
        &'a self,
        _: &'a InterceptedRequest,
        _: &'a mut InterceptedResponse,
    ) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(async { Err("the signature is wrong".into()) })
    }
}

#[test]
fn an_error_names_the_interceptor() {
    let script = Script::new([]);
    let error = run(builder(&script).interceptor(Picky(true)).build().send(&Ask::things())).expect_err("no key");
    let text = "an interceptor rejected the call: `http::interceptors::Picky`: api.example.com";
    assert_eq!(error.to_string(), text);
    assert_eq!(std::error::Error::source(&error).map(ToString::to_string).as_deref(), Some("no key"));
    assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportKind::Interceptor));
    assert!(script.requests().is_empty());

    let script = Script::new([Turn::Response(answer(200, &[("x-request-id", "req_1")], "{}"))]);
    let error = run(builder(&script).interceptor(Picky(false)).build().send(&Ask::things())).expect_err("wrong");
    assert_eq!(error.to_string(), format!("{text} (request req_1)"));
    assert_eq!(error.status(), Some(StatusCode::OK));
    assert_eq!(script.requests().len(), 1, "it is not retried");

    let broken = |request: &mut InterceptedRequest| Ok(request.set_header("host", "elsewhere")?);
    let error = run(builder(&Script::new([])).interceptor(broken).build().send(&Ask::things())).expect_err("reserved");
    let source = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    assert!(source.contains("is set by the transport"), "{source}");
}

/// An interceptor that replaces each response.
struct Replace;

impl Interceptor for Replace {
    fn on_response<'a>(
        &'a self,
        _: &'a InterceptedRequest,
        response: &'a mut InterceptedResponse,
    ) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(async {
            let body = response.body().bytes().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            response.set_status(StatusCode::OK);
            response.headers_mut().insert("x-kept", http::HeaderValue::from_static("yes"));
            response.set_body(body.map_or_else(String::new, |body| format!("[{body}]")));
            Ok(())
        })
    }
}

#[test]
fn a_response_can_be_replaced() {
    let script = Script::new([Turn::Response(answer(404, &[], "7"))]);
    let response = run(builder(&script).interceptor(Replace).build().send(&Ask::things())).expect("a replacement");
    assert_eq!(response[0], 7);
    assert_eq!(response.meta().header("x-kept"), Some("yes"));
    let script = Script::new([Turn::Response(answer(200, &[], "7"))]);
    let core = builder(&script).interceptor(Replace).build();
    let mut body = run(core.send_stream(&Ask::things())).expect("a stream").into_inner();
    let chunk = run(body.chunk()).expect("a chunk").expect("no error");
    assert_eq!(chunk, "[7]");
}

/// An interceptor that makes a success of each response, and has no limits left.
struct Approve(bool);

impl Interceptor for Approve {
    fn on_response<'a>(
        &'a self,
        _: &'a InterceptedRequest,
        response: &'a mut InterceptedResponse,
    ) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(async {
            response.set_status(StatusCode::OK);
            response.headers_mut().remove("x-ratelimit-remaining");
            if self.0 {
                response.set_body("7");
            }
            Ok(())
        })
    }
}

#[test]
fn a_truncated_error_becomes_a_success_only_with_another_body() {
    let padded = |size: usize| Turn::Response(answer(404, &[], &(" ".repeat(size - 1) + "7")));
    let ask = |size, replaces| {
        let script = Script::new([padded(size)]);
        run(builder(&script).interceptor(Approve(replaces)).build().send(&Ask::things()))
    };
    assert_eq!(ask(64 * 1024, false).expect("a whole body").into_inner(), 7);
    assert_eq!(ask(64 * 1024 + 1, true).expect("another body").into_inner(), 7);
    let error = ask(64 * 1024 + 1, false).expect_err("a truncated body");
    assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportKind::TooLarge), "{error:?}");

    let broken = Body::stream(Chunks::new([Ok("7"), Err(std::io::Error::other("broken"))]));
    let script = Script::default();
    let core = builder(&script).transport(Breaking(broken)).max_retries(0).interceptor(Approve(false)).build();
    let error = run(core.send(&Ask::things())).expect_err("an incomplete body");
    assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportKind::Interrupted), "{error:?}");
}

/// A transport that returns an error with this body.
struct Breaking(Body);

impl Transport for Breaking {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<Body>, TransportError>> {
        let mut response = http::Response::new(self.0.clone());
        *response.status_mut() = StatusCode::NOT_FOUND;
        Box::pin(async { Ok(response) })
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

#[test]
fn the_rate_limiter_sees_what_the_server_sent() {
    let limits = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "9999")];
    let script = Script::new([Turn::Response(answer(200, &limits, "1"))]);
    let core = builder(&script).pace_by_rate_limit().interceptor(Approve(false)).build();
    run(core.send(&Ask::things())).expect("an answer");
    let error = run(core.send(&Ask::things())).expect_err("too long a wait");
    assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportKind::RateLimit), "{error:?}");
}

#[test]
fn limits_hold_for_bodies_that_interceptors_see() {
    let script = Script::new([Turn::Response(answer(200, &[], &"x".repeat(100)))]);
    let core = builder(&script).max_response_size(99).interceptor(Replace).build();
    let error = run(core.send(&Ask::things())).expect_err("one byte too many");
    assert!(matches!(error, Error::Transport(error) if error.kind() == TransportKind::TooLarge));
}

/// An interceptor that never returns.
struct Stuck;

impl Interceptor for Stuck {
    fn on_request<'a>(&'a self, _: &'a mut InterceptedRequest) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn the_deadline_bounds_interceptors() {
    let core = CoreBuilder::new(target()).timeout(Duration::from_millis(30)).interceptor(Stuck).transport(Silent);
    assert!(run(core.build().send(&Ask::things())).expect_err("stuck").is_timeout());
}

#[test]
fn what_interceptors_add_is_secret() {
    let signature = "sig_0123456789abcdef";
    let sign = move |request: &mut InterceptedRequest| {
        request.set_header("x-signature", signature)?;
        let debug = format!("{request:?}");
        assert!(debug.contains("x-signature") && !debug.contains(signature) && !debug.contains(SECRET), "{debug}");
        Ok(())
    };
    let body = format!(r#"{{"message":"bad signature {signature}"}}"#);
    let script = Script::new([Turn::Response(answer(403, &[("x-request-id", signature)], &body))]);
    let core = builder(&script).config(|config| config.credential(&TOKEN, SECRET)).interceptor(sign).build();
    let error = run(core.send(&Ask::things())).expect_err("an error response");
    assert_eq!(error.to_string(), "403 Forbidden: bad signature ********************");
}

#[test]
fn a_failure_without_a_response_is_retried_with_a_new_request() {
    let script = Script::new([Turn::Failure(TransportError::new(TransportKind::Connect)), ok()]);
    let number = |request: &mut InterceptedRequest| {
        let attempt = request.attempt().to_string();
        Ok(request.set_header("x-attempt", &attempt)?)
    };
    run(builder(&script).interceptor(number).build().send(&Ask::things())).expect("the second attempt");
    let numbers: Vec<_> = script.requests().iter().map(|request| request.headers()["x-attempt"].clone()).collect();
    assert_eq!(numbers, ["1", "2"]);
}
