//! The types of `chrono` for `format: date-time` and `date`. Only crates whose configuration chooses them contain this
//! module. They are read as leniently as the types of `jiff`.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::{Decode, Encode, Failed};

const NANOSECONDS: i128 = 1_000_000_000;

impl Decode for DateTime<Utc> {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        let whole = Timestamp::decode(source)?.as_nanosecond();
        let seconds = i64::try_from(whole.div_euclid(NANOSECONDS)).ok();
        let nanoseconds = u32::try_from(whole.rem_euclid(NANOSECONDS)).ok();
        let moment = seconds.zip(nanoseconds).and_then(|(seconds, rest)| Self::from_timestamp(seconds, rest));
        moment.ok_or_else(|| source.fail(&"the date-time is out of range"))
    }
}

impl Encode for DateTime<Utc> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.str(&self.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl Decode for NaiveDate {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        let date = Date::decode(source)?;
        let (month, day) = (date.month().unsigned_abs(), date.day().unsigned_abs());
        let date = Self::from_ymd_opt(date.year().into(), month.into(), day.into());
        date.ok_or_else(|| source.fail(&"the date is out of range"))
    }
}

impl Encode for NaiveDate {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.display(self)
    }
}
