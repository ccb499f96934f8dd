//! Types of requests and responses: properties, enumerations, unions.

use std::collections::{BTreeMap, BTreeSet};

use super::super::compatible;
use super::super::findings::{Effect, Findings};
use super::super::identity::Class;
use super::super::limits;
use super::super::matching::Pairs;
use super::super::{Rule, Version, Wire};
use super::inputs::{rule_of, type_change};
use super::wording::{called, plain, short, used};
use crate::surface::{Item, ItemKind};

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    for (old, new) in pairs.both.iter().filter(|(old, _)| old.path.starts_with("models::")) {
        match old.kind {
            ItemKind::Field if old.on_wire("name").is_some() => property(pairs, old, new, findings),
            _ if Class::of_item(old) == Class::Type => shape(pairs, old, new, findings),
            ItemKind::Variant if old.on_wire("tag") != new.on_wire("tag") => {
                let tag = |item: &Item| item.on_wire("tag").unwrap_or("none").to_owned();
                let message = format!("the tag of `{}` is {}, and was {}", short(&new.path), tag(new), tag(old));
                used(findings.wire(Rule::ConstantChanged, (Version::New, &new.identity), message), pairs.old, old);
            }
            _ => {}
        }
    }
    members(pairs, findings);
}

/// Describes a type in words.
fn described(item: &Item) -> String {
    match (item.kind, item.on_wire("type").unwrap_or_default()) {
        (ItemKind::Struct, "object") => "an object with properties".to_owned(),
        (ItemKind::Enum, "union") => "one of several types".to_owned(),
        (ItemKind::Enum, ty) => format!("one of several values ({ty})"),
        (_, "object") => "any object".to_owned(),
        (_, ty) => plain(ty),
    }
}

/// A type that is another kind of item, or has other rules.
fn shape(pairs: &Pairs<'_>, old: &Item, new: &Item, findings: &mut Findings) {
    let place = (Version::New, new.identity.as_str());
    let what = called(new);
    if old.kind != new.kind || old.on_wire("type") != new.on_wire("type") {
        let effect = compatible::of_items(pairs, old, new);
        type_change(effect, &format!("{what} is {}, and was {}", described(new), described(old)), |rule, message| {
            used(findings.wire(rule, place, message), pairs.old, old).with(effect);
        });
        return;
    }
    for (direction, text) in limits::changed(old, new) {
        used(findings.wire(rule_of(direction), place, format!("{what}: {text}")), pairs.old, old);
    }
}

fn property(pairs: &Pairs<'_>, old: &Item, new: &Item, findings: &mut Findings) {
    let place = (Version::New, new.identity.as_str());
    let what = called(new);
    let is_sent = new.on_wire("access") != Some("read-only");
    let mut found = |rule: Rule, message: String| {
        let finding = used(findings.wire(rule, place, message), pairs.old, old);
        if !is_sent {
            finding.effect.request = Wire::None;
        }
    };
    for rule in compatible::presence(old, new) {
        let word = match rule {
            Rule::BecameRequired => "required",
            Rule::BecameOptional => "optional",
            Rule::BecameNotNullable => "not nullable",
            _ => "nullable",
        };
        found(rule, format!("{what} is {word} now"));
    }
    for (direction, text) in limits::changed(old, new) {
        found(rule_of(direction), format!("{what}: {text}"));
    }
    let value = |item: &Item, key: &str| item.on_wire(key).unwrap_or("none").to_owned();
    if old.on_wire("default") != new.on_wire("default") {
        let message = format!("{what} has the default {}, and had {}", value(new, "default"), value(old, "default"));
        found(Rule::DefaultChanged, message);
    }
    if let (Some(before), Some(now)) = (old.on_wire("const"), new.on_wire("const"))
        && before != now
    {
        found(Rule::ConstantChanged, format!("{what} is always {now}, and was {before}"));
    }
    if old.on_wire("access") != new.on_wire("access") {
        let is_optional = old.on_wire("presence").is_some_and(|presence| presence.starts_with("optional"));
        match new.on_wire("access") {
            Some("read-only") => {
                let message = format!("{what} is read-only now");
                used(findings.wire(Rule::BecameReadOnly, place, message), pairs.old, old);
            }
            Some(_) if is_optional => found(Rule::BecameWriteOnly, format!("{what} is write-only now")),
            Some(_) => found(Rule::RequiredBecameWriteOnly, format!("{what} is write-only now")),
            None => {}
        }
    }
    let (before, now) = (value(old, "type"), value(new, "type"));
    if before != now {
        let effect = compatible::effect(pairs, &before, &now);
        type_change(effect, &format!("{what} is {}, and was {}", plain(&now), plain(&before)), |rule, message| {
            used(findings.wire(rule, place, message), pairs.old, old).with(effect);
        });
    }
}

/// Properties, values and alternatives that are new or gone, of types that both versions have.
fn members(pairs: &Pairs<'_>, findings: &mut Findings) {
    let same =
        pairs.both.iter().filter(|(old, new)| old.kind == new.kind && old.on_wire("type") == new.on_wire("type"));
    let both: BTreeSet<&str> = same.flat_map(|(old, new)| [old.path.as_str(), new.path.as_str()]).collect();
    let is_member = |item: &&&Item| {
        item.path.starts_with("models::")
            && both.contains(item.parent())
            && !item.wire.is_empty()
            && matches!(item.kind, ItemKind::Field | ItemKind::Variant)
    };
    let mut removed: Vec<&Item> = pairs.removed.iter().filter(is_member).copied().collect();
    let mut added: Vec<&Item> = pairs.added.iter().filter(is_member).copied().collect();
    for (old, new) in renamed(&mut removed, &mut added) {
        let rule = if is_required(old) { Rule::RequiredPropertyRenamed } else { Rule::PropertyRenamed };
        let message = format!("{} is called `{}` now", called(old), new.on_wire("name").unwrap_or_default());
        used(findings.wire(rule, (Version::New, &new.identity), message), pairs.old, old);
        findings.renames.insert(old.identity.clone(), new.identity.clone());
    }
    for old in removed {
        let (rule, message) = match old.kind {
            ItemKind::Field if is_required(old) => (Rule::RequiredPropertyRemoved, format!("{} is gone", called(old))),
            ItemKind::Field => (Rule::PropertyRemoved, format!("{} is gone", called(old))),
            _ if old.on_wire("value").is_some() => {
                let value = old.on_wire("value").unwrap_or_default();
                (Rule::EnumValueRemoved, format!("the value `{value}` of `{}` is gone", short(old.parent())))
            }
            _ => (
                Rule::AlternativeRemoved,
                format!("the alternative `{}` of `{}` is gone", old.name(), short(old.parent())),
            ),
        };
        used(findings.wire(rule, (Version::Old, &old.identity), message), pairs.old, old);
    }
    for new in added {
        let (rule, message) = match new.kind {
            ItemKind::Field if is_required(new) => {
                (Rule::RequiredPropertyAdded, format!("{} is new and required", called(new)))
            }
            ItemKind::Field => (Rule::PropertyAdded, format!("{} is new", called(new))),
            _ if new.on_wire("value").is_some() => {
                let value = new.on_wire("value").unwrap_or_default();
                (Rule::EnumValueAdded, format!("the value `{value}` of `{}` is new", short(new.parent())))
            }
            _ => (
                Rule::AlternativeAdded,
                format!("the alternative `{}` of `{}` is new", new.name(), short(new.parent())),
            ),
        };
        let finding = used(findings.wire(rule, (Version::New, &new.identity), message), pairs.new, new);
        if new.on_wire("access") == Some("read-only") {
            finding.with(Effect::NONE);
        }
    }
}

fn is_required(item: &Item) -> bool {
    item.on_wire("presence").is_some_and(|presence| !presence.starts_with("optional"))
}

/// Takes properties that have another name out of those that are gone and new: the only one of a type that is gone from a struct, if a
/// single one like it is new.
fn renamed<'a>(removed: &mut Vec<&'a Item>, added: &mut Vec<&'a Item>) -> Vec<(&'a Item, &'a Item)> {
    let (before, now) = (by_slot(removed), by_slot(added));
    let like = |old: &'a Item| -> Option<&'a Item> {
        let slot = slot(old)?;
        let [_] = before.get(&slot)?.as_slice() else { return None };
        let is_like =
            |new: &&&Item| ["presence", "access", "const"].iter().all(|key| old.on_wire(key) == new.on_wire(key));
        let mut candidates = now.get(&slot)?.iter().filter(is_like);
        let new = candidates.next()?;
        candidates.next().is_none().then_some(*new)
    };
    let found: Vec<(&Item, &Item)> = removed.iter().filter_map(|old| Some((*old, like(old)?))).collect();
    let taken: BTreeSet<*const Item> =
        found.iter().flat_map(|(old, new)| [*old, *new]).map(std::ptr::from_ref).collect();
    removed.retain(|old| !taken.contains(&std::ptr::from_ref(*old)));
    added.retain(|new| !taken.contains(&std::ptr::from_ref(*new)));
    found
}

/// The struct and the type of a property; `None` for other items.
type Slot<'a> = (&'a str, Option<&'a str>);

fn slot(item: &Item) -> Option<Slot<'_>> {
    (item.kind == ItemKind::Field).then(|| (item.parent(), item.on_wire("type")))
}

fn by_slot<'a>(items: &[&'a Item]) -> BTreeMap<Slot<'a>, Vec<&'a Item>> {
    let mut slots: BTreeMap<Slot<'a>, Vec<&'a Item>> = BTreeMap::new();
    for item in items {
        if let Some(slot) = slot(item) {
            slots.entry(slot).or_default().push(item);
        }
    }
    slots
}
