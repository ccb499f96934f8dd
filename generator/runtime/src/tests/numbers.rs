//! Numbers: integers in all forms, limits, and values that are not integers.

use super::{failure, read, rewritten};

#[test]
fn whole_numbers_are_integers_however_they_are_written() {
    for text in ["7", "7.0", "7e0", "70e-1", "0.7e1", " 7 "] {
        assert_eq!(read::<i64>(text), 7, "{text}");
        assert_eq!(read::<u8>(text), 7, "{text}");
    }
    assert_eq!(read::<i64>("-0.0"), 0);
    assert_eq!(read::<u64>("-0.0"), 0);
    assert_eq!(read::<i64>("-7.0"), -7);
    assert_eq!(read::<i64>("9007199254740992.0"), 9_007_199_254_740_992);
}

#[test]
fn nothing_is_rounded_to_an_integer() {
    assert_eq!(failure::<i64>("1.5"), ": invalid value: floating point `1.5`, expected a signed 64-bit integer");
    assert!(failure::<i64>("9007199254740994.0").starts_with(": invalid value: floating point"));
    assert!(failure::<i64>("1e300").starts_with(": invalid value: floating point"));
    assert!(failure::<u64>("18446744073709551616").starts_with(": invalid value: floating point"));
}

#[test]
fn limits_are_read_and_written() {
    for text in ["9223372036854775807", "-9223372036854775808"] {
        assert_eq!(rewritten::<i64>(text), text);
    }
    assert_eq!(rewritten::<u64>("18446744073709551615"), "18446744073709551615");
    assert_eq!(rewritten::<i8>("-128"), "-128");
    assert_eq!(rewritten::<u16>("65535"), "65535");
}

#[test]
fn what_is_beyond_a_limit_is_refused() {
    assert_eq!(
        failure::<i64>("9223372036854775808"),
        ": invalid value: integer `9223372036854775808`, expected a signed 64-bit integer"
    );
    assert_eq!(failure::<u64>("-1"), ": invalid value: integer `-1`, expected an unsigned 64-bit integer");
    assert_eq!(failure::<i8>("128"), ": invalid value: integer `128`, expected a signed 8-bit integer");
    assert_eq!(
        failure::<u32>("4294967296"),
        ": invalid value: integer `4294967296`, expected an unsigned 32-bit integer"
    );
}

#[test]
fn doubles_are_kept_exactly() {
    for text in ["0.1", "1e300", "5e-324", "-1.7976931348623157e308", "0.30000000000000004"] {
        assert_eq!(read::<f64>(&rewritten::<f64>(text)).to_bits(), read::<f64>(text).to_bits(), "{text}");
    }
    assert_eq!(read::<f64>("3").to_bits(), 3.0_f64.to_bits());
    assert_eq!(rewritten::<f32>("0.1"), "0.1");
    assert!(failure::<f64>("true").contains("expected f64"));
}
