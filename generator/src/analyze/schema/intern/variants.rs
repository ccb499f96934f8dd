//! Names the variants of a union. It adds no schemas.

use crate::analyze::document::Document;
use crate::analyze::schema::classify::Choice;
use crate::model::{Docs, EnumValues, Enumeration, Shape, Type, Variant};

use super::store::Interner;

/// Returns the name of a variant: that of its component, its title, its distinguishing constant, its type, or its
/// number.
pub(super) fn hint(document: &Document<'_>, schemas: &Interner, choice: &Choice, ty: &Type) -> String {
    let component = choice.single().and_then(|place| document.component_behind(place));
    if let Some(name) = component.and_then(|id| schemas.get(id)?.path.last()) {
        return name.into_owned();
    }
    let numbered = choice.words.iter().all(|word| word.starts_with("variant "));
    type_hint(schemas, ty).filter(|_| numbered).unwrap_or_else(|| choice.words.join(" "))
}

fn type_hint(schemas: &Interner, ty: &Type) -> Option<String> {
    let Type::Named(id) = ty else { return ty.names().variant.map(str::to_owned) };
    match &schemas.get(*id)?.shape {
        Shape::Enumeration(Enumeration { values: EnumValues::Strings(values) }) => match values.as_slice() {
            [only] if !only.value.trim().is_empty() => Some(only.value.clone()),
            _ => Some("string".to_owned()),
        },
        Shape::Enumeration(_) => Some("integer".to_owned()),
        Shape::Alias(tuple @ Type::Tuple(_)) => tuple.names().variant.map(str::to_owned),
        _ => None,
    }
}

/// Names a variant `object` if it is the only object and has no better name.
pub(super) fn name_the_object(schemas: &Interner, variants: &mut [Variant]) {
    let is_object = |variant: &Variant| match &variant.ty {
        Type::Object | Type::Map(_) => true,
        Type::Named(id) => schemas.get(*id).is_none_or(|draft| match &draft.shape {
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

/// If several variants are lists, names each after its items. If several are maps, names each after its values.
pub(super) fn name_the_lists(schemas: &Interner, variants: &mut [Variant]) {
    let kind = |variant: &Variant| match (&variant.ty, variant.hint.as_str()) {
        (Type::Array(item), "array") => Some(("list", item.as_ref().clone())),
        (Type::Map(value), "object") => Some(("map", value.as_ref().clone())),
        _ => None,
    };
    let kinds: Vec<Option<(&str, Type)>> = variants.iter().map(kind).collect();
    for (variant, held) in variants.iter_mut().zip(&kinds) {
        let Some((kind, held)) = held else { continue };
        let word = match held {
            Type::Named(id) => schemas.get(*id).filter(|draft| draft.component).and_then(|draft| draft.path.last()),
            ty => ty.names().variant.map(Into::into),
        };
        let several = kinds.iter().flatten().filter(|(other, _)| other == kind).count() > 1;
        if let Some(word) = word.filter(|_| several) {
            variant.hint = format!("{word} {kind}");
        }
    }
}

/// Adds the documentation of an alternative to that of the variant, which has the same type. Only what holds for all
/// alternatives of the variant remains of its constraints and its deprecation.
pub(super) fn join_docs(docs: &mut Docs, other: Docs) {
    docs.deprecated = docs.deprecated.take().filter(|_| other.deprecated.is_some());
    docs.constraints.retain(|constraint| other.constraints.contains(constraint));
    docs.title = docs.title.take().or(other.title);
    docs.example = docs.example.take().or(other.example);
    docs.external_docs = docs.external_docs.take().or(other.external_docs);
    docs.description = match (docs.description.take(), other.description) {
        (Some(one), Some(other)) if one.trim() != other.trim() => Some(format!("{one}\n\n{other}")),
        (one, other) => one.or(other),
    };
}
