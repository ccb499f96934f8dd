//! The words for items in messages, and the operations that use them.

use super::super::Side;
use super::super::findings::Finding;
use super::super::identity::{Class, operation_of};
use super::super::index::Index;
use crate::surface::{Item, ItemKind};

/// Notes which operations have a part of them or of a type.
pub(super) fn used<'f>(finding: &'f mut Finding, index: &Index<'_>, item: &Item) -> &'f mut Finding {
    if let Some(operation) = operation_of(&item.identity).filter(|_| !item.path.starts_with("models::")) {
        let side = if item.kind == ItemKind::Response { Side::Response } else { Side::Request };
        return finding.used_by(side, [operation.to_owned()]);
    }
    let path = if Class::of_item(item) == Class::Type { &item.path } else { item.parent() };
    for side in index.reach.sides(path) {
        finding.used_by(side, index.reach.operations(path, &[side]));
    }
    finding
}

/// A value with its name, for messages: `` the query parameter `limit` ``.
pub(super) fn called(item: &Item) -> String {
    let name = item.on_wire("name").unwrap_or_default();
    match item.on_wire("in") {
        Some(place) => format!("the {place} parameter `{name}`"),
        None if Class::of_item(item) == Class::Input => "the request body".to_owned(),
        None if item.kind == ItemKind::Field => format!("the property `{name}` of `{}`", short(item.parent())),
        None => format!("`{}`", short(&item.path)),
    }
}

/// A type of the wire without the modules of the crate.
pub(super) fn plain(ty: &str) -> String {
    ty.replace("models::", "")
}

/// The name of a type without its module.
pub(super) fn short(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// Where a part of an operation is, for messages.
pub(super) fn of_operation(item: &Item) -> String {
    operation_of(&item.identity).map(|operation| format!(" of {operation}")).unwrap_or_default()
}
