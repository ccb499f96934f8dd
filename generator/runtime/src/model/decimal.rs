//! `rust_decimal::Decimal` for decimal numbers that are strings. Only crates whose configuration chooses it contain this
//! module.

use std::str::FromStr;

use rust_decimal::Decimal;

use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::{Decode, Encode, Failed};

/// Reads `"1.50"` with all of its digits, and a number in its place.
impl Decode for Decimal {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        let mut value = None;
        let outcome = source.scalar(&mut |text| {
            value = Self::from_str(text).or_else(|_| Self::from_scientific(text)).ok();
            if value.is_some() { Ok(()) } else { Err("invalid value: expected a decimal number".to_owned()) }
        });
        outcome.and_then(|()| value.ok_or(Failed))
    }
}

impl Encode for Decimal {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.display(self)
    }
}
