//! Keeps the names of an earlier version of the crate. A part of the API that still could have its old name keeps it, and parts that
//! are new yield to it.

use std::collections::{BTreeMap, BTreeSet};

use super::clash::{Names, Wish, distinct, is_alternative, resolve};
use super::{GroupName, OperationName, reserved};
use crate::config::Lock;
use crate::identity::{Identities, of_property};
use crate::model::{Api, Shape};

/// The names of an earlier version, and those that differ from the names without a history.
pub(super) struct History<'a> {
    /// The names of the earlier version. They are empty if there is none.
    old: &'a Lock,
    pub(super) identities: Identities<'a>,
    /// The names that differ, which the next version needs.
    kept: Lock,
}

/// The table of the lock that contains a name.
#[derive(Clone, Copy)]
pub(super) enum Table {
    Names,
    Methods,
}

/// The requests of a scope.
pub(super) struct Scope<'a> {
    pub(super) wishes: &'a [Wish],
    /// The names that nothing gets.
    pub(super) reserved: &'a [&'a str],
    /// The names that the configuration assigns, which no part keeps.
    pub(super) configured: &'a [&'a str],
}

impl<'a> Scope<'a> {
    pub(super) fn new(wishes: &'a [Wish], reserved: &'a [&'a str]) -> Self {
        Self { wishes, reserved, configured: &[] }
    }
}

impl<'a> History<'a> {
    pub(super) fn new(old: &'a Lock, identities: Identities<'a>) -> Self {
        Self { old, identities, kept: Lock::default() }
    }

    fn old_name(&self, table: Table, key: &str) -> Option<&'a str> {
        let old: &'a Lock = self.old;
        let names = match table {
            Table::Names => &old.names,
            Table::Methods => &old.methods,
        };
        names.get(key).map(String::as_str)
    }

    fn keep(&mut self, table: Table, key: String, name: &str) {
        let names = match table {
            Table::Names => &mut self.kept.names,
            Table::Methods => &mut self.kept.methods,
        };
        names.insert(key, name.to_owned());
    }

    /// Returns everything that the next version needs: the names, and the initial values of the model.
    pub(super) fn into_kept(mut self, api: &Api) -> Lock {
        let mut constants = Vec::new();
        for schema in &api.schemas {
            let Shape::Struct(body) = &schema.shape else { continue };
            let owner = self.identities.of_place(&schema.path);
            for property in &body.properties {
                let value = property.initial.clone();
                constants.extend(value.map(|value| (of_property(&owner, &property.name), value)));
            }
        }
        for operation in &api.operations {
            for parameter in &operation.parameters {
                let value = parameter.initial.clone();
                constants.extend(value.map(|value| (self.identities.parameter(operation, parameter), value)));
            }
        }
        self.kept.constants.extend(constants);
        self.kept
    }

    /// Returns the old name of a part whose name does not come from a list of requests, if it is among the `possible` ones.
    pub(super) fn kept_name(&mut self, key: &str, fresh: &str, is_possible: impl Fn(&str) -> bool) -> Option<&'a str> {
        let old = self.old_name(Table::Names, key).filter(|old| *old != fresh && is_possible(old))?;
        self.keep(Table::Names, key.to_owned(), old);
        Some(old)
    }
}

/// Returns the names in the module of operations. Models are in another one, so an old name in this module is possible although a
/// model has it.
pub(super) fn in_operations(operations: &[OperationName], groups: &[GroupName]) -> BTreeSet<String> {
    let operations = operations.iter().map(|operation| operation.name.clone());
    let groups = groups.iter().map(|group| group.name.clone());
    operations.chain(groups).chain(reserved::operations().map(str::to_owned)).collect()
}

/// Assigns every request a unique name as [`distinct`] does, except that a part keeps its old name if that is one of its
/// alternatives. `key` returns the part of the API that a request is about; empty if it cannot be identified.
pub(super) fn distinct_since(
    history: &mut History<'_>,
    table: Table,
    scope: &Scope<'_>,
    key: impl Fn(&Identities<'_>, usize) -> String,
) -> Names {
    let Scope { wishes, reserved, .. } = *scope;
    let fresh = distinct(wishes, reserved);
    if history.old.is_empty() {
        return fresh;
    }
    let keys: Vec<String> = (0..wishes.len()).map(|index| key(&history.identities, index)).collect();
    let pinned = pinned(history, table, scope, &keys);
    let owners: BTreeMap<&str, usize> = pinned.iter().map(|(index, name)| (*name, *index)).collect();
    let is_displaced = |index: &usize| {
        let owner = fresh.names.get(*index).and_then(|name| owners.get(name.as_str()));
        !pinned.contains_key(index) && owner.is_some()
    };
    let displaced: Vec<usize> = (0..wishes.len()).filter(is_displaced).collect();
    let mut names = fresh.names.clone();
    for (index, name) in &pinned {
        (*name).clone_into(&mut names[*index]);
    }
    let taken = reserved.iter().map(|name| (*name).to_owned());
    let staying = names.iter().enumerate().filter(|(index, _)| displaced.binary_search(index).is_err());
    let mut taken: BTreeSet<String> = taken.chain(staying.map(|(_, name)| name.clone())).collect();
    resolve(wishes, displaced, &mut taken, &mut names);
    for ((key, name), fresh) in keys.into_iter().zip(&names).zip(&fresh.names) {
        if name != fresh && !key.is_empty() {
            history.keep(table, key, name);
        }
    }
    // Of equals, none may have the name that all of them wish for.
    let clashing: BTreeSet<usize> = fresh.moved.iter().copied().collect();
    let is_moved = |index: &usize| {
        let wanted = wishes.get(*index).map(|wish| &wish.name);
        let is_taken = |wanted: &String| taken.contains(wanted) || clashing.contains(index);
        wanted.is_some_and(|wanted| names.get(*index) != Some(wanted) && is_taken(wanted))
    };
    Names { moved: (0..wishes.len()).filter(is_moved).collect(), names }
}

/// Returns the old names that are still possible, by the index of the request.
fn pinned<'a>(history: &History<'a>, table: Table, scope: &Scope<'_>, keys: &[String]) -> BTreeMap<usize, &'a str> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for key in keys {
        *count.entry(key).or_default() += 1;
    }
    let mut pinned: BTreeMap<usize, &'a str> = BTreeMap::new();
    let mut owners: BTreeMap<&'a str, usize> = BTreeMap::new();
    for (index, (wish, key)) in scope.wishes.iter().zip(keys).enumerate() {
        if key.is_empty() || count.get(key.as_str()) != Some(&1) {
            continue;
        }
        let Some(old) = history.old_name(table, key) else { continue };
        if is_alternative(wish, old) && !scope.reserved.contains(&old) && !scope.configured.contains(&old) {
            *owners.entry(old).or_default() += 1;
            pinned.insert(index, old);
        }
    }
    // Two parts that had one name were in different scopes.
    pinned.retain(|_, name| owners.get(name) == Some(&1));
    pinned
}
