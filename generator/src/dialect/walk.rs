//! Visits every object of a document by its kind, each before the objects within it, so that it can be rewritten. It
//! uses the keyword tables and does not depend on the rewrites.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::keywords::{Holds, Layout, ObjectKind};
use crate::path::{DocumentId, SpecPath};

/// The maximum depth of objects that are visited. Loaded documents are never deeper.
const MAX_DEPTH: usize = 512;

/// A rewrite of single objects.
pub(super) trait Visit {
    /// Rewrites an object of this kind.
    fn visit(&mut self, value: &mut Value, kind: ObjectKind, place: &ObjectPlace<'_>);
}

/// The place of an object, as a linked list on the stack. It is only converted to a path where one is needed.
#[derive(Clone, Copy)]
pub(super) enum ObjectPlace<'a> {
    /// The start of a walk.
    Start(&'a SpecPath),
    /// The member with this name.
    Key(&'a ObjectPlace<'a>, &'a str),
    /// The element at this index.
    Index(&'a ObjectPlace<'a>, usize),
}

impl ObjectPlace<'_> {
    /// Returns the place as a path.
    pub(super) fn path(&self) -> SpecPath {
        match self {
            Self::Start(path) => (*path).clone(),
            Self::Key(parent, key) => parent.path().child(key),
            Self::Index(parent, index) => parent.path().index(*index),
        }
    }

    fn depth(&self) -> usize {
        match self {
            Self::Start(_) => 0,
            Self::Key(parent, _) | Self::Index(parent, _) => parent.depth() + 1,
        }
    }
}

/// Visits a whole document, including targets of references at places that no keyword leads to.
pub(super) fn document(root: &mut Value, visitor: &mut dyn Visit) {
    document_of(ObjectKind::Document, root, visitor);
}

/// Visits a whole document whose root has this `kind`.
pub(super) fn document_of(kind: ObjectKind, root: &mut Value, visitor: &mut dyn Visit) {
    let start = SpecPath::root();
    let mut walk = DocumentWalk { visitor, referred: BTreeSet::new() };
    walk.object(root, kind, &ObjectPlace::Start(&start));
    let mut done: HashMap<String, Vec<ObjectKind>> = HashMap::from([(String::new(), vec![kind])]);
    while let Some((pointer, kind)) = walk.referred.pop_first() {
        let around = pointer.match_indices('/').map(|(at, _)| at).chain([pointer.len()]);
        let mut around = around.filter_map(|end| done.get_key_value(pointer.get(..end)?));
        if around.any(|(start, kinds)| kinds.iter().any(|kind| leads_by_keywords(*kind, start, &pointer))) {
            continue;
        }
        let Some(path) = SpecPath::parse(DocumentId::ROOT, &pointer) else { continue };
        if let Some(value) = root.pointer_mut(&pointer) {
            walk.object(value, kind, &ObjectPlace::Start(&path));
        }
        done.entry(pointer).or_default().push(kind);
    }
}

struct DocumentWalk<'v> {
    visitor: &'v mut dyn Visit,
    /// The targets of references, with the kinds that are expected there.
    referred: BTreeSet<(String, ObjectKind)>,
}

impl DocumentWalk<'_> {
    fn object(&mut self, value: &mut Value, kind: ObjectKind, place: &ObjectPlace<'_>) {
        if place.depth() > MAX_DEPTH {
            return;
        }
        self.visitor.visit(value, kind, place);
        let Value::Object(raw) = value else { return };
        let pointer = raw.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
        if let Some(pointer) = pointer.filter(|pointer| unusual(pointer)) {
            self.referred.insert((pointer.to_owned(), kind));
        }
        match kind.layout() {
            Layout::Keywords(_) => self.keywords(raw, kind, place),
            Layout::Entries(kind) => {
                for (key, value) in raw.iter_mut().filter(|(key, _)| !key.starts_with("x-")) {
                    self.object(value, kind, &ObjectPlace::Key(place, key));
                }
            }
            Layout::StringLists => {}
        }
    }

    fn keywords(&mut self, raw: &mut Map<String, Value>, kind: ObjectKind, place: &ObjectPlace<'_>) {
        for (name, value) in raw.iter_mut() {
            let Some(keyword) = kind.keyword(name) else { continue };
            let here = ObjectPlace::Key(place, name);
            match (keyword.holds, value) {
                (Holds::One(kind), value) | (Holds::OneOrBoolean(kind), value @ Value::Object(_)) => {
                    self.object(value, kind, &here);
                }
                (Holds::Many(kind), Value::Array(items)) => {
                    for (index, item) in items.iter_mut().enumerate() {
                        self.object(item, kind, &ObjectPlace::Index(&here, index));
                    }
                }
                (Holds::Map(kind), Value::Object(entries)) => {
                    for (key, entry) in entries.iter_mut() {
                        self.object(entry, kind, &ObjectPlace::Key(&here, key));
                    }
                }
                _ => {}
            }
        }
    }
}

/// Returns true for references that do not point directly to a component. Nearly all do.
pub(super) fn unusual(pointer: &str) -> bool {
    let mut tokens = pointer.split('/').skip(1);
    tokens.next() != Some("components")
        || tokens.next().is_none_or(|kind| ObjectKind::Components.keyword(kind).is_none())
        || tokens.count() != 1
}

/// Returns true if keywords lead from an object of this kind at `start` to `pointer`, so that the walk visits it from
/// there.
fn leads_by_keywords(kind: ObjectKind, start: &str, pointer: &str) -> bool {
    let Some(rest) = pointer.strip_prefix(start).filter(|rest| rest.is_empty() || rest.starts_with('/')) else {
        return false;
    };
    let mut at = Some(Reached::Object(kind));
    for token in rest.split('/').skip(1) {
        at = match at {
            Some(Reached::Object(kind)) => step(kind, token),
            Some(Reached::Entries(kind)) => Some(Reached::Object(kind)),
            None => return false,
        };
    }
    matches!(at, Some(Reached::Object(_)))
}

enum Reached {
    Object(ObjectKind),
    Entries(ObjectKind),
}

fn step(kind: ObjectKind, token: &str) -> Option<Reached> {
    match kind.layout() {
        Layout::Entries(kind) => (!token.starts_with("x-")).then_some(Reached::Object(kind)),
        Layout::StringLists => None,
        Layout::Keywords(_) => match kind.keyword(token)?.holds {
            Holds::One(kind) | Holds::OneOrBoolean(kind) => Some(Reached::Object(kind)),
            Holds::Many(kind) | Holds::Map(kind) => Some(Reached::Entries(kind)),
            _ => None,
        },
    }
}
