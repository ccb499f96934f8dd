//! Distributes the models to modules: one per component, with the inline schemas of the component.

use std::collections::BTreeMap;

use super::{Scope, docs, enumerations, patterns, structs, types, unions, usage};
use crate::diag::Diagnostics;
use crate::model::{Schema, SchemaId, Shape, Type};
use crate::rust::{Alias, Child, External, Item, Module, Ty, Wrapper};

/// Returns the module `models` and its children.
pub(super) fn models(scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> Vec<Module> {
    let mut by_module: BTreeMap<&str, Vec<SchemaId>> = BTreeMap::new();
    for (index, name) in scope.names.schemas.iter().enumerate() {
        by_module.entry(&name.module).or_default().push(SchemaId::new(index));
    }
    let mut modules = Vec::with_capacity(by_module.len() + 1);
    let mut children = Vec::with_capacity(by_module.len());
    for (module, ids) in by_module {
        let items: Vec<Item> = ids.iter().filter_map(|&id| item(scope, id, diagnostics)).collect();
        let names = public_names(&items);
        if names.is_empty() {
            continue;
        }
        children.push(Child { name: module.to_owned(), names, features: Vec::new(), shared: None });
        modules.push(Module {
            path: vec!["models".to_owned(), module.to_owned()],
            docs: docs::module(&items),
            items,
            children: Vec::new(),
        });
    }
    let root = Module {
        path: vec!["models".to_owned()],
        docs: "The types of requests and responses.".into(),
        items: Vec::new(),
        children,
    };
    modules.insert(0, root);
    modules
}

/// Returns the names that a module exports, sorted.
pub(super) fn public_names(items: &[Item]) -> Vec<String> {
    let mut names: Vec<String> = items.iter().flat_map(Item::definitions).map(|(_, name)| name.to_owned()).collect();
    names.sort();
    names
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
    let deprecated = docs::deprecated(&schema.docs);
    let docs = usage::schema_docs(scope, id, schema);
    if scope.endless.contains(&id) {
        let ty = if matches!(ty, Type::Named(_)) {
            Ty::path(External::JsonValue)
        } else {
            types::held(types::ty(scope, ty), scope.holder((id, 0)))
        };
        let is_compared = !scope.config.derive.incomparable;
        return Item::Wrapper(Box::new(Wrapper { id, docs, name, ty, is_compared, deprecated }));
    }
    let is_shared = scope.api.shared.contains_key(&id);
    Item::Alias(Box::new(Alias { id, docs, name, ty: types::ty(scope, ty), is_shared, deprecated }))
}
