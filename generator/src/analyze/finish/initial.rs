//! Required values that had one allowed value in an earlier version of the API description. They stay out of signatures.

use serde_json::Value;

use crate::config::Config;
use crate::identity::{Identities, of_property};
use crate::model::{Api, EnumValues, Presence, Schema, Shape, Type};

/// Sets the initial values of the required properties and parameters that the lock lists, if they still allow that value.
pub(super) fn restore(api: &mut Api, config: &Config) {
    let constants = &config.lock.constants;
    if constants.is_empty() {
        return;
    }
    let identities = Identities::new(api, None);
    let mut properties = Vec::new();
    for (at, schema) in api.schemas.iter().enumerate() {
        let Shape::Struct(body) = &schema.shape else { continue };
        let owner = identities.of_place(&schema.path);
        for (index, property) in body.properties.iter().enumerate() {
            let value = constants.get(&of_property(&owner, &property.name));
            let is_required = property.constant.is_none() && property.presence == Presence::Required;
            let value = value.filter(|value| is_required && allows(&api.schemas, &property.ty, value));
            properties.extend(value.map(|value| (at, index, value.clone())));
        }
    }
    let mut parameters = Vec::new();
    for (at, operation) in api.operations.iter().enumerate() {
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let value = constants.get(&identities.parameter(operation, parameter));
            let value = value.filter(|value| {
                let is_required = parameter.constant.is_none() && parameter.required;
                is_required && parameter.is_beside_path() && allows(&api.schemas, &parameter.ty, value)
            });
            parameters.extend(value.map(|value| (at, index, value.clone())));
        }
    }
    for (at, index, value) in properties {
        let Some(Shape::Struct(body)) = api.schemas.get_mut(at).map(|schema| &mut schema.shape) else { continue };
        if let Some(property) = body.properties.get_mut(index) {
            property.initial = Some(value);
        }
    }
    for (at, index, value) in parameters {
        let parameters = api.operations.get_mut(at).map(|operation| &mut operation.parameters);
        if let Some(parameter) = parameters.and_then(|parameters| parameters.get_mut(index)) {
            parameter.initial = Some(value);
        }
    }
}

/// Returns true if a value is one of several that a type lists.
fn allows(schemas: &[Schema], ty: &Type, value: &Value) -> bool {
    match ty {
        Type::Boolean => value.is_boolean(),
        Type::Named(id) => match schemas.get(id.index()).map(|schema| &schema.shape) {
            Some(Shape::Enumeration(list)) => match &list.values {
                EnumValues::Strings(values) => values.iter().any(|one| Some(one.value.as_str()) == value.as_str()),
                EnumValues::Integers(values) => values.iter().any(|one| Some(one.value) == value.as_i64()),
            },
            Some(Shape::Alias(ty)) if ty != &Type::Named(*id) => allows(schemas, ty, value),
            _ => false,
        },
        _ => false,
    }
}
