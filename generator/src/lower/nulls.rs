//! Decides for which structs `null` must not read as an empty list: those that are also sent, where it could clear data.

use super::Scope;
use crate::model::{self, Additional, Presence, Schema, Shape, Struct, Type, through_aliases};

/// The schema of a struct that is also sent, as the configuration names it, if `null` makes a difference anywhere in it.
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

/// Whether a value of this type is a list or a map, whatever names are around it.
fn is_list(scope: &Scope<'_>, ty: &Type) -> bool {
    match through_aliases(scope.api, ty) {
        Type::Array(_) | Type::Map(_) | Type::Object => true,
        Type::Named(id) => scope.api.schema(*id).is_some_and(|schema| is_only_rest(&schema.shape)),
        _ => false,
    }
}

/// Whether a value of this type holds lists or maps right within lists or maps.
fn has_inner_list(scope: &Scope<'_>, ty: &Type) -> bool {
    let mut next = vec![(through_aliases(scope.api, ty), 0)];
    while let Some((ty, depth)) = next.pop() {
        let inner = match ty {
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) => std::slice::from_ref(&**inner),
            Type::Tuple(items) => items.as_slice(),
            _ => continue,
        };
        // Lists of themselves have no innermost type.
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
