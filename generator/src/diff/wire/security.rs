//! Credentials that operations require.

use std::collections::{BTreeMap, BTreeSet};

use super::super::findings::Findings;
use super::super::index::Index;
use super::super::matching::Pairs;
use super::super::{Rule, Side, Version};
use super::operations::is_operation;
use crate::surface::Item;

/// The alternatives that an operation accepts, each a set of credentials by how they are sent.
type Alternatives = BTreeSet<BTreeSet<String>>;

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    // Operations with the same change are one finding.
    let mut changes: BTreeMap<(Rule, String), Vec<(&Item, &Item)>> = BTreeMap::new();
    for (old, new) in pairs.both.iter().filter(|(old, _)| is_operation(old)) {
        let (before, now) = (alternatives(pairs.old, old), alternatives(pairs.new, new));
        if before == now {
            continue;
        }
        let rule = if satisfies(&before, &now) { Rule::SecurityRelaxed } else { Rule::SecurityChanged };
        changes.entry((rule, format!("{}, and {} before", shown(&now), shown(&before)))).or_default().push((old, new));
    }
    for ((rule, text), operations) in changes {
        let Some((_, first)) = operations.first() else { continue };
        let scheme = scheme_of(pairs, first);
        let (anchor, message) = match operations.as_slice() {
            [(_, only)] => (only.identity.as_str(), format!("{} requires {text}", only.identity)),
            several => (scheme.unwrap_or(&first.identity), format!("{} operations require {text}", several.len())),
        };
        let finding = findings.wire(rule, (Version::New, anchor), message);
        finding.used_by(Side::Request, operations.iter().map(|(old, _)| old.identity.clone()));
    }
}

/// The identity of a scheme that changed and that an operation requires.
fn scheme_of<'a>(pairs: &Pairs<'a>, operation: &Item) -> Option<&'a str> {
    let names = operation.on_wire("security").unwrap_or_default();
    let is_used = |item: &&Item| {
        item.identity.strip_prefix("security:").is_some_and(|name| names.split(['|', '+']).any(|one| one == name))
    };
    let changed = pairs.both.iter().filter(|(old, new)| old.wire != new.wire).map(|(_, new)| *new);
    pairs.added.iter().copied().chain(changed).find(is_used).map(|item| item.identity.as_str())
}

fn alternatives(index: &Index<'_>, operation: &Item) -> Alternatives {
    let Some(security) = operation.on_wire("security") else { return Alternatives::new() };
    let kind = |name: &str| -> String {
        let setters = index.members_of("ClientBuilder").iter();
        let mut scheme = setters.filter(|item| item.identity.strip_prefix("security:") == Some(name));
        scheme.find_map(|item| item.on_wire("kind")).unwrap_or(name).to_owned()
    };
    let of_one = |names: &str| -> BTreeSet<String> {
        names.split('+').filter(|name| *name != "none" && !name.is_empty()).map(kind).collect()
    };
    security.split('|').map(of_one).collect()
}

/// Returns true if the credentials of every old alternative are sufficient now.
fn satisfies(before: &Alternatives, now: &Alternatives) -> bool {
    let none = BTreeSet::new();
    let is_enough = |sent: &BTreeSet<String>| now.is_empty() || now.iter().any(|required| required.is_subset(sent));
    if before.is_empty() { is_enough(&none) } else { before.iter().all(is_enough) }
}

fn shown(alternatives: &Alternatives) -> String {
    if alternatives.is_empty() {
        return "no credential".to_owned();
    }
    let one = |kinds: &BTreeSet<String>| {
        if kinds.is_empty() {
            return "nothing".to_owned();
        }
        kinds.iter().cloned().collect::<Vec<_>>().join(" and ")
    };
    alternatives.iter().map(one).collect::<Vec<_>>().join(" or ")
}
