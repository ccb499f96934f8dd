//! The [`Source`] that reads a format of serde. All code that is generic over the format is here, so that it is
//! compiled once per format instead of once per model.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, SeqAccess, Unexpected, Visitor};
use serde_json::{Map, Value};

use super::any_value;
use super::buffered::Buffered;
use super::decode_path::DecodePath;
use super::record_reader::Record;
use super::scalar::{Boolean, Float, Integer, Letters, Scalar, Text};
use super::source::{Elements, Keys, Parse, Rest, SentAs, Slot, Source, ValuePlace};
use super::traits::Failed;

/// Reads a value from a format of serde.
///
/// # Errors
/// When the input is malformed or has another type than the value. The path then leads to the problem.
pub fn read<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    path: &mut DecodePath,
    decode: &mut dyn FnMut(&mut dyn Source) -> Result<T, Failed>,
) -> Result<T, D::Error> {
    let mut reader = Reader::new(deserializer, path);
    match decode(&mut reader) {
        Ok(value) => Ok(value),
        Err(Failed) => Err(reader.into_error()),
    }
}

/// A value of a serde deserializer that was not read yet.
pub(crate) struct Reader<'t, 'de, D: Deserializer<'de>> {
    deserializer: Option<D>,
    error: Option<D::Error>,
    path: &'t mut DecodePath,
}

impl<'t, 'de, D: Deserializer<'de>> Reader<'t, 'de, D> {
    pub(crate) const fn new(deserializer: D, path: &'t mut DecodePath) -> Self {
        Self { deserializer: Some(deserializer), error: None, path }
    }

    #[inline]
    fn once<T>(&mut self, read: impl FnOnce(D, &mut DecodePath) -> Result<T, D::Error>) -> Result<T, Failed> {
        let Some(deserializer) = self.deserializer.take() else {
            return Err(self.fail(&"the value was read twice"));
        };
        match read(deserializer, self.path) {
            Ok(value) => Ok(value),
            Err(error) => {
                self.error = Some(error);
                Err(Failed)
            }
        }
    }

    /// Reads an object or a list.
    #[inline]
    fn nested(&mut self, read: impl FnOnce(D, &mut DecodePath) -> Result<(), D::Error>) -> Result<(), Failed> {
        match self.path.nest() {
            Ok(()) => self.once(read),
            Err(message) => Err(self.fail(&message)),
        }
    }

    #[cold]
    pub(crate) fn into_error(self) -> D::Error {
        self.error.unwrap_or_else(|| D::Error::custom("the value was not read"))
    }
}

impl<'de, D: Deserializer<'de>> Source for Reader<'_, 'de, D> {
    fn bool(&mut self) -> Result<bool, Failed> {
        self.once(|input, path| input.deserialize_any(Boolean { exact: path.speculation.is_exact() }))
    }

    fn i64(&mut self) -> Result<i64, Failed> {
        self.once(|input, path| {
            input.deserialize_any(Integer::new("a signed 64-bit integer", path.speculation.is_exact()))
        })
    }

    fn u64(&mut self) -> Result<u64, Failed> {
        self.once(|input, path| {
            input.deserialize_any(Integer::new("an unsigned 64-bit integer", path.speculation.is_exact()))
        })
    }

    fn f32(&mut self) -> Result<f32, Failed> {
        self.once(|input, path| input.deserialize_any(Float::new("f32", path.speculation.is_exact())))
    }

    fn f64(&mut self) -> Result<f64, Failed> {
        self.once(|input, path| input.deserialize_any(Float::new("f64", path.speculation.is_exact())))
    }

    fn string(&mut self) -> Result<String, Failed> {
        self.once(|input, path| input.deserialize_any(Letters { exact: path.speculation.is_exact() }))
    }

    fn text(&mut self, expected: &'static str, parse: Parse<'_>) -> Result<(), Failed> {
        self.once(|input, _| input.deserialize_str(Text { expected, parse }))
    }

    fn scalar(&mut self, parse: Parse<'_>) -> Result<(), Failed> {
        self.once(|input, _| input.deserialize_any(Scalar { parse }))
    }

    fn option(&mut self, place: &mut dyn ValuePlace) -> Result<(), Failed> {
        self.once(|input, path| input.deserialize_option(OptionSeed(Seed { place, path })))
    }

    fn list(&mut self, elements: &mut dyn Elements) -> Result<(), Failed> {
        self.nested(|input, path| input.deserialize_any(List { elements, path }))
    }

    fn record(&mut self, sent: SentAs, keys: Keys, slots: &mut [Slot<'_>], rest: Rest<'_, '_>) -> Result<(), Failed> {
        self.nested(|input, path| input.deserialize_any(Record { sent, keys, slots, rest, path }))
    }

    fn value(&mut self) -> Result<Value, Failed> {
        self.once(|input, _| any_value::value(input))
    }

    fn object(&mut self) -> Result<Map<String, Value>, Failed> {
        self.once(|input, path| match any_value::object(input)? {
            Some(object) => Ok(object),
            None => match path.read_null("an object") {
                Ok(()) => Ok(Map::new()),
                Err(message) => Err(null_error(message, "an object")),
            },
        })
    }

    fn buffered(&mut self, read: &mut dyn FnMut(&mut Buffered<'_, '_>) -> Result<(), Failed>) -> Result<(), Failed> {
        let value = self.value()?;
        let mut buffered = Buffered::new(&value, self.path);
        let outcome = read(&mut buffered);
        if outcome.is_err() {
            self.error = Some(D::Error::custom(buffered.into_error()));
        }
        outcome
    }

    fn fail(&mut self, message: &dyn fmt::Display) -> Failed {
        self.error = Some(D::Error::custom(message));
        Failed
    }

    fn path(&mut self) -> &mut DecodePath {
        self.path
    }
}

/// Reads a value into a place.
pub(crate) struct Seed<'a> {
    pub(crate) place: &'a mut dyn ValuePlace,
    pub(crate) path: &'a mut DecodePath,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut reader = Reader::new(deserializer, self.path);
        match self.place.read(&mut reader) {
            Ok(()) => Ok(()),
            Err(Failed) => Err(reader.into_error()),
        }
    }
}

/// Reads a value into a place, or clears it.
pub(crate) struct OptionSeed<'a>(pub(crate) Seed<'a>);

impl<'de> DeserializeSeed<'de> for OptionSeed<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for OptionSeed<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value or null")
    }

    #[inline]
    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.0.place.clear();
        Ok(())
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.visit_none()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let Seed { place, path } = self.0;
        match (Seed { place: &mut *place, path: &mut *path }).deserialize(deserializer) {
            Err(_) if path.take_blank() => {
                place.clear();
                Ok(())
            }
            outcome => outcome,
        }
    }
}

/// The visitor of a list, and the seed of each element.
struct List<'a> {
    elements: &'a mut dyn Elements,
    path: &'a mut DecodePath,
}

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut reader = Reader::new(deserializer, self.path);
        match self.elements.read(&mut reader) {
            Ok(()) => Ok(()),
            Err(Failed) => Err(reader.into_error()),
        }
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.path.read_null("a list").map_err(|message| null_error(message, "a list"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { elements, path } = self;
        let around = path.null_list();
        path.set_null_list(around.inside());
        for index in 0.. {
            match list.next_element_seed(List { elements, path }) {
                Ok(Some(())) => {}
                Ok(None) => break,
                Err(error) => {
                    path.index(index);
                    return Err(error);
                }
            }
        }
        path.set_null_list(around);
        Ok(())
    }
}

/// Creates the error of a `null` where another JSON type is required.
pub(super) fn null_error<E: Error>(message: Option<String>, expected: &str) -> E {
    match message {
        Some(message) => E::custom(message),
        None => E::invalid_type(Unexpected::Unit, &expected),
    }
}
