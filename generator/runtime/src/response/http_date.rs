//! Dates in headers, in the three forms that HTTP requires recipients to read, and the one that is sent (RFC 9110 5.6.7).

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Parses a date of HTTP: `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`.
///
/// A year of two digits is the one that is at most 50 years after `now`. The day of the week is ignored.
#[must_use]
pub fn parse(text: &str, now: Timestamp) -> Option<Timestamp> {
    let text = text.trim();
    let fixed = || jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).ok();
    rfc850(text, now).or_else(|| asctime(text)).or_else(fixed)
}

/// Writes a date of HTTP, as in `Sun, 06 Nov 1994 08:49:37 GMT`; `None` for a year that it cannot have.
#[must_use]
pub fn format(time: Timestamp) -> Option<String> {
    jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&time).ok()
}

/// Parses `Sunday, 06-Nov-94 08:49:37 GMT`. Some servers write the year with four digits.
fn rfc850(text: &str, now: Timestamp) -> Option<Timestamp> {
    let (_, rest) = text.split_once(',')?;
    let mut words = rest.split_ascii_whitespace();
    let (day, time) = (words.next()?, words.next()?);
    if !words.next().is_some_and(is_utc) || words.next().is_some() {
        return None;
    }
    let mut parts = day.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    match year.len() {
        2 => recent(|year| moment(year, month, day, time), number(year)?, now),
        _ => moment(number(year)?, month, day, time),
    }
}

/// Parses `Sun Nov  6 08:49:37 1994`.
fn asctime(text: &str) -> Option<Timestamp> {
    let mut words = text.split_ascii_whitespace();
    let (_, month, day, time) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let year = number(words.next()?)?;
    if !words.next().is_none_or(is_utc) || words.next().is_some() {
        return None;
    }
    moment(year, month, day, time)
}

/// Returns the latest moment in a year with these two last digits that is at most 50 years after `now`.
fn recent(moment: impl Fn(i16) -> Option<Timestamp>, digits: i16, now: Timestamp) -> Option<Timestamp> {
    let now = TimeZone::UTC.to_datetime(now);
    let latest = now.checked_add(Span::new().try_years(50).ok()?).unwrap_or(DateTime::MAX);
    let latest = TimeZone::UTC.to_timestamp(latest).unwrap_or(Timestamp::MAX);
    let century = now.year() - now.year().rem_euclid(100);
    // February 29 does not exist in every century.
    [100, 0, -100].into_iter().filter_map(|more| moment(century + more + digits)).find(|moment| *moment <= latest)
}

fn moment(year: i16, month: &str, day: &str, time: &str) -> Option<Timestamp> {
    let month = MONTHS.iter().position(|name| month.eq_ignore_ascii_case(name))?;
    let mut parts = time.split(':');
    let (hour, minute, second) = (number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?);
    if parts.next().is_some() || !(-9999..=9999).contains(&year) {
        return None;
    }
    let small = |number: i16| i8::try_from(number).ok();
    let day = Date::new(year, i8::try_from(month).ok()? + 1, small(number(day)?)?).ok()?;
    // A `Time` cannot represent a leap second, so it becomes the second before.
    let second = if second == 60 { 59 } else { second };
    let time = Time::new(small(hour)?, small(minute)?, small(second)?, 0);
    TimeZone::UTC.to_timestamp(day.to_datetime(time.ok()?)).ok()
}

fn number(text: &str) -> Option<i16> {
    let is_number = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

fn is_utc(word: &str) -> bool {
    ["GMT", "UTC", "Z"].iter().any(|name| word.eq_ignore_ascii_case(name))
}
