//! The headers in which servers say how much a client may still do.

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};

use super::http_date;
use super::retry_after::server_time;

/// How much the server lets this client do; each part is there if the server says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests are allowed in a period, the length of which the API's documentation tells.
    pub limit: Option<u64>,
    /// How many of them are left.
    pub remaining: Option<u64>,
    /// When all of them are there again.
    pub reset: Option<Timestamp>,
}

/// What the names of the headers begin with.
const PREFIXES: [&str; 3] = ["x-ratelimit-", "ratelimit-", "x-rate-limit-"];

/// Seconds beyond this are a point in time, not a period: it is the 9th of September 2001.
const POINT_IN_TIME: u64 = 1_000_000_000;

/// Returns the name of the header in which a server says when there are more calls.
pub(super) fn reset_header(headers: &HeaderMap) -> &'static str {
    const NAMES: [&str; 3] = ["x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset"];
    NAMES.into_iter().find(|name| headers.contains_key(*name)).unwrap_or("x-ratelimit-reset")
}

impl RateLimit {
    /// Reads `x-ratelimit-…`, `ratelimit-…` or `x-rate-limit-…`.
    ///
    /// A reset may be given as Unix seconds, as seconds from the response on, which count from the server's clock or from `now`, or as a
    /// date.
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

/// The whole part of a number that is not negative; what follows it, as in `100;w=60`, is passed over.
fn whole(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
    text[..end].parse().ok()
}
