//! Writes `models::Error` instead of `Error` where a module of operations has another meaning for the name.

use std::collections::BTreeSet;

use super::modules::public_names;
use super::{Scope, imports};
use crate::rust::{Item, Module, Operation, Ty};

/// Qualifies the types of models whose names mean something else in the module of an operation.
pub(super) fn qualify(scope: &Scope<'_>, modules: &mut [Module]) {
    let taken: BTreeSet<String> = modules
        .iter()
        .filter(|module| module.path.first().is_some_and(|first| first == "operations"))
        .flat_map(|module| module.items.iter().flat_map(public_names))
        .collect();
    let clashes: BTreeSet<&str> = scope
        .names
        .schemas
        .iter()
        .map(|name| name.name.as_str())
        .filter(|name| taken.contains(*name) || scope.names.spoken.contains(name))
        .collect();
    let models: BTreeSet<&str> = scope.names.schemas.iter().map(|name| name.name.as_str()).collect();
    for module in modules {
        let everything = module.path.first().is_some_and(|first| first == "error" || first == "headers");
        if module.path.first().is_some_and(|first| first == "models") {
            continue;
        }
        let spoken = imports::spoken(module);
        let mut used = false;
        for item in &mut module.items {
            each_type(item, &mut |ty| {
                let Ty::Path(name) = ty else { return };
                let is_clash = clashes.contains(name.as_str())
                    || models.contains(name.as_str()) && (everything || spoken.contains(name.as_str()));
                if is_clash {
                    name.insert_str(0, "models::");
                    used = true;
                }
            });
        }
        if used {
            module.imports.push("crate::models".to_owned());
        }
    }
}

/// Visits every type in the items that stand outside of `models`, innermost included.
fn each_type(item: &mut Item, visit: &mut impl FnMut(&mut Ty)) {
    match item {
        Item::Operation(operation) => operation_types(operation, visit),
        Item::BodyChoice(choice) => {
            for variant in &mut choice.variants {
                inner(&mut variant.ty, visit);
            }
        }
        Item::Group(group) => {
            for method in &mut group.methods {
                for argument in &mut method.arguments {
                    inner(&mut argument.ty, visit);
                }
            }
        }
        Item::Client(client) | Item::BlockingClient(client) => {
            for method in &mut client.methods {
                for argument in &mut method.arguments {
                    inner(&mut argument.ty, visit);
                }
            }
        }
        Item::Headers(headers) => headers.types_mut().for_each(|ty| inner(ty, visit)),
        Item::Webhooks(webhooks) => {
            if let Some(payloads) = &mut webhooks.payloads {
                inner(&mut payloads.ty, visit);
            }
        }
        Item::ErrorBody(body) => {
            body.types_mut().for_each(|ty| inner(ty, visit));
        }
        _ => {}
    }
}

fn operation_types(operation: &mut Operation, visit: &mut impl FnMut(&mut Ty)) {
    for (_, ty) in &mut operation.fields {
        inner(ty, visit);
    }
    for argument in &mut operation.arguments {
        inner(&mut argument.ty, visit);
    }
    for setter in &mut operation.setters {
        inner(&mut setter.ty, visit);
    }
    operation.answers.types_mut().for_each(|ty| inner(ty, visit));
    if let Some(paging) = &mut operation.paging {
        inner(&mut paging.item, visit);
    }
}

fn inner(ty: &mut Ty, visit: &mut impl FnMut(&mut Ty)) {
    visit(ty);
    if let Ty::Generic(_, arguments) | Ty::Tuple(arguments) = ty {
        for argument in arguments {
            inner(argument, visit);
        }
    }
}
