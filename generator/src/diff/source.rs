//! Judges the source of users who update the crate, by the Rust side of both listings.

mod arguments;
mod marks;
mod shared;

use super::findings::Findings;
use super::identity::{Class, anchor};
use super::matching::Pairs;
use super::signature::{arguments, with_names};
use super::{Rule, Source, Version};
use crate::surface::{Item, ItemKind};

/// Compares the Rust side of all items.
pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    for (old, new) in &pairs.both {
        if !is_item(old) || !is_item(new) {
            continue;
        }
        names(pairs, old, new, findings);
        credentials(old, new, findings);
        if Class::of_item(old) == Class::Input || is_bundle(old) {
            continue;
        }
        match old.kind {
            ItemKind::New | ItemKind::Begin => {}
            ItemKind::Set | ItemKind::Clear => setter(pairs, old, new, findings),
            _ if Class::of_item(old) == Class::Type => kinds(pairs, old, new, findings),
            _ => signature(pairs, old, new, findings),
        }
    }
    inputs(pairs, findings);
    for old in pairs.removed.iter().filter(|item| is_item(item) && !is_bundle(item)) {
        let message = format!("`{}` is gone", old.path);
        let rule = if is_model(old) { Rule::SchemaRemoved } else { Rule::ItemRemoved };
        findings.source(rule, (Version::Old, anchor(old)), Source::Breaks, (&old.path, message));
    }
    for new in pairs.added.iter().filter(|item| is_item(item) && !is_bundle(item)) {
        let message = format!("`{}` is new", new.path);
        let rule = if is_model(new) { Rule::SchemaAdded } else { Rule::ItemAdded };
        findings.source(rule, (Version::New, anchor(new)), Source::Added, (&new.path, message));
    }
    arguments::compare(pairs, findings);
    marks::compare(pairs, findings);
    shared::compare(pairs, findings);
}

fn is_model(item: &Item) -> bool {
    Class::of_item(item) == Class::Type && item.path.starts_with("models::")
}

/// Returns true if code can name the item of this line.
fn is_item(item: &Item) -> bool {
    !matches!(item.kind, ItemKind::Argument | ItemKind::Fixed | ItemKind::Response)
}

/// Returns true for a struct that holds arguments, and its fields: arguments are compared as such.
fn is_bundle(item: &Item) -> bool {
    let mut words = item.identity.rsplitn(2, ' ');
    words.next().is_some_and(|last| last == "required" || last.starts_with("required:")) && words.next().is_some()
}

/// Items whose name or place is another one.
fn names(pairs: &Pairs<'_>, old: &Item, new: &Item, findings: &mut Findings) {
    let parent = old.parent();
    let expected = match pairs.names.get(parent).filter(|_| !parent.is_empty()) {
        Some(now) => format!("{now}{}", old.path.strip_prefix(parent).unwrap_or_default()),
        None => old.path.clone(),
    };
    if expected == new.path || is_bundle(old) {
        return;
    }
    let is_function =
        matches!(old.kind, ItemKind::Begin | ItemKind::Set | ItemKind::Clear | ItemKind::Fn | ItemKind::Send);
    let types = |item: &Item| -> Vec<String> {
        arguments(&item.signature).iter().map(|one| with_names(one.ty, &pairs.names)).collect()
    };
    let reused = pairs.new.items_at(&old.path).find(|item| item.kind == old.kind);
    let is_reused =
        reused.is_some_and(|item| is_function && types(item) == types(old) && item.identity != old.identity);
    let (rule, source) =
        if is_reused { (Rule::NameReused, Source::BreaksSilently) } else { (Rule::Renamed, Source::Breaks) };
    let message = match rule {
        Rule::NameReused => format!("`{}` is something else now; `{}` has its place", old.path, new.path),
        _ => format!("`{}` is `{}` now", old.path, new.path),
    };
    findings.source(rule, (Version::New, anchor(new)), source, (&old.path, message));
}

/// Constructors that take the credential of another scheme by the same signature. A scheme that has another name, or is sent in
/// another way, is the same one.
fn credentials(old: &Item, new: &Item, findings: &mut Findings) {
    let Some((before, now)) = old.on_wire("credential").zip(new.on_wire("credential")) else { return };
    let is_another = before != now && old.on_wire("kind") != new.on_wire("kind");
    if is_another && old.signature == new.signature {
        let message = format!("`{}` takes the credential of `{now}`, and took that of `{before}`", new.path);
        let place = (Version::New, anchor(new));
        findings.source(Rule::NameReused, place, Source::BreaksSilently, (&new.path, message));
    }
}

/// Types that are another kind of item, or stand for another type.
fn kinds(pairs: &Pairs<'_>, old: &Item, new: &Item, findings: &mut Findings) {
    let place = (Version::New, anchor(new));
    if old.kind == new.kind {
        signature(pairs, old, new, findings);
    } else {
        let message = format!("`{}` is {}, and was {}", new.path, word(new.kind), word(old.kind));
        findings.source(Rule::KindChanged, place, Source::Breaks, (&new.path, message));
    }
}

const fn word(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Type => "a type alias",
        ItemKind::Enum => "an enum",
        _ => "a struct",
    }
}

/// Fields, results and the like with another type.
fn signature(pairs: &Pairs<'_>, old: &Item, new: &Item, findings: &mut Findings) {
    if with_names(&old.signature, &pairs.names) == new.signature || old.kind == ItemKind::Const {
        return;
    }
    let shown = |item: &Item| item.signature.trim_start_matches([':', ' ', '=']).to_owned();
    let message = format!("`{}` is `{}`, and was `{}`", new.path, shown(new), shown(old));
    findings.source(Rule::SignatureChanged, (Version::New, anchor(new)), Source::Breaks, (&new.path, message));
}

/// Setters that take another type.
fn setter(pairs: &Pairs<'_>, old: &Item, new: &Item, findings: &mut Findings) {
    let (before, now) = (arguments(&old.signature), arguments(&new.signature));
    let types = before.first().map(|one| with_names(one.ty, &pairs.names)).zip(now.first());
    let source = match types {
        Some((before, now)) => arguments::accepts(pairs, &before, now.ty),
        None if before.len() == now.len() => Source::None,
        None => Source::Breaks,
    };
    if source > Source::None {
        let ty = |list: &[super::signature::Argument<'_>]| list.first().map_or("nothing", |one| one.ty).to_owned();
        let message = format!("`{}` takes `{}`, and took `{}`", new.path, ty(&now), ty(&before));
        findings.source(Rule::SignatureChanged, (Version::New, anchor(new)), source, (&new.path, message));
    }
}

/// Inputs that have become a setter or an argument, and setters with another type.
fn inputs(pairs: &Pairs<'_>, findings: &mut Findings) {
    for (old, new) in pairs.both.iter().filter(|(old, _)| Class::of_item(old) == Class::Input) {
        let place = (Version::New, new.identity.as_str());
        match (old.kind, new.kind) {
            (ItemKind::Set, ItemKind::Set) => {
                setter(pairs, old, new, findings);
            }
            (ItemKind::Set, _) => {
                let message = format!("the setter `{}` is gone", old.path);
                findings.source(Rule::ItemRemoved, place, Source::Breaks, (&old.path, message));
            }
            (_, ItemKind::Set) => {
                let message = format!("the setter `{}` is new", new.path);
                findings.source(Rule::ItemAdded, place, Source::Added, (&new.path, message));
            }
            // Constructors are compared as a whole.
            _ => {}
        }
    }
}
