//! Decides which required values are positional arguments and which are named. Two values that have the same literal form are
//! never distinguished by position, so no signature depends on the order in an API description.

use std::collections::HashSet;

use super::input::Input;
use super::types::ArgumentOwner;
use super::{Scope, docs};
use crate::model::{self, EnumValues, IntegerFormat, NumberFormat, Parameter, PathPiece, Shape, Type};
use crate::name::OperationName;
use crate::rust::{Bundle, Role};

/// The maximum number of positional arguments of a function.
const MOST_ARGUMENTS: usize = 7;

/// The maximum depth to which types are compared.
const DEEPEST: usize = 8;

/// The maximum number of types compared for a list of arguments. Nested unions have more alternatives than can be listed.
const MOST_TYPES: usize = 1024;

/// Returns true if arguments of these types have to be named: if there are too many, or if two of them could be swapped without
/// an error of the compiler. They are also named if their types have too many alternatives to compare.
pub(super) fn are_named(scope: &Scope<'_>, types: &[&Type], owner: ArgumentOwner) -> bool {
    let mut seen: HashSet<Type> = HashSet::new();
    let mut forms = Forms { scope, owner, left: MOST_TYPES };
    types.len() > MOST_ARGUMENTS
        || types.len() > 1
            && types.iter().any(|ty| match forms.of_type(ty, DEEPEST) {
                // One argument may have the same form twice.
                Some(found) => {
                    let found: HashSet<Type> = found.into_iter().collect();
                    let is_seen = found.iter().any(|form| seen.contains(form));
                    seen.extend(found);
                    is_seen
                }
                None => true,
            })
}

/// Finds the kinds of values that can be passed for a type: an `impl Into<T>` accepts several, and the literal `1` is any
/// integer. Each kind is represented by a type.
struct Forms<'a> {
    scope: &'a Scope<'a>,
    owner: ArgumentOwner,
    /// The number of types that may still be compared.
    left: usize,
}

impl Forms<'_> {
    /// Returns the forms of a type; `None` if there are too many.
    fn of_type(&mut self, ty: &Type, depth: usize) -> Option<Vec<Type>> {
        self.left = self.left.checked_sub(1)?;
        let ty = self.scope.resolved(ty);
        let Some(depth) = depth.checked_sub(1) else { return Some(vec![ty.clone()]) };
        let wrap =
            |inner: Vec<Type>, outer: fn(Box<Type>) -> Type| inner.into_iter().map(Box::new).map(outer).collect();
        Some(match ty {
            Type::Integer(_) => vec![INTEGER],
            Type::Number(_) => vec![Type::Number(NumberFormat::F64)],
            Type::Binary => vec![Type::String],
            Type::DateTime if self.scope.config.date_time_is_string() => vec![Type::String],
            Type::Own(own) => vec![super::own_types::plain(own)],
            Type::File => vec![Type::File, Type::String],
            Type::Array(item) => wrap(self.of_type(item, depth)?, Type::Array),
            Type::Map(value) => wrap(self.of_type(value, depth)?, Type::Map),
            Type::Nullable(value) => wrap(self.of_type(value, depth)?, Type::Nullable),
            Type::Tuple(items) => {
                let mut first = Vec::new();
                for item in items {
                    first.push(self.of_type(item, depth)?.into_iter().next().unwrap_or(Type::Any));
                }
                vec![Type::Tuple(first)]
            }
            Type::Named(id) => {
                let mut found = vec![ty.clone()];
                match self.scope.api.schema(*id).map(|schema| &schema.shape) {
                    Some(Shape::Enumeration(list)) => found.push(match list.values {
                        EnumValues::Strings(_) => Type::String,
                        EnumValues::Integers(_) => INTEGER,
                    }),
                    Some(Shape::Union(union)) => {
                        for variant in &union.variants {
                            found.extend(self.of_type(&variant.ty, depth)?);
                        }
                    }
                    Some(Shape::CheckedString(_)) if self.owner == ArgumentOwner::Operation => found.push(Type::String),
                    _ => {}
                }
                found
            }
            ty => vec![ty.clone()],
        })
    }
}

/// Represents every integer.
const INTEGER: Type = Type::Integer(IntegerFormat::I64);

/// The names of an operation's required inputs, by how they are passed.
pub(super) struct Arrangement {
    /// The positional arguments, in order.
    pub positional: Vec<String>,
    /// The named arguments, in the order of the API description.
    pub named: Vec<String>,
}

impl Arrangement {
    /// Returns how a required input is passed.
    pub(super) fn role(&self, input: &str) -> Role {
        match self.positional.iter().position(|one| one == input) {
            Some(position) => Role::Positional(position),
            None => Role::Named,
        }
    }

    /// Returns the struct of the named arguments for `new` of an operation.
    pub(super) fn bundle(&self, names: &OperationName) -> Option<Bundle> {
        (!self.named.is_empty()).then(|| Bundle {
            docs: docs::bundle(&names.name, self.positional.is_empty()),
            name: names.arguments.clone(),
            argument: names.bundle.clone(),
        })
    }
}

/// Arranges the required inputs of an operation: path parameters in the order of the template, then the body, then the other
/// parameters, sorted by name. The others are named if two of them could be swapped, or if there are too many arguments.
pub(super) fn arrange(
    scope: &Scope<'_>,
    operation: &model::Operation,
    names: &OperationName,
    inputs: &[Input],
) -> Arrangement {
    let in_path = operation.pieces.iter().filter_map(|piece| match piece {
        PathPiece::Parameter(index) => names.parameters.get(*index).cloned(),
        PathPiece::Literal(_) => None,
    });
    let mut positional: Vec<String> = Vec::new();
    for name in in_path {
        if !positional.contains(&name) {
            positional.push(name);
        }
    }
    let required = || inputs.iter().filter(|input| input.required);
    positional.extend(required().filter(|input| input.parameter.is_none()).map(|body| body.name.clone()));
    let mut others: Vec<(&str, &Parameter)> = required()
        .filter(|input| !positional.contains(&input.name))
        .filter_map(|input| Some((input.name.as_str(), operation.parameters.get(input.parameter?)?)))
        .collect();
    let is_long = positional.len() + others.len() > MOST_ARGUMENTS;
    let types: Vec<&Type> = others.iter().map(|(_, parameter)| &parameter.ty).collect();
    if is_long || are_named(scope, &types, ArgumentOwner::Operation) {
        let by_name = others.iter().map(|(name, _)| (*name).to_owned());
        if positional.len() < MOST_ARGUMENTS {
            return Arrangement { named: by_name.collect(), positional };
        }
        return Arrangement { named: positional.into_iter().chain(by_name).collect(), positional: Vec::new() };
    }
    others.sort_by_key(|(_, parameter)| (&parameter.name, parameter.location));
    positional.extend(others.into_iter().map(|(name, _)| name.to_owned()));
    Arrangement { positional, named: Vec::new() }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use crate::config::Config;
    use crate::input::{Alone, Input};
    use crate::rust::{Item, Struct};

    fn reference(name: &str) -> Value {
        json!({ "$ref": format!("#/components/schemas/{name}") })
    }

    /// Returns the struct `Body`, which is sent, from an API description with these schemas.
    fn body(schemas: &Map<String, Value>) -> Struct {
        let document = json!({ "openapi": "3.1.0", "info": { "title": "t", "version": "1" }, "paths": { "/": { "post": {
            "operationId": "post", "responses": { "204": { "description": "d" } },
            "requestBody": { "content": { "application/json": { "schema": reference("Body") } } }
        } } }, "components": { "schemas": schemas } });
        let input = Input { name: "openapi.json".to_owned(), bytes: document.to_string().into_bytes() };
        let (understood, _) = crate::understand(&input, &Alone, &Config::default());
        let modules = understood.expect("a crate").crate_.modules;
        let mut structs = modules.into_iter().flat_map(|module| module.items).filter_map(|item| match item {
            Item::Struct(item) if item.name == "Body" => Some(*item),
            _ => None,
        });
        structs.next_back().expect("the model")
    }

    /// Returns true if the properties of `Body`, which have these two types, are passed by name.
    fn by_name(first: &Value, second: &Value, mut schemas: Map<String, Value>) -> bool {
        let properties = json!({ "a": first, "b": second });
        schemas
            .insert("Body".to_owned(), json!({ "type": "object", "required": ["a", "b"], "properties": properties }));
        body(&schemas).constructor.expect("a constructor").bundle.is_some()
    }

    #[test]
    fn values_that_could_be_swapped_are_passed_by_name() {
        let by_name = |first, second| by_name(&first, &second, Map::new());
        let (text, integer) = (json!({ "type": "string" }), json!({ "type": "integer" }));
        assert!(by_name(text.clone(), text.clone()));
        assert!(by_name(integer.clone(), json!({ "type": "integer", "format": "int32" })));
        assert!(by_name(text.clone(), json!({ "type": "string", "enum": ["a", "b"] })));
        assert!(!by_name(text.clone(), integer.clone()));
        assert!(!by_name(json!({ "type": "array", "items": text }), json!({ "type": "array", "items": integer })));
    }

    /// The number of alternatives grows with each level: it is 20 to the power of 7.
    #[test]
    fn unions_in_unions_are_compared_in_bounded_time() {
        let mut schemas = Map::new();
        for (level, number) in (0..8).flat_map(|level| (0..20).map(move |number| (level, number))) {
            let inner: Vec<Value> = (0..20).map(|next| reference(&format!("U{}x{next}", level + 1))).collect();
            let key = format!("k{number}");
            let last = json!({ "type": "object", "required": [key], "properties": { key: { "type": "string" } } });
            let schema = if level < 7 { json!({ "oneOf": inner }) } else { last };
            schemas.insert(format!("U{level}x{number}"), schema);
        }
        assert!(by_name(&reference("U0x0"), &json!({ "type": "boolean" }), schemas));
    }
}
