//! The map from a document in the shape of OpenAPI 3.0 to the files that its author wrote: which parts of it are at other
//! places there. This module does not depend on the reasons why parts were moved.

use std::collections::BTreeMap;
use std::ops::Bound;

use crate::path::{DocumentId, SpecPath};

/// The parts of a rewritten document that are not at their original places.
///
/// An entry applies to a part with everything below it, because that moved with it. The rewritten document is one tree,
/// the root document. Original places can be in any document.
///
/// There are two kinds of entries. A *moved* part is in both maps, so places can be translated in both directions. A
/// *derived* part, such as a copy, is only in `originals`: it has an original place, but that place still belongs to the
/// part that was moved from there.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    /// The original place of each part, by its current pointer.
    originals: BTreeMap<String, SpecPath>,
    /// The current place of each moved part, by its original place.
    current: BTreeMap<SpecPath, SpecPath>,
    /// The further files, as a reference in the document would name them.
    files: BTreeMap<DocumentId, String>,
    /// The map of the previous rewrite. The original places of this map are the current places of that one.
    earlier: Option<Box<SourceMap>>,
}

impl SourceMap {
    /// Creates the map of a document that was merged from several files: the current and the original places of its
    /// parts.
    #[must_use]
    pub fn of_files(
        parts: impl IntoIterator<Item = (SpecPath, SpecPath)>,
        files: impl IntoIterator<Item = (DocumentId, String)>,
    ) -> Self {
        let mut source_map = Self { files: files.into_iter().collect(), ..Self::default() };
        for (current, original) in parts {
            source_map.insert_moved(&current, original);
        }
        source_map
    }

    /// Returns the map of two rewrites: first `earlier`, then this one.
    #[must_use]
    pub fn after(self, earlier: Self) -> Self {
        let mut files = earlier.files.clone();
        files.extend(self.files.clone());
        // This map can itself be one of several rewrites.
        let earlier = match self.earlier {
            Some(own) => own.after(earlier),
            None => earlier,
        };
        Self { files, earlier: Some(Box::new(earlier)), ..self }
    }

    /// Records that the part at `before` moves to `now`. Both are current places: earlier moves of the part are taken
    /// into account.
    pub fn moved(&mut self, before: &SpecPath, now: &SpecPath) {
        // The original place must be looked up before the entries below `before` are changed.
        let original = self.original(before);
        for (pointer, original) in entries_within(&self.originals, before.pointer()) {
            self.originals.remove(&pointer);
            // The entry of `before` itself is replaced at the end.
            let Some(rest) = pointer.strip_prefix(before.pointer()).filter(|rest| !rest.is_empty()) else { continue };
            // Inner parts move along, and keep their kind: moved ones stay in both maps, derived ones in one.
            let is_moved = self.current.get(&original).is_some_and(|place| place.pointer() == pointer);
            let now = below(now, rest);
            if is_moved {
                self.insert_moved(&now, original);
            } else {
                self.originals.insert(now.pointer().to_owned(), original);
            }
        }
        self.insert_moved(now, original);
    }

    /// Records that the part at `now` is new, and derived from the one at `source`. `source` is a current place, too.
    pub fn derived(&mut self, now: &SpecPath, source: &SpecPath) {
        let original = self.original(source);
        self.originals.insert(now.pointer().to_owned(), original);
    }

    /// Returns the original place of the part at `current`.
    #[must_use]
    pub fn original(&self, current: &SpecPath) -> SpecPath {
        // Only the root document is rewritten, so a place in any other document is an original one.
        if current.document() != DocumentId::ROOT {
            return current.clone();
        }
        let original = self.previous(current);
        match &self.earlier {
            Some(earlier) => earlier.original(&original),
            None => original,
        }
    }

    /// Returns the current place of the part that was moved from `original`.
    #[must_use]
    pub fn current(&self, original: &SpecPath) -> SpecPath {
        let mut above = Some(original.clone());
        while let Some(at) = above {
            if let Some(found) = self.current.get(&at) {
                return below(found, original.pointer().get(at.pointer().len()..).unwrap_or_default());
            }
            above = at.parent();
        }
        original.clone()
    }

    /// Returns the original place of the part at `current` as text: `#/components/schemas/Pet` or, in a further file,
    /// `schemas/pet.yaml#/properties/name`.
    #[must_use]
    pub fn key(&self, current: &SpecPath) -> String {
        let original = self.original(current);
        match self.files.get(&original.document()) {
            Some(file) if original.pointer().is_empty() => file.clone(),
            Some(file) => format!("{file}{original}"),
            None => original.to_string(),
        }
    }

    /// Returns all keys that the configuration can use for the part at `current`. A component that only consists of a
    /// reference to a file has the place of the reference as a second key.
    #[must_use]
    pub fn keys(&self, current: &SpecPath) -> Vec<String> {
        let key = self.key(current);
        if key.starts_with('#') { vec![key] } else { vec![key, self.previous(current).to_string()] }
    }

    /// Returns the place of the part at `current` before this rewrite.
    fn previous(&self, current: &SpecPath) -> SpecPath {
        match nearest(&self.originals, current.pointer()) {
            Some((original, rest)) => below(original, rest),
            None => current.clone(),
        }
    }

    fn insert_moved(&mut self, current: &SpecPath, original: SpecPath) {
        self.current.insert(original.clone(), current.clone());
        self.originals.insert(current.pointer().to_owned(), original);
    }
}

/// Returns the entry at `pointer`, or else the one at the nearest place around it, and the rest of the pointer.
fn nearest<'m, 'p>(entries: &'m BTreeMap<String, SpecPath>, pointer: &'p str) -> Option<(&'m SpecPath, &'p str)> {
    let mut bound = pointer;
    loop {
        let (key, entry) = entries.range::<str, _>((Bound::Unbounded, Bound::Included(bound))).next_back()?;
        let rest = pointer.strip_prefix(key.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'));
        if let Some(rest) = rest {
            return Some((entry, rest));
        }
        // A longer place around `bound` than the part in common with the key would be after the key, so it has no entry.
        let common = key.bytes().zip(bound.bytes()).take_while(|(key, bound)| key == bound).count();
        let end = bound.as_bytes().iter().take(common + 1).rposition(|byte| *byte == b'/')?;
        bound = bound.get(..end)?;
    }
}

/// Returns the place that `rest`, which is empty or begins with `/`, leads to from `place`.
fn below(place: &SpecPath, rest: &str) -> SpecPath {
    if rest.is_empty() {
        return place.clone();
    }
    let pointer = format!("{}{rest}", place.pointer());
    SpecPath::parse(place.document(), &pointer).unwrap_or_else(|| place.clone())
}

/// Returns the entries at `pointer` and below it.
fn entries_within(entries: &BTreeMap<String, SpecPath>, pointer: &str) -> Vec<(String, SpecPath)> {
    // Keys with this prefix are adjacent in the order of the map, but `/a-b` has the prefix `/a` and is not below it.
    let is_within = |key: &str| key.strip_prefix(pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    entries
        .range(pointer.to_owned()..)
        .take_while(|(key, _)| key.starts_with(pointer))
        .filter(|(key, _)| is_within(key))
        .map(|(key, place)| (key.clone(), place.clone()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::SourceMap;
    use crate::path::{DocumentId, SpecPath};

    fn path_at(pointer: &str) -> SpecPath {
        SpecPath::parse(DocumentId::ROOT, pointer).expect("a pointer")
    }

    #[test]
    fn what_moved_takes_along_what_is_in_it() {
        let mut source_map = SourceMap::default();
        source_map.moved(&path_at("/a/anyOf/1"), &path_at("/a/allOf/0"));
        assert_eq!(source_map.original(&path_at("/a/allOf/0/type")), path_at("/a/anyOf/1/type"));
        assert_eq!(source_map.current(&path_at("/a/anyOf/1/type")), path_at("/a/allOf/0/type"));
        assert_eq!(source_map.original(&path_at("/a/allOf/01")), path_at("/a/allOf/01"));
    }

    #[test]
    fn entries_between_a_place_and_its_entry_do_not_matter() {
        let mut source_map = SourceMap::default();
        for (now, source) in
            [("/a", "/1"), ("/a/b", "/2"), ("/a/b-c", "/3"), ("/a/ä", "/4"), ("/a/b/c/d", "/5"), ("/a!", "/6")]
        {
            source_map.derived(&path_at(now), &path_at(source));
        }
        let original = |pointer: &str| source_map.original(&path_at(pointer)).pointer().to_owned();
        assert_eq!(original("/a/b/c/x"), "/2/c/x");
        assert_eq!(original("/a/b/c"), "/2/c");
        assert_eq!(original("/a/b/c/d/e"), "/5/e");
        assert_eq!(original("/a/bc"), "/1/bc");
        assert_eq!(original("/a/ö/c"), "/1/ö/c");
        assert_eq!(original("/a/ä/c"), "/4/c");
        assert_eq!(original("/a0/c"), "/a0/c");
        assert_eq!(original(""), "");
    }

    #[test]
    fn a_tree_of_files_leads_back_to_them_through_what_was_rewritten() {
        let file = DocumentId::new(1);
        let pet = SpecPath::in_document(file).child("Pet");
        let bundled =
            SourceMap::of_files([(path_at("/definitions/Pet"), pet.clone())], [(file, "pets.yaml".to_owned())]);
        let mut rewritten = SourceMap::default();
        rewritten.moved(&path_at("/definitions"), &path_at("/components/schemas"));
        let source_map = rewritten.after(bundled);
        let now = path_at("/components/schemas/Pet/properties/name");
        assert_eq!(source_map.original(&now), pet.child("properties").child("name"));
        let keys = ["pets.yaml#/Pet/properties/name", "#/definitions/Pet/properties/name"];
        assert_eq!(source_map.keys(&now), keys.map(str::to_owned));
        assert_eq!(source_map.keys(&path_at("/info")), ["#/info".to_owned()]);
    }

    #[test]
    fn rewrites_can_be_grouped_in_any_way() {
        let step = |before: &str, now: &str| {
            let mut source_map = SourceMap::default();
            source_map.moved(&path_at(before), &path_at(now));
            source_map
        };
        let [first, second, third] = [step("/a", "/b"), step("/b", "/c"), step("/c", "/d")];
        let to_the_right = third.clone().after(second.clone().after(first.clone()));
        let to_the_left = third.after(second).after(first);
        for source_map in [to_the_right, to_the_left] {
            assert_eq!(source_map.original(&path_at("/d/x")), path_at("/a/x"));
        }
    }

    #[test]
    fn what_moved_twice_leads_back_to_the_beginning() {
        let mut source_map = SourceMap::default();
        source_map.moved(&path_at("/a/x"), &path_at("/a/y"));
        source_map.moved(&path_at("/a"), &path_at("/b"));
        assert_eq!(source_map.original(&path_at("/b/y/z")), path_at("/a/x/z"));
        assert_eq!(source_map.original(&path_at("/b/other")), path_at("/a/other"));
        assert_eq!(source_map.current(&path_at("/a/x/z")), path_at("/b/y/z"));
    }

    #[test]
    fn derived_parts_move_along_without_taking_the_place_of_their_source() {
        let mut source_map = SourceMap::default();
        source_map.derived(&path_at("/a/copy"), &path_at("/x"));
        source_map.moved(&path_at("/a"), &path_at("/b"));
        assert_eq!(source_map.original(&path_at("/b/copy/z")), path_at("/x/z"));
        assert_eq!(source_map.current(&path_at("/x/z")), path_at("/x/z"));
    }
}
