//! `oneOf` and `anyOf`: which alternatives are left when `null`, repetitions and mere demands are taken away, and what
//! they come to.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::analyze::context::Context;
use crate::analyze::variant_words::variant_word;
use crate::diag::{Code, Diagnostic};
use crate::keywords::Kind;
use crate::model::{EnumValue, EnumValues, Enumeration, Selector, Shape, Type, Union, Variant};
use crate::path::SpecPath;
use crate::resolve::Tree;

use super::annotations::{self, Strings};
use super::classify::{Class, classify, inside};
use super::discriminator;
use super::draft::Discriminator;
use super::enumeration::{Listed, listed};
use super::facts::{Alternatives, Facts, gather};
use super::formats;
use super::places::{Part, Position, Typed, Unions, component, type_of};
use super::said::{Word, is_assertion, nullable, says_something, words_of};
use super::scalars::type_word;

/// More alternatives than this, when several lists of them are multiplied, are given up.
const MAX_COMBINATIONS: usize = 128;

/// More alternatives than this in the whole document, where each takes what stands beside it along, are given up: they
/// multiply at every step through references.
const MAX_MERGED: usize = 8_000;

/// One alternative: a place, or several of different lists at once.
struct Choice {
    places: Vec<SpecPath>,
    words: Vec<String>,
}

/// What the alternatives of these facts come to; `None` if there are none worth the name, and the facts alone tell.
pub(super) fn union(cx: &mut Context<'_>, facts: &mut Facts, position: &Position) -> Option<Class> {
    let mut choices = vec![Choice { places: Vec::new(), words: Vec::new() }];
    let mut null = false;
    let mut any = false;
    for alternatives in std::mem::take(&mut facts.unions) {
        let (places, with_null) = worthwhile(cx, &alternatives, position);
        if places.is_empty() {
            null |= with_null;
            continue;
        }
        null |= with_null;
        any = true;
        choices = multiplied(cx, &choices, &alternatives, &places);
        if choices.len() > MAX_COMBINATIONS && places.len() < choices.len() {
            let message = format!("{} combinations of alternatives are too many to express", choices.len());
            cx.report_once(Diagnostic::new(Code::UnsupportedSchema, &facts.path(), message));
            return Some(Class::Type(Typed { ty: Type::Any, nullable: null }));
        }
    }
    facts.nullable |= null;
    if !any {
        return None;
    }
    if cx.merged > MAX_MERGED {
        let message = "alternatives multiply through references, and are too many to express";
        cx.report_once(Diagnostic::new(Code::UnsupportedSchema, &facts.path(), message));
        return Some(Class::Type(Typed { ty: Type::Any, nullable: null }));
    }
    Some(with_null(among(cx, facts, position, &choices), null))
}

fn with_null(class: Class, null: bool) -> Class {
    match class {
        Class::Type(typed) => Class::Type(Typed { nullable: typed.nullable || null, ..typed }),
        Class::Shape(shape, discriminator, before) => Class::Shape(shape, discriminator, before || null),
        Class::Struct(mut facts) => {
            facts.nullable |= null;
            Class::Struct(facts)
        }
    }
}

/// The alternatives that say something of the type, and whether `null` is one. Where all that differs is which keys are
/// required, there is nothing to choose from.
fn worthwhile(cx: &mut Context<'_>, alternatives: &Alternatives, position: &Position) -> (Vec<SpecPath>, bool) {
    let mut null = false;
    let mut places = Vec::new();
    let mut demands = true;
    for place in &alternatives.places {
        let Some(found) = cx.follow(place) else {
            demands = false;
            places.push(place.clone());
            continue;
        };
        if position.parts.iter().any(|part| part.path == found.path) {
            continue;
        }
        if is_null(found.value) {
            null = true;
            continue;
        }
        demands &= only_demands(found.value);
        places.push(place.clone());
    }
    if demands && !places.is_empty() {
        places.clear();
        let place = alternatives.owner.child(alternatives.keyword);
        let message = "which keys must be there together is not checked";
        cx.report_once(Diagnostic::new(Code::NotChecked, &place, message));
    }
    (places, null)
}

fn is_null(value: &Value) -> bool {
    value.as_object().map_or_else(|| value.is_null(), only_null)
}

/// Whether `null` is all that a schema allows.
pub(in crate::analyze) fn only_null(raw: &Map<String, Value>) -> bool {
    let listed = Tree::member(raw, "enum").and_then(Value::as_array);
    let nothing_else = !says_something(raw) || is_empty_object(raw);
    words_of(raw) == [Word::Null]
        || listed.is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
        || (nothing_else && nullable(raw))
}

/// An object that can have no key: where it is nullable, `null` is what its author wanted to say.
fn is_empty_object(raw: &Map<String, Value>) -> bool {
    Tree::member(raw, "additionalProperties") == Some(&Value::Bool(false))
        && raw
            .keys()
            .filter(|keyword| is_assertion(keyword))
            .all(|keyword| keyword == "type" || keyword == "additionalProperties")
}

/// A schema that only asks for keys, or forbids them: the properties themselves are declared elsewhere.
fn only_demands(value: &Value) -> bool {
    let Some(raw) = value.as_object() else { return false };
    let demands = ["required", "not", "minProperties", "maxProperties"]
        .iter()
        .any(|keyword| Tree::member(raw, keyword).is_some());
    let says_more = raw.keys().any(|keyword| match keyword.as_str() {
        "required" | "not" | "minProperties" | "maxProperties" | "title" | "description" | "type" => false,
        other => Kind::Schema.keyword(other).is_some(),
    });
    demands && !says_more
}

fn multiplied(
    cx: &mut Context<'_>,
    before: &[Choice],
    alternatives: &Alternatives,
    places: &[SpecPath],
) -> Vec<Choice> {
    let mut all = Vec::new();
    for choice in before {
        for place in places {
            let word = variant_word(cx, &alternatives.owner, alternatives.keyword, place);
            let with = |list: &Vec<SpecPath>| list.iter().cloned().chain([place.clone()]).collect();
            all.push(Choice {
                places: with(&choice.places),
                words: choice.words.iter().cloned().chain([word]).collect(),
            });
        }
        if all.len() > MAX_COMBINATIONS * 8 {
            break;
        }
    }
    all
}

fn among(cx: &mut Context<'_>, facts: &Facts, position: &Position, choices: &[Choice]) -> Class {
    if let Some(class) = merged_enumeration(cx, facts, choices) {
        return class;
    }
    if let [choice] = choices {
        return only(cx, facts, position, choice);
    }
    let mut variants: Vec<Variant> = Vec::new();
    let mut by_type: HashMap<Type, usize> = HashMap::new();
    let mut places = Vec::new();
    let mut aliases = Vec::new();
    let mut null = false;
    for choice in choices {
        let typed = chosen(cx, facts, position, choice);
        null |= typed.nullable;
        let at = choice.places.last().cloned().unwrap_or_else(|| facts.path());
        let real = cx.tree.follow(&at).map_or_else(|_| at.clone(), |found| found.path);
        let same = by_type.get(&typed.ty).copied();
        let index = same.unwrap_or(variants.len());
        aliases.extend(discriminator::alias(cx, &at, &real).map(|alias| (alias, index)));
        places.push((real, index));
        if same.is_none() {
            let hint = hint(cx, choice, &typed.ty);
            by_type.insert(typed.ty.clone(), index);
            variants.push(Variant { path: at, hint, ty: typed.ty });
        }
    }
    if let [variant] = variants.as_slice() {
        return Class::Type(Typed { ty: variant.ty.clone(), nullable: null });
    }
    name_the_object(cx, &mut variants);
    name_the_lists(cx, &mut variants);
    let discriminator = facts.discriminator.as_ref().and_then(|path| discriminator::read(cx, path));
    let discriminator = discriminator.map(|found| Discriminator { variants: places, aliases, ..found });
    let union = Union { variants, selector: Selector::default() };
    Class::Shape(Shape::Union(union), discriminator, null)
}

/// The one alternative that is left: written there, it is the schema itself.
fn only(cx: &mut Context<'_>, facts: &Facts, position: &Position, choice: &Choice) -> Class {
    let parts = parts_of(cx, facts, choice);
    if let [part] = parts.as_slice() {
        let refers = cx.tree.get(&part.path).is_some_and(|value| Tree::reference(value).is_some());
        if refers {
            let inner = Position { parts, origin: None, ..position.clone() };
            return Class::Type(type_of(cx, inner.below(position.depth)));
        }
    }
    if position.depth > super::places::MAX_DEPTH {
        let message = "schemas are nested too deeply here, the rest is left untyped";
        cx.report_once(Diagnostic::new(Code::TooDeep, &facts.path(), message));
        return Class::Type(Typed::plain(Type::Any));
    }
    let facts = gather(cx, &parts);
    let null = facts.nullable;
    let inner = Position { depth: position.depth + 1, ..position.clone() };
    with_null(classify(cx, facts, &inner), null)
}

/// The schemas that hold if a choice is taken: the choice alone, or together with what stands beside the alternatives.
fn parts_of(cx: &mut Context<'_>, facts: &Facts, choice: &Choice) -> Vec<Part> {
    let chosen = choice.places.iter().map(Part::whole);
    let self_contained = |place: &SpecPath| {
        let raw = cx.tree.get(place).and_then(Value::as_object);
        facts.words.is_empty()
            || raw.is_some_and(|raw| {
                Tree::member(raw, "$ref").is_some() || !words_of(raw).is_empty() || Tree::member(raw, "allOf").is_some()
            })
    };
    if !says_beside_type(facts) && choice.places.iter().all(self_contained) {
        return chosen.collect();
    }
    if choice.places.iter().any(|place| descends(cx, facts, place)) {
        return chosen.collect();
    }
    cx.merged += 1;
    let base = facts.parts.iter().map(|part| Part { path: part.path.clone(), unions: Unions::LeftOut });
    base.chain(chosen).collect()
}

/// Whether an alternative has all that stands beside it in its own `allOf`.
fn descends(cx: &Context<'_>, facts: &Facts, place: &SpecPath) -> bool {
    let Ok(found) = cx.tree.follow(place) else { return false };
    facts.parts.iter().all(|part| cx.family.descends(&found.path, &part.path))
}

fn says_beside_type(facts: &Facts) -> bool {
    facts.says_object()
        || facts.values.is_some()
        || !facts.items.is_empty()
        || facts.format.is_some()
        || !facts.rules.is_empty()
}

fn chosen(cx: &mut Context<'_>, facts: &Facts, position: &Position, choice: &Choice) -> Typed {
    let parts = parts_of(cx, facts, choice);
    let origin = if parts.len() == 1 { None } else { Some(inside(cx, position, &choice.words.join(" "))) };
    type_of(cx, Position::of(parts, origin).unchecked().below(position.depth))
}

/// What an alternative is called: after a component, its title, the constant that tells it, its type, or its number.
fn hint(cx: &mut Context<'_>, choice: &Choice, ty: &Type) -> String {
    if let [place] = choice.places.as_slice() {
        let named = component(cx, place).and_then(|id| cx.draft(id)).and_then(|draft| draft.path.last());
        if let Some(name) = named {
            return name.into_owned();
        }
    }
    let numbered = choice.words.iter().all(|word| word.starts_with("variant "));
    type_hint(cx, ty).filter(|_| numbered).unwrap_or_else(|| choice.words.join(" "))
}

fn type_hint(cx: &Context<'_>, ty: &Type) -> Option<String> {
    let Type::Named(id) = ty else { return type_word(ty).map(str::to_owned) };
    match &cx.draft(*id)?.shape {
        Shape::Enumeration(Enumeration { values: EnumValues::Strings(values) }) => match values.as_slice() {
            [only] if !only.value.trim().is_empty() => Some(only.value.clone()),
            _ => Some("string".to_owned()),
        },
        Shape::Enumeration(_) => Some("integer".to_owned()),
        Shape::Alias(tuple @ Type::Tuple(_)) => type_word(tuple).map(str::to_owned),
        _ => None,
    }
}

/// A struct that has no better name is the object among its siblings, if it is the only one.
fn name_the_object(cx: &Context<'_>, variants: &mut [Variant]) {
    let is_object = |variant: &Variant| match &variant.ty {
        Type::Object | Type::Map(_) => true,
        Type::Named(id) => cx.draft(*id).is_none_or(|draft| match &draft.shape {
            Shape::Alias(ty) => !matches!(ty, Type::Tuple(_)),
            shape => matches!(shape, Shape::Struct(_)),
        }),
        _ => false,
    };
    if variants.iter().filter(|variant| is_object(variant)).count() != 1 {
        return;
    }
    for variant in variants.iter_mut().filter(|variant| is_object(variant)) {
        if variant.hint.starts_with("variant ") {
            "object".clone_into(&mut variant.hint);
        }
    }
}

/// Where several are lists, or several are maps, each is called after what it holds.
fn name_the_lists(cx: &Context<'_>, variants: &mut [Variant]) {
    let kind = |variant: &Variant| match (&variant.ty, variant.hint.as_str()) {
        (Type::Array(item), "array") => Some(("list", item.as_ref().clone())),
        (Type::Map(value), "object") => Some(("map", value.as_ref().clone())),
        _ => None,
    };
    let kinds: Vec<Option<(&str, Type)>> = variants.iter().map(kind).collect();
    for (variant, held) in variants.iter_mut().zip(&kinds) {
        let Some((kind, held)) = held else { continue };
        let word = match held {
            Type::Named(id) => cx.draft(*id).filter(|draft| draft.component).and_then(|draft| draft.path.last()),
            ty => type_word(ty).map(Into::into),
        };
        let several = kinds.iter().flatten().filter(|(other, _)| other == kind).count() > 1;
        if let Some(word) = word.filter(|_| several) {
            variant.hint = format!("{word} {kind}");
        }
    }
}

/// Enumerations of strings, and strings beside them, are one enumeration: it takes any other string all the same.
fn merged_enumeration(cx: &mut Context<'_>, facts: &Facts, choices: &[Choice]) -> Option<Class> {
    if facts.says_object() {
        return None;
    }
    let mut values: Vec<EnumValue<String>> = Vec::new();
    let mut named = Vec::new();
    let mut null = false;
    for choice in choices {
        let [place] = choice.places.as_slice() else { return None };
        let raw = cx.tree.follow(place).ok()?.value.as_object()?;
        if !(Tree::member(raw, "enum").is_some()
            || Tree::member(raw, "const").is_some()
            || words_of(raw) == [Word::String])
        {
            return None;
        }
        let parts = parts_of(cx, facts, choice);
        let found = gather(cx, &parts);
        let open = found.words.as_slice() == [Word::String] && found.values.is_none();
        if !found.unions.is_empty() || (open && found.format.as_deref().and_then(formats::string).is_some()) {
            return None;
        }
        null |= found.nullable;
        if open {
            continue;
        }
        let Some(Listed::Enumeration(Enumeration { values: EnumValues::Strings(more) })) = listed(cx, &found) else {
            return None;
        };
        named.push(component(cx, place));
        let docs = annotations::docs(&cx.tree, &[Part::whole(place)], Strings::InWords);
        let is_one = more.len() == 1;
        let words = docs.description.or(docs.title).filter(|_| is_one);
        let deprecated = docs.deprecated.filter(|_| is_one);
        values.extend(more.into_iter().map(|value| {
            let description = value.description.or_else(|| words.clone());
            EnumValue { description, deprecated: deprecated.clone(), ..value }
        }));
    }
    if let [Some(id)] = named.as_slice() {
        return Some(Class::Type(Typed { ty: Type::Named(*id), nullable: null }));
    }
    if values.is_empty() {
        return None;
    }
    let mut seen = std::collections::HashSet::new();
    values.retain(|value| seen.insert(value.value.clone()));
    Some(Class::Shape(Shape::Enumeration(Enumeration { values: EnumValues::Strings(values) }), None, null))
}
