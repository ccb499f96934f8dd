//! Dates, times, durations and Base64.

use jiff::civil::{Date, time};
use jiff::tz::{Offset, offset};
use jiff::{SignedDuration, Timestamp};

use super::{failure, read, rewritten};
use crate::runtime::model::base64::Base64;
use crate::runtime::model::offset_time::OffsetTime;
use crate::runtime::model::time::Duration;

#[test]
fn moments_are_read_as_servers_write_them() {
    let moment: Timestamp = "2026-05-23T10:00:00Z".parse().expect("a moment");
    for text in [
        "2026-05-23T10:00:00Z",
        "2026-05-23T12:00:00+02:00",
        "2026-05-23T10:00:00.000+00:00",
        "2026-05-23T10:00:00+0000",
        "2026-05-23t10:00:00z",
        "2026-05-23 10:00:00Z",
        "2026-05-23 10:00:00",
        "2026-05-23T10:00:00",
        "2026-05-23T10:00",
        "Sat, 23 May 2026 10:00:00 GMT",
    ] {
        assert_eq!(read::<Timestamp>(&format!("\"{text}\"")), moment, "{text}");
    }
}

#[test]
fn fractions_of_seconds_are_kept() {
    for text in ["\"2026-05-23T10:00:00.123456789Z\"", "\"1969-12-31T23:59:59.5Z\"", "\"0001-01-01T00:00:00Z\""] {
        assert_eq!(rewritten::<Timestamp>(text), text);
    }
}

#[test]
fn the_end_of_time_is_the_last_moment() {
    for text in ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59.9999999Z", "9999-12-31T00:00:00+00:00", "9999-12-31"] {
        assert_eq!(read::<Timestamp>(&format!("\"{text}\"")), Timestamp::MAX, "{text}");
    }
    assert!(failure::<Timestamp>("\"9999-12-3something else\"").contains("expected a date-time string"));
}

#[test]
fn a_text_that_stands_for_none_is_none() {
    for text in ["", " ", "0000-00-00", "0000-00-00 00:00:00", "0000-00-00T00:00:00Z"] {
        let text = format!("\"{text}\"");
        assert_eq!(read::<Option<Timestamp>>(&text), None, "{text}");
        assert_eq!(read::<Option<Date>>(&text), None, "{text}");
        assert_eq!(read::<Vec<Option<Date>>>(&format!("[{text},\"2026-05-23\",null]")).len(), 3, "{text}");
        assert!(failure::<Date>(&text).contains("expected a date string"), "{text}");
    }
    assert!(failure::<Option<Date>>("\"soon\"").contains("expected a date string"));
    assert!(failure::<Option<Vec<Date>>>("[\"\"]").starts_with("[0]"), "the list is there, its element is not");
}

#[test]
fn what_is_no_moment_says_so() {
    assert_eq!(failure::<Timestamp>("5"), ": invalid type: integer `5`, expected a date-time string");
    assert_eq!(failure::<Timestamp>("\"soon\""), ": invalid value: string \"soon\", expected a date-time string");
    assert_eq!(failure::<Date>("\"2026-02-30\""), ": invalid value: string \"2026-02-30\", expected a date string");
    let long = format!("\"{}\"", "é".repeat(100));
    assert_eq!(
        failure::<Timestamp>(&long),
        format!(": invalid value: string \"{}\"…, expected a date-time string", "é".repeat(40))
    );
}

#[test]
fn days_and_hours_are_read_and_written() {
    assert_eq!(rewritten::<Date>("\"2024-02-29\""), "\"2024-02-29\"");
    for text in ["2024-02-29T10:00:00Z", "2024-02-29 00:00:00"] {
        assert_eq!(rewritten::<Date>(&format!("\"{text}\"")), "\"2024-02-29\"");
    }
}

#[test]
fn times_keep_their_offset() {
    for (text, again) in [
        ("10:00", "10:00:00"),
        ("10:00:00", "10:00:00"),
        ("10:00:00+02:00", "10:00:00+02:00"),
        ("10:00:00-0330", "10:00:00-03:30"),
        ("10:00:00+02", "10:00:00+02:00"),
        ("23:59:59.25z", "23:59:59.25Z"),
        ("23:59:59.25", "23:59:59.25"),
        ("10:00:00Z", "10:00:00Z"),
        ("10:00:00+00:00", "10:00:00Z"),
    ] {
        assert_eq!(rewritten::<OffsetTime>(&format!("\"{text}\"")), format!("\"{again}\""));
    }
    let read = read::<OffsetTime>("\"10:30:00+02:00\"");
    assert_eq!(read, OffsetTime { time: time(10, 30, 0, 0), offset: Some(offset(2)) });
    assert_eq!(OffsetTime::from(time(10, 30, 0, 0)).offset, Some(Offset::UTC));
    for text in ["2026-05-23", "2026-05-23T10:00:00Z", "10:00:00+", "10:00:00+2", "10:00:00+02:60", "25:00:00", "Z"] {
        assert!(failure::<OffsetTime>(&format!("\"{text}\"")).contains("expected a time string"), "{text}");
    }
}

#[test]
fn durations_of_other_systems_are_read_and_written_back() {
    let span = |text: &str| read::<Duration>(&format!("\"{text}\"")).span().to_string();
    for (text, iso) in [
        ("1 02:03:04.5", "P1DT2H3M4.5S"),
        ("1 02:03:04.500000", "P1DT2H3M4.5S"),
        ("-1 23:59:59", "-PT1S"),
        ("-1 23:59:59.750000", "-PT0.25S"),
        ("-2 00:00:00", "-P2D"),
        ("1.02:03:04", "P1DT2H3M4S"),
        ("-1.02:03:04.5000000", "-P1DT2H3M4.5S"),
        ("02:03:04", "PT2H3M4S"),
        ("26:03:04", "PT26H3M4S"),
        ("00:00:00", "PT0S"),
        ("1h30m0s", "PT1H30M"),
        ("PT1.50S", "PT1.5S"),
    ] {
        assert_eq!(rewritten::<Duration>(&format!("\"{text}\"")), format!("\"{text}\""));
        assert_eq!(span(text), iso, "{text}");
    }
    for text in ["1 2", "1.2.3:04:05", "1 24:00:00", "x 02:03:04", "99999999999999999999:00:00", ":::"] {
        assert!(failure::<Duration>(&format!("\"{text}\"")).contains("expected a duration string"), "{text}");
    }
}

#[test]
fn durations_are_kept_as_they_are_written() {
    for text in ["\"PT1H30M\"", "\"P1Y2M\"", "\"P2W\"", "\"-PT5S\"", "\"PT60M\""] {
        assert_eq!(rewritten::<Duration>(text), text);
    }
    assert_ne!(read::<Duration>("\"PT60M\""), read::<Duration>("\"PT1H\""));
    assert_eq!(read::<SignedDuration>("\"PT1H30M\""), SignedDuration::from_mins(90));
    assert!(failure::<Duration>("\"1 hour or so\"").contains("expected a duration string"));
}

#[test]
fn base64_is_read_in_either_alphabet() {
    for text in ["\"AP/+\"", "\"AP_-\""] {
        assert_eq!(read::<Base64>(text).as_bytes(), Some([0, 255, 254].as_slice()));
    }
    assert_eq!(read::<Base64>(r#""AP/+\r\nAAEC\n""#).into_bytes(), Ok(vec![0, 255, 254, 0, 1, 2]));
    assert_eq!(read::<Base64>("\"AA\""), read::<Base64>("\"AA==\""));
    assert_eq!(rewritten::<Base64>("\"AA\""), "\"AA==\"");
    assert_eq!(rewritten::<Base64>("\"\""), "\"\"");
    assert_eq!(format!("{:?}", Base64::from(vec![1, 2])), "Base64(2 bytes)");
}

#[test]
fn what_is_no_base64_is_kept() {
    for text in ["\"0.1.17\"", "\"value\"", "\"%\"", "\"7b2\""] {
        let read = read::<Base64>(text);
        assert_eq!(read.as_bytes(), None, "{text}");
        assert_eq!(rewritten::<Base64>(text), text);
        assert!(!format!("{read:?}").contains("value"), "{read:?}");
    }
    assert_eq!(failure::<Base64>("7"), ": invalid type: integer `7`, expected a Base64 string");
}
