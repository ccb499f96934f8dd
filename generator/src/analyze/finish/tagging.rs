//! Collects the properties and JSON types that tell the variants of each union apart.

mod discriminator;
mod json_types;
mod property;

use crate::analyze::context::Context;
use crate::analyze::schema::Draft;
use crate::model::{Alternative, Shape, Type, Union, UnionTagging, through_aliases_and_null};

use json_types::JsonTypes;
use property::TagProperty;
use serde_json::Value;

/// Chooses the tagging of every union.
pub(super) fn choose(cx: &mut Context<'_>) {
    let types = JsonTypes::collect(&cx.schemas.drafts);
    let mut declared = Vec::new();
    let mut others = Vec::new();
    for index in 0..cx.schemas.drafts.len() {
        let Some(Shape::Union(union)) = cx.schemas.drafts.get(index).map(|draft| &draft.shape) else { continue };
        let union = union.clone();
        match discriminator::by_discriminator(cx, index, &union) {
            Some(property) => {
                // A union that contains this one as an alternative reads its tags, so they are set at once.
                set(cx, index, tagging(&cx.schemas.drafts, &types, &union, Some(&property)));
                declared.push((index, union, property));
            }
            None => others.push((index, union)),
        }
    }
    // A `discriminator` makes properties of its variants constants. So the unions that declare one are chosen again with
    // these constants, and all others, which are identified by constants, come last.
    property::set_constants(cx, &declared);
    for (index, union, property) in declared {
        let tagging = tagging(&cx.schemas.drafts, &types, &union, Some(&property));
        set(cx, index, tagging);
    }
    for (index, union) in others {
        let property = property::by_constants(&cx.schemas.drafts, &types, &union);
        let tagging = tagging(&cx.schemas.drafts, &types, &union, property.as_ref());
        set(cx, index, tagging);
        if let Some(property) = property.filter(|property| property.is_optional) {
            property::mark_tags(cx, &union, &property.name);
        }
    }
}

fn set(cx: &mut Context<'_>, index: usize, tagging: UnionTagging) {
    if let Some(Shape::Union(union)) = cx.schemas.drafts.get_mut(index).map(|draft| &mut draft.shape) {
        union.tagging = tagging;
    }
}

/// Returns the tagging of a union. The order is that of the document, except that variants that accept every value of
/// their JSON type come last.
fn tagging(drafts: &[Draft], types: &JsonTypes, union: &Union, property: Option<&TagProperty>) -> UnionTagging {
    let tag = property.filter(|property| !property.is_optional);
    let mut alternatives: Vec<Alternative> = union
        .variants
        .iter()
        .enumerate()
        .map(|(index, variant)| Alternative {
            variant: index,
            types: types.list(drafts, &variant.ty),
            tags: tag.map(|tag| tag.values_of(index)).unwrap_or_default(),
            otherwise: tag.is_some_and(|tag| tag.otherwise == Some(index)),
            constants: constants(drafts, index, &variant.ty, property),
        })
        .collect();
    alternatives.sort_by_key(|alternative| {
        union.variants.get(alternative.variant).is_some_and(|variant| takes_everything(drafts, &variant.ty))
    });
    UnionTagging { tag: tag.map(|tag| tag.name.clone()), alternatives }
}

/// Returns the properties of a variant that allow only some values, except the tag. An optional property that tells the
/// variants apart is included with all its values.
fn constants(drafts: &[Draft], index: usize, ty: &Type, property: Option<&TagProperty>) -> Vec<(String, Vec<Value>)> {
    let mut constants = property::constants_of(drafts, ty);
    let Some(property) = property else { return constants };
    constants.retain(|(name, _)| *name != property.name);
    let mut values = if property.is_optional { property.values_of(index) } else { Vec::new() };
    if !values.is_empty() {
        if property::is_nullable(drafts, ty, &property.name) && !values.contains(&Value::Null) {
            values.push(Value::Null);
        }
        constants.insert(0, (property.name.clone(), values));
    }
    constants
}

/// Returns true if a type accepts every value of its JSON type. It would shadow the alternatives after it.
fn takes_everything(drafts: &[Draft], ty: &Type) -> bool {
    through_aliases_and_null(drafts, ty).accepts_everything()
}
