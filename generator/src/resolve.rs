//! Resolves `$ref` in a document. References are followed at any place, and to any place. This module reports no
//! findings and does not distinguish the kinds of objects.

mod recent;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use serde_json::{Map, Value};

use crate::bundle::LOST;
use crate::json_size::json_size;
use crate::nearest::nearest as nearest_name;
use crate::path::{DocumentId, SpecPath, percent_decode, unescape};

use recent::Recent;

/// The maximum length of a chain of references.
const MAX_HOPS: usize = 64;

/// The maximum depth of a document. Loaded documents are never deeper.
const MAX_DEPTH: usize = 512;

/// The maximum number of names that are compared with misspelt ones in a document, which can contain any number of them.
const MAX_COMPARISONS: usize = 1_000_000;

/// A document whose values are accessed by path.
#[derive(Debug)]
pub struct DocumentTree<'d> {
    root: &'d Value,
    recent: RefCell<Recent<'d>>,
    /// The number of names that may still be compared with misspelt ones.
    comparisons: Cell<usize>,
    /// The targets of the references in lists, by the place of the list.
    targets: RefCell<HashMap<SpecPath, Rc<HashSet<SpecPath>>>>,
}

/// The target of a path or a reference.
#[derive(Debug, Clone)]
pub struct LocatedValue<'d> {
    /// The place of the value, without references along the path.
    pub path: SpecPath,
    /// The value.
    pub value: &'d Value,
}

/// The reason why a reference has no target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// It refers to another document.
    External,
    /// It refers to a file that is not read, or to a missing part of one. This was already reported.
    Reported,
    /// The target does not exist.
    Dangling {
        /// A similar reference whose target exists.
        nearest: Option<String>,
    },
    /// It refers back to itself through other references.
    Cycle,
}

/// A reference without a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRef {
    /// The place of the reference: the last one of a chain.
    pub place: SpecPath,
    /// The text of the reference.
    pub reference: String,
    /// The reason.
    pub why: Broken,
}

impl<'d> DocumentTree<'d> {
    /// Creates a tree over `document`.
    #[must_use]
    pub fn new(document: &'d Value) -> Self {
        Self {
            root: document,
            recent: RefCell::default(),
            comparisons: Cell::new(MAX_COMPARISONS),
            targets: RefCell::default(),
        }
    }

    /// Returns the text of `$ref`, if `value` is a reference.
    #[must_use]
    pub fn reference(value: &Value) -> Option<&str> {
        Self::member(value.as_object()?, "$ref")?.as_str()
    }

    /// Returns the member `key` of an object. Most objects are so small that a linear search is faster than hashing the
    /// key.
    #[must_use]
    pub fn member<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
        const SMALL: usize = 12;
        if object.len() > SMALL {
            return object.get(key);
        }
        object.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// Returns the root.
    #[must_use]
    pub fn root(&self) -> &'d Value {
        self.root
    }

    /// Returns true if objects and lists are nested too deeply to process the document.
    #[must_use]
    pub fn is_too_deep(&self) -> bool {
        let mut next = vec![(self.root, 0)];
        while let Some((value, depth)) = next.pop() {
            if depth > MAX_DEPTH {
                return true;
            }
            match value {
                Value::Object(members) => next.extend(members.values().map(|value| (value, depth + 1))),
                Value::Array(items) => next.extend(items.iter().map(|value| (value, depth + 1))),
                _ => {}
            }
        }
        false
    }

    /// Returns the number of values in the document.
    #[must_use]
    pub fn size(&self) -> usize {
        json_size(self.root)
    }

    /// Returns the value at `path`, without following a reference there.
    #[must_use]
    pub fn get(&self, path: &SpecPath) -> Option<&'d Value> {
        let mut recent = self.recent.borrow_mut();
        if let Some(value) = recent.value(path) {
            return Some(value);
        }
        let pointer = path.pointer();
        let (start, mut value) = recent.around(pointer).unwrap_or((0, self.root));
        let mut trail = [(start, value); 3];
        let mut at = start;
        for token in pointer.get(start..)?.split('/').skip(1) {
            at += 1 + token.len();
            value = child(value, &unescape(token))?;
            trail.rotate_left(1);
            trail[2] = (at, value);
        }
        // The value two levels above a property, a parameter or an alternative also contains its siblings, which are
        // often looked up next.
        let (end, owner) = trail[0];
        if end > start {
            recent.keep_owner(pointer.get(..end)?, owner);
        }
        recent.keep(path, value);
        Some(value)
    }

    /// Returns the value at `path`. If it is a reference, returns its final target.
    ///
    /// # Errors
    ///
    /// Returns the reference that has no target.
    pub fn follow(&self, path: &SpecPath) -> Result<LocatedValue<'d>, BrokenRef> {
        let Some(value) = self.get(path) else {
            let why = Broken::Dangling { nearest: None };
            return Err(BrokenRef { place: path.clone(), reference: path.to_string(), why });
        };
        self.follow_from(LocatedValue { path: path.clone(), value }, &mut Vec::new())
    }

    /// Returns the targets of the `places` in the list at `list`. They are computed once.
    pub fn targets(&self, list: &SpecPath, places: impl FnOnce() -> Vec<SpecPath>) -> Rc<HashSet<SpecPath>> {
        if let Some(known) = self.targets.borrow().get(list) {
            return Rc::clone(known);
        }
        let targets = places().into_iter().filter_map(|place| self.follow(&place).ok()).map(|found| found.path);
        let targets = Rc::new(targets.collect());
        self.targets.borrow_mut().insert(list.clone(), Rc::clone(&targets));
        targets
    }

    /// Returns the target of one `reference`, which is written at `place`. The target may be a reference itself.
    ///
    /// # Errors
    ///
    /// Returns the reference if it has no target.
    pub fn target(&self, place: &SpecPath, reference: &str) -> Result<LocatedValue<'d>, BrokenRef> {
        self.target_within(place, reference, &mut Vec::new())
    }

    /// Returns the places along a chain of references: `path` itself, then the target of each reference. The chain ends
    /// at a value that is not a reference, or before a reference without a target.
    pub fn steps(&self, path: &SpecPath) -> impl Iterator<Item = SpecPath> {
        let next = |place: &SpecPath| {
            let reference = Self::reference(self.get(place)?)?;
            self.target(place, reference).ok().map(|found| found.path)
        };
        std::iter::successors(Some(path.clone()), next).take(MAX_HOPS)
    }

    fn follow_from(
        &self,
        mut found: LocatedValue<'d>,
        seen: &mut Vec<SpecPath>,
    ) -> Result<LocatedValue<'d>, BrokenRef> {
        while let Some(reference) = Self::reference(found.value) {
            if seen.len() >= MAX_HOPS || seen.contains(&found.path) {
                return Err(BrokenRef { place: found.path, reference: reference.to_owned(), why: Broken::Cycle });
            }
            seen.push(found.path.clone());
            found = self.target_within(&found.path, reference, seen)?;
        }
        Ok(found)
    }

    fn target_within(
        &self,
        place: &SpecPath,
        reference: &str,
        seen: &mut Vec<SpecPath>,
    ) -> Result<LocatedValue<'d>, BrokenRef> {
        let broken = |why| BrokenRef { place: place.clone(), reference: reference.to_owned(), why };
        let Some(fragment) = reference.strip_prefix('#') else {
            return Err(broken(if reference.starts_with(LOST) { Broken::Reported } else { Broken::External }));
        };
        let mut found = LocatedValue { path: SpecPath::in_document(DocumentId::ROOT), value: self.root };
        if !fragment.starts_with('/') {
            return Err(broken(Broken::Dangling { nearest: None }));
        }
        for token in fragment.split('/').skip(1) {
            let next = step(found.value, token);
            let next = match next {
                Some((key, value)) => Some((found.path.clone(), key, value)),
                None if Self::reference(found.value).is_some() => {
                    let through = self.follow_from(found.clone(), seen)?;
                    step(through.value, token).map(|(key, value)| (through.path, key, value))
                }
                None => None,
            };
            let Some((path, key, value)) = next else {
                return Err(broken(Broken::Dangling { nearest: self.nearest(&found, fragment, token) }));
            };
            found = LocatedValue { path: path.child(&key), value };
        }
        Ok(found)
    }

    /// Returns the candidate that `name` is probably a misspelling of, for a help text. `count` is the number of candidates.
    ///
    /// Returns `None` also when the comparisons are used up, which depends on the rest of the document. Only texts may depend on the
    /// result, not the generated API.
    pub fn nearest_of<'n>(
        &self,
        name: &str,
        count: usize,
        candidates: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.compare(count)?;
        nearest_name(name, candidates)
    }

    /// Takes `count` from the comparisons that are left; `None` if they are used up. A document can have any number of misspelt names.
    fn compare(&self, count: usize) -> Option<()> {
        self.comparisons.set(self.comparisons.get().checked_sub(count)?);
        Some(())
    }

    /// Returns a reference similar to `#{fragment}` that has a target: another key in the same object, or the same key in
    /// another section of the components.
    fn nearest(&self, at: &LocatedValue<'_>, fragment: &str, token: &str) -> Option<String> {
        let map = at.value.as_object();
        self.compare(map.map_or(0, Map::len))?;
        let key = unescape(token);
        if let Some(name) = map.and_then(|map| nearest_name(&key, map.keys().map(String::as_str))) {
            return Some(at.path.child(name).to_string());
        }
        let last = fragment.rsplit('/').next().map(unescape)?;
        let components = self.root.get("components")?.as_object()?;
        let (kind, _) = components.iter().find(|(_, part)| child(part, &last).is_some())?;
        Some(SpecPath::root().child("components").child(kind).child(&last).to_string())
    }
}

/// Returns the child that one token of a reference names. The specification requires tokens to be percent-encoded;
/// others are accepted.
fn step<'v, 't>(value: &'v Value, token: &'t str) -> Option<(Cow<'t, str>, &'v Value)> {
    let plain = unescape(token);
    if let Some(found) = child(value, &plain) {
        return Some((plain, found));
    }
    let decoded = percent_decode(token)?;
    let key = unescape(&decoded).into_owned();
    child(value, &key).map(|found| (Cow::Owned(key), found))
}

fn child<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Object(map) => DocumentTree::member(map, key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Broken, DocumentTree};
    use crate::path::SpecPath;

    #[test]
    fn references_lead_through_references_and_escapes() {
        let document = json!({
            "a": { "$ref": "#/b" },
            "b": { "properties": { "x/y": { "$ref": "#/c" } } },
            "c": { "items": { "type": "string" } },
            "start": { "$ref": "#/a/properties/x~1y/items" },
            "encoded": { "$ref": "#/b/properties/x%7E1y" },
        });
        let tree = DocumentTree::new(&document);
        let lead = |key| tree.follow(&SpecPath::root().child(key)).map(|found| found.path.to_string());
        assert_eq!(lead("start"), Ok("#/c/items".to_owned()));
        assert_eq!(lead("encoded"), Ok("#/c".to_owned()));
    }

    #[test]
    fn broken_references_say_why() {
        let document = json!({
            "components": { "schemas": { "Contact": {} }, "responses": { "NotFound": {} } },
            "a": { "$ref": "#/b" }, "b": { "$ref": "#/a" },
            "c": { "$ref": "#/a/properties/x" },
            "typo": { "$ref": "#/components/schemas/Contcat" },
            "kind": { "$ref": "#/components/schemas/NotFound" },
            "file": { "$ref": "other.yaml#/x" },
            "anchor": { "$ref": "#x" },
        });
        let tree = DocumentTree::new(&document);
        let why = |key| tree.follow(&SpecPath::root().child(key)).err().map(|broken| broken.why);
        assert_eq!(why("a"), Some(Broken::Cycle));
        assert_eq!(why("c"), Some(Broken::Cycle));
        let near = |name: &str| Some(Broken::Dangling { nearest: Some(name.to_owned()) });
        assert_eq!(why("typo"), near("#/components/schemas/Contact"));
        assert_eq!(why("kind"), near("#/components/responses/NotFound"));
        assert_eq!(why("file"), Some(Broken::External));
        assert_eq!(why("anchor"), Some(Broken::Dangling { nearest: None }));
    }
}
