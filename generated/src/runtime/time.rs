//! Dates and times: `jiff`'s types, read as liberally as servers write them.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp};

use super::codec::{Decode, Encode, Failed};
use super::sink::Sink;
use super::source::Source;
use super::text::parsed;

/// Reads `2026-05-23T10:00:00Z` with any offset; without one the server is taken to mean UTC, and a space may stand
/// for the `T`.
impl Decode for Timestamp {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        parsed(source, "a date-time string", |text| {
            text.parse().or_else(|error| match text.parse::<DateTime>() {
                Ok(local) => TimeZone::UTC.to_timestamp(local),
                Err(_) => Err(error),
            })
        })
    }
}

/// Reads `10:00:00`, with a fraction or without, and with a `Z` or without.
impl Decode for Time {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        parsed(source, "a time string", |text| text.trim_end_matches(['Z', 'z']).parse())
    }
}

super::by_text!(
    Date: "a date string",
    Span: "a duration string",
    SignedDuration: "a duration string",
    Duration: "a duration string",
);

impl Encode for Timestamp {
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
