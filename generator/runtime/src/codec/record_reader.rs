//! The visitor of objects: known keys, each with its slot, and all other keys.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::decode_path::DecodePath;
use super::reader::{OptionSeed, Reader, Seed, null_error};
use super::required;
use super::source::{self, Entries, Keys, Rest, SentAs, Slot};
use super::traits::Failed;

/// The visitor of an object with known keys.
pub(crate) struct Record<'a, 's, 'r, 't> {
    pub(crate) sent: SentAs,
    pub(crate) keys: Keys,
    pub(crate) slots: &'a mut [Slot<'s>],
    pub(crate) rest: Rest<'a, 'r>,
    pub(crate) path: &'t mut DecodePath,
}

impl<'de> Visitor<'de> for Record<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        let Self { sent, keys, rest, path, .. } = self;
        required::null_record(path, sent, keys, rest).map_err(|message| null_error(message, "an object"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self { sent, keys, slots, rest, path } = self;
        // The rule for `null` applies to the values of this object, and may be changed by each slot. On success the
        // outer rule is restored. After an error it is no longer used.
        let around = path.null_list();
        let inside = around.inside_record(sent, keys, rest);
        path.set_null_list(inside);
        let mut rest = rest.first_mut();
        let mut other = None;
        let mut has_unknown = false;
        let mut next = 0;
        // The index of an unknown key is `keys.len()`, for which there is no slot.
        while let Some(index) =
            map.next_key_seed(KeySeed { keys, next, other: rest.is_some().then_some(&mut other) })?
        {
            if let Some(slot) = slots.get_mut(index) {
                next = index + 1;
                let key = keys.get(index).copied().unwrap_or_default();
                let nullable = slot.seen(sent, key, path);
                let seed = Seed { place: &mut *slot.place, path };
                let outcome = if nullable { map.next_value_seed(OptionSeed(seed)) } else { map.next_value_seed(seed) };
                if let Err(error) = outcome {
                    path.key(key);
                    return Err(error);
                }
                path.set_null_list(inside);
            } else if let Some(entries) = &mut rest {
                map.next_value_seed(EntrySeed {
                    key: other.take().unwrap_or_default(),
                    entries: &mut ***entries,
                    path,
                })?;
            } else {
                has_unknown = true;
                map.next_value::<IgnoredAny>()?;
            }
        }
        required::finish(slots, keys, path, sent, has_unknown).map_err(A::Error::custom)?;
        path.set_null_list(around);
        Ok(())
    }
}

/// Reads the value of an entry without a field.
struct EntrySeed<'a> {
    key: String,
    entries: &'a mut dyn Entries,
    path: &'a mut DecodePath,
}

impl<'de> DeserializeSeed<'de> for EntrySeed<'_> {
    type Value = ();

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        let mut reader = Reader::new(deserializer, self.path);
        match self.entries.read(self.key, &mut reader) {
            Ok(()) => Ok(()),
            Err(Failed) => Err(reader.into_error()),
        }
    }
}

/// Matches a key against those of a record. The result for an unknown key is one past the last index.
struct KeySeed<'a> {
    keys: Keys,
    /// The index of the expected key, since servers mostly write the keys in order.
    next: usize,
    /// The place for an unknown key.
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
