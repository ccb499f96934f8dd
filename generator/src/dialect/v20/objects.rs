//! Lists the objects of a document by their kind, including those that are only reachable through references. Changes
//! nothing.

use std::collections::HashSet;

use serde_json::Value;

use crate::keywords::{Holds, Keyword, Layout, ObjectKind};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// An object of a document.
#[derive(Debug, Clone)]
pub(super) struct Object {
    /// The kind of the object.
    pub(super) kind: ObjectKind,
    /// The place of the object.
    pub(super) place: SpecPath,
    /// True if the object is a reference.
    pub(super) reference: bool,
}

/// Returns every object that is reachable from a document of this kind through keywords or references, each before the
/// objects within it.
pub(super) fn list_objects(tree: &DocumentTree<'_>, kind: ObjectKind) -> Vec<Object> {
    let mut walk = ObjectWalk { tree, seen: HashSet::new(), found: Vec::new(), next: Vec::new() };
    walk.next.push((kind, SpecPath::root(), tree.root()));
    while let Some((kind, place, value)) = walk.next.pop() {
        let before = walk.next.len();
        walk.visit(kind, place, value);
        // Objects are taken from the end of the list, but must be visited in document order.
        walk.next.get_mut(before..).unwrap_or_default().reverse();
    }
    walk.found
}

struct ObjectWalk<'t, 'd> {
    tree: &'t DocumentTree<'d>,
    /// The visited objects by address and kind. References can lead to one object several times.
    seen: HashSet<(usize, ObjectKind)>,
    found: Vec<Object>,
    next: Vec<(ObjectKind, SpecPath, &'d Value)>,
}

impl<'d> ObjectWalk<'_, 'd> {
    fn visit(&mut self, kind: ObjectKind, place: SpecPath, value: &'d Value) {
        let Some(raw) = value.as_object() else { return };
        if !self.seen.insert((std::ptr::from_ref(value) as usize, kind)) {
            return;
        }
        let reference = DocumentTree::reference(value).is_some();
        if reference && let Ok(target) = self.tree.follow(&place) {
            self.next.push((kind, target.path, target.value));
        }
        for (name, value) in raw.iter().filter(|(name, _)| !name.starts_with("x-")) {
            match kind.layout() {
                Layout::Entries(inner) => self.next.push((inner, place.child(name), value)),
                Layout::Keywords(_) => {
                    if let Some(keyword) = kind.keyword(name) {
                        self.keyword(keyword, &place, value);
                    }
                }
                Layout::StringLists => {}
            }
        }
        self.found.push(Object { kind, place, reference });
    }

    fn keyword(&mut self, keyword: &Keyword, owner: &SpecPath, value: &'d Value) {
        let place = owner.child(keyword.name);
        match (keyword.holds, value) {
            (Holds::One(kind) | Holds::OneOrBoolean(kind), _) => self.next.push((kind, place, value)),
            (Holds::Many(kind), Value::Array(items)) => {
                let items = items.iter().enumerate().map(|(index, item)| (kind, place.index(index), item));
                self.next.extend(items);
            }
            (Holds::Map(kind), Value::Object(entries)) => {
                self.next.extend(entries.iter().map(|(key, entry)| (kind, place.child(key), entry)));
            }
            _ => {}
        }
    }
}
