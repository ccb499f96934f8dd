//! Copies `null` from schemas that allow it to the places that refer to them.

use super::types;
use crate::analyze::schema::Draft;
use crate::model::{Operation, Shape, Type};

/// Copies `null` from every nullable schema.
pub(super) fn carry(drafts: &mut [Draft], operations: &mut [Operation]) {
    let nullable = settled(drafts);
    let is_nullable = |ty: &Type| matches!(ty, Type::Named(id) if nullable.get(id.index()) == Some(&true));
    for (draft, null) in drafts.iter_mut().zip(&nullable) {
        draft.nullable = *null;
        match &mut draft.shape {
            Shape::Struct(body) => {
                for property in &mut body.properties {
                    if is_nullable(&property.ty) {
                        property.presence = property.presence.or_null();
                    }
                    wrap_inside(&mut property.ty, &is_nullable);
                }
                if let crate::model::Additional::Kept(ty) = &mut body.additional {
                    wrap(ty, &is_nullable);
                }
            }
            other => types::in_shape(other, &mut |ty| wrap_inside(ty, &is_nullable)),
        }
    }
    for operation in operations {
        for parameter in &mut operation.parameters {
            wrap_inside(&mut parameter.ty, &is_nullable);
        }
        let body = operation.body.iter_mut().flat_map(|body| &mut body.contents);
        let answers = operation.responses.iter_mut().flat_map(|response| &mut response.contents);
        body.chain(answers).for_each(|content| wrap(&mut content.ty, &is_nullable));
    }
}

/// Returns which schemas allow `null`: those that declare it, aliases of nullable types, and unions with a nullable
/// alternative.
fn settled(drafts: &[Draft]) -> Vec<bool> {
    let mut nullable: Vec<bool> = drafts.iter().map(|draft| draft.nullable).collect();
    // For each schema, those that are nullable if it is.
    let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); drafts.len()];
    let mut next: Vec<usize> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let types: Vec<&Type> = match &draft.shape {
            Shape::Alias(ty) => vec![ty],
            Shape::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            _ => Vec::new(),
        };
        let mut is_nullable = draft.nullable;
        for ty in types {
            match ty {
                Type::Nullable(_) => is_nullable = true,
                Type::Named(id) => dependents.get_mut(id.index()).into_iter().for_each(|all| all.push(index)),
                _ => {}
            }
        }
        next.extend(is_nullable.then_some(index));
    }
    let mut done = vec![false; drafts.len()];
    while let Some(index) = next.pop() {
        if std::mem::replace(&mut done[index], true) {
            continue;
        }
        nullable[index] = true;
        next.extend(&dependents[index]);
    }
    nullable
}

/// Makes `ty` nullable where nothing else can express `null`.
fn wrap(ty: &mut Type, is_nullable: &impl Fn(&Type) -> bool) {
    wrap_inside(ty, is_nullable);
    if is_nullable(ty) {
        *ty = Type::Nullable(Box::new(std::mem::replace(ty, Type::Any)));
    }
}

/// Makes the types within `ty` nullable.
fn wrap_inside(ty: &mut Type, is_nullable: &impl Fn(&Type) -> bool) {
    match ty {
        Type::Array(inner) | Type::Map(inner) => wrap(inner, is_nullable),
        Type::Tuple(items) => items.iter_mut().for_each(|item| wrap(item, is_nullable)),
        Type::Nullable(inner) => wrap_inside(inner, is_nullable),
        _ => {}
    }
}
