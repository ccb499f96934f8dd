//! The decision about a retry for every status and failure, and the waits.

use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, StatusCode};
use jiff::Timestamp;
use oaspress_runtime::runtime::call::retry::RetryOutcome;
use oaspress_runtime::runtime::call::retry_after;
use oaspress_runtime::runtime::response::http_date;
use oaspress_runtime::runtime::{RateLimit, Replay, RetryPolicy, TransportError, TransportKind};

fn now() -> Timestamp {
    "2026-06-04T10:00:00Z".parse().expect("a time")
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_str(value).expect("text")))
        .collect()
}

fn policy(max_retries: u32) -> RetryPolicy {
    let mut policy = RetryPolicy::default();
    policy.max_retries = max_retries;
    policy
}

fn delay(outcome: RetryOutcome<'_>, replay: Replay, retries: u32, random: f64) -> Option<Duration> {
    RetryPolicy::default().delay(outcome, replay, retries, now(), random)
}

fn retried(status: u16, replay: Replay) -> bool {
    let status = StatusCode::from_u16(status).expect("a status");
    delay(RetryOutcome::Response(status, &HeaderMap::new()), replay, 0, 0.5).is_some()
}

#[test]
fn statuses() {
    let always = [408, 429, 502, 503, 504];
    for status in 200..600 {
        assert_eq!(retried(status, Replay::Safe), always.contains(&status) || status == 500, "{status}");
        assert_eq!(retried(status, Replay::Idempotent), always.contains(&status), "{status}");
        assert!(!retried(status, Replay::Unsafe), "{status}");
    }
}

#[test]
fn failures() {
    let table = [
        (TransportKind::Connect, true),
        (TransportKind::Interrupted, true),
        (TransportKind::Security, false),
        (TransportKind::Timeout, false),
        (TransportKind::Protocol, false),
        (TransportKind::TooLarge, false),
        (TransportKind::Setup, false),
        (TransportKind::Other, false),
    ];
    for (kind, expected) in table {
        let error = TransportError::new(kind);
        for replay in [Replay::Safe, Replay::Idempotent] {
            assert_eq!(delay(RetryOutcome::Failure(&error), replay, 0, 0.5).is_some(), expected, "{kind:?}");
        }
        assert!(delay(RetryOutcome::Failure(&error), Replay::Unsafe, 0, 0.5).is_none());
    }
}

#[test]
fn methods() {
    for method in [Method::GET, Method::HEAD, Method::OPTIONS, Method::TRACE] {
        assert_eq!(Replay::for_method(&method), Replay::Safe);
    }
    assert_eq!(
        (Replay::for_method(&Method::PUT), Replay::for_method(&Method::DELETE)),
        (Replay::Idempotent, Replay::Idempotent)
    );
    assert_eq!(
        (Replay::for_method(&Method::POST), Replay::for_method(&Method::PATCH)),
        (Replay::Unsafe, Replay::Unsafe)
    );
}

#[test]
fn backoff_doubles_up_to_its_cap_with_full_jitter() {
    let error = TransportError::new(TransportKind::Connect);
    let policy = policy(100);
    let longest = |retries| policy.delay(RetryOutcome::Failure(&error), Replay::Safe, retries, now(), 1.0);
    let waits: Vec<_> = (0..8).filter_map(longest).map(|wait| wait.as_millis()).collect();
    assert_eq!(waits, [250, 500, 1000, 2000, 4000, 8000, 8000, 8000]);
    assert_eq!(longest(99), Some(Duration::from_secs(8)));
    let share = |random| policy.delay(RetryOutcome::Failure(&error), Replay::Safe, 2, now(), random);
    assert_eq!(share(0.0), Some(Duration::ZERO));
    assert_eq!(share(0.25), Some(Duration::from_millis(250)));
}

#[test]
fn retries_are_counted() {
    let error = TransportError::new(TransportKind::Connect);
    let given: Vec<_> =
        (0..5).map(|retries| delay(RetryOutcome::Failure(&error), Replay::Safe, retries, 0.5).is_some()).collect();
    assert_eq!(given, [true, true, true, false, false]);
    let never = policy(0);
    assert!(never.delay(RetryOutcome::Failure(&error), Replay::Safe, 0, now(), 0.5).is_none());
}

#[test]
fn the_server_says_how_long_to_wait() {
    let wait = |value: &str, random| {
        delay(
            RetryOutcome::Response(StatusCode::TOO_MANY_REQUESTS, &headers(&[("retry-after", value)])),
            Replay::Safe,
            0,
            random,
        )
    };
    assert_eq!(wait("7", 0.0), Some(Duration::from_secs(7)));
    assert_eq!(wait("7", 1.0), Some(Duration::from_millis(7250)));
    assert_eq!(wait("0", 0.0), Some(Duration::ZERO));
    assert_eq!(wait("60", 0.0), Some(Duration::from_secs(60)));
    assert_eq!(wait("61", 0.0), None);
    assert_eq!(wait("99999999999999999999999", 0.0), None, "for ever");
    assert_eq!(wait("soon", 1.0), Some(Duration::from_millis(250)));
    for date in ["Thu, 04 Jun 2026 10:00:05 GMT", "Thursday, 04-Jun-26 10:00:05 GMT", "Thu Jun  4 10:00:05 2026"] {
        assert_eq!(wait(date, 0.0), Some(Duration::from_secs(5)), "{date}");
    }
}

#[test]
fn a_date_has_one_of_three_forms() {
    let read = |text: &str| http_date::parse(text, now()).map(|date| date.to_string());
    for text in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        " sunday, 6-nov-1994 08:49:37 gmt ",
        "Mon, 06-Nov-1994 08:49:37 UTC",
        "Sun Nov 06 08:49:37 1994 GMT",
    ] {
        assert_eq!(read(text).as_deref(), Some("1994-11-06T08:49:37Z"), "{text}");
    }
    assert_eq!(read("Saturday, 31-Dec-16 23:59:60 GMT").as_deref(), Some("2016-12-31T23:59:59Z"));
    for text in [
        "",
        "Sunday, 06-Nov-94 08:49:37",
        "Sunday, 06-Nov-94 08:49:37 PST",
        "Sunday, 31-Feb-94 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49 GMT",
        "Sunday, 06-Nov-94-95 08:49:37 GMT",
        "Sunday, 06-Nov--4 08:49:37 GMT",
        "Sun Nov  6 08:49:61 1994",
        "Sun Nov  6 25:49:37 1994",
        "Sun Nov  6 08:49:37 19944",
        "Sun Nov  6 08:49:37 1994 GMT x",
        "Sun Nou  6 08:49:37 1994",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn a_year_of_two_digits_is_at_most_fifty_years_ahead() {
    let read = |text: &str, now: &str| {
        let date = http_date::parse(text, now.parse().expect("a time"));
        date.map(|date| date.to_string()[..4].to_owned()).unwrap_or_default()
    };
    for (date, now, year) in [
        ("Thursday, 04-Jun-76 10:00:00 GMT", "2026-06-04T10:00:00Z", "2076"),
        ("Thursday, 04-Jun-76 10:00:01 GMT", "2026-06-04T10:00:00Z", "1976"),
        ("Friday, 01-Jan-99 00:00:00 GMT", "2026-06-04T10:00:00Z", "1999"),
        ("Friday, 01-Jan-05 00:00:00 GMT", "2099-06-04T10:00:00Z", "2105"),
        ("Friday, 01-Jan-50 00:00:00 GMT", "1994-06-04T10:00:00Z", "1950"),
        ("Tuesday, 29-Feb-00 00:00:00 GMT", "2060-06-04T10:00:00Z", "2000"),
    ] {
        assert_eq!(read(date, now), year, "{date} at {now}");
    }
}

#[test]
fn retry_after_in_all_forms() {
    let read = |pairs: &[(&'static str, &str)]| retry_after::from_headers(&headers(pairs), now());
    assert_eq!(read(&[("retry-after", "120")]), Some(Duration::from_secs(120)));
    assert_eq!(read(&[("retry-after", " 1.5 ")]), Some(Duration::from_millis(1500)));
    for date in ["Thu, 04 Jun 2026 10:02:00 GMT", "Thursday, 04-Jun-26 10:02:00 GMT", "Thu Jun  4 10:02:00 2026"] {
        assert_eq!(read(&[("retry-after", date)]), Some(Duration::from_secs(120)), "{date}");
    }
    assert_eq!(read(&[("retry-after", "Thu, 04 Jun 2026 09:00:00 GMT")]), Some(Duration::ZERO));
    for value in ["", "-1", "tomorrow", "Thu, 99 Jun 2026 10:02:00 GMT"] {
        assert_eq!(read(&[("retry-after", value)]), None, "{value:?}");
    }
    for value in ["1e400", "99999999999999999999", "Thu, 04 Jun 9998 10:02:00 GMT"] {
        let wait = read(&[("retry-after", value)]).expect("a wait");
        assert!(wait >= Duration::from_secs(999 * 365 * 24 * 3600), "{wait:?}");
        assert!(std::time::Instant::now().checked_add(wait).is_some(), "it can be added to a time: {wait:?}");
    }
    assert_eq!(read(&[]), None);
}

#[test]
fn a_wrong_clock_on_this_side_does_no_harm() {
    let both = [("retry-after", "Thu, 04 Jun 2026 07:00:30 GMT"), ("date", "Thu, 04 Jun 2026 07:00:00 GMT")];
    assert_eq!(retry_after::from_headers(&headers(&both), now()), Some(Duration::from_secs(30)));
    let both = [("retry-after", "Thursday, 04-Jun-26 07:00:30 GMT"), ("date", "Thu Jun  4 07:00:00 2026")];
    assert_eq!(retry_after::from_headers(&headers(&both), now()), Some(Duration::from_secs(30)));
}

#[test]
fn a_rate_limit_may_be_reset_at_a_date() {
    let reset = |value: &str| {
        let headers = headers(&[("x-ratelimit-reset", value), ("date", "Thu, 04 Jun 2026 10:00:00 GMT")]);
        RateLimit::from_headers(&headers, now()).and_then(|limit| limit.reset).map(|reset| reset.to_string())
    };
    for value in [
        "Thu, 04 Jun 2026 10:02:00 GMT",
        "Thursday, 04-Jun-26 10:02:00 GMT",
        "Thu Jun  4 10:02:00 2026",
        "2026-06-04T10:02:00Z",
        "1780567320",
        "120",
        "120;w=60",
    ] {
        assert_eq!(reset(value).as_deref(), Some("2026-06-04T10:02:00Z"), "{value}");
    }
    for value in ["soon", "1780567320000", ""] {
        assert_eq!(reset(value), None, "{value}");
    }
}
