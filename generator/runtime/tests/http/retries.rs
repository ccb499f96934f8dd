//! Retries, with a transport that plays a script.

use std::time::Duration;

use http::{Method, Request};
use oaspress_runtime::runtime::{
    AttemptEnd, Body, Call, CoreBuilder, Error, Idempotency, InvalidInput, Operation, Options, RawResponse,
    RequestEncoder, Response, RetryPolicy, Security, Style, TransportError, TransportKind,
};

use crate::support::{Ask, Chunks, Make, SECRET, Script, Silent, TOKEN, Turn, answer, run, target};

fn refused() -> Turn {
    Turn::Failure(TransportError::new(TransportKind::Connect))
}

fn ok() -> Turn {
    Turn::Response(answer(200, &[], r#"{"fine":true}"#))
}

fn status(status: u16) -> Turn {
    Turn::Response(answer(status, &[("x-request-id", "req_1")], r#"{"message":"no"}"#))
}

#[test]
fn a_call_is_tried_until_it_succeeds() {
    let script = Script::new([refused(), status(503), status(500), ok()]);
    let response = run(script.core().send(&Ask::things())).expect("the fourth try");
    assert_eq!(response["fine"], true);
    assert_eq!(response.meta().attempt_count(), 4);
    assert_eq!(script.requests().len(), 4);
    assert_eq!(script.waits().len(), 3);
    let longest = [250, 500, 1000].map(Duration::from_millis);
    assert!(script.waits().iter().zip(longest).all(|(wait, longest)| *wait <= longest), "{:?}", script.waits());
    let same = |request: &Request<Body>| (request.uri().clone(), request.headers().clone());
    assert!(script.requests().windows(2).all(|pair| same(&pair[0]) == same(&pair[1])));
}

#[test]
fn the_last_failure_is_the_one_that_is_told() {
    let script = Script::new([status(503), refused(), status(502), status(429)]);
    let error = run(script.core().send(&Ask::things())).expect_err("no attempts left");
    assert!(error.is_rate_limit());
    assert_eq!(error.to_string(), "429 Too Many Requests: no (request req_1)");
    let script = Script::new([refused(), refused(), refused(), refused()]);
    let error = run(script.core().send(&Ask::things())).expect_err("no attempts left");
    assert!(error.is_connect());
    assert_eq!(error.to_string(), "no connection to the server: api.example.com, 4 attempts");
}

#[test]
fn what_is_not_idempotent_is_sent_once() {
    for first in [refused(), status(503), status(429)] {
        let script = Script::new([first]);
        let core = CoreBuilder::new(target().credential(&TOKEN, SECRET)).no_timeout().transport(script.clone()).build();
        run(core.send(&Make)).expect_err("one try");
        assert_eq!(script.requests().len(), 1);
    }
}

#[test]
fn the_number_of_tries_can_be_set_for_client_and_call() {
    let script = Script::new([status(503)]);
    let core = CoreBuilder::new(target()).no_timeout().max_retries(0).transport(script.clone()).build();
    run(core.send(&Ask::things())).expect_err("one try");
    let script = Script::new([status(503)]);
    run(script.core().send(&Ask::things().max_retries(0))).expect_err("one try");
    let script = Script::new((0..6).map(|_| status(503)));
    run(script.core().send(&Ask::things().max_retries(5))).expect_err("six attempts");
    assert_eq!(script.requests().len(), 6);
}

#[test]
fn no_wait_is_begun_that_the_deadline_would_cut() {
    let busy = || Turn::Response(answer(503, &[("retry-after", "20")], ""));
    let script = Script::new([busy()]);
    let core = CoreBuilder::new(target()).timeout(Duration::from_secs(10)).transport(script.clone()).build();
    let error = run(core.send(&Ask::things())).expect_err("it would take too long");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(20)));
    let script = Script::new([busy(), ok()]);
    let core = CoreBuilder::new(target()).timeout(Duration::from_secs(60)).transport(script.clone()).build();
    run(core.send(&Ask::things())).expect("the second try");
}

#[test]
fn a_server_that_asks_for_too_long_a_wait_is_not_asked_again() {
    let script = Script::new([Turn::Response(answer(429, &[("retry-after", "3600")], ""))]);
    let error = run(script.core().send(&Ask::things())).expect_err("an hour");
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    let script = Script::new([Turn::Response(answer(429, &[("retry-after", "3600")], "")), ok()]);
    let mut policy = RetryPolicy::default();
    policy.max_retry_after = Duration::from_secs(7200);
    let core = CoreBuilder::new(target()).no_timeout().retry(policy).transport(script.clone()).build();
    run(core.send(&Ask::things())).expect("the second try");
    assert!(script.waits()[0] >= Duration::from_secs(3600));
}

#[test]
fn a_deadline_bounds_a_server_that_never_answers() {
    let core = CoreBuilder::new(target()).transport(Silent).timeout(Duration::from_millis(30)).build();
    let error = run(core.send(&Ask::things())).expect_err("no answer");
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.to_string(), "no complete response in time: api.example.com");
    let error = run(CoreBuilder::new(target()).transport(Silent).build().send(&Ask::things().timeout(Duration::ZERO)));
    assert!(matches!(error, Err(Error::Transport(error)) if error.is_timeout()));
}

#[test]
fn a_body_is_bounded() {
    let core = |limit| CoreBuilder::new(target()).max_response_size(limit).no_timeout();
    let send = |limit, answer| {
        let script = Script::new([answer]);
        run(core(limit).transport(script).build().send(&Ask::things()))
    };
    assert!(send(13, ok()).is_ok());
    let error = send(12, ok()).expect_err("one byte too many");
    assert_eq!(error.to_string(), "the response is larger than the client accepts: api.example.com");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    let large = "x".repeat(100_000);
    let error = send(10, Turn::Response(answer(400, &[], &large))).expect_err("an error response");
    assert_eq!(error.as_api().expect("an answer").raw_body().len(), 64 * 1024);
}

#[test]
fn a_stream_that_nobody_has_read_is_sent_again() {
    let ask = |body: Body| {
        Ask::new(move |request| {
            request.segment("/things");
            request.body("text/plain", body.clone());
            Ok(())
        })
    };
    let script = Script::new([refused(), ok()]);
    run(script.core().send(&ask(Body::stream(Chunks::from_texts(["abc"]))))).expect("the second try");
    let script = Script::new([refused()]);
    let mut body = Body::stream(Chunks::from_texts(["abc", "def"]));
    assert_eq!(run(body.chunk()).expect("a chunk").expect("no error"), "abc");
    let error = run(script.core().send(&ask(body))).expect_err("one try");
    assert!(error.is_connect());
}

#[test]
fn every_try_is_told() {
    let script = Script::new([refused(), status(503), ok()]);
    let response = run(script.core().send(&Ask::things())).expect("the third try");
    let ends: Vec<_> = response.meta().attempts().iter().map(|attempt| attempt.end).collect();
    let unavailable = AttemptEnd::Status(http::StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(ends, [AttemptEnd::Failure(TransportKind::Connect), unavailable]);
    let waits: Vec<_> = response.meta().attempts().iter().map(|attempt| attempt.wait).collect();
    assert_eq!(waits, script.waits());

    let script = Script::new([status(503), status(404)]);
    let error = run(script.core().send(&Ask::things())).expect_err("a refusal");
    assert_eq!(error.attempts().len(), 1);
    let script = Script::new([status(503), refused(), refused(), refused()]);
    let error = run(script.core().send(&Ask::things())).expect_err("no connection");
    assert_eq!(error.attempts()[0].end, unavailable);
    assert_eq!(error.attempts().len(), 3);
}

#[test]
fn all_calls_together_have_a_budget_of_retries() {
    let script = Script::new((0..40).map(|_| status(503)));
    let mut policy = RetryPolicy::default();
    policy.budget = 4;
    let core = CoreBuilder::new(target()).no_timeout().retry(policy).transport(script.clone()).build();
    for _ in 0..5 {
        run(core.send(&Ask::things())).expect_err("a server in trouble");
    }
    // 4 attempts and 2 attempts, and after that only the first one.
    assert_eq!(script.requests().len(), 4 + 2 + 1 + 1 + 1);
}

#[test]
fn successes_earn_retries_back() {
    let trouble = || [status(503), status(503)];
    let script = Script::new(trouble().into_iter().chain((0..5).map(|_| ok())).chain(trouble()));
    let mut policy = RetryPolicy::default();
    policy.budget = 1;
    let core = CoreBuilder::new(target()).no_timeout().retry(policy).transport(script.clone()).build();
    run(core.send(&Ask::things())).expect_err("a server in trouble");
    for _ in 0..5 {
        run(core.send(&Ask::things())).expect("a server without trouble");
    }
    run(core.send(&Ask::things())).expect_err("trouble again");
    assert_eq!(script.requests().len(), 2 + 5 + 2);
}

#[test]
fn a_key_makes_a_call_repeatable() {
    let keyed = |answers: Vec<Turn>| {
        let script = Script::new(answers);
        let core = CoreBuilder::new(target()).no_timeout().transport(script.clone()).build();
        (run(core.send(&Pay::new())), script)
    };
    let (result, script) = keyed(vec![refused(), status(503), Turn::Response(answer(204, &[], ""))]);
    assert!(result.is_ok());
    let keys: Vec<_> = script.requests().iter().map(|request| request.headers()["idempotency-key"].clone()).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.windows(2).all(|pair| pair[0] == pair[1]), "{keys:?}");
    let key = keys[0].to_str().expect("text");
    assert_eq!(key.len(), 36);
    assert_eq!((&key[14..15], key.matches('-').count()), ("4", 4));
    let (_, other) = keyed(vec![Turn::Response(answer(204, &[], ""))]);
    assert_ne!(other.requests()[0].headers()["idempotency-key"], key);
}

#[test]
fn an_answer_that_the_first_try_is_still_worked_on_is_asked_again() {
    let conflict = |code: &str| Turn::Response(answer(409, &[], &format!(r#"{{"error":{{"code":"{code}"}}}}"#)));
    let send = |answers: Vec<Turn>| {
        let script = Script::new(answers);
        let core = CoreBuilder::new(target()).no_timeout().transport(script.clone()).build();
        (run(core.send(&Pay::new())).is_ok(), script.requests().len())
    };
    assert_eq!(send(vec![conflict("in_progress"), Turn::Response(answer(204, &[], ""))]), (true, 2));
    assert_eq!(send(vec![conflict("exists_already")]), (false, 1));
    assert_eq!(send(vec![Turn::Response(answer(409, &[], "in_progress"))]), (false, 1));
}

#[test]
fn a_caller_can_make_any_call_repeatable() {
    let script = Script::new([refused(), Turn::Response(answer(204, &[], ""))]);
    let core = CoreBuilder::new(target()).no_timeout().transport(script.clone()).build();
    run(core.send(&Post::new().idempotency_key("order-7"))).expect("the second try");
    assert_eq!(script.requests()[1].headers()["idempotency-key"], "order-7");
    let script = Script::new([refused()]);
    let core = CoreBuilder::new(target()).no_timeout().transport(script.clone()).build();
    run(core.send(&Post::new())).expect_err("one try");
}

/// `POST /payments`, with a key or without.
struct Payment<const KEYED: bool> {
    call: Call<()>,
}

type Pay = Payment<true>;
type Post = Payment<false>;

impl<const KEYED: bool> Payment<KEYED> {
    fn new() -> Self {
        Self { call: Call::new(()) }
    }

    fn idempotency_key(mut self, key: &str) -> Self {
        self.call.options_mut().set_idempotency_key(key);
        self
    }
}

impl<const KEYED: bool> Operation for Payment<KEYED> {
    type Output = ();
    type Failure = ();

    const ID: &'static str = "pay";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "/payments";
    const SECURITY: Security = Security::NONE;
    const IDEMPOTENCY: Option<Idempotency> =
        if KEYED { Some(Idempotency { in_progress: &["in_progress"] }) } else { None };

    fn encode(&self, request: &mut RequestEncoder) -> Result<(), InvalidInput> {
        request.segment("/payments");
        if KEYED { request.idempotency_key("Idempotency-Key", Style::SIMPLE, &None::<String>) } else { Ok(()) }
    }

    fn decode(response: RawResponse) -> Result<Response<()>, Error<()>> {
        if response.status().is_success() { response.empty() } else { Err(response.into_bare_error()) }
    }

    fn options(&self) -> &Options {
        self.call.options()
    }
}
