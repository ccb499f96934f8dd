//! Bytes that are Base64 in JSON (`format: byte`).

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::text;
use crate::runtime::codec::sink::Sink;
use crate::runtime::codec::source::Source;
use crate::runtime::codec::traits::{Decode, Encode, Failed};

/// Bytes, written in Base64 with the standard alphabet and padding. Both alphabets are accepted, with or without
/// padding, and with line breaks.
///
/// Some API descriptions declare `byte` for strings that are not Base64, such as hexadecimal digits. These strings are
/// kept unchanged.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Base64 {
    /// The decoded bytes.
    Bytes(Vec<u8>),
    /// A string that is not Base64, unchanged.
    Other(String),
}

/// Padding is written, and optional when reading.
const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, CONFIG);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, CONFIG);

impl Base64 {
    /// Returns the bytes, or `None` if the string is not Base64.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            Self::Other(_) => None,
        }
    }

    /// Returns the bytes.
    ///
    /// # Errors
    /// Returns the string if it is not Base64.
    pub fn into_bytes(self) -> Result<Vec<u8>, String> {
        match self {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Other(text) => Err(text),
        }
    }

    fn decoded(text: &str) -> Result<Self, base64::DecodeError> {
        let engine = if text.contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
        let bytes = engine.decode(text).or_else(|error| {
            // MIME breaks Base64 into lines.
            if !text.contains(['\n', '\r']) {
                return Err(error);
            }
            engine.decode(text.split_ascii_whitespace().collect::<String>())
        });
        bytes.map(Self::Bytes)
    }
}

impl Default for Base64 {
    fn default() -> Self {
        Self::Bytes(Vec::new())
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_owned())
    }
}

/// Shows only the length, since the content may be a whole file.
impl fmt::Debug for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(formatter, "Base64({} bytes)", bytes.len()),
            Self::Other(text) => write!(formatter, "Base64(other text of {} bytes)", text.len()),
        }
    }
}

/// Writes the text that is sent.
impl fmt::Display for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => base64::display::Base64Display::new(bytes, &STANDARD).fmt(formatter),
            Self::Other(text) => formatter.write_str(text),
        }
    }
}

impl FromStr for Base64 {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::decoded(text).unwrap_or_else(|_| Self::Other(text.to_owned())))
    }
}

/// While the alternatives of a union are attempted, a string is Base64 only if encoding the bytes returns the same
/// string.
impl Decode for Base64 {
    fn decode(source: &mut dyn Source) -> Result<Self, Failed> {
        const EXPECTED: &str = "a Base64 string";
        if source.speculation().is_active() {
            return text::exact(source, EXPECTED, Self::decoded);
        }
        text::parsed(source, EXPECTED, Self::from_str)
    }
}

impl Encode for Base64 {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), Failed> {
        sink.display(self)
    }
}

crate::runtime::serde_by_codec!(Base64);
