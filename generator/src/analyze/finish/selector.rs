//! Collects the properties and JSON types that tell the variants of each union apart.

mod json_types;
mod property;

use crate::analyze::context::Context;
use crate::analyze::schema::{Draft, resolved};
use crate::model::{Alternative, Selector, Shape, Type, Union};

use json_types::JsonTypes;
use property::Tagging;
use serde_json::Value;

/// Chooses the selector of every union. Unions with a `discriminator` come first, because they set constants that
/// identify the variants of other unions.
pub(super) fn choose(cx: &mut Context<'_>) {
    let types = JsonTypes::of(&cx.schemas.drafts);
    let mut told = Vec::new();
    let mut rest = Vec::new();
    for index in 0..cx.schemas.drafts.len() {
        let Some(Shape::Union(union)) = cx.schemas.drafts.get(index).map(|draft| &draft.shape) else { continue };
        let union = union.clone();
        match property::by_discriminator(cx, index, &union) {
            Some(tagging) => {
                // Selectors of nested unions are used by those around them.
                set(cx, index, selector(&cx.schemas.drafts, &types, &union, Some(&tagging)));
                told.push((index, union, tagging));
            }
            None => rest.push((index, union)),
        }
    }
    property::set_constants(cx, &told);
    for (index, union, tagging) in told {
        let selector = selector(&cx.schemas.drafts, &types, &union, Some(&tagging));
        set(cx, index, selector);
    }
    for (index, union) in rest {
        let tagging = property::by_constants(&cx.schemas.drafts, &types, &union);
        let selector = selector(&cx.schemas.drafts, &types, &union, tagging.as_ref());
        set(cx, index, selector);
        if let Some(tagging) = tagging.filter(|tagging| tagging.is_optional) {
            property::mark_tags(cx, &union, &tagging.property);
        }
    }
}

fn set(cx: &mut Context<'_>, index: usize, selector: Selector) {
    if let Some(Shape::Union(union)) = cx.schemas.drafts.get_mut(index).map(|draft| &mut draft.shape) {
        union.selector = selector;
    }
}

/// Returns the selector of a union. The order is that of the document, except that variants that accept every value of
/// their JSON type come last.
fn selector(drafts: &[Draft], types: &JsonTypes, union: &Union, tagging: Option<&Tagging>) -> Selector {
    let tag = tagging.filter(|tagging| !tagging.is_optional);
    let mut alternatives: Vec<Alternative> = union
        .variants
        .iter()
        .enumerate()
        .map(|(index, variant)| Alternative {
            variant: index,
            types: types.list(drafts, &variant.ty),
            tags: tag.map(|tagging| tagging.values_of(index)).unwrap_or_default(),
            otherwise: tag.is_some_and(|tagging| tagging.otherwise == Some(index)),
            constants: constants(drafts, index, &variant.ty, tagging),
        })
        .collect();
    alternatives.sort_by_key(|alternative| {
        union.variants.get(alternative.variant).is_some_and(|variant| takes_everything(drafts, &variant.ty))
    });
    Selector { tag: tag.map(|tagging| tagging.property.clone()), alternatives }
}

/// Returns the properties of a variant that allow only some values, except the tag. An optional property that tells the
/// variants apart is included with all its values.
fn constants(drafts: &[Draft], index: usize, ty: &Type, tagging: Option<&Tagging>) -> Vec<(String, Vec<Value>)> {
    let mut constants = property::constants_of(drafts, ty);
    let Some(tagging) = tagging else { return constants };
    constants.retain(|(name, _)| *name != tagging.property);
    let mut values = if tagging.is_optional { tagging.values_of(index) } else { Vec::new() };
    if !values.is_empty() {
        if property::is_nullable(drafts, ty, &tagging.property) && !values.contains(&Value::Null) {
            values.push(Value::Null);
        }
        constants.insert(0, (tagging.property.clone(), values));
    }
    constants
}

/// Returns true if a type accepts every value of its JSON type. It would shadow the alternatives after it.
fn takes_everything(drafts: &[Draft], ty: &Type) -> bool {
    match resolved(drafts, ty) {
        Type::Any | Type::Object | Type::String | Type::Base64 | Type::Binary | Type::File => true,
        Type::Nullable(inner) => takes_everything(drafts, inner),
        _ => false,
    }
}
