//! The tree of requested places, in which a scan of a text records their locations. It knows no syntax.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::path::SpecPath;

/// The requested places, as a tree of keys.
#[derive(Clone, Debug)]
pub(super) struct Locator {
    nodes: Vec<Node>,
}

/// A key of the tree, by its index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key(usize);

#[derive(Clone, Debug, Default)]
struct Node {
    children: BTreeMap<String, Key>,
    /// The ranges of all occurrences of the key.
    seen: Vec<Range<usize>>,
    /// The requests for this place: the occurrence (the last one if it is `None`) and the number of the request.
    asked: Vec<(Option<usize>, usize)>,
}

impl Default for Locator {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

impl Locator {
    pub(super) const ROOT: Key = Key(0);

    pub(super) fn add(&mut self, path: &SpecPath, occurrence: Option<usize>, number: usize) {
        let mut at = Self::ROOT;
        for token in path.tokens() {
            let next = Key(self.nodes.len());
            at = *self.nodes[at.0].children.entry(token.into_owned()).or_insert(next);
            if at == next {
                self.nodes.push(Node::default());
            }
        }
        self.nodes[at.0].asked.push((occurrence, number));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.nodes.iter().all(|node| node.asked.is_empty())
    }

    /// Returns the requested place in `parent` with this key.
    pub(super) fn child(&self, parent: Key, key: &str) -> Option<Key> {
        self.nodes[parent.0].children.get(key).copied()
    }

    /// Returns true if a place within this one is requested.
    pub(super) fn has_children(&self, key: Key) -> bool {
        !self.nodes[key.0].children.is_empty()
    }

    /// Records an occurrence of a key. It replaces everything that was recorded within an earlier occurrence.
    pub(super) fn see(&mut self, key: Key, bytes: Range<usize>) {
        if !self.nodes[key.0].seen.is_empty() {
            self.forget_within(key);
        }
        self.nodes[key.0].seen.push(bytes);
    }

    /// Discards all recorded locations.
    pub(super) fn forget(&mut self) {
        for node in &mut self.nodes {
            node.seen.clear();
        }
    }

    /// Returns the requests with their ranges. If a place was not found, its range is that of the nearest outer place; for the
    /// root it is the beginning of the text.
    pub(super) fn into_found(self) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        let mut open = vec![(Self::ROOT, 0..0)];
        while let Some((key, above)) = open.pop() {
            let node = &self.nodes[key.0];
            let last = node.seen.last().unwrap_or(&above);
            found.extend(node.asked.iter().map(|&(occurrence, number)| {
                let named = occurrence.and_then(|occurrence| node.seen.get(occurrence));
                (number, named.unwrap_or(last).clone())
            }));
            open.extend(node.children.values().map(|&child| (child, last.clone())));
        }
        found
    }

    fn forget_within(&mut self, key: Key) {
        let mut open: Vec<Key> = self.nodes[key.0].children.values().copied().collect();
        while let Some(Key(index)) = open.pop() {
            self.nodes[index].seen.clear();
            open.extend(self.nodes[index].children.values());
        }
    }
}
