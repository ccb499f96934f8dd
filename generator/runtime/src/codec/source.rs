//! The interface for reading values, [`Source`], which is independent of the format, and the places that values are
//! read into.

use std::fmt;

use serde_json::{Map, Value};

use super::buffered::Buffered;
use super::decode_path::DecodePath;
use super::required::NullList;
use super::speculation::Speculation;
use super::traits::Failed;

/// A value of the input, which can be read once.
///
/// The methods fail if the value has another type, or was already read. The source has the details.
#[doc(hidden)]
pub trait Source {
    /// Reads a boolean, or a string in its place; see [`scalar`](super::scalar) for the rules.
    fn bool(&mut self) -> Result<bool, Failed>;
    /// Reads an integer in any form (`7`, `7.0`, `7e0`), or a string in its place.
    fn i64(&mut self) -> Result<i64, Failed>;
    /// Reads a non-negative integer.
    fn u64(&mut self) -> Result<u64, Failed>;
    /// Reads a number, rounded.
    fn f32(&mut self) -> Result<f32, Failed>;
    /// Reads a number.
    fn f64(&mut self) -> Result<f64, Failed>;
    /// Reads a string, or an integer in its place.
    fn string(&mut self) -> Result<String, Failed>;
    /// Reads a string with a format. `parse` parses it or returns the problem; `expected` is the name of the format.
    fn text(&mut self, expected: &'static str, parse: Parse<'_>) -> Result<(), Failed>;
    /// Reads a string, or the JSON text of a number or boolean in its place. While alternatives are attempted, it reads
    /// only strings.
    fn scalar(&mut self, parse: Parse<'_>) -> Result<(), Failed>;
    /// Reads a value into the place, or clears the place for `null`.
    fn option(&mut self, place: &mut dyn ValuePlace) -> Result<(), Failed>;
    /// Reads a list; see [`required`](super::required) for the rule about `null`.
    fn list(&mut self, elements: &mut dyn Elements) -> Result<(), Failed>;
    /// Reads an object: known keys, each with its slot. Other keys are read into the rest, or are ignored without one.
    fn record(&mut self, sent: SentAs, keys: Keys, slots: &mut [Slot<'_>], rest: Rest<'_, '_>) -> Result<(), Failed>;
    /// Reads any JSON value.
    fn value(&mut self) -> Result<Value, Failed>;
    /// Reads an object with any content.
    fn object(&mut self) -> Result<Map<String, Value>, Failed>;
    /// Reads the value into memory, so that it can be read several times.
    fn buffered(&mut self, read: &mut dyn FnMut(&mut Buffered<'_, '_>) -> Result<(), Failed>) -> Result<(), Failed>;
    /// Reports the problem of the value.
    fn fail(&mut self, message: &dyn fmt::Display) -> Failed;
    /// Returns the path of the problem, with the state of attempts.
    fn path(&mut self) -> &mut DecodePath;
    /// Returns the state of the attempts to read unions.
    fn speculation(&mut self) -> &mut Speculation {
        &mut self.path().speculation
    }
}

/// A parser of a string, which returns the problem of an invalid one.
pub type Parse<'a> = &'a mut dyn FnMut(&str) -> Result<(), String>;
/// The schema of a record that is also sent, by its name in the configuration; empty if it is only received.
pub type SentAs = &'static [&'static str];
/// The keys of a record, in the order of its fields.
pub type Keys = &'static [&'static str];
/// The map for other entries of a record; empty if they are ignored.
pub type Rest<'a, 'r> = &'a mut [&'r mut dyn Entries];

/// A place that one value is read into.
pub trait ValuePlace {
    /// Reads a value, in place of an earlier one.
    ///
    /// # Errors
    /// When the input is malformed or has another type than the value.
    fn read(&mut self, source: &mut dyn Source) -> Result<(), Failed>;

    /// Removes the value.
    fn clear(&mut self);
}

/// A list that elements are read into.
pub trait Elements {
    /// Reads the next element.
    ///
    /// # Errors
    /// When the input is malformed or has another type than the element.
    fn read(&mut self, source: &mut dyn Source) -> Result<(), Failed>;
}

/// A map that entries are read into.
pub trait Entries {
    /// Reads the value of an entry.
    ///
    /// # Errors
    /// When the input is malformed or has another type than the value.
    fn read(&mut self, key: String, source: &mut dyn Source) -> Result<(), Failed>;
}

/// The place of a field of a record, and the rule for its key.
pub struct Slot<'p> {
    pub(crate) place: &'p mut dyn ValuePlace,
    pub(crate) presence: Presence,
}

/// The rule for the key of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    /// The key is required, and was not found yet.
    Required,
    /// The key may be missing, and `null` is read as any other value.
    Plain,
    /// `null` has the same meaning as a missing key.
    Nullable,
    /// As `Nullable`, but a value that conforms to the schema has the key. It was not found yet.
    Expected,
}

impl<'p> Slot<'p> {
    /// Creates a slot for a required key.
    pub fn required(place: &'p mut dyn ValuePlace) -> Self {
        Self { place, presence: Presence::Required }
    }

    /// Creates a slot for a key that should be present and may be `null`. If it is missing, it is read as `null`, which
    /// counts as a change while the alternatives of a union are attempted.
    pub fn nullable(place: &'p mut dyn ValuePlace) -> Self {
        Self { place, presence: Presence::Expected }
    }

    /// Creates a slot for a key that may be missing or `null`, with the same meaning.
    pub fn optional(place: &'p mut dyn ValuePlace) -> Self {
        Self { place, presence: Presence::Nullable }
    }

    /// Creates a slot for a key that may be missing or `null`, with different meanings.
    pub fn tristate(place: &'p mut dyn ValuePlace) -> Self {
        Self { place, presence: Presence::Plain }
    }

    /// Records that the key of the slot is present. Returns true if its value may be `null`.
    #[inline]
    pub(super) fn seen(&mut self, sent: SentAs, key: &'static str, path: &mut DecodePath) -> bool {
        match self.presence {
            Presence::Required => {
                self.presence = Presence::Plain;
                if let Some(schema) = sent.first() {
                    path.set_null_list(NullList::RejectedAt { schema, key });
                }
            }
            Presence::Expected => self.presence = Presence::Nullable,
            Presence::Plain | Presence::Nullable => {}
        }
        self.presence == Presence::Nullable
    }
}

/// Returns the index of a key. The search begins at `next`, since servers mostly write the keys in order.
pub(crate) fn position(keys: Keys, next: usize, key: &str) -> Option<usize> {
    let (before, after) = keys.split_at_checked(next).unwrap_or((keys, &[]));
    match after.iter().position(|known| *known == key) {
        Some(index) => Some(next + index),
        None => before.iter().position(|known| *known == key),
    }
}
