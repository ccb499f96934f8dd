//! The only value of a property or parameter.

use serde_json::Value;

use crate::analyze::schema::{Draft, resolved};
use crate::model::{Constant, EnumValues, Operation, Shape, Type};

/// Sets the constants of properties and parameters whose type is an enumeration with one value.
pub(super) fn of_enumerations(drafts: &mut [Draft], operations: &mut [Operation]) {
    let mut found = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let Shape::Struct(body) = &draft.shape else { continue };
        for (at, property) in body.properties.iter().enumerate() {
            found.extend(only_value(drafts, &property.ty).map(|value| (index, at, value)));
        }
    }
    for (index, at, value) in found {
        let Some(Shape::Struct(body)) = drafts.get_mut(index).map(|draft| &mut draft.shape) else { continue };
        if let Some(property) = body.properties.get_mut(at) {
            property.constant = Some(Constant { value, is_tag: false });
        }
    }
    for parameter in operations.iter_mut().flat_map(|operation| &mut operation.parameters) {
        parameter.constant = only_value(drafts, &parameter.ty);
    }
}

fn only_value(drafts: &[Draft], ty: &Type) -> Option<Value> {
    let Type::Named(id) = resolved(drafts, ty) else { return None };
    let Shape::Enumeration(enumeration) = &drafts.get(id.index())?.shape else { return None };
    match &enumeration.values {
        EnumValues::Strings(values) => match values.as_slice() {
            [only] => Some(Value::from(only.value.as_str())),
            _ => None,
        },
        EnumValues::Integers(values) => match values.as_slice() {
            [only] => Some(Value::from(only.value)),
            _ => None,
        },
    }
}
