//! Decides for which structs `null` must not be decoded as an empty list: those that are also sent, since an empty list could
//! delete data.

use std::collections::HashSet;

use super::Scope;
use crate::model::{self, Additional, Presence, Schema, Shape, Struct, Type, through_aliases};

/// Returns the name in the configuration of a struct's schema, if the struct is also sent and `null` makes a difference in it.
pub(super) fn sent_as(scope: &Scope<'_>, schema: &Schema, shape: &Struct) -> Option<String> {
    let is_required = |property: &model::Property| property.effective_presence(schema.usage) == Presence::Required;
    let own = shape
        .properties
        .iter()
        .any(|property| is_list(scope, &property.ty) && is_required(property) || has_inner_list(scope, &property.ty));
    let rest = match &shape.additional {
        Additional::Kept(ty) => shape.properties.is_empty() || is_list(scope, ty) || has_inner_list(scope, ty),
        Additional::Unspecified | Additional::Denied => false,
    };
    (schema.usage.request && (own || rest)).then(|| {
        model::component_key(&schema.path)
            .map_or_else(|| scope.source_map.key(&schema.path), std::borrow::Cow::into_owned)
    })
}

/// Returns true if a value of this type is a list or a map, also through aliases.
fn is_list(scope: &Scope<'_>, ty: &Type) -> bool {
    match through_aliases(scope.api, ty) {
        Type::Array(_) | Type::Map(_) | Type::Object => true,
        Type::Named(id) => scope.api.schema(*id).is_some_and(|schema| is_only_rest(&schema.shape)),
        _ => false,
    }
}

/// Returns true if a value of this type contains lists or maps directly within lists or maps.
fn has_inner_list(scope: &Scope<'_>, ty: &Type) -> bool {
    let mut next = vec![(through_aliases(scope.api, ty), 0)];
    // An alias can be part of a type many times, at every level.
    let mut seen: HashSet<(*const Type, usize)> = HashSet::new();
    while let Some((ty, depth)) = next.pop() {
        let inner = ty.parts();
        if inner.is_empty() || !seen.insert((std::ptr::from_ref(ty), depth)) {
            continue;
        }
        // An infinitely recursive alias has no innermost type.
        if depth == 64 || inner.iter().any(|inner| is_list(scope, inner)) {
            return true;
        }
        next.extend(inner.iter().map(|inner| (through_aliases(scope.api, inner), depth + 1)));
    }
    false
}

fn is_only_rest(shape: &Shape) -> bool {
    matches!(shape, Shape::Struct(Struct { properties, additional: Additional::Kept(_), .. }) if properties.is_empty())
}
