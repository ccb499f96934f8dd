//! The header `Retry-After`, in seconds or as a date, and `retry-after-ms`.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use jiff::Timestamp;

use crate::runtime::response::http_date;

/// The maximum wait that is returned. It can be added to any time of this millennium without overflow.
const LONGEST: Duration = Duration::from_secs(1000 * 365 * 24 * 3600);

/// Returns how long the server requires to wait.
///
/// `retry-after-ms`, a number of milliseconds, precedes `Retry-After`. A date is relative to the server's clock, if the
/// response declares it in `Date`, so that a wrong local clock has no effect. `now` is the time of the local clock. A date
/// in the past returns zero.
#[must_use]
pub fn from_headers(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    if let Some(wait) = in_milliseconds(headers) {
        return Some(wait);
    }
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Some(wait) = number(text, 1.0) {
        return Some(wait);
    }
    let server = server_time(headers, now);
    let until = http_date::parse(text, server)?.duration_since(server);
    Some(Duration::try_from(until).unwrap_or_default().min(LONGEST))
}

/// Returns the name of the header in which the server requires a wait.
pub(super) fn header(headers: &HeaderMap) -> &'static str {
    if in_milliseconds(headers).is_some() { "retry-after-ms" } else { "retry-after" }
}

fn in_milliseconds(headers: &HeaderMap) -> Option<Duration> {
    number(headers.get("retry-after-ms")?.to_str().ok()?, 1000.0)
}

/// Parses a duration, given as a number that is not negative. `per_second` is the unit.
fn number(text: &str, per_second: f64) -> Option<Duration> {
    let text = text.trim();
    let number: f64 = text.parse().ok().filter(|_| text.starts_with(|first: char| first.is_ascii_digit()))?;
    Some(Duration::try_from_secs_f64(number / per_second).unwrap_or(LONGEST).min(LONGEST))
}

/// Returns the server's time of the response, if the response declares it, or else `now`.
pub(super) fn server_time(headers: &HeaderMap, now: Timestamp) -> Timestamp {
    let date = headers.get(DATE).and_then(|date| http_date::parse(date.to_str().ok()?, now));
    date.unwrap_or(now)
}
