//! Names the inline alternatives of a `oneOf` or `anyOf` after the differences between them.

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
    let lists: [Vec<Option<String>>; 6] = [
        all.iter().map(|one| text::string(one.raw, "title")).collect(),
        all.iter().map(|one| constant(one, discriminating?)).collect(),
        all.iter().map(|one| only_value(one.raw).and_then(|value| value.as_str().and_then(filled))).collect(),
        all.iter().map(|one| one.base.clone()).collect(),
        (0..all.len()).map(|index| key(&all, index)).collect(),
        all.iter().map(|one| json_type(one).map(str::to_owned)).collect(),
    ];
    let unique = |list: &Vec<Option<String>>, index: usize| {
        let word = list.get(index)?.as_ref()?;
        let alike = list.iter().filter(|other| other.as_ref() == Some(word)).count();
        let taken = all.iter().any(|other| other.reference.as_ref() == Some(word));
        (alike == 1 && !taken).then(|| word.clone())
    };
    let mut known = 0..all.len();
    let word = |index: usize| lists.iter().find_map(|list| unique(list, index));
    read.iter()
        .enumerate()
        .map(|(number, one)| {
            let found = one.as_ref().and_then(|_| word(known.next()?));
            found.unwrap_or_else(|| format!("variant {}", number + 1))
        })
        .collect()
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
    let mut names: Vec<(&String, usize)> = Vec::new();
    for one in all.iter().filter(|one| one.reference.is_none()) {
        for (name, _) in one.properties().filter(|(_, property)| constant_value(property).is_some()) {
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => names.push((name, 1)),
            }
        }
    }
    let most = names.iter().map(|(_, count)| *count).max();
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

/// Returns the key that an alternative requires: `Circle` for `{ "Circle": {…} }`. If there are several objects,
/// returns the only required key that no other one has.
fn key(all: &[&Alternative<'_>], index: usize) -> Option<String> {
    let one = all.get(index).filter(|one| one.is_object_in_place())?;
    let mut required = one.required();
    if let ([_], 1) = (one.parts.as_slice(), one.properties().count()) {
        return required.next().and_then(filled);
    }
    if all.iter().filter(|one| one.is_object_in_place()).count() < 2 {
        return None;
    }
    let elsewhere = |key: &str| {
        let mut others = all.iter().enumerate().filter(|(other, _)| *other != index);
        others.any(|(_, other)| {
            other.properties().any(|(name, _)| name == key) || other.required().any(|name| name == key)
        })
    };
    let mut own = required.filter(|key| !elsewhere(key));
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
