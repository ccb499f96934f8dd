//! The [`Source`] that reads a JSON value in memory, as often as needed, for the alternatives of a union.

use std::fmt;

use serde::de::{Deserializer, Visitor};
use serde_json::{Error, Map, Value};

use super::decode_path::DecodePath;
use super::reader;
use super::required;
use super::scalar::{Boolean, Float, Integer, Letters, Scalar, Text};
use super::source::{self, Elements, Keys, Parse, Rest, SentAs, Slot, Source, ValuePlace};
use super::traits::Failed;

/// A value in memory. Unlike other sources it can be read more than once.
pub struct Buffered<'v, 't> {
    value: &'v Value,
    error: Option<Error>,
    path: &'t mut DecodePath,
}

impl<'v, 't> Buffered<'v, 't> {
    pub(crate) const fn new(value: &'v Value, path: &'t mut DecodePath) -> Self {
        Self { value, error: None, path }
    }

    /// Returns the value.
    pub(crate) const fn get(&self) -> &'v Value {
        self.value
    }

    /// Returns the error of the last read.
    #[cold]
    pub(crate) fn into_error(self) -> Error {
        self.error.unwrap_or_else(|| serde::de::Error::custom("the value was not read"))
    }

    #[inline]
    fn scalar_of<T>(&mut self, read: impl FnOnce(&'v Value) -> Result<T, Error>) -> Result<T, Failed> {
        read(self.value).map_err(|error| {
            self.error = Some(error);
            Failed
        })
    }

    /// Reports a value of another JSON type.
    #[cold]
    fn mismatch(&mut self, expected: &'static str) -> Failed {
        self.error = self.value.deserialize_any(Mismatch(expected)).err();
        Failed
    }

    /// Records that a number is written in another form: `1` for a float, or `1.0` for an integer.
    fn note_form(&mut self, differs: impl Fn(&Value) -> bool) {
        if differs(self.value) {
            self.path.speculation.reworded();
        }
    }

    /// Reports a `null` where another JSON type is required.
    #[cold]
    fn reject_null(&mut self, message: Option<String>, expected: &'static str) -> Failed {
        self.error = Some(reader::null_error(message, expected));
        Failed
    }

    /// Returns true if a value of another JSON type is an error: the alternatives of a union are distinguished by type.
    fn is_exact(&self) -> bool {
        self.path.speculation.is_exact()
    }

    /// Reads a nested value.
    #[inline]
    fn read_nested(
        &mut self,
        value: &Value,
        read: impl FnOnce(&mut Buffered<'_, '_>) -> Result<(), Failed>,
    ) -> Result<(), Failed> {
        self.path.speculation.enter();
        let mut inner = Buffered::new(value, self.path);
        let outcome = read(&mut inner);
        self.error = inner.error;
        self.path.speculation.leave();
        outcome
    }
}

impl Source for Buffered<'_, '_> {
    fn bool(&mut self) -> Result<bool, Failed> {
        let exact = self.is_exact();
        self.scalar_of(|value| value.deserialize_any(Boolean { exact }))
    }

    fn i64(&mut self) -> Result<i64, Failed> {
        self.note_form(Value::is_f64);
        let exact = self.is_exact();
        self.scalar_of(|value| value.deserialize_any(Integer::new("a signed 64-bit integer", exact)))
    }

    fn u64(&mut self) -> Result<u64, Failed> {
        self.note_form(Value::is_f64);
        let exact = self.is_exact();
        self.scalar_of(|value| value.deserialize_any(Integer::new("an unsigned 64-bit integer", exact)))
    }

    fn f32(&mut self) -> Result<f32, Failed> {
        self.note_form(is_integer);
        let exact = self.is_exact();
        self.scalar_of(|value| value.deserialize_any(Float::new("f32", exact)))
    }

    fn f64(&mut self) -> Result<f64, Failed> {
        self.note_form(is_integer);
        let exact = self.is_exact();
        self.scalar_of(|value| value.deserialize_any(Float::new("f64", exact)))
    }

    fn string(&mut self) -> Result<String, Failed> {
        let exact = self.is_exact();
        self.scalar_of(|value| value.deserialize_any(Letters { exact }))
    }

    fn text(&mut self, expected: &'static str, parse: Parse<'_>) -> Result<(), Failed> {
        self.scalar_of(|value| value.deserialize_str(Text { expected, parse }))
    }

    fn scalar(&mut self, parse: Parse<'_>) -> Result<(), Failed> {
        if self.is_exact() {
            return self.text("a string", parse);
        }
        self.scalar_of(|value| value.deserialize_any(Scalar { parse }))
    }

    fn option(&mut self, place: &mut dyn ValuePlace) -> Result<(), Failed> {
        if self.value.is_null() {
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
        let list = match self.value {
            Value::Array(list) => list,
            Value::Null => {
                return self.path.read_null("a list").map_err(|message| self.reject_null(message, "a list"));
            }
            _ => return Err(self.mismatch("a list")),
        };
        if let Err(message) = self.path.nest() {
            return Err(self.fail(&message));
        }
        let around = self.path.null_list();
        self.path.set_null_list(around.inside());
        for (index, value) in list.iter().enumerate() {
            if let Err(failed) = self.read_nested(value, |inner| elements.read(inner)) {
                self.path.index(index);
                return Err(failed);
            }
        }
        self.path.set_null_list(around);
        Ok(())
    }

    fn record(&mut self, sent: SentAs, keys: Keys, slots: &mut [Slot<'_>], rest: Rest<'_, '_>) -> Result<(), Failed> {
        let object = match self.value {
            Value::Object(object) => object,
            Value::Null => {
                let read = required::null_record(self.path, sent, keys, rest);
                return read.map_err(|message| self.reject_null(message, "an object"));
            }
            _ => return Err(self.mismatch("an object")),
        };
        if let Err(message) = self.path.nest() {
            return Err(self.fail(&message));
        }
        let around = self.path.null_list();
        let inside = around.inside_record(sent, keys, rest);
        self.path.set_null_list(inside);
        self.path.speculation.declare(keys);
        let mut rest = rest.first_mut();
        let mut has_unknown = false;
        let mut next = 0;
        for (key, value) in object {
            let known = source::position(keys, next, key);
            if let Some((index, slot)) = known.and_then(|index| slots.get_mut(index).map(|slot| (index, slot))) {
                next = index + 1;
                let nullable = slot.seen(sent, keys.get(index).copied().unwrap_or_default(), self.path);
                let outcome = self.read_nested(value, |inner| {
                    if nullable { inner.option(&mut *slot.place) } else { slot.place.read(inner) }
                });
                if let Err(failed) = outcome {
                    self.path.key(key);
                    return Err(failed);
                }
                self.path.set_null_list(inside);
            } else if let Some(entries) = &mut rest {
                self.read_nested(value, |inner| entries.read(key.clone(), inner))?;
            } else {
                has_unknown = true;
                self.path.speculation.pass_over(key, value);
            }
        }
        if let Err(message) = required::finish(slots, keys, self.path, sent, has_unknown) {
            return Err(self.fail(&message));
        }
        self.path.set_null_list(around);
        Ok(())
    }

    fn value(&mut self) -> Result<Value, Failed> {
        Ok(self.value.clone())
    }

    fn object(&mut self) -> Result<Map<String, Value>, Failed> {
        match self.value {
            Value::Object(object) => Ok(object.clone()),
            Value::Null => match self.path.read_null("an object") {
                Ok(()) => Ok(Map::new()),
                Err(message) => Err(self.reject_null(message, "an object")),
            },
            _ => Err(self.mismatch("a map")),
        }
    }

    fn buffered(&mut self, read: &mut dyn FnMut(&mut Buffered<'_, '_>) -> Result<(), Failed>) -> Result<(), Failed> {
        read(self)
    }

    fn fail(&mut self, message: &dyn fmt::Display) -> Failed {
        self.error = Some(serde::de::Error::custom(message));
        Failed
    }

    fn path(&mut self) -> &mut DecodePath {
        self.path
    }
}

impl fmt::Debug for Buffered<'_, '_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Buffered").finish_non_exhaustive()
    }
}

fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64()
}

/// A visitor that accepts no value. Its error names the actual and the expected JSON type.
struct Mismatch(&'static str);

impl Visitor<'_> for Mismatch {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0)
    }
}
