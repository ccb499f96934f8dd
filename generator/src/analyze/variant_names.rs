//! Names the inline alternatives of a `oneOf` or `anyOf` after the differences between them.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::{Map, Value};

use super::document::Document;
use super::{node, text};
use crate::path::SpecPath;
use crate::resolve::DocumentTree;

/// Returns the name of an alternative: its title, its distinguishing constant, its only value, the schema that it
/// extends, the key that only it requires, its JSON type, or its number from 1. Empty if it is the only alternative
/// besides `null`.
pub(super) fn variant_name(document: &Document<'_>, owner: &SpecPath, keyword: &str, place: &SpecPath) -> String {
    let key = owner.child(keyword);
    let mut known = document.variant_names.borrow_mut();
    let names = known.entry(key).or_insert_with(|| names_of(document, owner, keyword));
    let index = place.last().and_then(|last| last.parse::<usize>().ok()).unwrap_or_default();
    names.get(index).cloned().unwrap_or_else(|| format!("variant {}", index + 1))
}

/// An alternative, prepared for comparison with the others.
struct Alternative<'d> {
    /// The inline object.
    raw: &'d Map<String, Value>,
    /// The objects that apply: the inline object and the branches of its `allOf`, or the target of its reference.
    parts: Vec<&'d Map<String, Value>>,
    /// The last token of the reference, if the alternative is one.
    reference: Option<String>,
    /// The last token of the only reference in its `allOf`.
    base: Option<String>,
}

fn names_of(document: &Document<'_>, owner: &SpecPath, keyword: &str) -> Vec<String> {
    let Some(raw) = document.tree.get(owner).and_then(Value::as_object) else { return Vec::new() };
    let places = node::children(&document.tree, owner, raw, keyword);
    let read: Vec<Option<Alternative<'_>>> = places.iter().map(|(_, place)| alternative(document, place)).collect();
    let all: Vec<&Alternative<'_>> = read.iter().flatten().collect();
    let count = all.iter().filter(|one| !one.raw.is_empty() && !super::schema::only_null(one.raw)).count();
    if count <= 1 {
        return vec![String::new(); read.len()];
    }
    let discriminating = discriminating(&all);
    let keys = keys(&all);
    let lists: [Vec<Option<String>>; 6] = [
        all.iter().map(|one| text::string(one.raw, "title")).collect(),
        all.iter().map(|one| constant(one, discriminating?)).collect(),
        all.iter().map(|one| only_value(one.raw).and_then(|value| value.as_str().and_then(filled))).collect(),
        all.iter().map(|one| one.base.clone()).collect(),
        all.iter().map(|one| key(one, &keys)).collect(),
        all.iter().map(|one| json_type(one).map(str::to_owned)).collect(),
    ];
    let taken: HashSet<&String> = all.iter().filter_map(|one| one.reference.as_ref()).collect();
    let lists = lists.map(|list| unique(list, &taken));
    let mut known = 0..all.len();
    let word = |index: usize| lists.iter().find_map(|list| list.get(index)?.clone());
    read.iter()
        .enumerate()
        .map(|(number, one)| {
            let found = one.as_ref().and_then(|_| word(known.next()?));
            found.unwrap_or_else(|| format!("variant {}", number + 1))
        })
        .collect()
}

/// Keeps the words that only one alternative has, and that no reference has.
fn unique(list: Vec<Option<String>>, taken: &HashSet<&String>) -> Vec<Option<String>> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in list.iter().flatten() {
        *counts.entry(word.clone()).or_default() += 1;
    }
    list.into_iter().map(|word| word.filter(|word| counts.get(word) == Some(&1) && !taken.contains(word))).collect()
}

fn alternative<'d>(document: &Document<'d>, place: &SpecPath) -> Option<Alternative<'d>> {
    let value = document.tree.get(place)?;
    let raw = value.as_object()?;
    let mut found =
        Alternative { raw, parts: Vec::new(), reference: DocumentTree::reference(value).map(last), base: None };
    if found.reference.is_some() {
        found.parts.extend(document.tree.follow(place).ok().and_then(|target| target.value.as_object()));
        return Some(found);
    }
    found.parts.push(raw);
    let mut bases = Vec::new();
    for (_, part) in node::children(&document.tree, place, raw, "allOf") {
        bases.extend(document.tree.get(&part).and_then(DocumentTree::reference).map(last));
        found.parts.extend(document.tree.follow(&part).ok().and_then(|target| target.value.as_object()));
    }
    if let [only] = bases.as_slice() {
        found.base = Some(only.clone());
    }
    Some(found)
}

fn last(reference: &str) -> String {
    let last = reference.rsplit(['/', '#']).next().unwrap_or_default();
    last.replace("~1", "/").replace("~0", "~")
}

fn filled(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

impl<'d> Alternative<'d> {
    fn properties(&self) -> impl Iterator<Item = (&'d String, &'d Value)> {
        self.parts.iter().filter_map(|part| DocumentTree::member(part, "properties")?.as_object()).flatten()
    }

    fn required(&self) -> impl Iterator<Item = &'d str> {
        self.parts
            .iter()
            .filter_map(|part| DocumentTree::member(part, "required")?.as_array())
            .flatten()
            .filter_map(Value::as_str)
    }

    fn is_object_in_place(&self) -> bool {
        self.reference.is_none() && self.properties().next().is_some()
    }
}

/// Returns the property that is a constant in most inline alternatives.
fn discriminating<'d>(all: &[&Alternative<'d>]) -> Option<&'d String> {
    let mut names: IndexMap<&String, usize> = IndexMap::new();
    for one in all.iter().filter(|one| one.reference.is_none()) {
        for (name, _) in one.properties().filter(|(_, property)| constant_value(property).is_some()) {
            *names.entry(name).or_default() += 1;
        }
    }
    let most = names.values().max().copied();
    names.into_iter().find(|(_, count)| Some(*count) == most).map(|(name, _)| name)
}

/// Returns the constant of an alternative: a string itself, or a number or boolean after the name of the property.
fn constant(one: &Alternative<'_>, name: &str) -> Option<String> {
    let mut values = one.properties().filter(|(key, _)| *key == name).filter_map(|(_, value)| constant_value(value));
    match values.next()? {
        Value::String(text) => filled(text),
        value @ (Value::Bool(_) | Value::Number(_)) => Some(format!("{name} {value}")),
        _ => None,
    }
}

fn constant_value(property: &Value) -> Option<&Value> {
    only_value(property.as_object()?)
}

/// Returns the only value that a schema allows.
fn only_value(raw: &Map<String, Value>) -> Option<&Value> {
    match DocumentTree::member(raw, "enum") {
        Some(Value::Array(values)) if values.len() == 1 => values.first(),
        _ => DocumentTree::member(raw, "const"),
    }
}

/// The keys of all alternatives.
struct Keys<'d> {
    /// The number of alternatives that have or require each key.
    counts: HashMap<&'d str, usize>,
    /// True if several alternatives are objects in place.
    are_several: bool,
}

fn keys<'d>(all: &[&Alternative<'d>]) -> Keys<'d> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for one in all {
        let own: HashSet<&str> = one.properties().map(|(name, _)| name.as_str()).chain(one.required()).collect();
        for key in own {
            *counts.entry(key).or_default() += 1;
        }
    }
    Keys { counts, are_several: all.iter().filter(|one| one.is_object_in_place()).nth(1).is_some() }
}

/// Returns the key that an alternative requires: `Circle` for `{ "Circle": {…} }`. If there are several objects,
/// returns the only required key that no other one has.
fn key(one: &Alternative<'_>, keys: &Keys<'_>) -> Option<String> {
    if !one.is_object_in_place() {
        return None;
    }
    let mut required = one.required();
    if let ([_], 1) = (one.parts.as_slice(), one.properties().count()) {
        return required.next().and_then(filled);
    }
    let mut own = required.filter(|key| keys.are_several && keys.counts.get(key) == Some(&1));
    let first = own.next()?;
    own.all(|other| other == first).then(|| first.to_owned()).and_then(|key| filled(&key))
}

/// Returns the JSON type of an inline alternative that becomes an item of its own.
fn json_type(one: &Alternative<'_>) -> Option<&'static str> {
    if one.reference.is_some() {
        return None;
    }
    let listed = DocumentTree::member(one.raw, "enum").is_some();
    match DocumentTree::member(one.raw, "type").and_then(Value::as_str) {
        Some("object") => Some("object"),
        None if one.is_object_in_place() => Some("object"),
        Some("array") => Some("array"),
        Some("string") if listed => Some("string"),
        Some("integer") if listed => Some("integer"),
        _ => None,
    }
}
