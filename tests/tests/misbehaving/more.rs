//! The rest of the table: retries, redirects and reused connections.

use std::time::Duration;

use kirim::TransportKind::Interrupted;
use oaspress_tests::raw_server::{Heard, ServerStep, send};

use crate::case::End::{Api, Page, Transport};
use crate::case::{Case, Method, case};
use crate::table::page;

const PAUSE: Duration = Duration::from_millis(50);

/// Returns the cases of the second part.
pub(crate) fn all() -> Vec<Case> {
    let mut all = storms();
    all.extend(waits());
    all.extend(connections());
    all
}

/// Returns an error response with these headers.
fn refusal(status: u16, headers: &str) -> Vec<ServerStep> {
    vec![send(format!("HTTP/1.1 {status} Later\r\nContent-Length: 0\r\n{headers}\r\n"))]
}

/// Returns the error response for the first request, and then the page.
fn at_first(status: u16, headers: &'static str) -> impl Fn(&Heard) -> Vec<ServerStep> {
    move |heard| if heard.number == 0 { refusal(status, headers) } else { vec![send(page())] }
}

fn storms() -> Vec<Case> {
    vec![
        case("returns 429 or 503 to every request", refusal(429, "Retry-After: 0\r\n"), Api(429)).retries(3, 4),
        case("returns 429 or 503 to every request", refusal(503, ""), Api(503)).retries(3, 4),
        case("returns 429 or 503 to every request", refusal(503, ""), Api(503))
            .retries(3, 1)
            .method(Method::Post(10))
            .way("to a POST"),
        case("returns 429 or 503 at first", Vec::new(), Page).act(at_first(429, "Retry-After: 0\r\n")).retries(3, 2),
        case("returns 429 or 503 at first", Vec::new(), Page)
            .act(at_first(503, ""))
            .retries(3, 2)
            .method(Method::KeyedPost)
            .way("to a POST with a key"),
    ]
}

fn waits() -> Vec<Case> {
    let nonsense = "requires a wait that is invalid, or over";
    let absurd = "requires a wait of years";
    let skewed = "has a clock that is years off, and requires a wait until a date by it";
    let mut all: Vec<Case> = [
        ("soon", "Retry-After: soon\r\n"),
        ("-1", "Retry-After: -1\r\n"),
        ("nothing", "Retry-After:\r\n"),
        ("no text", "Retry-After: \u{e9}\r\n"),
        ("a date in the past", "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n"),
        ("a date that is none", "Retry-After: Mon, 99 Foo 2026 00:00:00 GMT\r\n"),
    ]
    .into_iter()
    .map(|(way, headers)| case(nonsense, Vec::new(), Page).act(at_first(503, headers)).retries(1, 2).way(way))
    .collect();
    all.extend(
        [
            ("99999999999999999999", "Retry-After: 99999999999999999999\r\n"),
            ("1e400", "Retry-After: 1e400\r\n"),
            ("4294967296", "Retry-After: 4294967296\r\n"),
            ("a date", "Retry-After: Thu, 31 Dec 9998 23:59:59 GMT\r\n"),
        ]
        .into_iter()
        .map(|(way, headers)| case(absurd, refusal(503, headers), Api(503)).retries(3, 1).way(way)),
    );
    for (way, headers) in [
        ("early", "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\nRetry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n"),
        ("late", "Date: Wed, 06 Nov 2199 08:49:37 GMT\r\nRetry-After: Wed, 06 Nov 2199 08:49:37 GMT\r\n"),
    ] {
        all.push(case(skewed, Vec::new(), Page).act(at_first(503, headers)).retries(1, 2).way(way));
    }
    all
}

fn connections() -> Vec<Case> {
    let idle = "closes a connection that is not in use";
    let used = "closes a connection that is used again, as the next request comes";
    // The first request of every connection succeeds.
    let second = |heard: &Heard| if heard.number == 1 { vec![ServerStep::Close] } else { vec![send(page())] };
    let then_close = || vec![send(page()), ServerStep::Pause(Duration::from_millis(10)), ServerStep::Close];
    vec![
        case(idle, then_close(), Page).twice(PAUSE, 2),
        case(idle, then_close(), Page).twice(PAUSE, 2).method(Method::Post(10)).way("before a POST"),
        case(
            "announces that it closes the connection",
            vec![send(page().replace("OK\r\n", "OK\r\nConnection: close\r\n")), ServerStep::Close],
            Page,
        )
        .twice(Duration::ZERO, 2),
        case(used, Vec::new(), Page).act(second).twice(PAUSE, 3).tried(1),
        case(used, Vec::new(), Page)
            .act(second)
            .twice(PAUSE, 3)
            .tried(1)
            .method(Method::KeyedPost)
            .way("a POST with a key"),
        case("does that to a POST, which may have happened", Vec::new(), Transport(Interrupted, None))
            .act(second)
            .twice(PAUSE, 2)
            .tried(3)
            .method(Method::Post(10)),
    ]
}
