//! Divides schemas into classes of equal types. The partition starts with classes of equal texts and is refined by references until
//! it does not change, so schemas that refer to each other are equal together or not at all.

use std::collections::{BTreeMap, BTreeSet};

/// How a schema takes part in the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It always defines its own type, of which inline schemas can be aliases.
    Component,
    /// It defines a type, or is an alias of another schema.
    Inline,
    /// It is an alias already. A reference to it is a reference to its type.
    Alias,
    /// It always defines its own type, of which no other schema is an alias.
    Apart,
}

/// The schemas, in the order of their places, and their references.
pub(super) struct Graph {
    references: Vec<Vec<usize>>,
    referring: Vec<Vec<usize>>,
    pub(super) kinds: Vec<Kind>,
}

/// The type that a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    /// The type of this schema.
    Schema(usize),
    /// The type of a class without a component.
    Class(usize),
}

impl Graph {
    pub(super) fn new(references: Vec<Vec<usize>>, kinds: Vec<Kind>) -> Self {
        let mut referring = vec![Vec::new(); references.len()];
        for (from, targets) in references.iter().enumerate() {
            for target in targets {
                referring[*target].push(from);
            }
        }
        Self { references, referring, kinds }
    }

    /// Returns the class of each schema, from classes that may be too large.
    ///
    /// Only schemas with a reference whose target changes are compared again, and the largest part of a divided class keeps its
    /// number, so a schema is moved at most as often as its class can be halved.
    pub(super) fn refined(&self, start: Vec<usize>) -> Vec<usize> {
        let mut classes = Classes::new(start, &self.kinds);
        let mut waiting: BTreeSet<usize> = (0..self.references.len()).collect();
        while !waiting.is_empty() {
            let mut compared: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for node in std::mem::take(&mut waiting) {
                compared.entry(classes.of[node]).or_default().push(node);
            }
            // All classes are divided by the targets at the beginning of the round: members that are not compared have these targets.
            let divided: Vec<Division> =
                compared.into_iter().map(|(class, nodes)| self.division(&classes, class, &nodes)).collect();
            for division in divided {
                for node in classes.divide(division, &self.kinds) {
                    waiting.extend(&self.referring[node]);
                }
            }
        }
        classes.of
    }

    /// Divides the compared members of a class by the targets of their references.
    fn division(&self, classes: &Classes, class: usize, nodes: &[usize]) -> Division {
        let mut parts: BTreeMap<Vec<Target>, Vec<usize>> = BTreeMap::new();
        for node in nodes {
            let targets = self.references[*node].iter().map(|target| self.target(classes, *target));
            parts.entry(targets.collect()).or_default().push(*node);
        }
        Division { class, is_whole: nodes.len() == classes.members[class].len(), parts }
    }

    fn target(&self, classes: &Classes, node: usize) -> Target {
        let class = classes.of[node];
        match (self.kinds[node], classes.components[class].first()) {
            (Kind::Component | Kind::Apart, _) => Target::Schema(node),
            (Kind::Inline, Some(component)) => Target::Schema(*component),
            (Kind::Inline | Kind::Alias, _) => Target::Class(class),
        }
    }
}

/// The parts of a class.
struct Division {
    class: usize,
    /// True if the parts have all members of the class.
    is_whole: bool,
    /// The members that were compared, by the targets of their references.
    parts: BTreeMap<Vec<Target>, Vec<usize>>,
}

struct Classes {
    of: Vec<usize>,
    members: Vec<BTreeSet<usize>>,
    /// The components among the members.
    components: Vec<BTreeSet<usize>>,
    /// The targets of the references of each member.
    targets: Vec<Vec<Target>>,
}

impl Classes {
    fn new(of: Vec<usize>, kinds: &[Kind]) -> Self {
        let mut classes = Self { of, members: Vec::new(), components: Vec::new(), targets: Vec::new() };
        let count = classes.of.iter().max().map_or(0, |greatest| greatest + 1);
        classes.members.resize_with(count, BTreeSet::new);
        classes.components.resize_with(count, BTreeSet::new);
        classes.targets.resize_with(count, Vec::new);
        for (node, class) in classes.of.iter().enumerate() {
            classes.members[*class].insert(node);
            if kinds[node] == Kind::Component {
                classes.components[*class].insert(node);
            }
        }
        classes
    }

    /// Divides a class. Returns the schemas to which references have another target now.
    fn divide(&mut self, division: Division, kinds: &[Kind]) -> Vec<usize> {
        let Division { class, is_whole, mut parts } = division;
        if !is_whole {
            // Members that were not compared stay together with those that still have the same targets.
            parts.remove(&self.targets[class]);
            let compared: BTreeSet<usize> = parts.values().flatten().copied().collect();
            let moved = compared.len();
            let rest = self.members[class].len() - moved;
            if parts.values().all(|part| part.len() <= rest) {
                return self.split(class, parts, kinds);
            }
            let others = self.members[class].difference(&compared).copied().collect();
            parts.insert(self.targets[class].clone(), others);
        }
        let largest = parts.iter().max_by_key(|(_, part)| part.len()).map(|(targets, _)| targets.clone());
        let Some(largest) = largest else { return Vec::new() };
        parts.remove(&largest);
        self.targets[class] = largest;
        self.split(class, parts, kinds)
    }

    /// Moves parts of a class to classes of their own.
    fn split(&mut self, class: usize, parts: BTreeMap<Vec<Target>, Vec<usize>>, kinds: &[Kind]) -> Vec<usize> {
        let before = self.components[class].first().copied();
        let mut changed: Vec<usize> = Vec::new();
        for (targets, part) in parts {
            let new = self.members.len();
            let components = part.iter().copied().filter(|node| kinds[*node] == Kind::Component).collect();
            for node in &part {
                self.of[*node] = new;
                self.members[class].remove(node);
                self.components[class].remove(node);
            }
            changed.extend(&part);
            self.members.push(part.into_iter().collect());
            self.components.push(components);
            self.targets.push(targets);
        }
        if self.components[class].first().copied() != before {
            changed.extend(&self.members[class]);
        }
        changed
    }
}
