//! Follows `$ref` within a document: wherever it stands and wherever it points to. It reports nothing and knows no kind
//! of object.

mod recent;

use std::borrow::Cow;
use std::cell::RefCell;

use serde_json::{Map, Value};

use crate::bundle::LOST;
use crate::nearest::nearest as nearest_name;
use crate::path::{DocumentId, SpecPath, percent_decode, unescape};

use recent::Recent;

/// A chain of references longer than this is given up.
const MAX_HOPS: usize = 64;

/// A document that is deeper than this is refused. What is loaded from a text never is.
const MAX_DEPTH: usize = 512;

/// A document that can be looked into by path.
#[derive(Debug)]
pub struct Tree<'d> {
    root: &'d Value,
    recent: RefCell<Recent<'d>>,
}

/// What a path or a reference leads to.
#[derive(Debug, Clone)]
pub struct Found<'d> {
    /// Where it really stands: no reference on the way.
    pub path: SpecPath,
    /// What stands there.
    pub value: &'d Value,
}

/// Why a reference leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// It points out of the document.
    External,
    /// It points to a file that is not read, or to nothing in one, which has been reported.
    Reported,
    /// Nothing is there.
    Dangling {
        /// A reference to something that is there and is written nearly alike.
        nearest: Option<String>,
    },
    /// It leads back to itself through other references, and never to anything else.
    Cycle,
}

/// A reference that leads nowhere, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRef {
    /// Where it stands: the last one of a chain.
    pub place: SpecPath,
    /// What it says.
    pub reference: String,
    /// Why it leads nowhere.
    pub why: Broken,
}

impl<'d> Tree<'d> {
    /// A tree over `document`.
    #[must_use]
    pub fn new(document: &'d Value) -> Self {
        Self { root: document, recent: RefCell::default() }
    }

    /// What `$ref` says, where `value` is a reference.
    #[must_use]
    pub fn reference(value: &Value) -> Option<&str> {
        Self::member(value.as_object()?, "$ref")?.as_str()
    }

    /// The member `key` of an object. Most objects of a document are so small that going over their keys is faster than
    /// hashing one.
    #[must_use]
    pub fn member<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
        const SMALL: usize = 12;
        if object.len() > SMALL {
            return object.get(key);
        }
        object.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> &'d Value {
        self.root
    }

    /// Whether objects and lists are within each other deeper than anyone writes: then nothing else can safely be done
    /// with the document.
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

    /// Returns how many values the document consists of.
    #[must_use]
    pub fn size(&self) -> usize {
        let mut count = 0;
        let mut next = vec![self.root];
        while let Some(value) = next.pop() {
            count += 1;
            match value {
                Value::Object(members) => next.extend(members.values()),
                Value::Array(items) => next.extend(items),
                _ => {}
            }
        }
        count
    }

    /// What stands at `path`, as it is written.
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
        // Two steps up from a property, a parameter or an alternative is the object that has more of them.
        let (end, owner) = trail[0];
        if end > start {
            recent.keep_owner(pointer.get(..end)?, owner);
        }
        recent.keep(path, value);
        Some(value)
    }

    /// What stands at `path` or, where a reference stands there, what it leads to in the end.
    ///
    /// # Errors
    ///
    /// The reference on the way that leads nowhere.
    pub fn follow(&self, path: &SpecPath) -> Result<Found<'d>, BrokenRef> {
        let Some(value) = self.get(path) else {
            let why = Broken::Dangling { nearest: None };
            return Err(BrokenRef { place: path.clone(), reference: path.to_string(), why });
        };
        self.follow_from(Found { path: path.clone(), value }, &mut Vec::new())
    }

    /// One step of [`Tree::follow`]: the place that the reference at `place` names.
    ///
    /// # Errors
    ///
    /// The reference, where it leads nowhere.
    pub fn target(&self, place: &SpecPath, reference: &str) -> Result<Found<'d>, BrokenRef> {
        self.target_within(place, reference, &mut Vec::new())
    }

    /// The places that the references at `path` lead through: `path` itself, then the target of each reference, up to one that leads
    /// nowhere.
    pub fn steps(&self, path: &SpecPath) -> impl Iterator<Item = SpecPath> {
        let next = |place: &SpecPath| {
            let reference = Self::reference(self.get(place)?)?;
            self.target(place, reference).ok().map(|found| found.path)
        };
        std::iter::successors(Some(path.clone()), next).take(MAX_HOPS)
    }

    fn follow_from(&self, mut found: Found<'d>, seen: &mut Vec<SpecPath>) -> Result<Found<'d>, BrokenRef> {
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
    ) -> Result<Found<'d>, BrokenRef> {
        let broken = |why| BrokenRef { place: place.clone(), reference: reference.to_owned(), why };
        let Some(fragment) = reference.strip_prefix('#') else {
            return Err(broken(if reference.starts_with(LOST) { Broken::Reported } else { Broken::External }));
        };
        let mut found = Found { path: SpecPath::in_document(DocumentId::ROOT), value: self.root };
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
                return Err(broken(Broken::Dangling { nearest: nearest(self.root, &found, fragment, token) }));
            };
            found = Found { path: path.child(&key), value };
        }
        Ok(found)
    }
}

/// The child that one token of a reference names: percent-encoded, as the specification says, or as it is.
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
        Value::Object(map) => Tree::member(map, key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

/// A reference that is written nearly like `#{fragment}` and leads somewhere: another key beside the one that is
/// missing, or the same key among the components of another kind.
fn nearest(root: &Value, at: &Found<'_>, fragment: &str, token: &str) -> Option<String> {
    let key = unescape(token);
    if let Some(name) = at.value.as_object().and_then(|map| nearest_name(&key, map.keys().map(String::as_str))) {
        return Some(at.path.child(name).to_string());
    }
    let last = fragment.rsplit('/').next().map(unescape)?;
    let components = root.get("components")?.as_object()?;
    let (kind, _) = components.iter().find(|(_, part)| child(part, &last).is_some())?;
    Some(SpecPath::root().child("components").child(kind).child(&last).to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Broken, Tree};
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
        let tree = Tree::new(&document);
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
        let tree = Tree::new(&document);
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
