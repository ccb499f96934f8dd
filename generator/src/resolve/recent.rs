//! A cache of recently used places. Code that reads an object looks up the object and its members many times.

use serde_json::Value;

use crate::path::SpecPath;

/// The number of cached entries of each sort.
const KEPT: usize = 4;

/// Recently used places, and the objects that contain them.
#[derive(Debug, Default)]
pub(super) struct Recent<'d> {
    places: [Option<(SpecPath, &'d Value)>; KEPT],
    owners: [Option<(String, &'d Value)>; KEPT],
    oldest_place: usize,
    oldest_owner: usize,
}

impl<'d> Recent<'d> {
    /// Returns the value at `path`, if it is cached.
    pub(super) fn value(&self, path: &SpecPath) -> Option<&'d Value> {
        self.places.iter().flatten().find(|(place, _)| place == path).map(|(_, value)| *value)
    }

    /// Returns the innermost cached object around `pointer`: the length of its own pointer, and the object.
    pub(super) fn around(&self, pointer: &str) -> Option<(usize, &'d Value)> {
        let places = self.places.iter().flatten().map(|(place, value)| (place.pointer(), *value));
        let owners = self.owners.iter().flatten().map(|(place, value)| (place.as_str(), *value));
        let holds = |place: &str| pointer.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
        let around = places.chain(owners).filter(|(place, _)| holds(place));
        around.map(|(place, value)| (place.len(), value)).max_by_key(|(length, _)| *length)
    }

    /// Caches the value at `path`.
    pub(super) fn keep(&mut self, path: &SpecPath, value: &'d Value) {
        if let Some(place) = self.places.get_mut(self.oldest_place) {
            *place = Some((path.clone(), value));
        }
        self.oldest_place = (self.oldest_place + 1) % KEPT;
    }

    /// Caches an object that contains a used place.
    pub(super) fn keep_owner(&mut self, pointer: &str, value: &'d Value) {
        if let Some(owner) = self.owners.get_mut(self.oldest_owner) {
            *owner = Some((pointer.to_owned(), value));
        }
        self.oldest_owner = (self.oldest_owner + 1) % KEPT;
    }
}
