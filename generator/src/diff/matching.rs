//! Finds the items of two listings that are the same: by identity, then by path, then by where they are referred to.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::Class;
use super::index::{Index, Key};
use super::wire_type::WireType;
use crate::surface::{Item, ItemKind};

/// The items of two listings, each with its counterpart.
pub(super) struct Pairs<'a> {
    pub(super) old: &'a Index<'a>,
    pub(super) new: &'a Index<'a>,
    /// The items that both have.
    pub(super) both: Vec<(&'a Item, &'a Item)>,
    /// The items that only the old version has.
    pub(super) removed: Vec<&'a Item>,
    /// The items that only the new version has.
    pub(super) added: Vec<&'a Item>,
    /// The paths of types in the new version, by those in the old version.
    pub(super) names: BTreeMap<&'a str, &'a str>,
}

/// How often matched types lead to further matches.
const ROUNDS: usize = 8;

impl<'a> Pairs<'a> {
    pub(super) fn new(old: &'a Index<'a>, new: &'a Index<'a>) -> Self {
        let mut pairs = Self {
            old,
            new,
            both: Vec::new(),
            removed: old.items.clone(),
            added: new.items.clone(),
            names: BTreeMap::new(),
        };
        pairs.match_by(Key::of_item, Key::of_item);
        for _ in 0..ROUNDS {
            let before = pairs.both.len();
            let names = pairs.names.clone();
            pairs.match_by(|item| by_path(item, &names), |item| by_path(item, &BTreeMap::new()));
            pairs.match_groups();
            pairs.match_references();
            if pairs.both.len() == before {
                break;
            }
        }
        pairs
    }

    /// Matches items without a counterpart that have the same key.
    fn match_by<K: Ord>(&mut self, old_key: impl Fn(&Item) -> K, new_key: impl Fn(&Item) -> K) {
        let mut waiting: BTreeMap<K, Vec<&Item>> = BTreeMap::new();
        for item in self.added.iter().rev() {
            waiting.entry(new_key(item)).or_default().push(item);
        }
        let mut found = Vec::new();
        self.removed.retain(|old| match waiting.get_mut(&old_key(old)).and_then(Vec::pop) {
            Some(new) => {
                found.push((*old, new));
                false
            }
            None => true,
        });
        self.note(found);
    }

    fn note(&mut self, found: Vec<(&'a Item, &'a Item)>) {
        let matched: BTreeSet<*const Item> = found.iter().map(|(_, new)| std::ptr::from_ref(*new)).collect();
        self.added.retain(|new| !matched.contains(&std::ptr::from_ref(*new)));
        let gone: BTreeSet<*const Item> = found.iter().map(|(old, _)| std::ptr::from_ref(*old)).collect();
        self.removed.retain(|old| !gone.contains(&std::ptr::from_ref(*old)));
        for (old, new) in &found {
            if Class::of_item(old) == Class::Type {
                self.names.insert(&old.path, &new.path);
            }
        }
        self.both.extend(found);
    }

    /// Matches the groups of operations that have another name: those whose operations moved from one to the other.
    fn match_groups(&mut self) {
        let begins = self.both.iter().filter(|(old, _)| old.kind == ItemKind::Begin);
        let moved: Vec<(&str, &str)> = begins.map(|(old, new)| (old.parent(), new.parent())).collect();
        let is_group = |item: &&&Item| item.kind == ItemKind::Struct && item.identity.starts_with("tag:");
        let mut identities: Vec<(&str, &str)> = Vec::new();
        for old in self.removed.iter().filter(is_group) {
            let target = moved.iter().find(|(from, _)| *from == old.path).map(|(_, to)| *to);
            let new = self.added.iter().filter(is_group).find(|new| Some(new.path.as_str()) == target);
            identities.extend(new.map(|new| (old.identity.as_str(), new.identity.as_str())));
        }
        for (from, to) in identities {
            let of = |items: &[&'a Item], identity: &str| -> Vec<&'a Item> {
                items.iter().filter(|item| item.identity == identity).copied().collect()
            };
            let (old, new) = (of(&self.removed, from), of(&self.added, to));
            let same = |old: &&Item| new.iter().find(|new| new.kind == old.kind).copied();
            let found = old.iter().filter_map(|old| Some((*old, same(old)?))).collect();
            self.note(found);
        }
    }

    /// Matches types that are referred to at the same place.
    fn match_references(&mut self) {
        let mut found: Vec<(&str, &str)> = Vec::new();
        for (old, new) in &self.both {
            for (key, value) in old.wire.iter().filter(|(_, value)| value.contains("models::")) {
                let Some(other) = new.on_wire(key).filter(|other| *other != value) else { continue };
                zip(&WireType::parse(value), &WireType::parse(other), &mut |from, to| {
                    let from = self.old.types.get_key_value(from).map(|(path, _)| *path);
                    let to = self.new.types.get_key_value(to).map(|(path, _)| *path);
                    found.extend(from.zip(to));
                });
            }
        }
        let (mut removed, mut added) = (types(&self.removed), types(&self.added));
        let mut matched = Vec::new();
        for (from, to) in found {
            let pair = removed.get(from).copied().zip(added.get(to).copied());
            if let Some(pair) = pair.filter(|(old, new)| old.kind == new.kind) {
                removed.remove(from);
                added.remove(to);
                matched.push(pair);
            }
        }
        self.note(matched);
    }
}

/// Returns the types among items, by path.
fn types<'a>(items: &[&'a Item]) -> BTreeMap<&'a str, &'a Item> {
    let types = items.iter().filter(|item| Class::of_item(item) == Class::Type);
    types.map(|item| (item.path.as_str(), *item)).collect()
}

/// The class and the path of an item, with the path that its parent has now.
fn by_path(item: &Item, names: &BTreeMap<&str, &str>) -> (Class, String) {
    let parent = item.parent();
    let path = match names.get(parent).filter(|_| !parent.is_empty()) {
        Some(parent_now) => {
            format!("{parent_now}{}", item.path.strip_prefix(parent).unwrap_or_default())
        }
        None => item.path.clone(),
    };
    (Class::of_item(item), path)
}

/// Visits the models at the same places of two types.
fn zip(old: &WireType, new: &WireType, visit: &mut impl FnMut(&str, &str)) {
    match (old, new) {
        (WireType::Model(old), WireType::Model(new)) => visit(old, new),
        (WireType::List(old), WireType::List(new))
        | (WireType::Map(old), WireType::Map(new))
        | (WireType::Nullable(old), WireType::Nullable(new)) => zip(old, new, visit),
        (WireType::Nullable(inner), other) => zip(inner, other, visit),
        (other, WireType::Nullable(inner)) => zip(other, inner, visit),
        (WireType::Tuple(old), WireType::Tuple(new)) => {
            old.iter().zip(new).for_each(|(old, new)| zip(old, new, visit));
        }
        _ => {}
    }
}
