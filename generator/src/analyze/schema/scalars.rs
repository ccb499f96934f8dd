//! Values of several JSON types in one schema: a union that the types tell apart.

use crate::analyze::context::Context;
use crate::model::{Docs, Enumeration, IntegerFormat, JsonType, NumberFormat, Selector, Shape, Type, Union, Variant};
use crate::path::SpecPath;

use super::classify::{Class, array, inside, object};
use super::facts::Facts;
use super::formats;
use super::places::{Position, Typed, item};
use super::said::Word;

/// A union of types that the JSON type tells apart; one type alone is itself.
pub(super) fn union(path: &SpecPath, types: Vec<Type>) -> Class {
    let mut variants: Vec<Variant> = Vec::new();
    for ty in types {
        if !variants.iter().any(|variant| variant.ty == ty) {
            let hint = type_word(&ty).unwrap_or("object").to_owned();
            variants.push(Variant { path: path.clone(), hint, ty });
        }
    }
    if let [variant] = variants.as_slice() {
        return Class::Type(Typed::plain(variant.ty.clone()));
    }
    Class::Shape(Shape::Union(Union { variants, selector: Selector::default() }), None, false)
}

/// Values of several JSON types: the strings are an enumeration, the others are told by their type.
pub(super) fn mixed(
    cx: &mut Context<'_>,
    facts: &Facts,
    position: &Position,
    (types, texts): (Vec<Type>, Enumeration),
) -> Class {
    let mut class = union(&facts.path(), types);
    if let Class::Shape(Shape::Union(union), ..) = &mut class
        && let Some(variant) = union.variants.iter_mut().find(|variant| variant.ty == Type::String)
    {
        let inner = Position { origin: Some(inside(cx, position, "string")), ..position.clone() };
        variant.ty = item(cx, &inner, Class::Shape(Shape::Enumeration(texts), None, false), false).ty;
        if let Some(draft) = cx.drafts.last_mut() {
            draft.docs = Docs::default();
        }
    }
    class
}

/// A schema that names several types.
pub(super) fn several(cx: &mut Context<'_>, facts: &Facts, position: &Position) -> Class {
    let mut types = Vec::new();
    let any_number = facts.words.contains(&Word::Number);
    for word in facts.words.clone() {
        if word == Word::Integer && any_number {
            continue;
        }
        let format = facts.format.as_deref();
        types.push(match word {
            Word::String => format.and_then(formats::string).unwrap_or(Type::String),
            Word::Integer => formats::integer(facts),
            Word::Number => formats::number(facts),
            Word::Boolean => Type::Boolean,
            Word::Array => array(cx, facts, position),
            Word::Object => {
                let origin = Some(inside(cx, position, "object"));
                let inner = Position { origin, ..position.clone() };
                let mut facts = facts.clone();
                facts.words = vec![Word::Object];
                facts.nullable = false;
                let class = object(cx, facts, &inner);
                item(cx, &inner, class, false).ty
            }
            Word::Null => continue,
        });
    }
    union(&facts.path(), types)
}

/// The JSON types that values have, as types.
pub(super) fn types_of(values: &[(usize, &serde_json::Value)]) -> Option<Vec<Type>> {
    let mut found: Vec<JsonType> = Vec::new();
    for (_, value) in values {
        let ty = match value {
            serde_json::Value::Bool(_) => JsonType::Boolean,
            serde_json::Value::Number(number) if number.is_f64() => JsonType::Number,
            serde_json::Value::Number(_) => JsonType::Integer,
            serde_json::Value::String(_) => JsonType::String,
            _ => return None,
        };
        found.extend((!found.contains(&ty)).then_some(ty));
    }
    if found.contains(&JsonType::Number) {
        found.retain(|ty| *ty != JsonType::Integer);
    }
    let types = found.into_iter().map(|ty| match ty {
        JsonType::Boolean => Type::Boolean,
        JsonType::Integer => Type::Integer(IntegerFormat::I64),
        JsonType::Number => Type::Number(NumberFormat::F64),
        _ => Type::String,
    });
    Some(types.collect())
}

/// What a type is called among others.
pub(super) fn type_word(ty: &Type) -> Option<&'static str> {
    let word = match ty {
        Type::Any => "any",
        Type::Object | Type::Map(_) => "object",
        Type::Boolean => "boolean",
        Type::Integer(_) => "integer",
        Type::Number(_) => "number",
        Type::String => "string",
        Type::DateTime => "date time",
        Type::Date => "date",
        Type::Time => "time",
        Type::Duration => "duration",
        Type::Uuid => "uuid",
        Type::Base64 | Type::Binary | Type::File => "bytes",
        Type::Array(_) => "array",
        Type::Tuple(items) => match items.len() {
            2 => "pair",
            3 => "triple",
            _ => "tuple",
        },
        Type::Nullable(inner) => return type_word(inner),
        Type::Named(_) => return None,
    };
    Some(word)
}
