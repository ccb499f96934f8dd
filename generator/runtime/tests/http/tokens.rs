//! Tokens from a source: requested before each call, never shown, and never requested unnecessarily.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oaspress_runtime::runtime::{
    BoxFuture, ClientConfig, CoreBuilder, Credential, Error, Operation as _, Secret, Style, TokenError, TokenSource,
    TransportKind,
};

use crate::support::{Ask, Make, Script, TOKEN, Turn, answer, run, target};

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

fn with(source: impl TokenSource) -> ClientConfig {
    target().credential(&TOKEN, Credential::source(source))
}

#[test]
fn a_source_is_asked_before_every_call() {
    let (asked, source) = counting();
    let script = Script::new([
        Turn::Response(answer(204, &[], "")),
        Turn::Response(answer(403, &[("content-type", "text/plain")], "no token-number-2 here")),
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
            assert_eq!(
                error.to_string(),
                "the credential for `token` comes from a token source that was not polled yet"
            );
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

fn refused() -> Turn {
    Turn::Response(answer(401, &[], ""))
}

fn tokens(script: &Script) -> Vec<http::HeaderValue> {
    script.requests().iter().map(|request| request.headers()["authorization"].clone()).collect()
}

#[test]
fn a_token_that_is_refused_is_replaced_once() {
    let (_, source) = counting();
    let script = Script::new([refused(), Turn::Response(answer(204, &[], "")), refused(), refused()]);
    let core = CoreBuilder::new(with(source)).no_timeout().max_retries(0).transport(script.clone()).build();
    let made = run(core.send(&Make)).expect("an answer");
    assert_eq!(made.meta().attempts().len(), 1, "a POST is sent again, too: the server has done nothing");
    assert_eq!(tokens(&script), ["Bearer token-number-1", "Bearer token-number-2"]);
    let Err(Error::Api(error)) = run(core.send(&Make)) else { panic!("expected an error of the server") };
    assert!(error.is_authentication());
    assert_eq!(script.requests().len(), 4, "and that was all");
}

/// A source that keeps its token, and detects that it was replaced.
struct Kept {
    token: Mutex<Secret>,
    renewals: Arc<AtomicUsize>,
}

impl TokenSource for Kept {
    fn token(&self) -> BoxFuture<'_, Result<Secret, TokenError>> {
        let token = self.token.lock().expect("no panic").clone();
        Box::pin(async move { Ok(token) })
    }

    fn renew<'a>(&'a self, refused: &'a Secret) -> BoxFuture<'a, Result<Secret, TokenError>> {
        let mut token = self.token.lock().expect("no panic");
        if token.expose() == refused.expose() {
            self.renewals.fetch_add(1, Ordering::SeqCst);
            *token = Secret::from("the-new-token");
        }
        let token = token.clone();
        Box::pin(async move { Ok(token) })
    }
}

#[test]
fn all_but_the_token_stays_what_it_was() {
    let renewals = Arc::new(AtomicUsize::new(0));
    let source = Kept { token: Mutex::new(Secret::from("the-old-token")), renewals: Arc::clone(&renewals) };
    let script = Script::new([refused(), Turn::Response(answer(200, &[("content-type", "application/json")], "1"))]);
    let core = CoreBuilder::new(with(source)).no_timeout().transport(script.clone()).build();
    let keyed = Ask::new(|request| {
        request.segment("/things");
        request.idempotency_key("idempotency-key", Style::SIMPLE, &None::<&str>)
    });
    run(core.send(&keyed)).expect("an answer");
    assert_eq!(tokens(&script), ["Bearer the-old-token", "Bearer the-new-token"]);
    assert_eq!(renewals.load(Ordering::SeqCst), 1);
    let keys: Vec<_> = script.requests().iter().map(|request| request.headers()["idempotency-key"].clone()).collect();
    assert_eq!(keys[0], keys[1]);
}

#[test]
fn a_source_that_has_no_other_token_changes_nothing() {
    let script = Script::new([refused()]);
    let source = || async { Ok(Secret::from("the-only-token")) };
    let core = CoreBuilder::new(with(source)).no_timeout().transport(script.clone()).build();
    let Err(Error::Api(error)) = run(core.send(&Make)) else { panic!("expected an error of the server") };
    assert!(error.is_authentication());
    assert_eq!(script.requests().len(), 1);
}

#[test]
fn a_source_is_not_asked_for_what_carries_no_credential() {
    let (asked, source) = counting();
    let turns = || [Turn::Response(answer(204, &[], "")), Turn::Response(answer(401, &[], ""))];
    let script = Script::new(turns());
    let core = CoreBuilder::new(with(source).anonymous()).no_timeout().transport(script.clone()).build();
    run(core.send(&Make)).expect("an answer");
    assert!(matches!(run(core.send(&Make)), Err(Error::Api(_))));
    let (asked_by_call, source) = counting();
    let by_call = Script::new([Turn::Response(answer(401, &[], ""))]);
    let core = CoreBuilder::new(with(source)).no_timeout().transport(by_call.clone()).build();
    assert!(run(core.send(&Ask::things().anonymous())).is_err());
    assert_eq!((asked.load(Ordering::SeqCst), asked_by_call.load(Ordering::SeqCst)), (0, 0));
    let requests = [script.requests(), by_call.requests()].concat();
    assert_eq!(requests.len(), 3);
    assert!(requests.iter().all(|request| !request.headers().contains_key("authorization")));
    run(with(counting().1).anonymous().ready(<Make as oaspress_runtime::runtime::Operation>::SECURITY))
        .expect("nothing");
}
