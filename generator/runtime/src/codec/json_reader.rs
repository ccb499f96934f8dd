//! The [`Source`] that reads JSON text. One source reads all values of a text, in their order.
//!
//! It reads the same values as the source of serde, and does not describe errors: after a failure, `serde_json` reads the text again.

use std::error::Error;
use std::fmt;

use serde::de::{self, Visitor};
use serde_json::{Map, Value};

use super::buffered::Buffered;
use super::decode_path::DecodePath;
use super::json_cursor::Cursor;
use super::json_numbers::Numeric;
use super::required;
use super::scalar::{Boolean, Float, Integer, Letters, Scalar};
use super::source::{self, Elements, Keys, Parse, Rest, SentAs, Slot, Source, ValuePlace};
use super::traits::Failed;

/// Reads a text with one value into a place.
///
/// # Errors
/// When the text is malformed or has another type than the value.
pub(crate) fn read(text: &str, place: &mut dyn ValuePlace) -> Result<(), Failed> {
    let mut path = DecodePath::default();
    let mut reader = JsonReader { cursor: Cursor::new(text), path: &mut path };
    place.read(&mut reader)?;
    match reader.cursor.peek() {
        None => Ok(()),
        Some(_) => Err(Failed),
    }
}

/// The next value of a text.
struct JsonReader<'t, 'p> {
    cursor: Cursor<'t>,
    path: &'p mut DecodePath,
}

impl JsonReader<'_, '_> {
    /// Reads a scalar.
    #[inline]
    fn scalar_for<'v, V: Visitor<'v>>(&mut self, visitor: V) -> Result<V::Value, Failed> {
        let cursor = &mut self.cursor;
        let outcome: Result<V::Value, Mismatch> = match cursor.peek() {
            Some(b'"') => visitor.visit_str(cursor.string()?),
            Some(b'-' | b'0'..=b'9') => match cursor.number()? {
                Numeric::Unsigned(value) => visitor.visit_u64(value),
                Numeric::Signed(value) => visitor.visit_i64(value),
                Numeric::Float(text, exact) => visitor.visit_f64(Numeric::float(text, exact)?),
            },
            Some(b't') => cursor.word("true").map(|()| visitor.visit_bool(true))?,
            Some(b'f') => cursor.word("false").map(|()| visitor.visit_bool(false))?,
            _ => return Err(Failed),
        };
        outcome.map_err(|Mismatch| Failed)
    }

    /// Reads a value into a place. A `null` clears a place that may be empty.
    #[inline]
    fn place(&mut self, place: &mut dyn ValuePlace, nullable: bool) -> Result<(), Failed> {
        if nullable { self.option(place) } else { place.read(self) }
    }

    /// Returns the index of the next known key, behind its colon; that of an unknown key is their number. `is_first` is true
    /// behind the brace, where the key has no comma. Returns `None` behind the end of the object.
    #[inline]
    fn key(
        &mut self,
        keys: Keys,
        next: usize,
        is_first: bool,
        other: Option<&mut String>,
    ) -> Result<Option<usize>, Failed> {
        // Servers mostly write the keys in order and without white space, so that the next key only has to be compared.
        if keys.get(next).is_some_and(|key| self.cursor.skip_key(key, is_first)) {
            return Ok(Some(next));
        }
        let more = if is_first { !self.cursor.skip_end(b'}') } else { self.cursor.next(b'}')? };
        if !more {
            return Ok(None);
        }
        let key = self.cursor.string()?;
        let index = source::position(keys, next, key);
        if let (None, Some(other)) = (index, other) {
            key.clone_into(other);
        }
        self.cursor.expect(b':')?;
        Ok(Some(index.unwrap_or(keys.len())))
    }

    /// Reads the entries of an object, behind its brace.
    fn entries(&mut self, sent: SentAs, keys: Keys, slots: &mut [Slot<'_>], rest: Rest<'_, '_>) -> Result<(), Failed> {
        let around = self.path.null_list();
        let inside = around.inside_record(sent, keys, rest);
        self.path.set_null_list(inside);
        let mut rest = rest.first_mut();
        let mut other = String::new();
        let mut has_unknown = false;
        let mut is_first = true;
        let mut next = 0;
        while let Some(index) = self.key(keys, next, is_first, rest.is_some().then_some(&mut other))? {
            is_first = false;
            if let Some(slot) = slots.get_mut(index) {
                next = index + 1;
                let key = keys.get(index).copied().unwrap_or_default();
                let nullable = slot.seen(sent, key, self.path);
                if let Err(failed) = self.place(&mut *slot.place, nullable) {
                    self.path.key(key);
                    return Err(failed);
                }
                self.path.set_null_list(inside);
            } else if let Some(entries) = &mut rest {
                entries.read(std::mem::take(&mut other), self)?;
            } else {
                has_unknown = true;
                self.cursor.skip()?;
            }
        }
        required::finish(slots, keys, self.path, sent, has_unknown).map_err(|_| Failed)?;
        self.path.set_null_list(around);
        Ok(())
    }

    /// Reads `null`, for which there is a rule.
    fn null(&mut self, rule: Result<(), Option<String>>) -> Result<(), Failed> {
        rule.map_err(|_| Failed)?;
        self.cursor.word("null")
    }

    /// Enters a list or an object.
    #[inline]
    fn enter(&mut self) -> Result<(), Failed> {
        self.path.nest().map_err(|_| Failed)?;
        self.cursor.enter()
    }
}

impl Source for JsonReader<'_, '_> {
    fn bool(&mut self) -> Result<bool, Failed> {
        self.scalar_for(Boolean { exact: self.path.speculation.is_exact() })
    }

    fn i64(&mut self) -> Result<i64, Failed> {
        self.scalar_for(Integer::new("", self.path.speculation.is_exact()))
    }

    fn u64(&mut self) -> Result<u64, Failed> {
        self.scalar_for(Integer::new("", self.path.speculation.is_exact()))
    }

    fn f32(&mut self) -> Result<f32, Failed> {
        self.scalar_for(Float::new("", self.path.speculation.is_exact()))
    }

    fn f64(&mut self) -> Result<f64, Failed> {
        self.scalar_for(Float::new("", self.path.speculation.is_exact()))
    }

    fn string(&mut self) -> Result<String, Failed> {
        self.scalar_for(Letters { exact: self.path.speculation.is_exact() })
    }

    fn text(&mut self, _: &'static str, parse: Parse<'_>) -> Result<(), Failed> {
        parse(self.cursor.string()?).map_err(|_| Failed)
    }

    fn scalar(&mut self, parse: Parse<'_>) -> Result<(), Failed> {
        self.scalar_for(Scalar { parse })
    }

    fn option(&mut self, place: &mut dyn ValuePlace) -> Result<(), Failed> {
        if self.cursor.peek() == Some(b'n') {
            self.cursor.word("null")?;
            place.clear();
            return Ok(());
        }
        match place.read(self) {
            Err(Failed) if self.path.take_blank() => {
                place.clear();
                Ok(())
            }
            outcome => outcome,
        }
    }

    fn list(&mut self, elements: &mut dyn Elements) -> Result<(), Failed> {
        match self.cursor.peek() {
            Some(b'[') => self.enter()?,
            Some(b'n') => return self.null(self.path.read_null("a list")),
            _ => return Err(Failed),
        }
        let around = self.path.null_list();
        self.path.set_null_list(around.inside());
        let mut more = !self.cursor.skip_end(b']');
        let mut index = 0;
        while more {
            if let Err(failed) = elements.read(self) {
                self.path.index(index);
                return Err(failed);
            }
            index += 1;
            more = self.cursor.next(b']')?;
        }
        self.path.set_null_list(around);
        self.cursor.leave();
        Ok(())
    }

    fn record(&mut self, sent: SentAs, keys: Keys, slots: &mut [Slot<'_>], rest: Rest<'_, '_>) -> Result<(), Failed> {
        match self.cursor.peek() {
            Some(b'{') => self.enter()?,
            Some(b'n') => return self.null(required::null_record(self.path, sent, keys, rest)),
            _ => return Err(Failed),
        }
        self.entries(sent, keys, slots, rest)?;
        self.cursor.leave();
        Ok(())
    }

    fn value(&mut self) -> Result<Value, Failed> {
        self.cursor.value()
    }

    fn object(&mut self) -> Result<Map<String, Value>, Failed> {
        match self.cursor.peek() {
            Some(b'{') => self.cursor.object(),
            Some(b'n') => self.null(self.path.read_null("an object")).map(|()| Map::new()),
            _ => Err(Failed),
        }
    }

    fn buffered(&mut self, read: &mut dyn FnMut(&mut Buffered<'_, '_>) -> Result<(), Failed>) -> Result<(), Failed> {
        let value = self.cursor.value()?;
        read(&mut Buffered::new(&value, self.path))
    }

    fn fail(&mut self, _: &dyn fmt::Display) -> Failed {
        Failed
    }

    fn path(&mut self) -> &mut DecodePath {
        self.path
    }
}

/// The error of a visitor, without its description.
#[derive(Debug)]
struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("another type is required")
    }
}

impl Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}
