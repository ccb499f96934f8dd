//! Interceptors of requests that are redirected.

use http::HeaderMap;
use oaspress_runtime::runtime::{
    BoxFuture, CoreBuilder, Error, InterceptedRequest, InterceptedResponse, Interceptor, InterceptorError,
    TransportKind,
};

use crate::support::{Ask, SECRET, Script, TOKEN, Turn, answer, run, target};

const HERE: &str = "https://api.example.com/v1/here";
const THERE: &str = "https://files.example.net/there";

/// Signs requests, and rejects responses that another origin had a hand in.
struct Verify;

impl Interceptor for Verify {
    fn on_request<'a>(&'a self, request: &'a mut InterceptedRequest) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(async {
            assert!(!request.is_redirected_elsewhere());
            request.set_header("x-signature", "a signature")?;
            Ok(())
        })
    }

    fn on_response<'a>(
        &'a self,
        request: &'a InterceptedRequest,
        _: &'a mut InterceptedResponse,
    ) -> BoxFuture<'a, Result<(), InterceptorError>> {
        Box::pin(async {
            if !request.is_redirected_elsewhere() {
                return Ok(());
            }
            assert_eq!(names(request.headers()), ["accept", "user-agent"]);
            Err("the response is from elsewhere".into())
        })
    }
}

fn names(headers: &HeaderMap) -> Vec<&str> {
    let mut names: Vec<_> = headers.keys().map(http::HeaderName::as_str).collect();
    names.sort_unstable();
    names
}

fn to(location: &str) -> Turn {
    Turn::Response(answer(302, &[("location", location)], ""))
}

fn ok() -> Turn {
    Turn::Response(answer(200, &[], r#"{"fine":true}"#))
}

fn builder(script: &Script) -> CoreBuilder {
    let config = target().credential(&TOKEN, SECRET);
    CoreBuilder::new(config).no_timeout().max_retries(0).transport(script.clone())
}

/// Returns which requests have a signature.
fn signed(script: &Script) -> Vec<bool> {
    script.requests().iter().map(|request| request.headers().contains_key("x-signature")).collect()
}

#[test]
fn a_response_of_another_origin_can_be_rejected() {
    let script = Script::new([to(THERE), ok()]);
    let error = run(builder(&script).interceptor(Verify).build().send(&Ask::things())).expect_err("elsewhere");
    assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportKind::Interceptor), "{error:?}");
    assert_eq!(signed(&script), [true, false]);

    let script = Script::new([to(HERE), ok()]);
    run(builder(&script).interceptor(Verify).build().send(&Ask::things())).expect("the same origin");
    assert_eq!(signed(&script), [true, true]);
}

#[test]
fn a_way_back_is_not_signed() {
    let script = Script::new([to(THERE), to(HERE), to("/v1/again"), ok()]);
    let error = run(builder(&script).interceptor(Verify).build().send(&Ask::things())).expect_err("elsewhere");
    assert!(matches!(error, Error::Transport(error) if error.kind() == TransportKind::Interceptor));
    assert_eq!(signed(&script), [true, false, false, false]);
    for request in &script.requests()[1..] {
        assert_eq!(names(request.headers()), ["accept", "user-agent"]);
    }
}
