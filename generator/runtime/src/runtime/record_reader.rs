//! How objects are visited: known keys, each with its slot, and the rest.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::codec::Failed;
use super::reader::{OptionSeed, Reader, Seed, null_error};
use super::required::{self, NullList};
use super::source::{Entries, Keys, Presence, Rest, SentAs, Slot};
use super::trail::Trail;

/// Visits an object with known keys.
pub(super) struct Record<'a, 's, 'r, 't> {
    pub(super) sent: SentAs,
    pub(super) keys: Keys,
    pub(super) slots: &'a mut [Slot<'s>],
    pub(super) rest: Rest<'a, 'r>,
    pub(super) trail: &'t mut Trail,
}

impl<'de> Visitor<'de> for Record<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        let Self { sent, keys, rest, trail, .. } = self;
        let read = if !required::is_map(keys, rest) || !sent.is_empty() && trail.null_list() == NullList::Empty {
            Err(None)
        } else {
            trail.read_null("an object")
        };
        read.map_err(|message| null_error(message, "an object"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { sent, keys, slots, rest, trail } = self;
        let around = trail.null_list();
        let inside = match sent {
            [] if required::is_map(keys, rest) => around.inside(),
            [] => NullList::Empty,
            _ => NullList::Rejected,
        };
        trail.set_null_list(inside);
        let mut rest = rest.first_mut();
        let mut other = None;
        let mut has_unknown = false;
        let mut next = 0;
        let keep = rest.is_some() || trail.is_trying();
        while let Some(index) = map.next_key_seed(KeySeed { keys, next, other: keep.then_some(&mut other) })? {
            if let Some(slot) = slots.get_mut(index) {
                next = index + 1;
                let key = keys.get(index).copied().unwrap_or_default();
                let outcome = slot.read(sent, key, trail, &mut map);
                if let Err(error) = outcome {
                    trail.key(key);
                    return Err(error);
                }
                trail.set_null_list(inside);
            } else if let Some(entries) = &mut rest {
                map.next_value_seed(EntrySeed {
                    key: other.take().unwrap_or_default(),
                    entries: &mut ***entries,
                    trail,
                })?;
            } else {
                has_unknown = true;
                match other.take() {
                    Some(key) => trail.pass_over(key, &map.next_value()?),
                    None => map.next_value::<IgnoredAny>().map(|_| ())?,
                }
            }
        }
        for (slot, key) in slots.iter_mut().zip(keys).filter(|(slot, _)| slot.presence == Presence::Required) {
            if let Err(message) = required::missing(&mut *slot.place, trail, sent, key, has_unknown) {
                trail.key(key);
                return Err(A::Error::custom(message));
            }
        }
        trail.set_null_list(around);
        Ok(())
    }
}

impl Slot<'_> {
    /// Reads the value of the slot's key.
    #[inline]
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        sent: SentAs,
        key: &'static str,
        trail: &mut Trail,
        map: &mut A,
    ) -> Result<(), A::Error> {
        if self.presence == Presence::Nullable {
            return map.next_value_seed(OptionSeed(Seed { place: &mut *self.place, trail }));
        }
        if self.presence == Presence::Required {
            self.presence = Presence::Plain;
            if let Some(schema) = sent.first() {
                trail.set_null_list(NullList::RejectedAt { schema, key });
            }
        }
        map.next_value_seed(Seed { place: &mut *self.place, trail })
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
        let mut reader = Reader::new(deserializer, self.trail);
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
        if self.keys.get(self.next) == Some(&key) {
            return Ok(self.next);
        }
        let known = self.keys.iter().position(|known| *known == key);
        if let (None, Some(other)) = (known, self.other) {
            *other = Some(key.to_owned());
        }
        Ok(known.unwrap_or(self.keys.len()))
    }
}
