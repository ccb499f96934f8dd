//! Types of other crates: those that the runtime knows, and those that serde reads and writes.

use std::net::Ipv4Addr;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use time::OffsetDateTime;
use time::macros::{date, datetime};
use url::Url;

use super::{failure, read, rewritten};
use crate::runtime::codec::sink::Outgoing;
use crate::runtime::codec::traits::Encode;
use crate::runtime::model::integer_string::{I64String, U64String};
use crate::runtime::{own_type, union};

own_type!(Ipv4Addr);

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Number(Decimal),
    Address(Ipv4Addr),
    Unknown(serde_json::Value),
}

union!(Either { Number: string, Address: string });

#[derive(Debug, Clone, PartialEq)]
enum When {
    Moment(OffsetDateTime),
    Text(String),
    Unknown(serde_json::Value),
}

union!(When { Moment: string, Text: string });

fn json(value: &dyn Encode) -> Result<String, String> {
    serde_json::to_string(&Outgoing(value)).map_err(|error| error.to_string())
}

#[test]
fn moments_of_chrono_are_read_as_leniently_as_those_of_jiff() {
    let moment: DateTime<Utc> = "2026-05-23T10:00:00Z".parse().expect("a moment");
    for text in ["2026-05-23T12:00:00+02:00", "2026-05-23 10:00:00", "Sat, 23 May 2026 10:00:00 GMT"] {
        assert_eq!(read::<DateTime<Utc>>(&format!("\"{text}\"")), moment, "{text}");
    }
    for text in ["\"2026-05-23T10:00:00.123456789Z\"", "\"1969-12-31T23:59:59.500Z\"", "\"0001-01-01T00:00:00Z\""] {
        assert_eq!(rewritten::<DateTime<Utc>>(text), text);
    }
    assert_eq!(read::<Option<DateTime<Utc>>>("\"\""), None);
    assert!(failure::<DateTime<Utc>>("\"soon\"").contains("expected a date-time string"));
    assert_eq!(rewritten::<NaiveDate>("\"2026-05-23T00:00:00Z\""), "\"2026-05-23\"");
}

#[test]
fn moments_of_time_keep_their_offset_and_are_read_as_leniently_as_those_of_jiff() {
    let moment = datetime!(2026-05-23 10:00 UTC);
    let rewritten = |text: &str| json(&read::<OffsetDateTime>(&format!("\"{text}\"")));
    for text in ["2026-05-23T12:00:00+02:00", "2026-05-23 10:00:00", "Sat, 23 May 2026 10:00:00 GMT"] {
        assert_eq!(read::<OffsetDateTime>(&format!("\"{text}\"")), moment, "{text}");
    }
    for text in [
        "2026-05-23T10:00:00.123456789Z",
        "2026-05-23T12:00:00.5+02:00",
        "1969-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
    ] {
        assert_eq!(rewritten(text), Ok(format!("\"{text}\"")));
    }
    assert_eq!(read::<Option<OffsetDateTime>>("\"\""), None);
    assert!(failure::<OffsetDateTime>("\"soon\"").contains("expected a date-time string"));
    assert_eq!(read::<time::Date>("\"2026-05-23T00:00:00Z\""), date!(2026 - 05 - 23));
    assert_eq!(json(&date!(2026 - 05 - 23)).as_deref(), Ok("\"2026-05-23\""));
    assert!(failure::<time::Date>("\"2026-02-30\"").contains("expected a date string"));
}

#[test]
fn moments_of_time_without_a_text_of_rfc_3339_are_written_in_another_offset_or_fail() {
    assert_eq!(json(&datetime!(2026-05-23 10:00 +0:00:30)).as_deref(), Ok("\"2026-05-23T09:59:30Z\""));
    let error = json(&datetime!(-1-01-01 0:00 UTC)).expect_err("RFC 3339 has no such year");
    assert!(error.contains("out of range"), "{error}");
}

#[test]
fn moments_of_time_without_a_text_of_rfc_3339_are_not_read() {
    for text in ["-000001-01-01T00:00:00Z", "-009999-12-31T00:00:00Z"] {
        let json = format!("\"{text}\"");
        assert_eq!(read::<When>(&json), When::Text(text.to_owned()));
        assert!(failure::<OffsetDateTime>(&json).contains("expected a date-time string"), "{text}");
        assert!(failure::<Vec<OffsetDateTime>>(&format!("[{json}]")).contains("expected a date-time string"), "{text}");
    }
    let text = "2026-05-23T12:00:00+02:00";
    assert_eq!(read::<When>(&format!("\"{text}\"")), When::Moment(datetime!(2026-05-23 12:00 +2)));
}

#[test]
fn integers_are_strings() {
    assert_eq!(rewritten::<I64String>("\"-9223372036854775808\""), "\"-9223372036854775808\"");
    assert_eq!(rewritten::<U64String>("\"18446744073709551615\""), "\"18446744073709551615\"");
    assert_eq!(rewritten::<I64String>("7"), "\"7\"", "a number in place of the string");
    assert_eq!(read::<Vec<U64String>>("[\"1\",2]"), [1, 2]);
    for text in ["\"9223372036854775808\"", "\"007\"", "\"+1\"", "\"1.0\"", "\" 1\"", "\"\"", "\"much\"", "true"] {
        assert!(failure::<I64String>(text).contains("a string with a 64-bit integer"), "{text}");
    }
    assert!(failure::<U64String>("\"-1\"").contains("non-negative"));
    let mut integer = I64String::from(4);
    *integer += 1;
    assert!(integer == 5 && integer > 4 && i64::from(integer) == integer.get());
    assert_eq!("6".parse(), Ok(I64String(6)));
}

#[test]
fn integers_in_headers_are_read_as_strictly_as_in_json() {
    assert_eq!("-7".parse(), Ok(I64String(-7)));
    assert_eq!("0".parse(), Ok(U64String(0)));
    for text in ["007", "+7", "-0", "-007", "", " 7", "9223372036854775808"] {
        assert!(text.parse::<I64String>().is_err(), "{text}");
    }
    for text in ["007", "+7", "-0", "-7"] {
        assert!(text.parse::<U64String>().is_err(), "{text}");
    }
}

#[test]
fn decimal_numbers_keep_their_digits() {
    assert_eq!(rewritten::<Decimal>("\"1.50\""), "\"1.50\"");
    assert_eq!(read::<Decimal>("7"), Decimal::from(7));
    assert_eq!(read::<Decimal>("\"1e2\""), Decimal::ONE_HUNDRED);
    for text in ["\"much\"", "\"\"", "true", "[]", "null"] {
        assert!(!failure::<Decimal>(text).is_empty(), "{text}");
    }
}

#[test]
fn urls_are_text() {
    assert_eq!(rewritten::<Url>("\"https://example.com/a?b=c\""), "\"https://example.com/a?b=c\"");
    assert!(failure::<Url>("\"a b\"").contains("expected a URL"));
}

#[test]
fn other_types_are_read_by_serde_with_the_path_of_an_error() {
    assert_eq!(rewritten::<Vec<Ipv4Addr>>("[\"127.0.0.1\"]"), "[\"127.0.0.1\"]");
    assert!(failure::<Vec<Ipv4Addr>>("[\"127.0.0.1\",\"localhost\"]").starts_with("[1]: invalid IPv4 address"));
    assert_eq!(read::<Option<Ipv4Addr>>("null"), None);
}

#[test]
fn unions_choose_the_type_that_accepts_the_text() {
    assert_eq!(read::<Either>("\"1.5\""), Either::Number(Decimal::new(15, 1)));
    assert_eq!(read::<Either>("\"127.0.0.1\""), Either::Address(Ipv4Addr::LOCALHOST));
    assert_eq!(read::<Either>("\"else\""), Either::Unknown("else".into()));
}
