//! Compares types of the wire: the effect if one side has the old type and the other one the new.

use super::findings::Effect;
use super::limits::{self, Direction};
use super::matching::Pairs;
use super::wire_type::WireType;
use super::{Rule, Wire};
use crate::surface::{Item, ItemKind};

/// How deep types that are not the same item are compared.
const DEPTH: usize = 12;

/// Old clients neither send nor read the new type.
const CHANGED: Effect = Effect::of_rule(Rule::TypeChanged);
/// Only part of the values that it sends is accepted.
const FEWER: Effect = Effect { request: Wire::Breaks, response: Wire::None };
/// It reads further values, which it cannot decode.
const MORE: Effect = Effect { request: Wire::None, response: Wire::Breaks };
const PERHAPS_FEWER: Effect = Effect { request: Wire::MayBreak, response: Wire::None };
const PERHAPS_MORE: Effect = Effect { request: Wire::None, response: Wire::MayBreak };

/// Returns the effect of a type that changed.
pub(super) fn effect(pairs: &Pairs<'_>, old: &str, new: &str) -> Effect {
    compare(pairs, &WireType::parse(old), &WireType::parse(new), DEPTH)
}

fn compare(pairs: &Pairs<'_>, old: &WireType, new: &WireType, depth: usize) -> Effect {
    use WireType::{Any, List, Map, Model, Nullable, Object, Scalar, Tuple};
    let Some(depth) = depth.checked_sub(1) else { return Effect::NONE };
    let inner = |old: &WireType, new: &WireType| compare(pairs, old, new, depth);
    match (old, new) {
        (old, new) if old == new && old.models().is_empty() => Effect::NONE,
        (Nullable(old), Nullable(new)) | (List(old), List(new)) | (Map(old), Map(new)) => inner(old, new),
        (Any, _) | (Object, Map(_)) => PERHAPS_FEWER,
        (_, Any) | (Map(_), Object) => PERHAPS_MORE,
        (Nullable(old), new) => inner(old, new).and(FEWER),
        (old, Nullable(new)) => inner(old, new).and(MORE),
        // Changes within an item of both versions are reported there.
        (Model(old), Model(new)) if pairs.names.get(old.as_str()) == Some(&new.as_str()) => Effect::NONE,
        (Model(old), new) => match pairs.old.types.get(old.as_str()) {
            Some(item) => of_old_model(pairs, item, new, depth),
            None => CHANGED,
        },
        (old, Model(new)) => match pairs.new.types.get(new.as_str()) {
            Some(item) => of_new_model(pairs, old, item, depth),
            None => CHANGED,
        },
        (Tuple(old), Tuple(new)) if old.len() == new.len() => {
            old.iter().zip(new).fold(Effect::NONE, |effect, (old, new)| effect.and(inner(old, new)))
        }
        (Scalar(old, old_format), Scalar(new, new_format)) => scalars((old, old_format), (new, new_format)),
        _ => CHANGED,
    }
}

fn scalars(old: (&str, &str), new: (&str, &str)) -> Effect {
    match (old, new) {
        (("integer", old), ("integer", new)) => integers(old, new),
        (("number", _), ("number", _)) | (("binary" | "file", _), ("binary" | "file", _)) => Effect::NONE,
        (("integer", _), ("number", _)) => MORE,
        (("number", _), ("integer", _)) => FEWER,
        (("string", ""), ("string", _)) => PERHAPS_FEWER,
        (("string", _), ("string", "")) => PERHAPS_MORE,
        _ => CHANGED,
    }
}

fn integers(old: &str, new: &str) -> Effect {
    let bits = |format: &str| format.trim_start_matches("uint").trim_start_matches("int").parse::<u32>().unwrap_or(64);
    let (is_signed, was_signed) = (!new.starts_with('u'), !old.starts_with('u'));
    let range = |format: &str, signed: bool| if signed { bits(format) - 1 } else { bits(format) };
    let (before, now) = (range(old, was_signed), range(new, is_signed));
    let (loses_negative, gains_negative) = (was_signed && !is_signed, is_signed && !was_signed);
    let fewer = if now < before || loses_negative { PERHAPS_FEWER } else { Effect::NONE };
    let more = if now > before || gains_negative { PERHAPS_MORE } else { Effect::NONE };
    fewer.and(more)
}

/// Returns the effect of an item that has another kind or shape.
pub(super) fn of_items(pairs: &Pairs<'_>, old: &Item, new: &Item) -> Effect {
    match (alias(old), alias(new)) {
        (Some(old), Some(new)) => compare(pairs, &WireType::parse(old), &WireType::parse(new), DEPTH),
        (Some(old), None) => of_new_model(pairs, &WireType::parse(old), new, DEPTH),
        (None, Some(new)) => of_old_model(pairs, old, &WireType::parse(new), DEPTH),
        (None, None) => shapes(pairs, old, new, DEPTH),
    }
}

/// The type that an item is another name for.
fn alias(item: &Item) -> Option<&str> {
    let is_alias = item.kind == ItemKind::Type || (item.kind == ItemKind::Struct && item.signature.starts_with('('));
    item.on_wire("type").filter(|_| is_alias)
}

fn of_old_model(pairs: &Pairs<'_>, old: &Item, new: &WireType, depth: usize) -> Effect {
    let Some(depth) = depth.checked_sub(1) else { return Effect::NONE };
    if let Some(aliased) = alias(old) {
        return compare(pairs, &WireType::parse(aliased), new, depth);
    }
    match new {
        WireType::Model(path) => match pairs.new.types.get(path.as_str()) {
            Some(new) => match alias(new) {
                Some(aliased) => of_old_model(pairs, old, &WireType::parse(aliased), depth),
                None => shapes(pairs, old, new, depth),
            },
            None => CHANGED,
        },
        WireType::Object | WireType::Map(_) if old.on_wire("type") == Some("object") => match new {
            WireType::Object => PERHAPS_MORE,
            _ => CHANGED,
        },
        WireType::Scalar(name, format) => match old.on_wire("type") {
            // Open enumerations read every value.
            Some(ty) if ty == name && old.kind == ItemKind::Enum && format.is_empty() => Effect::NONE,
            Some(ty) if ty == name && old.kind == ItemKind::Enum => PERHAPS_FEWER,
            Some(ty) if ty == name && old.kind == ItemKind::Struct && format.is_empty() => Effect::NONE,
            Some(ty) => compare(pairs, &WireType::parse(ty), new, depth),
            None => CHANGED,
        },
        _ => CHANGED,
    }
}

fn of_new_model(pairs: &Pairs<'_>, old: &WireType, new: &Item, depth: usize) -> Effect {
    let Some(depth) = depth.checked_sub(1) else { return Effect::NONE };
    if let Some(aliased) = alias(new) {
        return compare(pairs, old, &WireType::parse(aliased), depth);
    }
    match (old, new.on_wire("type")) {
        (WireType::Object, Some("object")) => PERHAPS_FEWER,
        (WireType::Scalar(name, _), Some(ty)) if name == ty => FEWER,
        (WireType::Scalar(..), Some(ty)) => compare(pairs, old, &WireType::parse(ty), depth),
        _ => CHANGED,
    }
}

/// Compares two items that are not aliases.
fn shapes(pairs: &Pairs<'_>, old: &Item, new: &Item, depth: usize) -> Effect {
    let Some(depth) = depth.checked_sub(1) else { return Effect::NONE };
    match (old.on_wire("type"), new.on_wire("type")) {
        (Some("object"), Some("object")) => objects(pairs, old, new, depth),
        (Some("union"), Some("union")) => Effect::NONE,
        (Some("union"), Some(_)) => {
            let is_alternative =
                alternatives(pairs.old.members_of(&old.path), |path| pairs.names.get(path) == Some(&new.path.as_str()));
            if is_alternative { FEWER } else { CHANGED }
        }
        (Some(_), Some("union")) => {
            let now = pairs.names.get(old.path.as_str()).copied();
            let is_alternative = alternatives(pairs.new.members_of(&new.path), |path| now == Some(path));
            if is_alternative { PERHAPS_MORE } else { CHANGED }
        }
        (Some(before), Some(now)) if before == now => strings(pairs, old, new),
        _ => CHANGED,
    }
}

fn alternatives(members: &[&Item], is_it: impl Fn(&str) -> bool) -> bool {
    let variants = members.iter().filter(|member| member.kind == ItemKind::Variant);
    variants.filter_map(|variant| variant.on_wire("type")).any(is_it)
}

/// Enumerations and checked strings.
fn strings(pairs: &Pairs<'_>, old: &Item, new: &Item) -> Effect {
    let values = |members: &[&Item]| -> Vec<String> {
        members.iter().filter_map(|member| member.on_wire("value")).map(str::to_owned).collect()
    };
    let (before, now) = (values(pairs.old.members_of(&old.path)), values(pairs.new.members_of(&new.path)));
    let loses = match (old.kind, new.kind) {
        (ItemKind::Enum, ItemKind::Enum) => before.iter().any(|value| !now.contains(value)),
        (_, ItemKind::Enum) => true,
        _ => false,
    };
    let tightened = limits::changed(old, new).iter().any(|(direction, _)| *direction == Direction::Tightened);
    if loses || tightened { FEWER } else { Effect::NONE }
}

fn objects(pairs: &Pairs<'_>, old: &Item, new: &Item, depth: usize) -> Effect {
    let (before, now) = (fields(pairs.old.members_of(&old.path)), fields(pairs.new.members_of(&new.path)));
    let mut effect = Effect::NONE;
    for field in &before {
        let is_required = field.on_wire("presence").is_some_and(|presence| !presence.starts_with("optional"));
        effect = effect.and(match named(&now, field) {
            None if is_required => Effect::of_rule(Rule::RequiredPropertyRemoved),
            None => Effect::of_rule(Rule::PropertyRemoved),
            Some(other) => {
                let types = (field.on_wire("type").unwrap_or_default(), other.on_wire("type").unwrap_or_default());
                let inner = compare(pairs, &WireType::parse(types.0), &WireType::parse(types.1), depth);
                presence(field, other).into_iter().fold(inner, |effect, rule| effect.and(Effect::of_rule(rule)))
            }
        });
    }
    for field in now.iter().filter(|field| named(&before, field).is_none()) {
        if field.on_wire("presence").is_some_and(|presence| !presence.starts_with("optional")) {
            effect = effect.and(Effect::of_rule(Rule::RequiredPropertyAdded));
        }
    }
    effect
}

fn fields<'i>(members: &[&'i Item]) -> Vec<&'i Item> {
    members.iter().filter(|member| member.kind == ItemKind::Field).copied().collect()
}

/// The field with the name that another one has on the wire.
fn named<'i>(fields: &[&'i Item], other: &Item) -> Option<&'i Item> {
    fields.iter().find(|field| field.on_wire("name") == other.on_wire("name")).copied()
}

/// Returns the rules that describe how the presence of a value changed.
pub(super) fn presence(old: &Item, new: &Item) -> Vec<Rule> {
    let is_optional = |item: &Item| item.on_wire("presence").is_some_and(|presence| presence.starts_with("optional"));
    let is_nullable = |item: &Item| item.on_wire("presence").is_some_and(|presence| presence.ends_with("nullable"));
    let mut rules = Vec::new();
    match (is_optional(old), is_optional(new)) {
        (true, false) => rules.push(Rule::BecameRequired),
        (false, true) => rules.push(Rule::BecameOptional),
        _ => {}
    }
    match (is_nullable(old), is_nullable(new)) {
        (false, true) if is_optional(old) => rules.push(Rule::OptionalBecameNullable),
        (false, true) => rules.push(Rule::BecameNullable),
        (true, false) => rules.push(Rule::BecameNotNullable),
        _ => {}
    }
    rules
}
