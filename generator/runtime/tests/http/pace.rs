//! Rate limiting of calls, with a server that counts them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, Response};
use oaspress_runtime::runtime::testing::{Fake, FakeResponse};
use oaspress_runtime::runtime::{Body, BoxFuture, Core, CoreBuilder, Error, Transport, TransportError, TransportKind};
use tokio::time::Instant;

use crate::support::{Ask, Script, Turn, answer, run, target};

/// A server that accepts this number of requests per window, and declares its limits in whole seconds.
#[derive(Clone)]
struct Limited {
    limit: u64,
    period: Duration,
    counted: Arc<Mutex<Counted>>,
}

struct Counted {
    since: Instant,
    count: u64,
    refused: u64,
    at_once: u64,
    most_at_once: u64,
}

impl Limited {
    fn new(limit: u64, period: Duration) -> Self {
        let counted = Counted { since: Instant::now(), count: 0, refused: 0, at_once: 0, most_at_once: 0 };
        Self { limit, period, counted: Arc::new(Mutex::new(counted)) }
    }

    fn core(&self) -> Core {
        let builder = CoreBuilder::new(target()).timeout(Duration::from_secs(2)).max_retries(0);
        builder.transport(self.clone()).pace_by_rate_limit().build()
    }

    fn refused(&self) -> u64 {
        self.counted.lock().expect("no panic").refused
    }

    fn answer(&self) -> Response<Body> {
        let mut counted = self.counted.lock().expect("no panic");
        if counted.since.elapsed() >= self.period {
            (counted.since, counted.count) = (Instant::now(), 0);
        }
        counted.count += 1;
        let status = if counted.count > self.limit { 429 } else { 200 };
        counted.refused += u64::from(status == 429);
        let remaining = self.limit.saturating_sub(counted.count).to_string();
        let reset = self.period.saturating_sub(counted.since.elapsed()).as_secs().to_string();
        let headers = [
            ("content-type", "application/json"),
            ("x-ratelimit-remaining", remaining.as_str()),
            ("x-ratelimit-reset", reset.as_str()),
        ];
        answer(status, &headers, "1").map(Body::from)
    }
}

impl Transport for Limited {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let at_once = {
                let mut counted = self.counted.lock().expect("no panic");
                counted.at_once += 1;
                counted.most_at_once = counted.most_at_once.max(counted.at_once);
                counted.at_once
            };
            // Responses arrive out of order.
            tokio::time::sleep(Duration::from_millis(20 + at_once * 37 % 50)).await;
            let answer = self.answer();
            tokio::time::sleep(Duration::from_millis(10 + at_once * 53 % 70)).await;
            self.counted.lock().expect("no panic").at_once -= 1;
            Ok(answer)
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn now(&self) -> std::time::Instant {
        Instant::now().into_std()
    }
}

/// Runs a future with a clock that advances to the next due time.
fn run_in_no_time<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().start_paused(true).build().expect("a runtime").block_on(future)
}

#[test]
fn a_job_of_many_calls_is_never_refused() {
    run_in_no_time(async {
        let server = Limited::new(10, Duration::from_secs(60));
        let (core, begun) = (server.core(), Instant::now());
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..95 {
            let core = core.clone();
            calls.spawn(async move { core.send(&Ask::things()).await.map(drop) });
        }
        while let Some(call) = calls.join_next().await {
            call.expect("no panic").expect("a response, however long the call waits for its turn");
        }
        assert_eq!(server.refused(), 0);
        let elapsed = begun.elapsed();
        assert!((Duration::from_secs(9 * 60)..Duration::from_secs(9 * 63)).contains(&elapsed), "{elapsed:?}");
        assert!(server.counted.lock().expect("no panic").most_at_once > 3, "the remaining calls are sent concurrently");
    });
}

#[test]
fn calls_that_are_given_up_take_no_turn() {
    run_in_no_time(async {
        let server = Limited::new(3, Duration::from_secs(60));
        let core = server.core();
        for _ in 0..3 {
            core.send(&Ask::things()).await.expect("an answer");
        }
        for _ in 0..50 {
            let things = Ask::things();
            let call = tokio::time::timeout(Duration::from_millis(5), core.send(&things));
            call.await.expect_err("there is no turn to be had");
        }
        for _ in 0..3 {
            core.send(&Ask::things()).await.expect("an answer");
        }
        assert_eq!(server.refused(), 0);
    });
}

#[test]
fn what_says_nothing_of_limits_is_not_waited_for() {
    let core = |script: &Script| {
        CoreBuilder::new(target()).no_timeout().transport(script.clone()).pace_by_rate_limit().build()
    };
    let plain = || Turn::Response(answer(200, &[("content-type", "application/json")], "1"));
    let script = Script::new([Turn::Failure(TransportError::new(TransportKind::Security)), plain(), plain()]);
    let core = core(&script);
    run(async {
        core.send(&Ask::things()).await.expect_err("no answer");
        core.send(&Ask::things()).await.expect("an answer");
        core.send(&Ask::things()).await.expect("an answer");
    });
    assert!(script.waits().is_empty());
}

#[test]
fn a_refusal_holds_back_the_calls_that_come_after_it() {
    let refusal = FakeResponse::rate_limited(Duration::from_secs(7));
    let fake = Fake::new().on::<Ask>([refusal, FakeResponse::json(200, &1)]);
    let core = CoreBuilder::new(target()).max_retries(0).transport(fake.clone()).pace_by_rate_limit().build();
    let Err(Error::Api(error)) = run(core.send(&Ask::things())) else { panic!("expected an error response") };
    assert!(error.is_rate_limit());
    run(core.send(&Ask::things())).expect("an answer");
    assert!(fake.elapsed() >= Duration::from_secs(7), "{:?}", fake.elapsed());
}

/// A server that delays its responses by these milliseconds, and declares the remaining calls and seconds.
struct Said {
    answers: &'static [(u64, u64, u64)],
    sent: Arc<Mutex<usize>>,
}

impl Transport for Said {
    fn send(&self, _: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        let number = {
            let mut sent = self.sent.lock().expect("no panic");
            *sent += 1;
            *sent - 1
        };
        Box::pin(async move {
            let (delay, remaining, reset) = self.answers[number];
            tokio::time::sleep(Duration::from_millis(delay)).await;
            let (remaining, reset) = (remaining.to_string(), reset.to_string());
            let headers = [("x-ratelimit-remaining", remaining.as_str()), ("x-ratelimit-reset", reset.as_str())];
            Ok(answer(200, &[&[("content-type", "application/json")], &headers[..]].concat(), "1").map(Body::from))
        })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn now(&self) -> std::time::Instant {
        Instant::now().into_std()
    }
}

/// The first response is read last, and declares an end that appears later by a second and its delay.
#[test]
fn an_answer_that_is_overtaken_begins_no_new_period() {
    run_in_no_time(async {
        let sent = Arc::new(Mutex::new(0));
        let answers = &[(0, 3, 60), (30, 2, 61), (10, 1, 60), (1, 0, 60), (1, 9, 60)];
        let server = Said { answers, sent: Arc::clone(&sent) };
        let core = CoreBuilder::new(target()).no_timeout().transport(server).pace_by_rate_limit().build();
        core.send(&Ask::things()).await.expect("an answer");
        let (one, other) = (Ask::things(), Ask::things());
        let (one, other) = tokio::join!(core.send(&one), core.send(&other));
        assert!(one.is_ok() && other.is_ok());
        let mut calls = tokio::task::JoinSet::new();
        for _ in 0..2 {
            let core = core.clone();
            calls.spawn(async move { core.send(&Ask::things()).await.map(drop) });
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!(*sent.lock().expect("no panic") <= 4, "one was left at most");
        while let Some(call) = calls.join_next().await {
            call.expect("no panic").expect("a response in the next window");
        }
    });
}

/// A client whose server declares these headers first, and no limits after that.
fn paced(status: u16, headers: &[(&'static str, &str)], max_wait: Option<Duration>) -> (Core, Fake) {
    let first = headers.iter().fold(FakeResponse::json(status, &1), |answer, (name, value)| answer.header(name, value));
    let fake = Fake::new().on::<Ask>([first, FakeResponse::json(200, &2)]);
    let builder = CoreBuilder::new(target()).no_timeout().transport(fake.clone()).pace_by_rate_limit().max_retries(3);
    let builder = max_wait.into_iter().fold(builder, CoreBuilder::max_pace_wait);
    (builder.build(), fake)
}

#[test]
fn no_call_waits_for_years() {
    let years = [
        (200, "x-ratelimit-reset", "9999999999"),
        (200, "ratelimit-reset", "999999999"),
        (200, "x-rate-limit-reset", "Fri, 31 Dec 2286 00:00:00 GMT"),
        (429, "retry-after", "31536000"),
        (429, "retry-after-ms", "31536000000"),
        (429, "retry-after", "Fri, 31 Dec 2286 00:00:00 GMT"),
        (200, "x-ratelimit-reset", "301"),
    ];
    for (status, name, value) in years {
        let (core, fake) = paced(status, &[("x-ratelimit-remaining", "0"), (name, value)], None);
        let first = run(core.send(&Ask::things()));
        assert_eq!(first.is_ok(), status == 200, "{value}");
        let Err(Error::Transport(error)) = run(core.send(&Ask::things())) else { panic!("{name}: {value}") };
        assert_eq!(error.kind(), TransportKind::RateLimit);
        let text = error.to_string();
        assert!(
            text.contains(&format!("`{name}` requires a wait of ")) && text.contains("`max_pace_wait` is 300 s"),
            "{text}"
        );
        assert_eq!((fake.received().len(), fake.elapsed()), (1, Duration::ZERO), "{name}: {value}");
    }
}

#[test]
fn a_shorter_wait_is_waited_for_and_the_bound_can_be_set() {
    let sent = |value: &str, max: Option<u64>| {
        let headers = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", value)];
        let (core, fake) = paced(200, &headers, max.map(Duration::from_secs));
        run(core.send(&Ask::things())).expect("an answer");
        (run(core.send(&Ask::things())).is_ok(), fake.elapsed().as_secs())
    };
    assert_eq!(sent("200", None), (true, 201));
    assert_eq!(sent("200", Some(100)), (false, 0));
    assert_eq!(sent("7200", Some(10_000)), (true, 7201));
    assert_eq!(sent("86400", Some(u64::MAX)), (true, 86_401));
}

#[test]
fn a_server_that_asked_for_too_long_a_wait_is_asked_again() {
    let (core, fake) = paced(200, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "9999999999")], None);
    run(core.send(&Ask::things())).expect("an answer");
    run(core.send(&Ask::things())).expect_err("too long");
    run(fake.sleep(Duration::from_secs(299)));
    run(core.send(&Ask::things())).expect_err("too long");
    run(fake.sleep(Duration::from_secs(1)));
    run(core.send(&Ask::things())).expect("an answer");
}

#[test]
fn a_retry_does_not_wait_for_years_either() {
    let (core, fake) = paced(503, &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "9999999999")], None);
    assert!(matches!(run(core.send(&Ask::things())), Err(Error::Api(error)) if error.status() == 503));
    assert_eq!(fake.received().len(), 1);
}
