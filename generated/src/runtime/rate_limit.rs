//! The headers in which servers say how much a client may still do.

use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};

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

/// Seconds beyond this are a point in time, not a period: it is the 9th of September 2001.
const POINT_IN_TIME: u64 = 1_000_000_000;

impl RateLimit {
    /// Reads `x-ratelimit-…`, `ratelimit-…` or `x-rate-limit-…`.
    ///
    /// A reset may be given as Unix seconds or as seconds from the answer on; the latter counts from the server's clock, or from `now`.
    #[must_use]
    pub fn from_headers(headers: &HeaderMap, now: Timestamp) -> Option<Self> {
        let number = |what: &str| {
            ["x-ratelimit-", "ratelimit-", "x-rate-limit-"]
                .iter()
                .find_map(|prefix| headers.get(format!("{prefix}{what}")))
                .and_then(|value| whole(value.to_str().ok()?))
        };
        let reset = number("reset").and_then(|seconds| {
            let seconds_signed = i64::try_from(seconds).ok()?;
            if seconds > POINT_IN_TIME {
                Timestamp::from_second(seconds_signed).ok()
            } else {
                server_time(headers, now).checked_add(SignedDuration::from_secs(seconds_signed)).ok()
            }
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
