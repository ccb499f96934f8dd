//! Decides how the reader of each union finds the right variant.

mod keys;
mod property;

use crate::analyze::context::Context;
use crate::analyze::schema::{Draft, resolved};
use crate::model::{EnumValues, JsonType, Selector, Shape, Type, Union};

/// Unions within unions deeper than this are not looked into.
const MAX_DEPTH: usize = 8;

/// Chooses the selector of every union: first of those that the document decides, since that makes constants which
/// decide others.
pub(super) fn choose(cx: &mut Context<'_>) {
    let mut told = Vec::new();
    let mut rest = Vec::new();
    for index in 0..cx.drafts.len() {
        let Some(Shape::Union(union)) = cx.drafts.get(index).map(|draft| &draft.shape) else { continue };
        let union = union.clone();
        match property::by_discriminator(cx, index, &union) {
            Some(property::Decided { name, values, more }) => {
                let all = values.iter().cloned().chain(more).collect();
                set(cx, index, Selector::Property { name: name.clone(), values: all });
                told.push((union, name, values));
            }
            None => rest.push((index, union)),
        }
    }
    property::set_constants(cx, &told);
    for (index, union) in rest {
        let selector = chosen(&cx.drafts, &union);
        set(cx, index, selector);
    }
}

fn set(cx: &mut Context<'_>, index: usize, selector: Selector) {
    if let Some(Shape::Union(union)) = cx.drafts.get_mut(index).map(|draft| &mut draft.shape) {
        union.selector = selector;
    }
}

/// Without a discriminator: by the first means that tells every variant from every other.
fn chosen(drafts: &[Draft], union: &Union) -> Selector {
    property::by_constants(drafts, union)
        .or_else(|| by_json_type(drafts, union))
        .or_else(|| keys::by_required_keys(drafts, union))
        .unwrap_or_else(|| keys::ordered(drafts, union))
}

fn by_json_type(drafts: &[Draft], union: &Union) -> Option<Selector> {
    let mut list: Vec<(JsonType, usize)> = Vec::new();
    for (index, variant) in union.variants.iter().enumerate() {
        for ty in json_types(drafts, &variant.ty, 0)? {
            if list.iter().any(|(known, _)| *known == ty) {
                return None;
            }
            list.push((ty, index));
        }
    }
    Some(Selector::JsonType(list))
}

/// The JSON types that values of a type have; `None` if they can have any.
fn json_types(drafts: &[Draft], ty: &Type, depth: usize) -> Option<Vec<JsonType>> {
    let one = |ty| Some(vec![ty]);
    match resolved(drafts, ty) {
        Type::Any => None,
        Type::Object | Type::Map(_) => one(JsonType::Object),
        Type::Boolean => one(JsonType::Boolean),
        Type::Integer(_) => one(JsonType::Integer),
        Type::Number(_) => one(JsonType::Number),
        Type::Array(_) => one(JsonType::Array),
        Type::Nullable(inner) => json_types(drafts, inner, depth),
        Type::Named(id) => match &drafts.get(id.index())?.shape {
            Shape::Struct(_) => one(JsonType::Object),
            Shape::CheckedString(_) => one(JsonType::String),
            Shape::Enumeration(enumeration) => match enumeration.values {
                EnumValues::Strings(_) => one(JsonType::String),
                EnumValues::Integers(_) => one(JsonType::Integer),
            },
            Shape::Union(union) if depth < MAX_DEPTH => {
                let mut all = Vec::new();
                for variant in &union.variants {
                    let types = json_types(drafts, &variant.ty, depth + 1)?;
                    all.extend(types.into_iter().filter(|ty| !all.contains(ty)).collect::<Vec<_>>());
                }
                Some(all)
            }
            Shape::Union(_) | Shape::Alias(_) => None,
        },
        Type::String
        | Type::DateTime
        | Type::Date
        | Type::Time
        | Type::Duration
        | Type::Uuid
        | Type::Base64
        | Type::Binary
        | Type::File => one(JsonType::String),
    }
}
