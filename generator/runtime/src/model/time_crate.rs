//! The types of the crate `time` for `format: date-time` and `date`. Only crates whose configuration chooses them contain this
//! module. They are read as leniently as the types of `jiff`.

use std::fmt;

use jiff::civil;
use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime, UtcOffset};

use super::text::parsed;
use super::time::moment;
use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::{Decode, Encode, Failed};

/// A date and time with the text of RFC 3339, in place of the text of its `Display`.
struct Text(OffsetDateTime);

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match rfc3339(self.0) {
            Some(text) => formatter.write_str(&text),
            None => self.0.fmt(formatter),
        }
    }
}

/// Returns the text of RFC 3339, which has no seconds in offsets and only years of four digits.
fn rfc3339(moment: OffsetDateTime) -> Option<String> {
    let has_seconds = moment.offset().seconds_past_minute() != 0;
    let moment = if has_seconds { moment.checked_to_offset(UtcOffset::UTC)? } else { moment };
    moment.format(&Rfc3339).ok()
}

/// Keeps the offset of RFC 3339. Other formats are those that `jiff::Timestamp` accepts, and are read as UTC. A moment that has no
/// text of RFC 3339 is not accepted, since it could not be written.
fn date_time(text: &str) -> Option<OffsetDateTime> {
    let read = OffsetDateTime::parse(text, &Rfc3339).ok().or_else(|| {
        let nanoseconds = moment(text).ok()?.as_nanosecond();
        OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).ok()
    });
    read.filter(|moment| rfc3339(*moment).is_some())
}

impl Decode for OffsetDateTime {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        parsed(source, "a date-time string", |text| date_time(text).map(Text).ok_or(())).map(|text| text.0)
    }
}

impl Encode for OffsetDateTime {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        match rfc3339(*self) {
            Some(text) => sink.str(&text),
            None => Err(sink.fail("the date-time is out of range: its year has to be from 0 to 9999")),
        }
    }
}

impl Decode for Date {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        let date = civil::Date::decode(source)?;
        let month = Month::try_from(date.month().unsigned_abs()).ok();
        let date =
            month.and_then(|month| Self::from_calendar_date(date.year().into(), month, date.day().unsigned_abs()).ok());
        date.ok_or_else(|| source.fail(&"the date is out of range"))
    }
}

impl Encode for Date {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        let year = i16::try_from(self.year()).ok();
        let month_and_day = i8::try_from(u8::from(self.month())).ok().zip(i8::try_from(self.day()).ok());
        let date = year.zip(month_and_day).and_then(|(year, (month, day))| civil::Date::new(year, month, day).ok());
        match date {
            Some(date) => sink.display(&date),
            None => Err(sink.fail("the date is out of range")),
        }
    }
}
