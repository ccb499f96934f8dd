//! Reports the configured names of a scope that several items have, that are reserved, or that are the names of other items.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::clash::Wish;
use super::configured::is_configured;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::path::SpecPath;

/// The items of a scope and their names, in the order of the requests.
pub(super) struct Scoped<'a> {
    /// The kind of item, in messages.
    pub(super) noun: &'static str,
    pub(super) wishes: &'a [Wish],
    pub(super) names: &'a [String],
    /// The items of another kind in the scope, which keep their names.
    pub(super) others: Others<'a>,
}

/// Items of another kind: the kind, in messages, and their names.
#[derive(Clone, Copy, Default)]
pub(super) struct Others<'a> {
    pub(super) noun: &'static str,
    pub(super) names: &'a [&'a str],
}

/// Reports the problems of configured names, and returns the indices of the items that did not get their names because of the
/// configuration. `key` returns the place of a configured name in the configuration, and `place` that of an item in the API
/// description.
pub(super) fn report(
    scope: &Scoped<'_>,
    key: impl Fn(usize) -> SpecPath,
    place: impl Fn(usize) -> SpecPath,
    diagnostics: &mut Diagnostics,
) -> BTreeSet<usize> {
    let Scoped { noun, wishes, names, others } = scope;
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    let mut reported = BTreeSet::new();
    for (index, (wish, name)) in wishes.iter().zip(*names).enumerate().filter(|(_, (wish, _))| is_configured(wish)) {
        let wanted = wish.name.as_str();
        if let Some(&first) = owners.get(wanted) {
            // One schema can have several types, of which the first gets the name.
            if key(first) == key(index) {
                continue;
            }
            reported.extend([first, index]);
            let message = format!("`{wanted}` is configured as the name of two items of the kind {noun}");
            let found = Diagnostic::new(Code::ConfigInvalidValue, &key(index), message);
            add(found.related(&key(first), "the other one").help("choose another name for one of them"), diagnostics);
            continue;
        }
        owners.insert(wanted, index);
        let is_shared = || wishes.iter().filter(|other| is_configured(other) && other.name == wanted).count() > 1;
        if name != wanted && !is_shared() {
            reported.insert(index);
            let found = if others.names.contains(&wanted) {
                impossible(wanted, &format!("that of a {}", others.noun), (noun, name), &key(index))
            } else {
                reserved(wanted, noun, name, &key(index))
            };
            add(found, diagnostics);
        }
    }
    if owners.is_empty() {
        return reported;
    }
    for (index, (wish, name)) in wishes.iter().zip(*names).enumerate().filter(|(_, (wish, _))| !is_configured(wish)) {
        let Some(&owner) = owners.get(wish.name.as_str()).filter(|_| *name != wish.name) else { continue };
        reported.insert(index);
        let message = format!(
            "this {noun} is called `{name}`, because the configuration gives the name `{}` to another one",
            wish.name
        );
        let found = Diagnostic::new(Code::NameClash, &place(index), message);
        add(found.related(&key(owner), "the other one").help("configure another name for one of them"), diagnostics);
    }
    reported
}

/// Who has the names that the items of a scope requested.
pub(super) struct Owners<'a> {
    scope: &'a Scoped<'a>,
    by_name: HashMap<&'a str, usize>,
    by_wish: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Owners<'a> {
    pub(super) fn new(scope: &'a Scoped<'a>) -> Self {
        let mut by_wish: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, wish) in scope.wishes.iter().enumerate() {
            by_wish.entry(&wish.name).or_default().push(index);
        }
        let by_name = scope.names.iter().enumerate().map(|(index, name)| (name.as_str(), index)).collect();
        Self { scope, by_name, by_wish }
    }

    /// Returns the finding that an item did not get the name of its request: which item has it, or would have it as well. `place`
    /// returns the place of an item in the API description.
    pub(super) fn moved(&self, index: usize, place: impl Fn(usize) -> SpecPath) -> Diagnostic {
        const FEW: usize = 3;
        let Scoped { noun, wishes, names, .. } = self.scope;
        let wanted = wishes[index].name.as_str();
        let owner = self.by_name.get(wanted).copied();
        let equals: Vec<usize> = self.by_wish.get(wanted).into_iter().flatten().copied().take(FEW + 1).collect();
        let equals = equals.into_iter().filter(|other| *other != index).take(FEW);
        let reason = match owner {
            Some(_) => format!("another {noun} has the name `{wanted}`"),
            None if equals.clone().next().is_some() => format!("another {noun} would have the name `{wanted}` as well"),
            None => format!("the generated code uses the name `{wanted}` itself"),
        };
        let message = format!("this {noun} is called `{}`, because {reason}", names[index]);
        let found = Diagnostic::new(Code::NameClash, &place(index), message);
        match owner {
            Some(owner) => found.related(&place(owner), "it has the name"),
            None => equals.fold(found, |found, other| found.related(&place(other), "the same name")),
        }
    }
}

/// Returns the finding that an item cannot have its configured name, since it is reserved.
pub(super) fn reserved(wanted: &str, noun: &str, name: &str, key: &SpecPath) -> Diagnostic {
    impossible(wanted, "reserved", (noun, name), key)
}

/// Returns the finding that an item cannot have its configured name, with the reason.
fn impossible(wanted: &str, reason: &str, (noun, name): (&str, &str), key: &SpecPath) -> Diagnostic {
    let message = format!("the name `{wanted}` is {reason}; the {noun} would be called `{name}`");
    Diagnostic::new(Code::ConfigInvalidValue, key, message).help("choose another name")
}

/// Adds a finding once: parameters of several operations can have one place.
fn add(found: Diagnostic, diagnostics: &mut Diagnostics) {
    if !diagnostics.iter().any(|known| *known == found) {
        diagnostics.push(found);
    }
}
