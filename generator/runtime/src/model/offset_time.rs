//! Times of day with an offset from UTC, which `jiff` has no type for.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Time;
use jiff::tz::Offset;

/// A time of day with its offset from UTC, as in `10:30:00+02:00`, which RFC 3339 and JSON Schema define as a time.
///
/// ```ignore
/// let time: OffsetTime = "10:30:00+02:00".parse()?;
/// let utc = OffsetTime::from(jiff::civil::time(8, 30, 0, 0));   // 08:30:00Z
/// let local = OffsetTime { time: utc.time, offset: None };      // 08:30:00, for servers that reject an offset
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OffsetTime {
    /// The time of day.
    pub time: Time,
    /// The offset from UTC; `None` if the server sent a time without an offset. It is written back in the same way.
    pub offset: Option<Offset>,
}

/// Creates a time in UTC.
impl From<Time> for OffsetTime {
    fn from(time: Time) -> Self {
        Self { time, offset: Some(Offset::UTC) }
    }
}

impl fmt::Display for OffsetTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.time.fmt(formatter)?;
        let Some(offset) = self.offset else { return Ok(()) };
        let seconds = offset.seconds();
        if seconds == 0 {
            return formatter.write_str("Z");
        }
        let (sign, seconds) = (if seconds < 0 { '-' } else { '+' }, seconds.unsigned_abs());
        write!(formatter, "{sign}{:02}:{:02}", seconds / 3600, seconds / 60 % 60)?;
        if seconds % 60 == 0 { Ok(()) } else { write!(formatter, ":{:02}", seconds % 60) }
    }
}

/// Parses `10:30:00`, with or without a fraction, and with a `Z`, with an offset or without either.
impl FromStr for OffsetTime {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        let end = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
        let (time, zone) = text.split_at(end);
        let offset = match zone {
            "" => None,
            "Z" | "z" => Some(Offset::UTC),
            zone => Some(offset(zone).ok_or_else(|| jiff::Error::from_args(format_args!("invalid offset: {zone:?}")))?),
        };
        Ok(Self { time: time.trim_end().parse()?, offset })
    }
}

/// Parses `+02:00`, `+0200` or `+02`.
fn offset(text: &str) -> Option<Offset> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits = rest.replace(':', "");
    if !matches!(digits.len(), 2 | 4 | 6) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |start: usize, limit: i32| match digits.get(start..start + 2) {
        Some(part) => part.parse::<i32>().ok().filter(|part| *part < limit),
        None => Some(0),
    };
    let seconds = part(0, 24)? * 3600 + part(2, 60)? * 60 + part(4, 60)?;
    Offset::from_seconds(sign * seconds).ok()
}

crate::runtime::by_text!(OffsetTime: "a time string");
crate::runtime::serde_by_codec!(OffsetTime);
