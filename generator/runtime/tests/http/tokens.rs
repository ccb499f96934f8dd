//! Tokens that come from a source: asked for before each call, never shown, and never asked for without need.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use oaspress_runtime::runtime::{
    BoxFuture, CoreBuilder, Credential, Error, Operation as _, Secret, Target, TokenError, TokenSource, TransportKind,
};

use crate::support::{Make, Script, TOKEN, Turn, answer, run, target};

/// A source whose tokens are numbered.
fn counting() -> (Arc<AtomicUsize>, impl TokenSource) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let source = move || {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move { Ok(Secret::from(format!("token-number-{number}"))) }
    };
    (asked, source)
}

fn with(source: impl TokenSource) -> Target {
    target().credential(&TOKEN, Credential::source(source))
}

#[test]
fn a_source_is_asked_before_every_call() {
    let (asked, source) = counting();
    let script = Script::new([
        Turn::Answer(answer(204, &[], "")),
        Turn::Answer(answer(403, &[("content-type", "text/plain")], "no token-number-2 here")),
    ]);
    let core = CoreBuilder::new(with(source)).no_timeout().transport(script.clone()).build();
    run(core.send(&Make)).expect("an answer");
    let Err(Error::Api(refused)) = run(core.send(&Make)) else { panic!("expected an error of the server") };
    assert!(!String::from_utf8_lossy(refused.raw_body()).contains("token-number-2"));
    let sent: Vec<_> = script.requests().iter().map(|request| request.headers()["authorization"].clone()).collect();
    assert_eq!(sent, ["Bearer token-number-1", "Bearer token-number-2"]);
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert!(!format!("{core:?} {:?}", Credential::source(counting().1)).contains("number"));
}

#[test]
fn a_request_without_a_client_is_made_once_the_source_was_asked() {
    let (asked, source) = counting();
    let target = with(source);
    match Make.to_request(&target) {
        Err(Error::Configuration(error)) => {
            assert_eq!(error.to_string(), "the credential for `token` comes from a source that was not asked yet");
        }
        other => panic!("expected a configuration error, got {other:?}"),
    }
    run(target.ready(<Make as oaspress_runtime::runtime::Operation>::SECURITY)).expect("a token");
    let request = Make.to_request(&target).expect("a request");
    assert_eq!(request.headers()["authorization"], "Bearer token-number-1");
    assert_eq!(asked.load(Ordering::SeqCst), 1);
}

#[test]
fn a_source_without_a_token_is_an_error_and_nothing_is_sent() {
    let script = Script::new([]);
    let source = || async { Err::<Secret, TokenError>("the refresh token has expired".into()) };
    let core = CoreBuilder::new(with(source)).no_timeout().transport(script.clone()).build();
    let Err(Error::Transport(error)) = run(core.send(&Make)) else { panic!("expected no token") };
    assert_eq!(error.kind(), TransportKind::Credential);
    assert_eq!(
        std::error::Error::source(&*error).map(ToString::to_string).as_deref(),
        Some("the refresh token has expired")
    );
    assert!(script.requests().is_empty());
}

struct Never;

impl TokenSource for Never {
    fn token(&self) -> BoxFuture<'_, Result<Secret, TokenError>> {
        Box::pin(std::future::pending())
    }
}

#[test]
fn a_source_may_not_take_longer_than_the_call() {
    let core = CoreBuilder::new(with(Never)).timeout(Duration::from_millis(1)).transport(Script::new([])).build();
    let Err(Error::Transport(error)) = run(core.send(&Make)) else { panic!("expected a timeout") };
    assert!(error.is_timeout());
}
