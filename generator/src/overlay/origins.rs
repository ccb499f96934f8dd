//! Where the parts of a changed document are written, as a tree that contains only what is not where it was. Knows no values.

use std::collections::{BTreeMap, BTreeSet};

use super::Step;
use crate::path::SpecPath;

/// The origin of a node and of what is in it. A node without an entry is where its parent's origin says.
#[derive(Clone, Debug, Default)]
pub(super) struct Origins {
    /// Where the node is written; `None` if it is written in its parent.
    written: Option<SpecPath>,
    inner: BTreeMap<String, Origins>,
}

impl Origins {
    /// The origin of a node all of which is written at one place.
    pub(super) fn whole(written: SpecPath) -> Self {
        Self { written: Some(written), inner: BTreeMap::new() }
    }

    /// Returns the origin of a node with its own place filled in, if the node is written at `written` otherwise.
    pub(super) fn resolved(&self, written: &SpecPath) -> Self {
        Self { written: Some(self.place(written)), inner: self.inner.clone() }
    }

    /// Returns where a node is written, if it is at `otherwise` unless this says something else.
    pub(super) fn place(&self, otherwise: &SpecPath) -> SpecPath {
        self.written.clone().unwrap_or_else(|| otherwise.clone())
    }

    /// Returns the origins of a member, if there are any.
    pub(super) fn member(&self, token: &str) -> Option<&Self> {
        self.inner.get(token)
    }

    /// Returns the origins of a member, to be changed.
    pub(super) fn member_mut(&mut self, token: &str) -> &mut Self {
        self.inner.entry(token.to_owned()).or_default()
    }

    /// Sets the origins of a member.
    pub(super) fn set_member(&mut self, token: String, origins: Self) {
        self.inner.insert(token, origins);
    }

    /// Returns the origins of the node at a path, to be changed.
    pub(super) fn at_mut(&mut self, path: &[Step]) -> &mut Self {
        path.iter().fold(self, |node, step| node.member_mut(&step.token()))
    }

    /// Returns where the node at a path is written, and what is known of its inner parts.
    pub(super) fn at(&self, path: &[Step]) -> Self {
        let mut written = self.place(&SpecPath::root());
        let mut node = Some(self);
        for step in path {
            let token = step.token();
            node = node.and_then(|node| node.member(&token));
            let below = written.child(&token);
            written = node.map_or_else(|| below.clone(), |node| node.place(&below));
        }
        node.map_or_else(|| Self::whole(written.clone()), |node| node.resolved(&written))
    }

    /// Forgets a member that was removed.
    pub(super) fn remove_member(&mut self, token: &str) {
        self.inner.remove(token);
    }

    /// Moves the origins of elements to their new indices after the elements at `removed` left an array of `length`, which is
    /// written at `written`.
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

    /// Returns every place of the document that is written elsewhere, with the place where that is.
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
