//! Lays the models out in modules: one per component, with what stands inline in it.

use std::collections::BTreeMap;

use super::{Scope, docs, enumerations, patterns, structs, types, unions};
use crate::comment::Comment;
use crate::diag::Diagnostics;
use crate::model::{Schema, SchemaId, Shape, Type};
use crate::rust::{Alias, Child, Item, Module, Ty, Wrapper};

/// The module `models` and those below it.
pub(super) fn models(scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Module> {
    let mut by_module: BTreeMap<&str, Vec<SchemaId>> = BTreeMap::new();
    for (index, name) in scope.names.schemas.iter().enumerate() {
        by_module.entry(&name.module).or_default().push(SchemaId::new(index));
    }
    let mut modules = Vec::with_capacity(by_module.len() + 1);
    let mut children = Vec::with_capacity(by_module.len());
    for (module, ids) in by_module {
        let items: Vec<Item> = ids.iter().filter_map(|&id| item(scope, id, diagnostics)).collect();
        let mut names: Vec<String> = items.iter().flat_map(public_names).collect();
        names.sort();
        if names.is_empty() {
            continue;
        }
        children.push(Child { name: module.to_owned(), names, feature: None });
        let first = items.first().map(|item| public_names(item).remove(0)).unwrap_or_default();
        modules.push(Module {
            path: vec!["models".to_owned(), module.to_owned()],
            docs: Comment::fill("`{}` and what is in it.", [Comment::name(&first)]),
            imports: Vec::new(),
            items,
            children: Vec::new(),
        });
    }
    let root = Module {
        path: vec!["models".to_owned()],
        docs: "The types of the API: what is sent and what comes back.".into(),
        imports: Vec::new(),
        items: Vec::new(),
        children,
    };
    modules.insert(0, root);
    modules
}

/// The names that an item brings into its module.
pub(super) fn public_names(item: &Item) -> Vec<String> {
    match item {
        Item::Struct(item) => std::iter::once(item.name.clone())
            .chain(item.constructor.as_ref().and_then(|constructor| constructor.bundle.clone()))
            .collect(),
        Item::Enumeration(item) => vec![item.name.clone()],
        Item::Union(item) => vec![item.name.clone()],
        Item::Alias(item) => vec![item.name.clone()],
        Item::Wrapper(item) => vec![item.name.clone()],
        Item::CheckedString(item) => vec![item.name.clone()],
        Item::Group(item) => vec![item.name.clone()],
        Item::BodyChoice(item) => vec![item.name.clone()],
        Item::Operation(item) => std::iter::once(item.name.clone())
            .chain(item.bundle.clone())
            .chain(item.answers.outcome.as_ref().map(|outcome| outcome.name.clone()))
            .collect(),
        Item::Server(item) if !item.variables.is_empty() => vec![item.name.clone()],
        Item::Client(_)
        | Item::BlockingClient(_)
        | Item::ErrorBody(_)
        | Item::Headers(_)
        | Item::Server(_)
        | Item::Webhooks(_) => Vec::new(),
    }
}

fn item(scope: &Scope<'_>, id: SchemaId, diagnostics: &mut Diagnostics) -> Option<Item> {
    let (schema, _) = scope.schema(id)?;
    Some(match &schema.shape {
        Shape::Struct(shape) => Item::Struct(Box::new(structs::lower(scope, id, schema, shape))),
        Shape::Enumeration(shape) => Item::Enumeration(Box::new(enumerations::lower(scope, id, schema, shape))),
        Shape::Union(shape) => Item::Union(Box::new(unions::lower(scope, id, schema, shape))),
        Shape::CheckedString(rules) => {
            Item::CheckedString(Box::new(patterns::lower(scope, id, schema, rules, diagnostics)))
        }
        Shape::Alias(ty) => alias(scope, id, schema, ty),
    })
}

fn alias(scope: &Scope<'_>, id: SchemaId, schema: &Schema, ty: &Type) -> Item {
    let name = scope.names.schema(id).map(|name| name.name.clone()).unwrap_or_default();
    let docs = docs::schema(&schema.docs, &name);
    if scope.endless.contains(&id) {
        let ty = if matches!(ty, Type::Named(_)) {
            Ty::path("serde_json::Value")
        } else {
            types::held(types::ty(scope, ty), scope.holder((id, 0)))
        };
        return Item::Wrapper(Box::new(Wrapper { docs, name, ty }));
    }
    Item::Alias(Box::new(Alias { docs, name, ty: types::ty(scope, ty) }))
}
