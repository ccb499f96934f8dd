//! Decides what a position comes to: a plain type, or an item of its own.

use crate::analyze::context::Context;
use crate::analyze::origin::origin_of;
use crate::model::{Origin, Shape, StringRules, Type};

use super::draft::Discriminator;
use super::enumeration::{Listed, listed};
use super::facts::{Facts, Others};
use super::numeric_pattern::{Numeric, numeric};
use super::places::{Part, Position, Typed, type_of};
use super::said::Word;
use super::{formats, one_of, scalars};

/// What a position comes to.
pub(super) enum Class {
    /// A type that needs no item.
    Type(Typed),
    /// An item that is finished, what tells its variants apart, and whether `null` is a value as well.
    Shape(Shape, Option<Discriminator>, bool),
    /// A struct whose properties are still to be read.
    Struct(Box<Facts>),
}

/// What a position comes to of which these facts are known.
pub(super) fn classify(cx: &mut Context<'_>, mut facts: Facts, position: &Position) -> Class {
    if let Some(class) = one_of::union(cx, &mut facts, position) {
        return class;
    }
    match listed(cx, &facts) {
        Some(Listed::Enumeration(enumeration)) => return Class::Shape(Shape::Enumeration(enumeration), None, false),
        Some(Listed::Plain(Some(ty))) => return Class::Type(Typed::plain(ty)),
        Some(Listed::Mixed(types, texts)) => return scalars::mixed(cx, &facts, position, (types, texts)),
        Some(Listed::Null) => return Class::Type(Typed { ty: Type::Any, nullable: true }),
        Some(Listed::Plain(None)) | None => {}
    }
    if facts.words.is_empty() {
        facts.words = implied(&facts);
    }
    if facts.words.len() > 1 {
        return scalars::several(cx, &facts, position);
    }
    match facts.words.first() {
        Some(Word::Object) => object(cx, facts, position),
        Some(Word::Array) => match array(cx, &facts, position) {
            // A name for it is a place for its documentation, and keeps the types around it short.
            tuple @ Type::Tuple(_) => Class::Shape(Shape::Alias(tuple), None, false),
            list => Class::Type(Typed::plain(list)),
        },
        Some(Word::String) => string(facts, position),
        Some(Word::Integer) => Class::Type(Typed::plain(formats::integer(&facts))),
        Some(Word::Number) => Class::Type(Typed::plain(formats::number(&facts))),
        Some(Word::Boolean) => Class::Type(Typed::plain(Type::Boolean)),
        Some(Word::Null) => Class::Type(Typed { ty: Type::Any, nullable: true }),
        None => Class::Type(Typed::plain(Type::Any)),
    }
}

/// Returns the JSON types that the keywords of a schema without `type` imply.
fn implied(facts: &Facts) -> Vec<Word> {
    let format = facts.format.as_deref();
    let rules = &facts.rules;
    let has_length = rules.min_length.is_some() || rules.max_length.is_some();
    let has_bounds = facts.minimum.is_some() || facts.maximum.is_some();
    let is_object = facts.says_object() || facts.others == Others::Denied;
    if is_object || !facts.items.is_empty() {
        // Keywords of objects do not exclude arrays, nor the other way round.
        let found = [(is_object, Word::Object), (!facts.items.is_empty(), Word::Array)];
        return found.into_iter().filter_map(|(implied, word)| implied.then_some(word)).collect();
    }
    if format.is_some_and(|format| formats::integer_format(format).is_some()) {
        return vec![Word::Integer];
    }
    if matches!(format, Some("float" | "double")) {
        return vec![Word::Number];
    }
    if format.is_some_and(|format| formats::string(format).is_some()) || has_length {
        return vec![Word::String];
    }
    match rules.pattern.as_deref().map(numeric) {
        // A pattern only holds for strings, but one of numbers is written by servers that also send numbers.
        Some(Some(Numeric::Integer)) if has_bounds => vec![Word::Integer],
        Some(Some(Numeric::Integer)) => vec![Word::Integer, Word::String],
        Some(Some(Numeric::Number)) if !has_bounds => vec![Word::Number, Word::String],
        Some(None) => vec![Word::String],
        _ if has_bounds => vec![Word::Number],
        _ => Vec::new(),
    }
}

pub(super) fn object(cx: &mut Context<'_>, facts: Facts, position: &Position) -> Class {
    if !facts.properties.is_empty() {
        return Class::Struct(Box::new(facts));
    }
    match &facts.others {
        Others::Unsaid | Others::Any => Class::Type(Typed::plain(Type::Object)),
        Others::Denied => Class::Struct(Box::new(facts)),
        Others::Schema(parts) => {
            let value = within(cx, parts.clone(), position, "value");
            let map = if value == Type::Any { Type::Object } else { Type::Map(Box::new(value)) };
            Class::Type(Typed::plain(map))
        }
    }
}

/// A list, or a tuple where each item has a type of its own.
pub(super) fn array(cx: &mut Context<'_>, facts: &Facts, position: &Position) -> Type {
    let Some(tuple) = &facts.tuple else { return Type::Array(Box::new(items(cx, facts, position))) };
    let item =
        |(index, parts): (usize, &Vec<Part>)| within(cx, parts.clone(), position, &format!("item {}", index + 1));
    Type::Tuple(tuple.iter().enumerate().map(item).collect())
}

fn items(cx: &mut Context<'_>, facts: &Facts, position: &Position) -> Type {
    if facts.items.is_empty() {
        return Type::Any;
    }
    within(cx, facts.items.clone(), position, "item")
}

/// The type of the schemas that hold for what is inside of a position, which is called `word` there.
pub(super) fn within(cx: &mut Context<'_>, parts: Vec<Part>, position: &Position, word: &str) -> Type {
    let origin = if parts.len() == 1 { None } else { Some(inside(cx, position, word)) };
    type_of(cx, Position { checked: position.checked, ..Position::of(parts, origin) }.below(position.depth)).folded()
}

/// What an item inside of a position is called after.
pub(super) fn inside(cx: &mut Context<'_>, position: &Position, word: &str) -> Origin {
    let outer = match (&position.origin, position.parts.first()) {
        (Some(origin), _) => origin.clone(),
        (None, Some(part)) => origin_of(cx, &part.path),
        (None, None) => Origin { root: crate::model::OriginRoot::Component(String::new()), way: Vec::new() },
    };
    let mut way = outer.way;
    way.push(word.to_owned());
    Origin { root: outer.root, way }
}

fn string(facts: Facts, position: &Position) -> Class {
    if let Some(ty) = facts.format.as_deref().and_then(formats::string) {
        return Class::Type(Typed::plain(ty));
    }
    let secret = facts.format.as_deref() == Some("password");
    let min_length = facts.rules.min_length.filter(|&least| least > 0);
    let rules = StringRules { min_length, secret, ..facts.rules };
    if position.checked && !rules.is_empty() {
        return Class::Shape(Shape::CheckedString(rules), None, false);
    }
    Class::Type(Typed::plain(Type::String))
}
