//! Arguments of constructors: of models, operations, and the methods that begin operations.

use std::collections::BTreeMap;

use super::super::findings::Findings;
use super::super::identity::{anchor, normalized, operation_of};
use super::super::index::Index;
use super::super::matching::Pairs;
use super::super::signature::{self, Argument};
use super::super::{Rule, Source, Version};
use crate::surface::{Item, ItemKind};

pub(super) fn compare(pairs: &Pairs<'_>, findings: &mut Findings) {
    for (old, new) in pairs.both.iter().filter(|(old, _)| matches!(old.kind, ItemKind::New | ItemKind::Begin)) {
        Functions { pairs, old, new }.compare(findings);
    }
}

/// Returns what happens to code that passes a value of the old type where the new one is expected.
pub(super) fn accepts(pairs: &Pairs<'_>, old: &str, new: &str) -> Source {
    if old == new {
        return Source::None;
    }
    let inside = |text: &'_ str, outer: &str| -> Option<String> {
        text.strip_prefix(outer).and_then(|rest| rest.strip_suffix('>')).map(str::to_owned)
    };
    // A list takes what its items take.
    let item = "impl IntoIterator<Item = ";
    if let (Some(old), Some(new)) = (inside(old, item), inside(new, item)) {
        return accepts(pairs, &old, &new);
    }
    let (into, argument) = ("impl Into<", "impl Argument<");
    if let Some(target) = inside(new, into) {
        let converts = pairs.new.types.get(target.as_str()).is_some_and(|item| item.marked("from").any(|ty| ty == old));
        if converts || target == old {
            return Source::Inference;
        }
    }
    let is_text = old == "impl Into<String>";
    let is_checked = inside(new, argument).is_some() && is_text;
    // Every enumeration of strings converts from `&str` and `String`.
    let is_enumeration = inside(new, into).is_some_and(|target| {
        let item = pairs.new.types.get(target.as_str());
        item.is_some_and(|item| item.kind == ItemKind::Enum && item.on_wire("type") == Some("string"))
    });
    if is_checked || (is_enumeration && is_text) { Source::Inference } else { Source::Breaks }
}

/// An argument with the identity that it sets.
struct Named<'a> {
    argument: Argument<'a>,
    /// True if it is passed by name, in a struct.
    by_name: bool,
    /// Without the names of path parameters.
    key: String,
    identity: String,
}

/// A constructor in both versions.
struct Functions<'a> {
    pairs: &'a Pairs<'a>,
    old: &'a Item,
    new: &'a Item,
}

impl<'a> Functions<'a> {
    fn compare(&self, findings: &mut Findings) {
        let before = list(self.pairs.old, self.old);
        let now = list(self.pairs.new, self.new);
        let same = |one: &Named<'_>, other: &Named<'_>| one.key == other.key;
        let path = self.new.path.as_str();
        let mut explained = false;
        for old in before.iter().filter(|old| !now.iter().any(|new| same(old, new))) {
            let message = format!("`{path}` does not take `{}` any more", old.argument.name);
            let place = (Version::Old, old.identity.as_str());
            findings.source(Rule::SignatureChanged, place, Source::Breaks, (path, message));
            explained = true;
        }
        for new in &now {
            let place = (Version::New, new.identity.as_str());
            let Some(old) = before.iter().find(|old| same(old, new)) else {
                let message = format!("`{path}` takes `{}` as well", new.argument.name);
                findings.source(Rule::SignatureChanged, place, Source::Breaks, (path, message));
                explained = true;
                continue;
            };
            let ty = signature::with_names(old.argument.ty, &self.pairs.names);
            let source = accepts(self.pairs, &ty, new.argument.ty);
            if source > Source::None && old.by_name == new.by_name {
                let message = format!(
                    "`{path}` takes `{}: {}`, and took `{}`",
                    new.argument.name, new.argument.ty, old.argument.ty
                );
                findings.source(Rule::SignatureChanged, place, source, (path, message));
                explained |= source == Source::Breaks;
            }
        }
        if explained {
            return;
        }
        let changed = now.iter().filter(|new| before.iter().any(|old| same(old, new) && old.by_name != new.by_name));
        let changed: Vec<&Named<'_>> = changed.collect();
        if let Some(first) = changed.first() {
            let names = changed.iter().map(|one| one.argument.name).collect::<Vec<_>>().join("`, `");
            let message = format!("`{path}` takes `{names}` by {}", if first.by_name { "name" } else { "position" });
            findings.source(Rule::SignatureChanged, (Version::New, anchor(self.new)), Source::Breaks, (path, message));
            return;
        }
        let positional = |list: Vec<Named<'a>>| list.into_iter().filter(|one| !one.by_name).collect::<Vec<_>>();
        self.order(&positional(before), &positional(now), findings);
    }

    /// The order of arguments: if it differs, those of one type are swapped without an error of the compiler.
    fn order(&self, before: &[Named<'_>], now: &[Named<'_>], findings: &mut Findings) {
        if before.len() != now.len() || before.iter().zip(now).all(|(old, new)| old.key == new.key) {
            return;
        }
        let compiles = before.iter().zip(now).all(|(old, new)| {
            accepts(self.pairs, &signature::with_names(old.argument.ty, &self.pairs.names), new.argument.ty)
                < Source::Breaks
        });
        let shown = |list: &[Named<'_>]| list.iter().map(|one| one.argument.name).collect::<Vec<_>>().join(", ");
        let message = format!("`{}` takes ({}), and took ({})", self.new.path, shown(now), shown(before));
        let (rule, source) = if compiles {
            (Rule::ArgumentsSwapped, Source::BreaksSilently)
        } else {
            (Rule::SignatureChanged, Source::Breaks)
        };
        findings.source(rule, (Version::New, anchor(self.new)), source, (&self.new.path, message));
    }
}

/// The arguments of a constructor, those in a struct included.
fn list<'a>(index: &Index<'a>, item: &'a Item) -> Vec<Named<'a>> {
    let mut arguments: Vec<(Argument<'a>, bool)> = Vec::new();
    for argument in signature::arguments(&item.signature) {
        let Some(bundle) = index.types.get(argument.ty).filter(|item| super::is_bundle(item)) else {
            arguments.push((argument, false));
            continue;
        };
        let fields = index.members_of(&bundle.path).iter().filter(|member| member.kind == ItemKind::Field);
        let of_field = |field: &&'a Item| Argument { name: field.name(), ty: field.signature.trim_start_matches(": ") };
        arguments.extend(fields.map(|field| (of_field(field), true)));
    }
    let identities = identities(index, item);
    let named = arguments.into_iter().map(|(argument, by_name)| {
        let identity = identities.get(argument.name).cloned().unwrap_or_else(|| match item.identity.as_str() {
            "" => anchor(item).to_owned(),
            identity => identity.to_owned(),
        });
        let key = if identities.contains_key(argument.name) { key(&identity) } else { argument.name.to_owned() };
        Named { argument, by_name, key, identity }
    });
    named.collect()
}

/// The key by which arguments are matched: the part of the operation, or the key of the property.
fn key(identity: &str) -> String {
    let identity = normalized(identity);
    match operation_of(&identity) {
        Some(operation) => identity.strip_prefix(operation).unwrap_or_default().to_owned(),
        None => identity.rsplit('/').next().unwrap_or_default().to_owned(),
    }
}

/// The identities that arguments set, by their names.
fn identities<'a>(index: &Index<'a>, item: &Item) -> BTreeMap<&'a str, String> {
    let operation = operation_of(&item.identity).filter(|operation| *operation == item.identity);
    let members: Vec<&&Item> = match operation {
        Some(operation) => {
            index.operations.get(operation).map(|path| index.members_of(path)).unwrap_or_default().iter().collect()
        }
        None => index.members_of(item.parent()).iter().collect(),
    };
    let mut found = BTreeMap::new();
    for member in members {
        match member.kind {
            ItemKind::Argument => {
                let name = member.path.rsplit_once('[').map_or("", |(_, name)| name.trim_end_matches(']'));
                found.insert(name, member.identity.clone());
            }
            ItemKind::Field if operation.is_none() => {
                found.insert(member.name(), member.identity.clone());
            }
            _ => {}
        }
    }
    found
}
