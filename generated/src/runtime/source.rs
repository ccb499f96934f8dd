//! Where values are read from: [`Source`], a table of functions that hides which format it is, and what they read into.

use std::fmt;

use serde_json::{Map, Value};

use super::buffered::Buffered;
use super::codec::Failed;
use super::required::NullList;
use super::trail::Trail;

/// One value of the input, to be read once.
///
/// The methods fail when the value is of another kind, or already read; all details stay with the source.
#[doc(hidden)]
pub trait Source {
    /// A boolean, or the text of one; see [`scalar`](super::scalar) for when texts are read.
    fn bool(&mut self) -> Result<bool, Failed>;
    /// An integer, however it is written: `7`, `7.0`, `7e0`; or the text of one.
    fn i64(&mut self) -> Result<i64, Failed>;
    /// An integer that is not negative.
    fn u64(&mut self) -> Result<u64, Failed>;
    /// A number, rounded.
    fn f32(&mut self) -> Result<f32, Failed>;
    /// A number.
    fn f64(&mut self) -> Result<f64, Failed>;
    /// A string, or the text of an integer that was sent in its place.
    fn string(&mut self) -> Result<String, Failed>;
    /// A string that stands for something: `parse` makes it that, or says what is wrong; `expected` names it.
    fn text(&mut self, expected: &'static str, parse: Parse<'_>) -> Result<(), Failed>;
    /// A string, or the JSON text of a number or boolean that was sent in its place; while alternatives are attempted, a string.
    fn scalar(&mut self, parse: Parse<'_>) -> Result<(), Failed>;
    /// A value for the place, or `null`, which leaves the place as it is.
    fn option(&mut self, place: &mut dyn Place) -> Result<(), Failed>;
    /// A list; see [`required`](super::required) for when `null` is one.
    fn list(&mut self, elements: &mut dyn Elements) -> Result<(), Failed>;
    /// An object: known keys, each with its slot. Other keys go to the rest, or are passed over without one.
    fn record(&mut self, sent: SentAs, keys: Keys, slots: &mut [Slot<'_>], rest: Rest<'_, '_>) -> Result<(), Failed>;
    /// Anything.
    fn value(&mut self) -> Result<Value, Failed>;
    /// An object, whatever is in it.
    fn object(&mut self) -> Result<Map<String, Value>, Failed>;
    /// The value in memory, to be read several times.
    fn buffered(&mut self, read: &mut dyn FnMut(&mut Buffered<'_, '_>) -> Result<(), Failed>) -> Result<(), Failed>;
    /// Says what is wrong with the value.
    fn fail(&mut self, message: &dyn fmt::Display) -> Failed;
    /// Where in the input reading has failed.
    fn trail(&mut self) -> &mut Trail;
}

/// Makes something of a string, or says what is wrong with it.
pub type Parse<'a> = &'a mut dyn FnMut(&str) -> Result<(), String>;
/// The schema of a record that is also sent, as the configuration names it: nothing or one thing.
pub type SentAs = &'static [&'static str];
/// The keys of a record, in the order of its fields.
pub type Keys = &'static [&'static str];
/// What the other entries of a record are read into: nothing or one thing.
pub type Rest<'a, 'r> = &'a mut [&'r mut dyn Entries];

/// Something that one value is read into.
pub trait Place {
    /// Reads a value, in place of any before it.
    ///
    /// # Errors
    /// When the input is malformed or of another shape than the value.
    fn read(&mut self, source: &mut dyn Source) -> Result<(), Failed>;

    /// Forgets what was read.
    fn clear(&mut self);
}

/// Something that elements of a list are read into.
pub trait Elements {
    /// Reads the next element.
    ///
    /// # Errors
    /// When the input is malformed or of another shape than the element.
    fn read(&mut self, source: &mut dyn Source) -> Result<(), Failed>;
}

/// Something that entries of an object are read into.
pub trait Entries {
    /// Reads the value of an entry.
    ///
    /// # Errors
    /// When the input is malformed or of another shape than the value.
    fn read(&mut self, key: String, source: &mut dyn Source) -> Result<(), Failed>;
}

/// The place of a record's field, and what its key means.
pub struct Slot<'p> {
    pub(super) place: &'p mut dyn Place,
    pub(super) presence: Presence,
}

/// What the key of a field means.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// It must be there, and was not yet.
    Required,
    /// It may be missing, and `null` is read as any other value.
    Plain,
    /// `null` means the same as a missing key.
    Nullable,
    /// The same, but a document that is written by the schema has the key. It was not there yet.
    Expected,
}

impl<'p> Slot<'p> {
    /// A key that must be there.
    pub fn required(place: &'p mut dyn Place) -> Self {
        Self { place, presence: Presence::Required }
    }

    /// A key that should be there and may be `null`. Missing, it is read as `null`, which is a change while a union chooses.
    pub fn nullable(place: &'p mut dyn Place) -> Self {
        Self { place, presence: Presence::Expected }
    }

    /// A key that may be missing or `null`, which is the same.
    pub fn optional(place: &'p mut dyn Place) -> Self {
        Self { place, presence: Presence::Nullable }
    }

    /// A key that may be missing or `null`, which is not the same.
    pub fn tristate(place: &'p mut dyn Place) -> Self {
        Self { place, presence: Presence::Plain }
    }

    /// Notes that the key of the slot is there. Returns true if its value may be `null` instead.
    #[inline]
    pub(super) fn seen(&mut self, sent: SentAs, key: &'static str, trail: &mut Trail) -> bool {
        match self.presence {
            Presence::Required => {
                self.presence = Presence::Plain;
                if let Some(schema) = sent.first() {
                    trail.set_null_list(NullList::RejectedAt { schema, key });
                }
            }
            Presence::Expected => self.presence = Presence::Nullable,
            Presence::Plain | Presence::Nullable => {}
        }
        self.presence == Presence::Nullable
    }
}

/// Finds the index of a key. A server that writes the keys in their order sends the one at `next`.
pub(super) fn position(keys: Keys, next: usize, key: &str) -> Option<usize> {
    if keys.get(next) == Some(&key) {
        return Some(next);
    }
    keys.iter().position(|known| *known == key)
}
