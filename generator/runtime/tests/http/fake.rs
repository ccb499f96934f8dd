//! The fake server for tests of users.

use std::time::Duration;

use http::{Method, Request, Uri};
use oaspress_runtime::runtime::testing::{Fake, FakeResponse, FakeResponses, Received, wait_for};
use oaspress_runtime::runtime::{Body, CoreBuilder, Error, Transport as _, TransportKind};
use serde_json::{Value, json};

use crate::support::{Ask, Make, SECRET, Script, TOKEN, run, target};

fn things(fake: &Fake, ask: &Ask) -> Result<Value, Error<Value>> {
    let core = CoreBuilder::new(target()).transport(fake.clone()).build();
    run(core.send(ask)).map(oaspress_runtime::runtime::Response::into_inner)
}

#[test]
fn the_same_answer_is_given_again_and_again() {
    let fake = Fake::new().on::<Ask>(FakeResponse::ok(&json!({ "fine": true })));
    for _ in 0..3 {
        assert_eq!(things(&fake, &Ask::things()).expect("an answer"), json!({ "fine": true }));
    }
    assert_eq!(fake.received_for::<Ask>().len(), 3);
    assert!(fake.received_for::<Make>().is_empty());
}

#[test]
fn answers_come_in_turn_and_end() {
    let fake = Fake::new().on::<Ask>([FakeResponse::ok(&json!(1)), FakeResponse::ok(&json!(2))]);
    assert_eq!(things(&fake, &Ask::things()).expect("the first"), json!(1));
    assert_eq!(things(&fake, &Ask::things()).expect("the second"), json!(2));
    let error = things(&fake, &Ask::things()).expect_err("no third one");
    let expected = "the transport cannot be used: no prepared response is left for `ask`: call `on` for it";
    assert!(error.to_string().starts_with(expected), "{error}");
}

#[test]
fn an_answer_can_depend_on_the_request() {
    let answers = FakeResponses::by(|request: &Received| FakeResponse::ok(&json!({ "path": request.path() })));
    let fake = Fake::new().on::<Ask>(answers);
    assert_eq!(things(&fake, &Ask::things()).expect("an answer"), json!({ "path": "/v1/things" }));
}

#[test]
fn what_was_asked_is_remembered() {
    let fake = Fake::new().on::<Make>(FakeResponse::empty(204));
    let core = CoreBuilder::new(target().credential(&TOKEN, SECRET)).transport(fake.clone()).build();
    run(core.send(&Make)).expect("an answer");
    let [request] = fake.received().try_into().expect("one request");
    assert_eq!((request.operation(), request.method(), request.path()), ("make", &Method::POST, "/v1/things"));
    assert_eq!(request.json::<Value>(), Some(json!({ "name": "Ada" })));
    assert_eq!(request.header("authorization"), Some(format!("Bearer {SECRET}").as_str()));
    assert!(!format!("{request:?}").contains(SECRET));
}

#[test]
fn queries_are_decoded() {
    let fake = Fake::new();
    let mut request = Request::new(Body::default());
    *request.uri_mut() = Uri::from_static("https://api.example.com/?a+b=c+d%2B&%2B=%C3%A4");
    drop(run(fake.send(request)));
    let [request] = fake.received().try_into().expect("one request");
    assert_eq!(request.query("a b").as_deref(), Some("c d+"));
    assert_eq!(request.query("+").as_deref(), Some("ä"));
    assert_eq!(request.query("a+b"), None);
}

#[test]
fn failures_and_limits_are_retried_in_no_time() {
    let fake = Fake::new().on::<Ask>([
        FakeResponse::failure(TransportKind::Connect),
        FakeResponse::rate_limited(Duration::from_secs(20)),
        FakeResponse::ok(&json!("at last")),
    ]);
    assert_eq!(things(&fake, &Ask::things()).expect("the third try"), json!("at last"));
    assert!(fake.elapsed() >= Duration::from_secs(20));
}

#[test]
fn an_answer_that_takes_too_long_is_a_timeout() {
    let slow = || Fake::new().on::<Ask>(FakeResponse::ok(&json!(1)).after(Duration::from_secs(20)));
    assert_eq!(things(&slow(), &Ask::things()).expect("20 s are not too long"), json!(1));
    let fake = slow();
    let error = things(&fake, &Ask::things().timeout(Duration::from_secs(5))).expect_err("5 s are");
    assert!(error.is_timeout(), "{error:?}");
    assert!(fake.elapsed() < Duration::from_secs(6), "{:?}", fake.elapsed());
}

#[test]
fn refusals_carry_their_body() {
    let fake =
        Fake::new().on::<Ask>(FakeResponse::error(404, &json!({ "code": "gone" })).header("x-request-id", "req_1"));
    let error = things(&fake, &Ask::things()).expect_err("a refusal");
    assert!(error.is_not_found());
    assert_eq!(error.as_api().and_then(|error| error.body()), Some(&json!({ "code": "gone" })));
    assert_eq!(error.request_id(), Some("req_1"));
}

#[test]
fn an_answer_that_can_not_be_is_said_to_be_so() {
    let fake = Fake::new().on::<Ask>(FakeResponse::empty(200).header("x y", "z"));
    let error = things(&fake, &Ask::things()).expect_err("no header");
    assert!(error.to_string().contains("the prepared response is invalid: `x y: z` is not a valid header"), "{error}");
    let error = things(&Fake::new().on::<Ask>(FakeResponse::empty(99)), &Ask::things()).expect_err("no status");
    assert!(error.to_string().contains("the prepared response is invalid: 99 is not a status code"), "{error}");
}

#[test]
fn calls_at_once_all_end() {
    let fake = Fake::new()
        .on::<Ask>(FakeResponses::by(|_: &Received| FakeResponse::ok(&json!(1)).after(Duration::from_millis(50))));
    let core = CoreBuilder::new(target()).transport(fake.clone()).build();
    run(async {
        let ask = Ask::things();
        let (first, second, third) = tokio::join!(core.send(&ask), core.send(&ask), core.send(&ask));
        assert!(first.is_ok() && second.is_ok() && third.is_ok());
    });
    assert_eq!(fake.elapsed(), Duration::from_millis(50));
}

#[test]
fn no_runtime_is_needed() {
    let fake = Fake::new()
        .on::<Ask>([FakeResponse::rate_limited(Duration::from_secs(20)), FakeResponse::ok(&json!("at last"))]);
    let core = CoreBuilder::new(target()).transport(fake.clone()).build();
    let answer = wait_for(core.send(&Ask::things())).expect("the second try");
    assert_eq!(answer.into_inner(), json!("at last"));
    assert!(fake.elapsed() >= Duration::from_secs(20));
}

#[test]
fn a_client_of_it_needs_no_credentials() {
    let fake = Fake::new().on::<Make>(FakeResponse::empty(204));
    let core = CoreBuilder::new(target()).transport(fake.clone()).build();
    run(core.send(&Make)).expect("an answer");
    let with_token = CoreBuilder::new(target().credential(&TOKEN, SECRET)).transport(fake.clone()).build();
    run(with_token.send(&Make)).expect("an answer");
    let carries: Vec<bool> =
        fake.received().iter().map(|request| request.headers().contains_key("authorization")).collect();
    assert_eq!(carries, [false, true]);
    // Another transport requires the credentials.
    let core = CoreBuilder::new(target()).transport(fake).transport(Script::new([])).build();
    assert!(matches!(run(core.send(&Make)), Err(Error::MissingCredential(_))));
}
