//! Resolves all aliases in a type, also within lists and maps: two types are the same for the compiler if they are equal afterwards.

use super::{Scope, types};
use crate::model::Type;
use crate::rust;

/// The maximum number of parts of a type. Aliases that are tuples of others can double it at every level.
const MOST_PARTS: usize = 1_000;

/// Returns the type without aliases; `None` if it has too many parts. Infinitely recursive aliases are newtypes and remain.
pub(super) fn ty(scope: &Scope<'_>, ty: &Type) -> Option<rust::Ty> {
    resolved(scope, ty, &mut MOST_PARTS.clone()).map(|ty| types::ty(scope, &ty))
}

fn resolved(scope: &Scope<'_>, ty: &Type, left: &mut usize) -> Option<Type> {
    *left = left.checked_sub(1)?;
    let ty = scope.resolved(ty);
    Some(match ty {
        Type::Array(item) => Type::Array(Box::new(resolved(scope, item, left)?)),
        Type::Map(value) => Type::Map(Box::new(resolved(scope, value, left)?)),
        Type::Nullable(value) => Type::Nullable(Box::new(resolved(scope, value, left)?)),
        Type::Tuple(items) => {
            Type::Tuple(items.iter().map(|item| resolved(scope, item, left)).collect::<Option<Vec<_>>>()?)
        }
        ty => ty.clone(),
    })
}
