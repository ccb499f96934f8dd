//! Dates and times: `jiff`'s types, read as liberally as servers write them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use super::codec::{Decode, Encode, Failed};
use super::sink::Sink;
use super::source::Source;
use super::text::{exact, parsed};

/// Reads `2026-05-23T10:00:00Z` with any offset; without one the server is taken to mean UTC, and a space may stand
/// for the `T`. The form of mails and of HTTP is read, too. What lies behind the last moment there is, as
/// `9999-12-31T23:59:59Z` does, is that moment.
impl Decode for Timestamp {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        parsed(source, "a date-time string", moment)
    }
}

fn moment(text: &str) -> Result<Timestamp, jiff::Error> {
    let local = || TimeZone::UTC.to_timestamp(text.parse::<DateTime>()?);
    let mail = || jiff::fmt::rfc2822::parse(text).map(|moment| moment.timestamp());
    text.parse().or_else(|error| match local().or_else(|_| mail()) {
        Err(_) if is_last(text) => Ok(Timestamp::MAX),
        Err(_) => Err(error),
        moment => moment,
    })
}

/// Whether a text is of the last days, which lie behind the last moment in some or all zones.
fn is_last(text: &str) -> bool {
    const SECONDS: usize = "9999-12-31T23:59:59".len();
    text.starts_with("9999-12-3") && text.get(..SECONDS).unwrap_or(text).parse::<DateTime>().is_ok()
}

/// Reads `2026-05-23`, also where a time follows it.
impl Decode for Date {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        exact(source, "a date string", |text| {
            let followed = text.as_bytes().get(10).is_some_and(|byte| matches!(byte, b'T' | b't' | b' '));
            text.get(..10).filter(|_| followed).unwrap_or(text).parse()
        })
    }
}

/// Reads `10:00:00`, with a fraction or without, and with a `Z`, an offset or without.
impl Decode for Time {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        exact(source, "a time string", |text| {
            let end = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
            text.get(..end).unwrap_or(text).parse()
        })
    }
}

super::by_text!(
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

impl Encode for Time {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.display(self)
    }
}

/// A length of time as ISO 8601 writes it: `PT1H30M`, `P2W`, `P1Y2M`.
///
/// It is a [`Span`] that can be compared: two durations are equal when they are written alike, and `PT60M` is not
/// `PT1H`.
#[derive(Clone, Copy)]
pub struct Duration(pub Span);

impl PartialEq for Duration {
    fn eq(&self, other: &Self) -> bool {
        self.0.fieldwise() == other.0.fieldwise()
    }
}

impl Eq for Duration {}

impl std::hash::Hash for Duration {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.fieldwise().hash(state);
    }
}

impl fmt::Debug for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Duration({})", self.0)
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl FromStr for Duration {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        text.parse().map(Self)
    }
}

impl From<Span> for Duration {
    fn from(span: Span) -> Self {
        Self(span)
    }
}

impl From<Duration> for Span {
    fn from(duration: Duration) -> Self {
        duration.0
    }
}

super::serde_by_codec!(Duration);
