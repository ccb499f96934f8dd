//! Dates and times: the types of `jiff`, with lenient parsing of the formats that servers send.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use super::text::{exact, parsed};
use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::{Decode, Encode, Failed};

/// Reads `2026-05-23T10:00:00Z` with any offset. Without an offset, it is UTC. A space is accepted instead of `T`, and
/// the format of email and HTTP as well. A time after the maximum timestamp, such as `9999-12-31T23:59:59Z`, is read as
/// the maximum.
impl Decode for Timestamp {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        parsed(source, "a date-time string", moment)
    }
}

pub(super) fn moment(text: &str) -> Result<Timestamp, jiff::Error> {
    let local = || TimeZone::UTC.to_timestamp(text.parse::<DateTime>()?);
    let mail = || jiff::fmt::rfc2822::parse(text).map(|moment| moment.timestamp());
    text.parse().or_else(|error| match local().or_else(|_| mail()) {
        Err(_) if is_last(text) => Ok(Timestamp::MAX),
        Err(_) => Err(error),
        moment => moment,
    })
}

/// Returns true if a date is one of the last days of the calendar, which are after the maximum timestamp in some or all
/// time zones.
fn is_last(text: &str) -> bool {
    const SECONDS: usize = "9999-12-31T23:59:59".len();
    text.starts_with("9999-12-3") && text.get(..SECONDS).unwrap_or(text).parse::<DateTime>().is_ok()
}

/// Reads `2026-05-23`, even if a time follows it.
impl Decode for Date {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        exact(source, "a date string", |text| {
            let followed = text.as_bytes().get(10).is_some_and(|byte| matches!(byte, b'T' | b't' | b' '));
            text.get(..10).filter(|_| followed).unwrap_or(text).parse()
        })
    }
}

crate::runtime::by_text!(
    Span: "a duration string",
    SignedDuration: "a duration string",
    Duration: "a duration string",
);

impl Encode for Timestamp {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.display(self)
    }
}

impl Encode for Date {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.display(self)
    }
}

/// A duration in the format of ISO 8601: `PT1H30M`, `P2W`, `P1Y2M`.
///
/// Other formats are read as well, and written back unchanged: `1 02:03:04.5` of Django, `1.02:03:04` of .NET and
/// `1h30m0s` of Go. Two durations are equal if their texts are equal: `PT60M` is not `PT1H`.
#[derive(Clone)]
pub struct Duration {
    span: Span,
    /// The text that it was read from, unless it is the text of the span.
    text: Option<Box<str>>,
}

impl Duration {
    /// Returns the duration as a span.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }
}

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.span.fieldwise() == other.span.fieldwise() && self.text == other.text
    }
}

impl Eq for Duration {}

impl std::hash::Hash for Duration {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.span.fieldwise().hash(state);
        self.text.hash(state);
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Duration({self})")
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Some(text) => formatter.write_str(text),
            None => self.span.fmt(formatter),
        }
    }
}

impl FromStr for Duration {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        let span = match clock(text) {
            Some(span) => span,
            None => text.parse()?,
        };
        let is_same = span.to_string() == text;
        Ok(Self { span, text: (!is_same).then(|| text.into()) })
    }
}

/// Parses a time with days before it, as in `1 02:03:04.5` (Django) and `1.02:03:04` (.NET).
fn clock(text: &str) -> Option<Span> {
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (head, minutes_and_seconds) = rest.split_once(':')?;
    let (minutes, seconds) = minutes_and_seconds.split_once(':')?;
    let (days, hours) = head.split_once([' ', '.']).unwrap_or(("", head));
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    if fraction.len() > 9 {
        return None;
    }
    let parts = [if days.is_empty() { "0" } else { days }, hours, minutes, seconds, &format!("{fraction:0<9}")];
    let [days_part, hours_part, minutes_part, seconds_part, nanoseconds] = parts.map(digits);
    let (day, hour, minute, second) = (days_part?, hours_part?, minutes_part?, seconds_part?);
    if minute > 59 || second > 59 || (head.len() > hours.len() && hour > 23) {
        return None;
    }
    let clock = hour.checked_mul(3600)?.checked_add(minute * 60 + second)?;
    let mut time = SignedDuration::new(clock, i32::try_from(nanoseconds?).ok()?);
    let mut day = day;
    if sign == "-" && head.contains(' ') {
        // Only the days are negative: `-1 23:59:59` is minus one second.
        time = SignedDuration::from_secs(day.checked_mul(86_400)?).checked_sub(time)?;
        day = time.as_secs() / 86_400;
        time = time.checked_sub(SignedDuration::from_secs(day * 86_400))?;
    }
    let (seconds, nanoseconds) = (time.as_secs(), time.subsec_nanos());
    let clock = format!("{}H{}M{}.{nanoseconds:09}S", seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{sign}P{day}DT{clock}").parse().ok()
}

fn digits(text: &str) -> Option<i64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

impl From<Span> for Duration {
    fn from(span: Span) -> Self {
        Self { span, text: None }
    }
}

impl From<Duration> for Span {
    fn from(duration: Duration) -> Self {
        duration.span
    }
}

crate::runtime::serde_by_codec!(Duration);
