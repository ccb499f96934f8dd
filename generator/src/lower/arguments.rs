//! Decides which required values are passed by position and which by name: two values that callers write alike are never told
//! apart by their position, so no order of a document is part of a signature.

use super::operations::Input;
use super::types::Place;
use super::{Scope, docs};
use crate::model::{self, EnumValues, IntegerFormat, NumberFormat, Parameter, PathPiece, Shape, Type};
use crate::name::OperationName;
use crate::rust::{Bundle, Role};

/// The most arguments that a function takes by position.
const MOST_ARGUMENTS: usize = 7;

/// How deep types are compared.
const DEEPEST: usize = 8;

/// Returns true if arguments of these types are passed by name: if they are many, or two of them could be swapped without an
/// error of the compiler.
pub(super) fn are_named(scope: &Scope<'_>, types: Vec<&Type>, place: Place) -> bool {
    let mut seen: Vec<Type> = Vec::new();
    types.len() > MOST_ARGUMENTS
        || types.into_iter().any(|ty| {
            let forms = forms(scope, ty, place, DEEPEST);
            let is_seen = forms.iter().any(|form| seen.contains(form));
            seen.extend(forms);
            is_seen
        })
}

/// The kinds of values that can be passed where this type is expected: an `impl Into<T>` takes several, and the literal `1` is
/// any integer. A type stands for each kind.
fn forms(scope: &Scope<'_>, ty: &Type, place: Place, depth: usize) -> Vec<Type> {
    let ty = scope.resolved(ty);
    let Some(depth) = depth.checked_sub(1) else { return vec![ty.clone()] };
    let inner = |ty: &Type| forms(scope, ty, place, depth).into_iter().map(Box::new);
    match ty {
        Type::Integer(_) => vec![INTEGER],
        Type::Number(_) => vec![Type::Number(NumberFormat::F64)],
        Type::Binary => vec![Type::String],
        Type::DateTime if scope.config.date_time_is_string() => vec![Type::String],
        Type::File => vec![Type::File, Type::String],
        Type::Array(item) => inner(item).map(Type::Array).collect(),
        Type::Map(value) => inner(value).map(Type::Map).collect(),
        Type::Nullable(value) => inner(value).map(Type::Nullable).collect(),
        Type::Tuple(items) => {
            let first = |ty| forms(scope, ty, place, depth).into_iter().next().unwrap_or(Type::Any);
            vec![Type::Tuple(items.iter().map(first).collect())]
        }
        Type::Named(id) => {
            let converted = match scope.api.schema(*id).map(|schema| &schema.shape) {
                Some(Shape::Enumeration(list)) => match list.values {
                    EnumValues::Strings(_) => vec![Type::String],
                    EnumValues::Integers(_) => vec![INTEGER],
                },
                Some(Shape::Union(union)) => {
                    union.variants.iter().flat_map(|variant| forms(scope, &variant.ty, place, depth)).collect()
                }
                Some(Shape::CheckedString(_)) if place == Place::Operation => vec![Type::String],
                _ => Vec::new(),
            };
            std::iter::once(ty.clone()).chain(converted).collect()
        }
        ty => vec![ty.clone()],
    }
}

/// Stands for every integer.
const INTEGER: Type = Type::Integer(IntegerFormat::I64);

/// The required inputs of an operation, by name.
pub(super) struct Arrangement {
    /// Those passed by position, in order.
    pub positional: Vec<String>,
    /// Those passed by name, in the order of the document.
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

    /// Returns the struct that contains those passed by name, for `new` of this type.
    pub(super) fn bundle(&self, scope: &Scope<'_>, of: &str) -> Option<Bundle> {
        (!self.named.is_empty()).then(|| bundle(scope, of, &self.positional))
    }
}

/// The struct that contains the arguments of `new` of a type that are passed by name, beside these passed by position.
pub(super) fn bundle(scope: &Scope<'_>, of: &str, positional: &[String]) -> Bundle {
    let mut argument = "required".to_owned();
    while positional.contains(&argument) {
        argument.push_str("_arguments");
    }
    Bundle { docs: docs::bundle(of, positional.is_empty()), name: bundle_name(scope, of), argument }
}

fn bundle_name(scope: &Scope<'_>, of: &str) -> String {
    let mut name = format!("{of}Required");
    while scope.names.schemas.iter().any(|schema| schema.name == name)
        || scope.names.operations.iter().any(|operation| operation.name == name)
        || scope.names.groups.iter().any(|group| group.name == name)
    {
        name.push_str("Fields");
    }
    name
}

/// Arranges the required inputs of an operation: parameters of the path in the order of its template, then the body, then the
/// other parameters, sorted by their names. The others are passed by name if two of them could be swapped, or if all are too many.
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
    if is_long || are_named(scope, others.iter().map(|(_, parameter)| &parameter.ty).collect(), Place::Operation) {
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
