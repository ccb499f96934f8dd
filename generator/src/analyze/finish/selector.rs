//! Collects what tells the variants of each union apart.

mod json_types;
mod property;

use crate::analyze::context::Context;
use crate::analyze::schema::{Draft, resolved};
use crate::model::{Alternative, Selector, Shape, Type, Union};

use json_types::JsonTypes;
use property::Tagging;

/// Unions within unions deeper than this are not looked into.
const MAX_DEPTH: usize = 8;

/// Chooses the selector of every union: first of those that the document decides, since that makes constants which
/// decide others.
pub(super) fn choose(cx: &mut Context<'_>) {
    let types = JsonTypes::of(&cx.drafts);
    let mut told = Vec::new();
    let mut rest = Vec::new();
    for index in 0..cx.drafts.len() {
        let Some(Shape::Union(union)) = cx.drafts.get(index).map(|draft| &draft.shape) else { continue };
        let union = union.clone();
        match property::by_discriminator(cx, index, &union) {
            Some(tagging) => {
                // What is known of nested unions is used by those around them.
                set(cx, index, selector(&cx.drafts, &types, &union, Some(&tagging)));
                told.push((index, union, tagging));
            }
            None => rest.push((index, union)),
        }
    }
    property::set_constants(cx, &told);
    for (index, union, tagging) in told {
        let selector = selector(&cx.drafts, &types, &union, Some(&tagging));
        set(cx, index, selector);
    }
    for (index, union) in rest {
        let tagging = property::by_constants(&cx.drafts, &types, &union);
        let selector = selector(&cx.drafts, &types, &union, tagging.as_ref());
        set(cx, index, selector);
    }
}

fn set(cx: &mut Context<'_>, index: usize, selector: Selector) {
    if let Some(Shape::Union(union)) = cx.drafts.get_mut(index).map(|draft| &mut draft.shape) {
        union.selector = selector;
    }
}

/// Collects what is known of each variant. The order is the document's, but what takes every value of its JSON type comes after what
/// does not.
fn selector(drafts: &[Draft], types: &JsonTypes, union: &Union, tagging: Option<&Tagging>) -> Selector {
    let tag = tagging.map(|tagging| tagging.property.clone());
    let mut alternatives: Vec<Alternative> = union
        .variants
        .iter()
        .enumerate()
        .map(|(index, variant)| {
            let mut constants = property::constants_of(drafts, &variant.ty);
            constants.retain(|(name, _)| Some(name) != tag.as_ref());
            Alternative {
                variant: index,
                types: types.list(drafts, &variant.ty),
                tags: tagging.map(|tagging| tagging.values_of(index)).unwrap_or_default(),
                otherwise: tagging.is_some_and(|tagging| tagging.otherwise == Some(index)),
                constants,
            }
        })
        .collect();
    alternatives.sort_by_key(|alternative| {
        union.variants.get(alternative.variant).is_some_and(|variant| takes_everything(drafts, &variant.ty))
    });
    Selector { tag, alternatives }
}

/// Returns true if a type takes every value of its JSON type: it would leave nothing for the alternatives behind it.
fn takes_everything(drafts: &[Draft], ty: &Type) -> bool {
    match resolved(drafts, ty) {
        Type::Any | Type::Object | Type::String | Type::Base64 | Type::Binary | Type::File => true,
        Type::Nullable(inner) => takes_everything(drafts, inner),
        _ => false,
    }
}
