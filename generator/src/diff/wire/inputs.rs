//! Parameters and request bodies.

use std::collections::BTreeSet;

use super::super::compatible;
use super::super::findings::{Effect, Findings};
use super::super::identity::{Class, operation_of};
use super::super::limits::{self, Direction};
use super::super::matching::Pairs;
use super::super::wire_type::WireType;
use super::super::{Rule, Version, Wire};
use super::wording::{called, of_operation, plain, used};
use crate::surface::{Item, ItemKind};

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    let is_input = |item: &Item| Class::of_item(item) == Class::Input;
    for (old, new) in pairs.both.iter().filter(|(old, _)| is_input(old)) {
        pair(pairs, old, new, findings);
    }
    let (mut removed, mut added): (Vec<&Item>, Vec<&Item>) = (Vec::new(), Vec::new());
    // Those of operations that are gone or new go with them.
    let operations: BTreeSet<&str> =
        pairs.both.iter().flat_map(|(old, new)| [&*old.identity, &*new.identity]).collect();
    let is_kept = |item: &Item| operation_of(&item.identity).is_some_and(|operation| operations.contains(operation));
    removed.extend(pairs.removed.iter().filter(|item| is_input(item) && is_kept(item)));
    added.extend(pairs.added.iter().filter(|item| is_input(item) && is_kept(item)));
    for (old, new) in renamed(&mut removed, &mut added) {
        let is_moved = old.on_wire("name") == new.on_wire("name");
        let (rule, message) = if is_moved {
            (Rule::ParameterMoved, format!("{}{} is {} now", called(old), of_operation(new), called(new)))
        } else {
            let name = new.on_wire("name").unwrap_or_default();
            (Rule::ParameterRenamed, format!("{}{} is called `{name}` now", called(old), of_operation(new)))
        };
        used(findings.wire(rule, (Version::New, &new.identity), message), pairs.old, old);
        findings.renames.insert(old.identity.clone(), new.identity.clone());
    }
    for old in removed {
        let rule = if old.on_wire("in").is_some() { Rule::ParameterRemoved } else { Rule::BodyRemoved };
        let message = format!("{}{} is gone", called(old), of_operation(old));
        used(findings.wire(rule, (Version::Old, &old.identity), message), pairs.old, old);
    }
    for new in added {
        let is_required = new.on_wire("presence") == Some("required");
        let rule = match (new.on_wire("in").is_some(), is_required, new.kind == ItemKind::Fixed) {
            (true, _, true) => Rule::FixedParameterAdded,
            (true, true, _) => Rule::RequiredParameterAdded,
            (true, false, _) => Rule::ParameterAdded,
            (false, true, _) => Rule::RequiredBodyAdded,
            (false, false, _) => Rule::BodyAdded,
        };
        let required = if is_required { " and required" } else { "" };
        let message = format!("{}{} is new{required}", called(new), of_operation(new));
        used(findings.wire(rule, (Version::New, &new.identity), message), pairs.new, new);
    }
}

/// Takes parameters that have another name or place out of those that are gone and new.
fn renamed<'a>(removed: &mut Vec<&'a Item>, added: &mut Vec<&'a Item>) -> Vec<(&'a Item, &'a Item)> {
    let mut found = Vec::new();
    removed.retain(|old| {
        let of_same = |item: &&Item| operation_of(&item.identity) == operation_of(&old.identity);
        let is_like = |new: &&Item| of_same(new) && old.on_wire("in").is_some() && is_alike(old, new);
        let mut candidates = added.iter().filter(|new| is_like(new));
        let (first, second) = (candidates.next().copied(), candidates.next());
        match (first, second) {
            (Some(new), None) => {
                added.retain(|one| !std::ptr::eq(*one, new));
                found.push((*old, new));
                false
            }
            _ => true,
        }
    });
    found
}

fn is_alike(old: &Item, new: &Item) -> bool {
    let same = |key: &str| old.on_wire(key) == new.on_wire(key);
    let is_moved = same("name") && !same("in");
    let is_renamed = same("in") && !same("name");
    (is_moved || is_renamed) && same("type") && same("presence") && same("const")
}

fn pair(pairs: &Pairs<'_>, old: &Item, new: &Item, findings: &mut Findings) {
    let what = format!("{}{}", called(new), of_operation(new));
    let place = (Version::New, new.identity.as_str());
    let mut found = |rule: Rule, message: String| {
        used(findings.wire(rule, place, message), pairs.old, old);
    };
    for rule in compatible::presence(old, new) {
        let word = if rule == Rule::BecameRequired { "required" } else { "optional" };
        found(rule, format!("{what} is {word} now"));
    }
    let changed = |key: &str| old.on_wire(key) != new.on_wire(key);
    let value = |item: &Item, key: &str| item.on_wire(key).unwrap_or("none").to_owned();
    if changed("in") {
        found(Rule::ParameterMoved, format!("{}{} is {} now", called(old), of_operation(new), called(new)));
    } else if is_renamed(old, new) {
        let name = value(new, "name");
        found(Rule::ParameterRenamed, format!("{}{} is called `{name}` now", called(old), of_operation(new)));
    }
    if !changed("in") && (changed("style") || changed("content")) {
        let style = |item: &Item| item.on_wire("style").or(item.on_wire("content")).unwrap_or_default().to_owned();
        found(Rule::StyleChanged, format!("{what} has the style {}, and had {}", style(new), style(old)));
    }
    if changed("default") {
        found(
            Rule::DefaultChanged,
            format!("{what} has the default {}, and had {}", value(new, "default"), value(old, "default")),
        );
    }
    if changed("const") && old.on_wire("const").is_some() && new.on_wire("const").is_some() {
        found(
            Rule::ConstantChanged,
            format!("{what} is always {}, and was {}", value(new, "const"), value(old, "const")),
        );
    }
    let rules = limits::changed(old, new);
    for (direction, text) in &rules {
        found(rule_of(*direction), format!("{what}: {text}"));
    }
    if old.on_wire("in").is_none() {
        media_types(pairs, old, new, &what, findings);
    } else if changed("type") {
        let (before, now) = (value(old, "type"), value(new, "type"));
        let mut effect = parameter_effect(pairs, &before, &now);
        if !rules.is_empty() && effect.response == Wire::None {
            // The type is the string with those rules.
            effect = Effect::NONE;
        }
        type_change(effect, &format!("{what} is {}, and was {}", plain(&now), plain(&before)), |rule, message| {
            used(findings.wire(rule, place, message), pairs.old, old).with(effect);
        });
    }
}

/// Returns true if a parameter has another name on the wire. Those of the path are known by their position, and headers in any case.
fn is_renamed(old: &Item, new: &Item) -> bool {
    let (before, now) = (old.on_wire("name").unwrap_or_default(), new.on_wire("name").unwrap_or_default());
    match new.on_wire("in") {
        Some("path") => false,
        Some("header") => !before.eq_ignore_ascii_case(now),
        _ => before != now,
    }
}

/// A single value is written like a list of it.
fn parameter_effect(pairs: &Pairs<'_>, old: &str, new: &str) -> Effect {
    match WireType::parse(new) {
        WireType::List(item) if *item == WireType::parse(old) => Effect::NONE,
        _ => compatible::effect(pairs, old, new),
    }
}

/// Reports a type that changed, if that has an effect.
pub(super) fn type_change(effect: Effect, message: &str, found: impl FnOnce(Rule, String)) {
    let rule = match (effect.request > Wire::None, effect.response > Wire::None) {
        (true, true) => Rule::TypeChanged,
        (true, false) => Rule::TypeNarrowed,
        (false, true) => Rule::TypeWidened,
        (false, false) => return,
    };
    found(rule, message.to_owned());
}

pub(super) const fn rule_of(direction: Direction) -> Rule {
    match direction {
        Direction::Tightened => Rule::RuleTightened,
        Direction::Loosened => Rule::RuleLoosened,
    }
}

/// The media types of a request body.
fn media_types(pairs: &Pairs<'_>, old: &Item, new: &Item, what: &str, findings: &mut Findings) {
    let place = (Version::New, new.identity.as_str());
    for (key, before) in old.wire.iter().filter(|(key, _)| key.contains('/')) {
        match new.on_wire(key) {
            None => {
                let message = format!("{what} cannot be {key} any more");
                used(findings.wire(Rule::MediaTypeRemoved, place, message), pairs.old, old);
            }
            Some(now) if now != before => {
                let effect = compatible::effect(pairs, before, now);
                type_change(
                    effect,
                    &format!("{what} is {}, and was {}", plain(now), plain(before)),
                    |rule, message| {
                        used(findings.wire(rule, place, message), pairs.old, old).with(effect);
                    },
                );
            }
            Some(_) => {}
        }
    }
    for (key, _) in new.wire.iter().filter(|(key, _)| key.contains('/') && old.on_wire(key).is_none()) {
        let message = format!("{what} can be {key}");
        used(findings.wire(Rule::MediaTypeAdded, place, message), pairs.old, old);
    }
}
