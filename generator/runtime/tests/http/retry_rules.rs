//! Rules about retries and their combinators, and the headers by which servers decide.

use std::time::Duration;

use oaspress_runtime::runtime::{
    CoreBuilder, DefaultRetries, FailedAttempt, Replay, RetryRule, RetryVerdict, TransportError, TransportKind,
};

use crate::support::{Ask, Make, SECRET, Script, TOKEN, Turn, answer, run, target};

fn status(status: u16) -> Turn {
    Turn::Response(answer(status, &[], "{}"))
}

fn with(status: u16, header: (&'static str, &str)) -> Turn {
    Turn::Response(answer(status, &[header], "{}"))
}

fn conflict(code: &str) -> Turn {
    Turn::Response(answer(409, &[], &format!(r#"{{"error":{{"code":"{code}"}}}}"#)))
}

/// Returns the number of attempts of a call under a rule of the client.
fn attempts(rule: impl RetryRule, turns: impl IntoIterator<Item = Turn>) -> usize {
    let script = Script::new(turns);
    let core = CoreBuilder::new(target()).no_timeout().retry_when(rule).transport(script.clone()).build();
    let _ = run(core.send(&Ask::things()));
    script.requests().len()
}

/// Does the same for a call that must not be sent twice.
fn unsafe_attempts(rule: impl RetryRule, turns: impl IntoIterator<Item = Turn>) -> usize {
    let script = Script::new(turns);
    let core = CoreBuilder::new(target().credential(&TOKEN, SECRET)).no_timeout().retry_when(rule);
    let _ = run(core.transport(script.clone()).build().send(&Make));
    script.requests().len()
}

fn is_locked(failed: &FailedAttempt<'_>) -> bool {
    failed.is_status(409) && failed.code() == Some("locked")
}

#[test]
fn a_status_is_retried_by_the_code_of_its_body() {
    let rule = || RetryVerdict::Retry.when(is_locked);
    assert_eq!(attempts(rule(), [conflict("locked"), conflict("locked"), status(200)]), 3);
    assert_eq!(attempts(rule(), [conflict("exists")]), 1);
    assert_eq!(attempts(rule(), [status(503), status(200)]), 2, "the default decides about the rest");
    assert_eq!(attempts(rule().or(RetryVerdict::Stop), [status(503)]), 1);
    assert_eq!(attempts(rule(), std::iter::repeat_with(|| conflict("locked")).take(4)), 4, "the policy limits it");
}

#[test]
fn rules_see_the_failed_attempt() {
    let rule = |failed: &FailedAttempt<'_>| {
        let (status, replay) = (failed.status().map(|status| status.as_u16()), failed.replay());
        assert_eq!((failed.operation().id, replay), ("ask", Replay::Safe));
        if failed.attempts() == 1 {
            assert_eq!((status, failed.error().map(TransportError::kind)), (None, Some(TransportKind::Protocol)));
            assert!(failed.body().is_none() && failed.headers().is_none() && failed.code().is_none());
        } else {
            assert_eq!((status, failed.error().is_some()), (Some(418), false));
            assert_eq!(failed.json().expect("JSON")["error"]["retry"], true);
            assert_eq!(failed.headers().map(|headers| headers["x-a"].len()), Some(1));
            assert!(!format!("{failed:?}").contains("true"), "{failed:?}");
        }
        RetryVerdict::Retry
    };
    let teapot = Turn::Response(answer(418, &[("x-a", "b")], r#"{"error":{"retry":true}}"#));
    let turns = [Turn::Failure(TransportError::new(TransportKind::Protocol)), teapot, status(200)];
    assert_eq!(attempts(rule, turns), 3);
}

#[test]
fn a_request_that_must_not_be_sent_twice() {
    let refused = || Turn::Failure(TransportError::new(TransportKind::Connect));
    assert_eq!(unsafe_attempts(RetryVerdict::Retry, [refused()]), 1);
    let not_processed = RetryVerdict::NotProcessed
        .when(|failed| failed.is_status(409) || failed.error().is_some_and(TransportError::is_connect));
    assert_eq!(unsafe_attempts(not_processed, [refused(), conflict("locked"), status(204)]), 3);
    assert_eq!(unsafe_attempts(RetryVerdict::Undecided, [with(503, ("x-should-retry", "true"))]), 1);
}

#[test]
fn limits_of_a_rule() {
    let busy = || std::iter::repeat_with(|| status(503)).take(4);
    assert_eq!(attempts(DefaultRetries, busy()), 4);
    assert_eq!(attempts(DefaultRetries.max_attempts(2), busy()), 2);
    assert_eq!(attempts(DefaultRetries.max_elapsed(Duration::ZERO), busy()), 1);
    assert_eq!(attempts(DefaultRetries.max_elapsed(Duration::from_secs(60)), busy()), 4);
    assert_eq!(attempts(DefaultRetries, [status(404)]), 1);
    let others = || DefaultRetries.max_attempts(2).or(RetryVerdict::Retry.when(|failed| failed.is_status(404)));
    assert_eq!(attempts(others(), [status(404), status(404), status(200)]), 3, "the other rule decides");
    assert_eq!(attempts(others(), busy()), 2);
    assert_eq!(attempts(DefaultRetries.or(RetryVerdict::Stop), [with(400, ("x-should-retry", "false"))]), 1);
    let locked = RetryVerdict::Retry.when(is_locked).max_attempts(2);
    assert_eq!(attempts(locked, [conflict("locked"), conflict("locked")]), 2);
}

#[test]
fn the_rule_of_a_call_precedes_that_of_the_client() {
    let script = Script::new([status(418), status(404), status(200)]);
    let core = CoreBuilder::new(target()).no_timeout().transport(script.clone());
    let core = core.retry_when(RetryVerdict::Retry.when(|failed| failed.is_status(404))).build();
    let of_call = RetryVerdict::Retry.when(|failed| failed.is_status(418));
    run(core.send(&Ask::things().retry_when(of_call))).expect("the third attempt");
    let script = Script::new([status(404)]);
    let core =
        CoreBuilder::new(target()).no_timeout().transport(script.clone()).retry_when(RetryVerdict::Retry).build();
    run(core.send(&Ask::things().retry_when(RetryVerdict::Stop))).expect_err("one attempt");
}

#[test]
fn a_server_decides_about_its_errors() {
    let none = RetryVerdict::Undecided;
    assert_eq!(attempts(none, [with(400, ("x-should-retry", "true")), status(200)]), 2);
    assert_eq!(attempts(none, [with(503, ("x-should-retry", "false"))]), 1);
    assert_eq!(attempts(none, [with(503, ("x-should-retry", "perhaps")), status(200)]), 2);
    assert_eq!(attempts(none, [with(200, ("x-should-retry", "true"))]), 1);
    assert_eq!(attempts(RetryVerdict::Stop, [with(400, ("x-should-retry", "true"))]), 1, "a rule decides first");
}

#[test]
fn a_wait_in_milliseconds() {
    let waits = |headers: &[(&'static str, &str)]| {
        let script = Script::new([Turn::Response(answer(429, headers, "")), status(200)]);
        let core = CoreBuilder::new(target()).no_timeout().transport(script.clone()).build();
        let _ = run(core.send(&Ask::things()));
        script.waits().first().copied()
    };
    let bounded = |wait: Option<Duration>, least: u64| {
        wait.is_some_and(|wait| (Duration::from_millis(least)..=Duration::from_millis(least + 250)).contains(&wait))
    };
    assert!(bounded(waits(&[("retry-after-ms", "1500")]), 1500));
    assert!(bounded(waits(&[("retry-after-ms", "1500.0"), ("retry-after", "9")]), 1500));
    assert!(bounded(waits(&[("retry-after-ms", "soon"), ("retry-after", "9")]), 9000));
    assert!(bounded(waits(&[("retry-after-ms", "60000")]), 60_000));
    for too_long in ["60001", "1e300", "99999999999999999999999999"] {
        assert_eq!(waits(&[("retry-after-ms", too_long)]), None, "{too_long}");
    }
    for invalid in ["-5", "NaN", "inf"] {
        assert!(bounded(waits(&[("retry-after-ms", invalid)]), 0), "{invalid}");
    }
}
