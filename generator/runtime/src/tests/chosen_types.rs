//! Types of other crates: those that the runtime knows, and those that serde reads and writes.

use std::net::Ipv4Addr;

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use url::Url;

use super::{failure, read, rewritten};
use crate::runtime::{own_type, union};

own_type!(Ipv4Addr);

#[derive(Debug, Clone, PartialEq)]
enum Either {
    Number(Decimal),
    Address(Ipv4Addr),
    Unknown(serde_json::Value),
}

union!(Either { Number: string, Address: string });

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
