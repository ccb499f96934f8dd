//! The [`Sink`] that writes JSON text. It writes the same text as `serde_json`, which writes numbers and untyped values
//! for it.

use std::fmt::{self, Display, Write as _};
use std::mem;

use serde_json::{Map, Value};

use super::json_strings;
use super::sink::{self, Entry, Key, List, Pairs, Reader, Sink};
use super::traits::{Encode, Failed};

/// The capacity that a text begins with.
const CAPACITY: usize = 128;

/// Writes a value as JSON.
///
/// # Errors
/// When JSON cannot represent the value. Returns the message.
pub(super) fn write(reader: Reader, value: &dyn Encode) -> Result<Vec<u8>, String> {
    let mut sink = JsonSink { out: Vec::with_capacity(CAPACITY), reader, is_written: false, error: None };
    match (sink.nested(value), sink.error) {
        (Ok(()), None) => Ok(sink.out),
        (_, error) => Err(error.unwrap_or_else(|| NOT_WRITTEN.to_owned())),
    }
}

/// The message about a value that wrote nothing.
const NOT_WRITTEN: &str = "the value was not written";

/// A place in a JSON text that takes one value.
struct JsonSink {
    out: Vec<u8>,
    reader: Reader,
    /// True if the current place has its value.
    is_written: bool,
    error: Option<String>,
}

impl JsonSink {
    /// Writes a value at a new place.
    #[inline]
    fn nested(&mut self, value: &dyn Encode) -> Result<(), Failed> {
        self.is_written = false;
        match value.encode(self) {
            Ok(()) if self.is_written => Ok(()),
            Ok(()) => Err(self.fail(NOT_WRITTEN)),
            Err(failed) => Err(failed),
        }
    }

    /// Begins the value of the current place.
    #[inline]
    fn begin(&mut self) -> Result<(), Failed> {
        if mem::replace(&mut self.is_written, true) { Err(self.fail("the value was written twice")) } else { Ok(()) }
    }

    /// Writes a value as `serde_json` does.
    #[inline]
    fn serde<T: serde::Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failed> {
        self.begin()?;
        match serde_json::to_writer(&mut self.out, value) {
            Ok(()) => Ok(()),
            Err(error) => Err(self.fail(&error.to_string())),
        }
    }

    /// Writes a key, with a comma unless it is the first.
    fn key(&mut self, is_first: &mut bool, key: &str) {
        if !mem::replace(is_first, false) {
            self.out.push(b',');
        }
        json_strings::write(&mut self.out, key);
        self.out.push(b':');
    }

    /// Writes a known key.
    #[inline]
    fn known_key(&mut self, is_first: &mut bool, (key, literal): Key<'_>) {
        // Two quotes, a comma and a colon: the literal has no escapes.
        if literal.len() == key.len() + 4 {
            let start = usize::from(mem::replace(is_first, false));
            self.out.extend_from_slice(literal.as_bytes().get(start..).unwrap_or_default());
        } else {
            self.key(is_first, key);
        }
    }

    /// Returns true if an entry is omitted.
    #[inline]
    fn omits(&self, entry: &Entry<'_>) -> bool {
        match entry {
            Entry::Value(_) | Entry::Null => false,
            Entry::ReadOnly(_) => self.reader == Reader::Server,
            Entry::Absent => true,
        }
    }

    /// Writes the value of an entry behind its key.
    #[inline]
    fn entry(&mut self, entry: &Entry<'_>) -> Result<(), Failed> {
        if let Entry::Value(value) | Entry::ReadOnly(value) = entry {
            return self.nested(*value);
        }
        self.out.extend_from_slice(b"null");
        Ok(())
    }
}

impl Sink for JsonSink {
    fn bool(&mut self, value: bool) -> Result<(), Failed> {
        self.serde(&value)
    }

    fn i64(&mut self, value: i64) -> Result<(), Failed> {
        self.serde(&value)
    }

    fn u64(&mut self, value: u64) -> Result<(), Failed> {
        self.serde(&value)
    }

    fn f32(&mut self, value: f32) -> Result<(), Failed> {
        self.serde(&value)
    }

    fn f64(&mut self, value: f64) -> Result<(), Failed> {
        self.serde(&value)
    }

    fn str(&mut self, value: &str) -> Result<(), Failed> {
        self.begin()?;
        json_strings::write(&mut self.out, value);
        Ok(())
    }

    fn display(&mut self, value: &dyn Display) -> Result<(), Failed> {
        self.begin()?;
        self.out.push(b'"');
        if write!(Escaped(&mut self.out), "{value}").is_err() {
            return Err(self.fail("the value cannot be displayed"));
        }
        self.out.push(b'"');
        Ok(())
    }

    fn null(&mut self) -> Result<(), Failed> {
        self.serde(&())
    }

    fn list(&mut self, list: &dyn List) -> Result<(), Failed> {
        self.begin()?;
        self.out.push(b'[');
        for index in 0.. {
            let Some(item) = list.item(index) else { break };
            if index > 0 {
                self.out.push(b',');
            }
            self.nested(item)?;
        }
        self.out.push(b']');
        Ok(())
    }

    fn record(&mut self, keys: &[Key<'_>], entries: &[Entry<'_>], rest: &[&dyn Pairs]) -> Result<(), Failed> {
        self.begin()?;
        self.out.push(b'{');
        let mut is_first = true;
        for (key, entry) in keys.iter().zip(entries) {
            if !self.omits(entry) {
                self.known_key(&mut is_first, *key);
                self.entry(entry)?;
            }
        }
        for pairs in rest {
            // An entry with the key of a field is ignored, since the field has precedence.
            pairs.each(&mut |key, value| {
                if sink::contains(keys, key) {
                    return Ok(());
                }
                self.key(&mut is_first, key);
                self.nested(value)
            })?;
        }
        self.out.push(b'}');
        Ok(())
    }

    fn value(&mut self, value: &Value) -> Result<(), Failed> {
        self.serde(value)
    }

    fn object(&mut self, object: &Map<String, Value>) -> Result<(), Failed> {
        self.serde(object)
    }

    fn fail(&mut self, message: &str) -> Failed {
        self.error = Some(message.to_owned());
        Failed
    }
}

/// The inside of a string.
struct Escaped<'a>(&'a mut Vec<u8>);

impl fmt::Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        json_strings::write_escaped(self.0, text);
        Ok(())
    }
}
