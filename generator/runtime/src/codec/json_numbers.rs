//! Numbers of JSON: reads them with the values that `serde_json` reads.

use serde_json::Number;

use super::traits::Failed;

/// The limit up to which a double represents all integers exactly.
const EXACT: u64 = 1 << 53;
/// The powers of ten that a double represents exactly.
const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// A number.
pub(super) enum Numeric<'t> {
    /// A non-negative integer.
    Unsigned(u64),
    /// A negative integer.
    Signed(i64),
    /// Any other number: its text, and its value if that is exact.
    Float(&'t str, Option<f64>),
}

impl Numeric<'_> {
    /// Returns the value of a float. `serde_json` rounds it, so that it is the same in every way to read it.
    pub(super) fn float(text: &str, exact: Option<f64>) -> Result<f64, Failed> {
        match exact {
            Some(value) => Ok(value),
            None => text.parse::<Number>().ok().and_then(|number| number.as_f64()).ok_or(Failed),
        }
    }
}

/// Reads the number at the beginning of a text. Returns the number and its length.
#[inline]
pub(super) fn read(text: &str) -> Result<(Numeric<'_>, usize), Failed> {
    let bytes = text.as_bytes();
    let is_negative = bytes.first() == Some(&b'-');
    let mut at = usize::from(is_negative);
    let first = bytes.get(at);
    let mut digits = Digits::default();
    at += digits.add(bytes, at);
    if digits.count == 0 || (first == Some(&b'0') && digits.count > 1) {
        return Err(Failed);
    }
    if matches!(bytes.get(at), Some(b'.' | b'e' | b'E')) {
        return float(text, at, is_negative, digits);
    }
    let number = match (digits.value, is_negative) {
        (Some(value), false) => Some(Numeric::Unsigned(value)),
        (Some(value @ 1..), true) => 0_i64.checked_sub_unsigned(value).map(Numeric::Signed),
        _ => None,
    };
    // `-0` and integers with more than 64 bits are floats.
    Ok((number.unwrap_or(Numeric::Float(text.get(..at).ok_or(Failed)?, None)), at))
}

/// Reads the fraction and the exponent of a number, which begin at an offset.
fn float(text: &str, mut at: usize, is_negative: bool, mut digits: Digits) -> Result<(Numeric<'_>, usize), Failed> {
    let bytes = text.as_bytes();
    let mut fraction = 0;
    if bytes.get(at) == Some(&b'.') {
        fraction = digits.add(bytes, at + 1);
        if fraction == 0 {
            return Err(Failed);
        }
        at += 1 + fraction;
    }
    let mut power = Some(0);
    if matches!(bytes.get(at), Some(b'e' | b'E')) {
        let sign = bytes.get(at + 1);
        at += 1 + usize::from(matches!(sign, Some(b'+' | b'-')));
        let mut exponent = Digits::default();
        at += exponent.add(bytes, at);
        if exponent.count == 0 {
            return Err(Failed);
        }
        let value = exponent.value.and_then(|value| i64::try_from(value).ok());
        power = value.map(|value| if sign == Some(&b'-') { -value } else { value });
    }
    let power = power.and_then(|power| power.checked_sub_unsigned(u64::try_from(fraction).ok()?));
    let exact = exact(digits.value, power).map(|value| if is_negative { -value } else { value });
    Ok((Numeric::Float(text.get(..at).ok_or(Failed)?, exact), at))
}

/// The value of digits.
struct Digits {
    count: usize,
    /// `None` if it has more than 64 bits.
    value: Option<u64>,
}

impl Default for Digits {
    fn default() -> Self {
        Self { count: 0, value: Some(0) }
    }
}

impl Digits {
    /// Adds the digits at an offset of a text. Returns their number.
    #[inline]
    fn add(&mut self, text: &[u8], at: usize) -> usize {
        let before = self.count;
        for byte in text.get(at..).unwrap_or_default() {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            self.value = self.value.and_then(|value| value.checked_mul(10)?.checked_add(u64::from(digit)));
            self.count += 1;
        }
        self.count - before
    }
}

/// Returns `digits * 10^power`, if a double represents both exactly: then the only operation rounds correctly.
#[expect(clippy::cast_precision_loss, reason = "integers up to 2^53 are exact")]
fn exact(digits: Option<u64>, power: Option<i64>) -> Option<f64> {
    let digits = digits.filter(|digits| *digits <= EXACT)? as f64;
    let power = power?;
    let factor = POWERS.get(usize::try_from(power.unsigned_abs()).ok()?)?;
    Some(if power < 0 { digits / factor } else { digits * factor })
}
