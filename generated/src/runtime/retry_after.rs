//! The header `Retry-After`, as seconds or as a date.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use jiff::Timestamp;

use super::http_date;

/// The longest wait that is told: it can be added to any time of this millennium, whatever a server says.
const LONGEST: Duration = Duration::from_secs(1000 * 365 * 24 * 3600);

/// How long the server asks to wait.
///
/// A date counts from the server's own clock if the answer tells it, so that a wrong clock on this side does no harm.
/// `now` is what this side's clock says. A date in the past is no time at all.
#[must_use]
pub fn from_headers(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if text.starts_with(|first: char| first.is_ascii_digit()) {
        let seconds = text.parse::<f64>().ok()?;
        return Some(Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST).min(LONGEST));
    }
    let server = server_time(headers, now);
    let until = http_date::parse(text, server)?.duration_since(server);
    Some(Duration::try_from(until).unwrap_or_default().min(LONGEST))
}

/// The server's clock when it answered, if the answer tells it, else `now`.
pub(super) fn server_time(headers: &HeaderMap, now: Timestamp) -> Timestamp {
    let date = headers.get(DATE).and_then(|date| http_date::parse(date.to_str().ok()?, now));
    date.unwrap_or(now)
}
