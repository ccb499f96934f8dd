//! Simplifies unions whose alternatives turn out to be one type under several names, integers of several widths, or
//! enumerations.

use std::collections::HashSet;

use crate::analyze::context::Context;
use crate::analyze::schema::{Draft, resolved};
use crate::model::{EnumValue, EnumValues, Enumeration, IntegerFormat, NumberFormat, Shape, Type, Union, Variant};

/// Replaces every union that has a simpler equivalent.
pub(super) fn simplify(cx: &mut Context<'_>) {
    for index in 0..cx.schemas.drafts.len() {
        let Some(draft) = cx.schemas.drafts.get(index) else { continue };
        let Shape::Union(union) = &draft.shape else { continue };
        if draft.discriminator.is_some() {
            continue;
        }
        let simpler = enumeration(&cx.schemas.drafts, union)
            .or_else(|| fewer(&cx.schemas.drafts, union).map(|shape| (shape, false)));
        if let (Some((shape, open)), Some(draft)) = (simpler, cx.schemas.drafts.get_mut(index)) {
            draft.shape = shape;
            draft.open |= open;
        }
    }
}

/// Returns a union of enumerations and plain strings as one enumeration, and whether it allows any other string.
fn enumeration(drafts: &[Draft], union: &Union) -> Option<(Shape, bool)> {
    let mut open = false;
    let mut values: Vec<EnumValue<String>> = Vec::new();
    let mut seen = HashSet::new();
    for variant in &union.variants {
        match resolved(drafts, &variant.ty) {
            Type::String => open = true,
            Type::Named(id) => match &drafts.get(id.index())?.shape {
                Shape::Enumeration(Enumeration { values: EnumValues::Strings(more) }) => {
                    open |= drafts.get(id.index()).is_some_and(|draft| draft.open);
                    values.extend(more.iter().filter(|value| seen.insert(value.value.clone())).cloned());
                }
                _ => return None,
            },
            _ => return None,
        }
    }
    let shape = Shape::Enumeration(Enumeration { values: EnumValues::Strings(values) });
    (!seen.is_empty()).then_some((shape, open))
}

/// Returns the union without duplicates. If only one type remains, returns an alias of it.
fn fewer(drafts: &[Draft], union: &Union) -> Option<Shape> {
    let mut kept: Vec<(Type, Variant)> = Vec::new();
    let mut known = HashSet::new();
    // The indices of numeric types. They are few, even if many types are kept.
    let mut numbers: Vec<usize> = Vec::new();
    for variant in &union.variants {
        let ty = plain(drafts, &variant.ty);
        if !matches!(ty, Type::Integer(_) | Type::Number(_)) {
            if known.insert(ty.clone()) {
                kept.push((ty, variant.clone()));
            }
            continue;
        }
        let wider = numbers.iter().find_map(|&index| Some((index, widest(&kept.get(index)?.0, &ty)?)));
        if let Some((number, wide)) = wider.and_then(|(index, wide)| Some((kept.get_mut(index)?, wide))) {
            if number.0 != wide {
                number.1.ty = wide.clone();
            }
            number.0 = wide;
        } else {
            numbers.push(kept.len());
            kept.push((ty, variant.clone()));
        }
    }
    if kept.len() == union.variants.len() {
        return None;
    }
    if let [(ty, _)] = kept.as_slice() {
        return Some(Shape::Alias(ty.clone()));
    }
    let variants = kept.into_iter().map(|(_, variant)| variant).collect();
    Some(Shape::Union(Union { variants, tagging: union.tagging.clone() }))
}

/// Returns the type that `ty` resolves to. Constraints of strings are ignored.
fn plain(drafts: &[Draft], ty: &Type) -> Type {
    let ty = resolved(drafts, ty);
    let checked = |id: &crate::model::SchemaId| drafts.get(id.index()).is_some_and(Draft::is_checked_string);
    match ty {
        Type::Named(id) if checked(id) => Type::String,
        other => other.clone(),
    }
}

/// Returns the type for all values of both types, if it is one of them or a wider one of the same kind.
fn widest(left: &Type, right: &Type) -> Option<Type> {
    match (left, right) {
        (left, right) if left == right => Some(left.clone()),
        (Type::Integer(left), Type::Integer(right)) => {
            let wider = signed_bits(*left)?.max(signed_bits(*right)?);
            Some(Type::Integer(match wider {
                8 => IntegerFormat::I8,
                16 => IntegerFormat::I16,
                32 => IntegerFormat::I32,
                _ => IntegerFormat::I64,
            }))
        }
        (Type::Number(_), Type::Number(_)) => Some(Type::Number(NumberFormat::F64)),
        _ => None,
    }
}

/// Returns the number of bits of a signed integer that can represent all values of a format.
fn signed_bits(format: IntegerFormat) -> Option<u8> {
    match format {
        IntegerFormat::I8 => Some(8),
        IntegerFormat::I16 | IntegerFormat::U8 => Some(16),
        IntegerFormat::I32 | IntegerFormat::U16 => Some(32),
        IntegerFormat::I64 | IntegerFormat::U32 => Some(64),
        IntegerFormat::U64 => None,
    }
}
