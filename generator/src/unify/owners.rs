//! Decides which schema of a class defines the type: a component, else a part of a component, else a part of an operation; of several,
//! the one with the shortest name, else the first place. A type of an earlier version keeps its owner as long as this exists, and types
//! that were different stay different, since users may have implemented a trait for both.

use std::collections::{BTreeMap, HashMap};

use super::partition::{Graph, Kind};
use crate::config::Lock;
use crate::model::SchemaId;

/// A schema with its name.
pub(super) struct Position<'a> {
    pub(super) id: SchemaId,
    pub(super) name: &'a str,
    /// True if it is a component or a part of one.
    pub(super) is_in_component: bool,
    /// Its identity in the lock; empty without a history.
    pub(super) identity: String,
}

/// The owners of the types.
pub(super) struct Owners {
    /// The schemas that become aliases, each with the schema that defines its type.
    pub(super) owners: Vec<(SchemaId, SchemaId)>,
    /// The owners that differ from those without a history, by identity.
    pub(super) kept: BTreeMap<String, String>,
}

/// Decides the owners. `equal` has the classes of schemas with the same text.
pub(super) fn owners(graph: &Graph, positions: &[Position<'_>], equal: Vec<usize>, lock: &Lock) -> Owners {
    let classes = graph.refined(equal);
    let fresh = Choice { graph, positions, classes: &classes }.owners(|_| None);
    if lock.shared.is_empty() {
        return Owners { owners: aliases(positions, &fresh), kept: BTreeMap::new() };
    }
    let history = History { lock, positions, fresh: &fresh };
    let old = history.owners(graph, &classes);
    let mut groups: HashMap<(usize, &str), usize> = HashMap::new();
    let mut start = Vec::with_capacity(classes.len());
    for (class, old) in classes.iter().zip(&old) {
        let count = groups.len();
        start.push(*groups.entry((*class, old)).or_insert(count));
    }
    let classes = graph.refined(start);
    let kept = Choice { graph, positions, classes: &classes }.owners(|node| old.get(node).copied());
    Owners { owners: aliases(positions, &kept), kept: history.differences(graph, &kept) }
}

fn aliases(positions: &[Position<'_>], owners: &[usize]) -> Vec<(SchemaId, SchemaId)> {
    let pairs = positions.iter().zip(owners).enumerate().filter(|(node, (_, owner))| node != *owner);
    pairs.filter_map(|(_, (position, owner))| Some((position.id, positions.get(*owner)?.id))).collect()
}

/// The classes among whose members owners are chosen.
struct Choice<'c> {
    graph: &'c Graph,
    positions: &'c [Position<'c>],
    classes: &'c [usize],
}

impl<'c> Choice<'c> {
    /// Returns the owner of each schema: itself, if it defines its type. `old` returns the identity of the earlier owner.
    fn owners(&self, old: impl Fn(usize) -> Option<&'c str>) -> Vec<usize> {
        let mut best: HashMap<usize, (Rank, usize)> = HashMap::new();
        for (node, class) in self.classes.iter().enumerate() {
            let Some(rank) = self.rank(node, old(node)) else { continue };
            let best = best.entry(*class).or_insert((rank, node));
            *best = (rank, node).min(*best);
        }
        let owner = |(node, class): (usize, &usize)| match self.graph.kinds[node] {
            Kind::Inline => best.get(class).map_or(node, |(_, owner)| *owner),
            Kind::Component | Kind::Alias | Kind::Apart => node,
        };
        self.classes.iter().enumerate().map(owner).collect()
    }

    fn rank(&self, node: usize, old: Option<&str>) -> Option<Rank> {
        let position = self.positions.get(node)?;
        match self.graph.kinds[node] {
            Kind::Component => Some(Rank::Component),
            Kind::Inline if old == Some(position.identity.as_str()) => Some(Rank::OldOwner),
            Kind::Inline if position.is_in_component => Some(Rank::InComponent(position.name.chars().count())),
            Kind::Inline => Some(Rank::InOperation(position.name.chars().count())),
            Kind::Alias | Kind::Apart => None,
        }
    }
}

/// The order in which members of a class are preferred as owners, before their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Component,
    OldOwner,
    /// By the length of the name.
    InComponent(usize),
    /// By the length of the name.
    InOperation(usize),
}

/// The owners of an earlier version.
struct History<'h> {
    lock: &'h Lock,
    positions: &'h [Position<'h>],
    /// The owners without a history.
    fresh: &'h [usize],
}

impl<'h> History<'h> {
    /// Returns the identity of the earlier owner of each schema. A new one joins the type of which it would be an alias without a
    /// history.
    fn owners(&self, graph: &Graph, classes: &[usize]) -> Vec<&'h str> {
        let known = |node: usize| match graph.kinds[node] {
            Kind::Inline => self.lock.shared.get(self.identity(node)).map(String::as_str),
            Kind::Component | Kind::Alias | Kind::Apart => Some(self.identity(node)),
        };
        // The known member of each class that is preferred. Only a listing has every position, so only with one is a schema new that
        // is not known; the lock does not have a schema that follows the choice without a history.
        let mut preferred: HashMap<usize, (Rank, usize)> = HashMap::new();
        let choice = Choice { graph, positions: self.positions, classes };
        for (node, class) in classes.iter().enumerate().filter(|(node, _)| self.lock.is_whole && known(*node).is_some())
        {
            let Some(rank) = choice.rank(node, None) else { continue };
            let preferred = preferred.entry(*class).or_insert((rank, node));
            *preferred = (rank, node).min(*preferred);
        }
        let joined = |node: usize| {
            let fresh = self.fresh.get(node).copied().unwrap_or(node);
            let joined = match graph.kinds[fresh] {
                Kind::Component => fresh,
                _ => preferred.get(&classes[node]).map_or(fresh, |(_, preferred)| *preferred),
            };
            known(joined).unwrap_or_else(|| self.identity(joined))
        };
        (0..classes.len()).map(|node| known(node).unwrap_or_else(|| joined(node))).collect()
    }

    fn identity(&self, node: usize) -> &'h str {
        self.positions.get(node).map(|position| position.identity.as_str()).unwrap_or_default()
    }

    /// Returns the owners that differ from those without a history.
    fn differences(&self, graph: &Graph, owners: &[usize]) -> BTreeMap<String, String> {
        let differing = owners.iter().zip(self.fresh).enumerate();
        let differing = differing.filter(|(node, (owner, fresh))| owner != fresh && graph.kinds[*node] == Kind::Inline);
        differing.map(|(node, (owner, _))| (self.identity(node).to_owned(), self.identity(*owner).to_owned())).collect()
    }
}
