//! The headers in which servers declare their rate limits.

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};

use super::retry_after::server_time;
use crate::runtime::response::http_date;

/// The rate limit of a server. A part is `None` if the server does not declare it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The number of requests that are allowed in a window. The documentation of the API declares its length.
    pub limit: Option<u64>,
    /// The number of requests that are left in the window.
    pub remaining: Option<u64>,
    /// The end of the window.
    pub reset: Option<Timestamp>,
}

/// The prefixes of the header names.
const PREFIXES: [&str; 3] = ["x-ratelimit-", "ratelimit-", "x-rate-limit-"];

/// Larger numbers of seconds are a Unix time instead of a duration: this is September 9, 2001.
const POINT_IN_TIME: u64 = 1_000_000_000;

/// Returns the name of the header in which a server declares the end of the window.
pub(super) fn reset_header(headers: &HeaderMap) -> &'static str {
    const NAMES: [&str; 3] = ["x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset"];
    NAMES.into_iter().find(|name| headers.contains_key(*name)).unwrap_or("x-ratelimit-reset")
}

impl RateLimit {
    /// Reads `x-ratelimit-…`, `ratelimit-…` or `x-rate-limit-…`.
    ///
    /// A reset is a Unix time in seconds, a number of seconds after the response (by the server's clock, or else
    /// `now`), or a date.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap, now: Timestamp) -> Option<Self> {
        let text = |what: &str| {
            let found = PREFIXES.iter().find_map(|prefix| headers.get(format!("{prefix}{what}")));
            found.and_then(|value| value.to_str().ok())
        };
        let number = |what: &str| text(what).and_then(whole);
        let server = || server_time(headers, now);
        let date = |text: &str| text.trim().parse().ok().or_else(|| http_date::parse(text, now));
        let reset = text("reset").and_then(|text| match whole(text) {
            _ if text.contains([':', 'T']) => date(text),
            Some(seconds) if seconds > POINT_IN_TIME => Timestamp::from_second(i64::try_from(seconds).ok()?).ok(),
            Some(seconds) => server().checked_add(SignedDuration::from_secs(i64::try_from(seconds).ok()?)).ok(),
            None => None,
        });
        let found = Self { limit: number("limit"), remaining: number("remaining"), reset };
        (found != Self { limit: None, remaining: None, reset: None }).then_some(found)
    }
}

/// Returns the integer part of a number that is not negative. Text after it, as in `100;w=60`, is ignored.
fn whole(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}
