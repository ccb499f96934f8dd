//! Polymorphism by inheritance: the parent has a `discriminator`, and the children have it in their `allOf`. A
//! reference to the parent means one of its children.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use crate::analyze::node;
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// The children and the parents of each component schema.
#[derive(Debug, Default)]
pub(in crate::analyze) struct Inheritance {
    children: HashMap<SpecPath, Vec<SpecPath>>,
    parents: HashMap<SpecPath, Vec<SpecPath>>,
    /// The components with children that are the union of these.
    unions: HashSet<SpecPath>,
}

impl Inheritance {
    /// Reads the children of each of the components at `places`.
    pub(in crate::analyze) fn read(tree: &DocumentTree<'_>, places: &[SpecPath]) -> Self {
        let mut inheritance = Self::default();
        for place in places {
            let Some(raw) = tree.get(place).and_then(Value::as_object) else { continue };
            for (_, branch) in node::children(tree, place, raw, "allOf") {
                let refers = tree.get(&branch).is_some_and(|value| DocumentTree::reference(value).is_some());
                if let Some(found) = tree.follow(&branch).ok().filter(|found| refers && found.path != *place) {
                    inheritance.parents.entry(place.clone()).or_default().push(found.path.clone());
                    inheritance.children.entry(found.path).or_default().push(place.clone());
                }
            }
        }
        inheritance.unions = inheritance.children.keys().filter(|parent| is_union(tree, parent)).cloned().collect();
        inheritance
    }

    /// Returns true if `child` has `parent` in its `allOf`, and `parent` is the union of its children. A child that adds nothing to
    /// its parent is still a different type.
    pub(super) fn is_alternative(&self, child: &SpecPath, parent: &SpecPath) -> bool {
        self.unions.contains(parent) && self.is_child(child, parent)
    }

    /// Returns true if `child` has `parent` in its `allOf`.
    fn is_child(&self, child: &SpecPath, parent: &SpecPath) -> bool {
        self.parents.get(child).is_some_and(|parents| parents.contains(parent))
    }

    /// Returns true if `child` has `parent` or a descendant of it in its `allOf`. Only the nearest ancestors are searched: in a long
    /// chain, each schema could have a `oneOf` of the last one.
    pub(in crate::analyze::schema) fn descends(&self, child: &SpecPath, parent: &SpecPath) -> bool {
        const SEARCHED: usize = 128;
        reached(&self.parents, child).take(SEARCHED).any(|ancestor| ancestor == parent)
    }

    /// Returns all descendants: the children, their children and so on, nearest first.
    pub(in crate::analyze::schema) fn descendants(&self, parent: &SpecPath) -> Vec<SpecPath> {
        reached(&self.children, parent).cloned().collect()
    }
}

/// Returns the components that the one at `start` leads to, nearest first and without it.
fn reached<'g>(
    graph: &'g HashMap<SpecPath, Vec<SpecPath>>,
    start: &'g SpecPath,
) -> impl Iterator<Item = &'g SpecPath> + 'g {
    let mut seen = HashSet::from([start]);
    let mut next = VecDeque::from([start]);
    let mut found = VecDeque::new();
    std::iter::from_fn(move || {
        while found.is_empty() {
            let targets = graph.get(next.pop_front()?).into_iter().flatten();
            let targets = targets.filter(|target| seen.insert(target));
            found.extend(targets);
            next.extend(&found);
        }
        found.pop_front()
    })
}

/// Returns true if a component with children is the union of these.
fn is_union(tree: &DocumentTree<'_>, path: &SpecPath) -> bool {
    let raw = tree.get(path).and_then(Value::as_object);
    own_discriminator(tree, path).is_some()
        || raw.is_some_and(|raw| ["oneOf", "anyOf"].iter().any(|key| DocumentTree::member(raw, key).is_some()))
}

/// Returns the schema that contains the `discriminator` of the component at `path`: the component itself, or an inline
/// branch of its `allOf`. A `discriminator` behind a reference belongs to another component.
pub(in crate::analyze::schema) fn own_discriminator(tree: &DocumentTree<'_>, path: &SpecPath) -> Option<SpecPath> {
    let raw = tree.get(path)?.as_object()?;
    if DocumentTree::member(raw, "$ref").is_some() {
        return None;
    }
    if DocumentTree::member(raw, "discriminator").is_some_and(Value::is_object) {
        return Some(path.clone());
    }
    node::children(tree, path, raw, "allOf").into_iter().find_map(|(_, branch)| own_discriminator(tree, &branch))
}
