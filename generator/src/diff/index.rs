//! A listing, prepared for comparison: by identity, by path, and by which operations use a type.

use std::collections::BTreeMap;

use super::identity::{Class, normalized, operation_of};
use super::reach::Reach;
use crate::surface::{Item, ItemKind, Surface};

/// A listing, prepared for comparison.
pub(super) struct Index<'a> {
    /// The items that are compared. Those of the blocking client mirror others.
    pub(super) items: Vec<&'a Item>,
    /// The types by path.
    pub(super) types: BTreeMap<&'a str, &'a Item>,
    /// The members of types and operations, by the path of what contains them.
    pub(super) members: BTreeMap<&'a str, Vec<&'a Item>>,
    /// The paths of the types of operations, by identity.
    pub(super) operations: BTreeMap<&'a str, &'a str>,
    /// The operations that use each type.
    pub(super) reach: Reach,
}

impl<'a> Index<'a> {
    pub(super) fn new(surface: &'a Surface) -> Self {
        let items: Vec<&Item> = surface.items.iter().filter(|item| !item.path.starts_with("blocking")).collect();
        let is_type = |item: &&&Item| Class::of_item(item) == Class::Type;
        let types: BTreeMap<&str, &Item> =
            items.iter().filter(is_type).map(|item| (item.path.as_str(), *item)).collect();
        let mut members: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
        for item in &items {
            members.entry(item.parent()).or_default().push(item);
        }
        let is_operation = |item: &&&Item| {
            item.kind == ItemKind::Struct && operation_of(&item.identity) == Some(item.identity.as_str())
        };
        let operations = items.iter().filter(is_operation);
        let operations = operations.map(|item| (item.identity.as_str(), item.path.as_str())).collect();
        let reach = Reach::new(&items, &members);
        Self { items, types, members, operations, reach }
    }

    /// Returns the items with this path: the items are sorted by path.
    pub(super) fn items_at<'i>(&'i self, path: &'i str) -> impl Iterator<Item = &'a Item> + 'i {
        let position = self.items.partition_point(|item| item.path.as_str() < path);
        self.items.iter().skip(position).copied().take_while(move |item| item.path == path)
    }

    /// Returns the members of a type.
    pub(super) fn members_of(&self, path: &str) -> &[&'a Item] {
        self.members.get(path).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The key by which items of two listings are matched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    class: Class,
    identity: String,
    name: String,
}

impl Key {
    pub(super) fn of_item(item: &Item) -> Self {
        let class = Class::of_item(item);
        if item.identity.is_empty() {
            return Self { class, identity: item.path.clone(), name: String::new() };
        }
        let is_named = match item.kind {
            ItemKind::Send | ItemKind::Assoc => true,
            ItemKind::Fn => item.on_wire("header").is_none() && !item.identity.starts_with("tag:"),
            ItemKind::Variant | ItemKind::Const | ItemKind::Type | ItemKind::Enum => item.wire.is_empty(),
            _ => false,
        };
        let name = if is_named { item.name().to_owned() } else { String::new() };
        Self { class, identity: normalized(&item.identity), name }
    }
}
