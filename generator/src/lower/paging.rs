//! Decides how the result of an operation is read page by page: from names in the document to fields of the crate.

use super::{Scope, types};
use crate::model::{CursorPagination, Operation, Presence, SchemaId, Type};
use crate::name::OperationName;
use crate::rust::{Paging, Passing};

/// The paging of an operation, where everything that it names is there and of the right type.
pub(super) fn lower(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    output: Option<&Type>,
) -> Option<Paging> {
    let pagination = operation.pagination.as_ref()?;
    let page = scope.behind(output?)?;
    let (cursor, checked) = cursor(scope, operation, name, pagination)?;
    let (items, item, items_optional) = walk(scope, page, &pagination.items)?;
    let Type::Array(item) = item else { return None };
    if items_optional {
        return None;
    }
    let (next, next_type, next_optional) = walk(scope, page, &pagination.next)?;
    if !matches!(next_type, Type::String) {
        return None;
    }
    let more = match &pagination.more {
        Some(more) => {
            let (fields, ty, optional) = walk(scope, page, more)?;
            matches!(ty, Type::Boolean).then_some((fields, optional))
        }
        None => None,
    };
    Some(Paging { cursor, checked, items, item: types::ty(scope, &item), next, next_optional, more })
}

fn cursor(
    scope: &Scope<'_>,
    operation: &Operation,
    name: &OperationName,
    pagination: &CursorPagination,
) -> Option<(String, bool)> {
    let index = operation.parameters.iter().position(|parameter| parameter.name == pagination.cursor)?;
    let parameter = operation.parameters.get(index)?;
    let passing = types::passing(scope, &parameter.ty, types::Place::Operation);
    let fits = !parameter.required
        && matches!(passing, Passing::Into | Passing::Checked)
        && !matches!(scope.resolved(&parameter.ty), Type::Named(_) if passing == Passing::Into);
    fits.then(|| (name.parameters.get(index).cloned().unwrap_or_default(), passing == Passing::Checked))
}

/// Follows a path of property names: the fields, the type at its end, and whether that may be missing. What lies on the way must
/// always be there.
fn walk(scope: &Scope<'_>, page: SchemaId, path: &[String]) -> Option<(Vec<String>, Type, bool)> {
    let mut owner = page;
    let mut fields = Vec::new();
    let (last, way) = path.split_last()?;
    for key in way {
        let (property, field) = scope.property(owner, key)?;
        if property.presence != Presence::Required {
            return None;
        }
        fields.push(field.to_owned());
        owner = scope.behind(&property.ty)?;
    }
    let (property, field) = scope.property(owner, last)?;
    fields.push(field.to_owned());
    Some((fields, scope.resolved(&property.ty).clone(), property.presence != Presence::Required))
}
