//! Records where the parts of a changed document are written, as a tree of only the parts that were added or moved. It
//! contains no values.

use std::collections::{BTreeMap, BTreeSet};

use super::PathStep;
use crate::path::SpecPath;

/// The origin of a node and its descendants. A node without an entry inherits the origin of its parent.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    /// The place where the node is written; `None` if it is written in its parent.
    written: Option<SpecPath>,
    inner: BTreeMap<String, Origins>,
}

impl Origins {
    /// Returns the origin of a node that is completely written at one place.
    pub(super) fn whole(written: SpecPath) -> Self {
        Self { written: Some(written), inner: BTreeMap::new() }
    }

    /// Returns the origin of a node with its place set. `written` is used if the origin has none.
    pub(super) fn resolved(&self, written: &SpecPath) -> Self {
        Self { written: Some(self.origin_or(written)), inner: self.inner.clone() }
    }

    /// Returns the place where a node is written; `otherwise` if the origin has none.
    pub(super) fn origin_or(&self, otherwise: &SpecPath) -> SpecPath {
        self.written.clone().unwrap_or_else(|| otherwise.clone())
    }

    /// Returns the origins of a member, if there are any.
    pub(super) fn member(&self, token: &str) -> Option<&Self> {
        self.inner.get(token)
    }

    /// Returns the origins of a member, for changes.
    pub(super) fn member_mut(&mut self, token: &str) -> &mut Self {
        self.inner.entry(token.to_owned()).or_default()
    }

    /// Sets the origins of a member.
    pub(super) fn set_member(&mut self, token: String, origins: Self) {
        self.inner.insert(token, origins);
    }

    /// Returns the origins of the node at a path, for changes.
    pub(super) fn at_mut(&mut self, path: &[PathStep]) -> &mut Self {
        path.iter().fold(self, |node, step| node.member_mut(&step.token()))
    }

    /// Returns the origin of the node at a path and its descendants.
    pub(super) fn at(&self, path: &[PathStep]) -> Self {
        let mut written = self.origin_or(&SpecPath::root());
        let mut node = Some(self);
        for step in path {
            let token = step.token();
            node = node.and_then(|node| node.member(&token));
            let below = written.child(&token);
            written = node.map_or_else(|| below.clone(), |node| node.origin_or(&below));
        }
        node.map_or_else(|| Self::whole(written.clone()), |node| node.resolved(&written))
    }

    /// Removes the origins of a removed member.
    pub(super) fn remove_member(&mut self, token: &str) {
        self.inner.remove(token);
    }

    /// Moves the origins of array elements to their new indices after the elements at `removed` were removed. The
    /// array had `length` elements and is written at `written`.
    pub(super) fn remove_elements(&mut self, removed: &BTreeSet<usize>, length: usize, written: &SpecPath) {
        let Some(&first) = removed.first() else { return };
        let mut moved = first;
        for index in first..length {
            let origins = self.inner.remove(&index.to_string()).unwrap_or_default();
            if !removed.contains(&index) {
                self.inner.insert(moved.to_string(), origins.resolved(&written.index(index)));
                moved += 1;
            }
        }
    }

    /// Returns every place of the document that is written elsewhere, with the place where it is written.
    pub(super) fn entries(&self) -> Vec<(SpecPath, SpecPath)> {
        let mut entries = Vec::new();
        let mut open = vec![(SpecPath::root(), self)];
        while let Some((now, node)) = open.pop() {
            open.extend(node.inner.iter().map(|(token, inner)| (now.child(token), inner)));
            entries.extend(node.written.clone().map(|written| (now, written)));
        }
        entries
    }
}
