//! A listing, prepared for comparison: by identity, by path, and by which operations use a type.

use std::collections::BTreeMap;

use super::reach::Reach;
use crate::surface::{Item, ItemKind, Surface};

/// The class in which an item is compared. A struct can become an enum, and an argument a setter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    /// A struct, an enum or an alias.
    Type,
    /// A parameter or the body of an operation.
    Input,
    /// Anything else.
    Other(ItemKind),
}

impl Class {
    /// Returns the class of an item.
    pub(super) fn of_item(item: &Item) -> Self {
        match item.kind {
            ItemKind::Struct | ItemKind::Enum | ItemKind::Type => Self::Type,
            ItemKind::Argument | ItemKind::Fixed => Self::Input,
            ItemKind::Set if item.on_wire("presence").is_some() => Self::Input,
            kind => Self::Other(kind),
        }
    }
}

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

/// Returns an identity without the names of path parameters, which calls do not depend on.
pub(super) fn normalized(identity: &str) -> String {
    let mut words = identity.splitn(3, ' ');
    let (Some(method), Some(template)) = (words.next(), words.next()) else { return identity.to_owned() };
    if !template.starts_with('/') || identity.starts_with('#') {
        return identity.to_owned();
    }
    let mut names = Vec::new();
    let mut text = format!("{method} ");
    let mut rest = template;
    while let Some((before, inside)) = rest.split_once('{') {
        let Some((name, behind)) = inside.split_once('}') else { break };
        names.push(name);
        text.push_str(before);
        text.push_str("{}");
        rest = behind;
    }
    text.push_str(rest);
    let Some(part) = words.next() else { return text };
    let (part, inner) = part.split_at(part.find('/').unwrap_or(part.len()));
    let position = part.strip_prefix("path:").and_then(|name| names.iter().position(|one| *one == name));
    let part = position.map_or_else(|| part.to_owned(), |position| format!("path:{position}"));
    format!("{text} {part}{inner}")
}

/// Returns the operation of an identity: `GET /pets` of `GET /pets query:limit`.
#[must_use]
pub fn operation_of(identity: &str) -> Option<&str> {
    let (method, rest) = identity.split_once(' ')?;
    let is_method = !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_method || !rest.starts_with('/') {
        return None;
    }
    let end = rest.find(' ').map_or(identity.len(), |end| method.len() + 1 + end);
    identity.get(..end)
}

/// Returns true if an identity is another one or a part of it.
pub(super) fn is_within(identity: &str, whole: &str) -> bool {
    identity.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ' ']))
}

#[cfg(test)]
mod tests {
    use super::{is_within, normalized, operation_of};

    #[test]
    fn names_of_path_parameters_do_not_count() {
        assert_eq!(normalized("GET /a/{x}/{y} path:y/schema"), "GET /a/{}/{} path:1/schema");
        assert_eq!(normalized("GET /a/{x} query:x"), "GET /a/{} query:x");
        assert_eq!(normalized("#/components/schemas/A {x}"), "#/components/schemas/A {x}");
    }

    #[test]
    fn the_operation_is_the_beginning() {
        assert_eq!(operation_of("GET /a/{x} query:x"), Some("GET /a/{x}"));
        assert_eq!(operation_of("GET /a"), Some("GET /a"));
        assert_eq!(operation_of("#/components/schemas/A value:x"), None);
        assert!(is_within("GET /a query:x", "GET /a") && !is_within("GET /ab", "GET /a"));
    }
}
