//! The [`Source`] that reads one of serde's formats. All that is generic over the format is here, and so compiled once per
//! format instead of once per model.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::buffered::Buffered;
use super::codec::Failed;
use super::scalar::{Integer, Scalar, Text};
use super::source::{self, Elements, Entries, Keys, Parse, Place, Rest, Slot, Source};
use super::trail::Trail;

/// Reads from one of serde's formats.
///
/// # Errors
/// When the input is malformed or of another shape than the value; the trail then leads to the place.
pub fn read<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    trail: &mut Trail,
    decode: &mut dyn FnMut(&mut dyn Source) -> Result<T, Failed>,
) -> Result<T, D::Error> {
    let mut reader = Reader { deserializer: Some(deserializer), error: None, trail };
    match decode(&mut reader) {
        Ok(value) => Ok(value),
        Err(Failed) => Err(reader.into_error()),
    }
}

/// A value that one of serde's formats has at hand.
struct Reader<'t, 'de, D: Deserializer<'de>> {
    deserializer: Option<D>,
    error: Option<D::Error>,
    trail: &'t mut Trail,
}

impl<'de, D: Deserializer<'de>> Reader<'_, 'de, D> {
    #[inline]
    fn once<T>(&mut self, read: impl FnOnce(D, &mut Trail) -> Result<T, D::Error>) -> Result<T, Failed> {
        let Some(deserializer) = self.deserializer.take() else {
            return Err(self.fail(&"the value was read twice"));
        };
        match read(deserializer, self.trail) {
            Ok(value) => Ok(value),
            Err(error) => {
                self.error = Some(error);
                Err(Failed)
            }
        }
    }

    #[cold]
    fn into_error(self) -> D::Error {
        self.error.unwrap_or_else(|| D::Error::custom("the value was not read"))
    }
}

impl<'de, D: Deserializer<'de>> Source for Reader<'_, 'de, D> {
    fn bool(&mut self) -> Result<bool, Failed> {
        self.once(|input, _| bool::deserialize(input))
    }

    fn i64(&mut self) -> Result<i64, Failed> {
        self.once(|input, _| input.deserialize_i64(Integer::new("a signed 64-bit integer")))
    }

    fn u64(&mut self) -> Result<u64, Failed> {
        self.once(|input, _| input.deserialize_u64(Integer::new("an unsigned 64-bit integer")))
    }

    fn f32(&mut self) -> Result<f32, Failed> {
        self.once(|input, _| f32::deserialize(input))
    }

    fn f64(&mut self) -> Result<f64, Failed> {
        self.once(|input, _| f64::deserialize(input))
    }

    fn string(&mut self) -> Result<String, Failed> {
        self.once(|input, _| String::deserialize(input))
    }

    fn text(&mut self, expected: &'static str, parse: Parse<'_>) -> Result<(), Failed> {
        self.once(|input, _| input.deserialize_str(Text { expected, parse }))
    }

    fn scalar(&mut self, parse: Parse<'_>) -> Result<(), Failed> {
        self.once(|input, _| input.deserialize_any(Scalar { parse }))
    }

    fn option(&mut self, place: &mut dyn Place) -> Result<(), Failed> {
        self.once(|input, trail| input.deserialize_option(OptionSeed(Seed { place, trail })))
    }

    fn list(&mut self, elements: &mut dyn Elements) -> Result<(), Failed> {
        self.once(|input, trail| input.deserialize_seq(List { elements, trail }))
    }

    fn record(&mut self, keys: Keys, slots: &mut [Slot<'_>], rest: Rest<'_, '_>) -> Result<(), Failed> {
        self.once(|input, trail| input.deserialize_map(Record { keys, slots, rest, trail }))
    }

    fn value(&mut self) -> Result<Value, Failed> {
        self.once(|input, _| Value::deserialize(input))
    }

    fn object(&mut self) -> Result<Map<String, Value>, Failed> {
        self.once(|input, _| Map::deserialize(input))
    }

    fn buffered(&mut self, read: &mut dyn FnMut(&mut Buffered<'_, '_>) -> Result<(), Failed>) -> Result<(), Failed> {
        let value = self.value()?;
        let mut buffered = Buffered::new(&value, self.trail);
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

    fn trail(&mut self) -> &mut Trail {
        self.trail
    }
}

/// Reads a value into a place.
struct Seed<'a> {
    place: &'a mut dyn Place,
    trail: &'a mut Trail,
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut reader = Reader { deserializer: Some(deserializer), error: None, trail: self.trail };
        match self.place.read(&mut reader) {
            Ok(()) => Ok(()),
            Err(Failed) => Err(reader.into_error()),
        }
    }
}

/// Reads a value into a place, or clears it.
struct OptionSeed<'a>(Seed<'a>);

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
        let Seed { place, trail } = self.0;
        match (Seed { place: &mut *place, trail: &mut *trail }).deserialize(deserializer) {
            Err(_) if trail.take_blank() => {
                place.clear();
                Ok(())
            }
            outcome => outcome,
        }
    }
}

/// Visits a list; reads one element of it.
struct List<'a> {
    elements: &'a mut dyn Elements,
    trail: &'a mut Trail,
}

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut reader = Reader { deserializer: Some(deserializer), error: None, trail: self.trail };
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

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self { elements, trail } = self;
        for index in 0.. {
            match list.next_element_seed(List { elements, trail }) {
                Ok(Some(())) => {}
                Ok(None) => break,
                Err(error) => {
                    trail.index(index);
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

/// Visits an object with known keys.
struct Record<'a, 's, 'r, 't> {
    keys: Keys,
    slots: &'a mut [Slot<'s>],
    rest: Rest<'a, 'r>,
    trail: &'t mut Trail,
}

impl<'de> Visitor<'de> for Record<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { keys, slots, rest, trail } = self;
        let mut rest = rest.first_mut();
        let mut other = None;
        let mut next = 0;
        while let Some(index) =
            map.next_key_seed(KeySeed { keys, next, other: rest.is_some().then_some(&mut other) })?
        {
            if let Some(slot) = slots.get_mut(index) {
                next = index + 1;
                let nullable = slot.seen();
                let seed = Seed { place: &mut *slot.place, trail };
                let outcome = if nullable { map.next_value_seed(OptionSeed(seed)) } else { map.next_value_seed(seed) };
                if let Err(error) = outcome {
                    trail.key(keys.get(index).unwrap_or(&""));
                    return Err(error);
                }
            } else if let Some(entries) = &mut rest {
                map.next_value_seed(EntrySeed {
                    key: other.take().unwrap_or_default(),
                    entries: &mut ***entries,
                    trail,
                })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        match source::missing(keys, slots) {
            None => Ok(()),
            Some(key) => {
                trail.key(key);
                Err(A::Error::missing_field(key))
            }
        }
    }
}

/// Reads the value of an entry that has no field.
struct EntrySeed<'a> {
    key: String,
    entries: &'a mut dyn Entries,
    trail: &'a mut Trail,
}

impl<'de> DeserializeSeed<'de> for EntrySeed<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut reader = Reader { deserializer: Some(deserializer), error: None, trail: self.trail };
        match self.entries.read(self.key, &mut reader) {
            Ok(()) => Ok(()),
            Err(Failed) => Err(reader.into_error()),
        }
    }
}

/// Matches a key against those of a record; one past the last for another one.
struct KeySeed<'a> {
    keys: Keys,
    /// The key that a server which writes them in order would send next.
    next: usize,
    /// Where another key is kept.
    other: Option<&'a mut Option<String>>,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = usize;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        let known = source::position(self.keys, self.next, key);
        if let (None, Some(other)) = (known, self.other) {
            *other = Some(key.to_owned());
        }
        Ok(known.unwrap_or(self.keys.len()))
    }
}
