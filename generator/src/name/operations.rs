//! Names of operations, their groups, and of security schemes.

use std::collections::{BTreeMap, BTreeSet};

use super::answers;
use super::clash::{Wish, distinct};
use super::words::{self, Noun};
use super::{GroupName, OperationName, SchemaName, SchemeName, methods, parameters, qualified_by, reserved};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, Operation};

/// One group for all tags that are spelt with the same words.
pub(super) fn groups(api: &Api, diagnostics: &mut Diagnostics) -> Vec<GroupName> {
    let mut groups: Vec<GroupName> = Vec::new();
    let mut by_module: BTreeMap<String, usize> = BTreeMap::new();
    for (index, tag) in api.tags.iter().enumerate() {
        let used = api.operations.iter().any(|operation| operation.tags.first() == Some(&tag.name));
        if !used {
            continue;
        }
        let module = words::module(&tag.name);
        if let Some(&group) = by_module.get(&module) {
            groups[group].tags.push(index);
            let message = format!(
                "the tags `{}` and `{}` make one group of operations, `{module}`",
                tag.name, api.tags[groups[group].tags[0]].name
            );
            diagnostics.push(
                Diagnostic::new(Code::NameClash, &tag.path, message)
                    .help("rename one of the tags if they should be apart"),
            );
            continue;
        }
        by_module.insert(module.clone(), groups.len());
        groups.push(GroupName {
            name: words::pascal(&tag.name, Noun::Schema),
            feature: String::new(),
            module: String::new(),
            method: module,
            tags: vec![index],
        });
    }
    groups.iter_mut().for_each(finish_group);
    groups
}

/// Derives the module and the feature from the method, which is the tag in `snake_case`.
fn finish_group(group: &mut GroupName) {
    let module = words::file(&group.method);
    module.replace('_', "-").trim_matches('-').clone_into(&mut group.feature);
    group.module = module;
    if reserved::client_methods().any(|name| name == group.method) {
        group.method.push_str("_operations");
        group.module.clone_from(&group.method);
    }
    if reserved::features().any(|name| name == group.feature) {
        group.feature.push_str("-operations");
    }
}

/// Names every operation.
pub(super) fn operations(
    api: &Api,
    config: &Config,
    groups: &[GroupName],
    diagnostics: &mut Diagnostics,
) -> Vec<OperationName> {
    let ids: Vec<String> = api.operations.iter().map(identify).collect();
    let wishes: Vec<Wish> = api.operations.iter().zip(&ids).map(|(operation, id)| type_wish(operation, id)).collect();
    let reserved: Vec<&str> = reserved::operations().collect();
    let given = distinct(&wishes, &reserved);
    for &index in &given.moved {
        let message =
            format!("this operation is called `{}`, because `{}` is not free", given.names[index], wishes[index].name);
        diagnostics.push(
            Diagnostic::new(Code::NameClash, &api.operations[index].path, message)
                .help("give the operation an `operationId` of its own"),
        );
    }
    let mut names: Vec<OperationName> = api
        .operations
        .iter()
        .zip(ids)
        .zip(given.names)
        .map(|((operation, id), name)| {
            let sends = answers::sends(operation);
            OperationName {
                name,
                id,
                method: String::new(),
                group: group_of(api, groups, operation),
                parameters: parameters::parameters(operation, &sends),
                body: None,
                output: String::new(),
                variants: answers::variants(operation),
                sends,
            }
        })
        .collect();
    name_methods(api, config, groups, &mut names);
    names
}

/// `operationId`, or the method and the path where there is none.
fn identify(operation: &Operation) -> String {
    match &operation.id {
        Some(id) => id.clone(),
        None => methods::method_and_path(operation),
    }
}

/// A name that was made shorter gives way to one that was not, and a name that is a path to both.
fn type_wish(operation: &Operation, id: &str) -> Wish {
    let pascal = |text: &str| words::pascal(text, Noun::Operation);
    let short = operation.id.as_ref().and_then(|_| methods::without_exact_path(operation, id));
    let name = pascal(short.as_deref().unwrap_or(id));
    let reserved = reserved::operations().any(|reserved| reserved == name);
    let qualified = match (&short, &operation.id) {
        (Some(_), _) => vec![pascal(id), pascal(&methods::method_and_path(operation))],
        (None, _) if reserved => vec![pascal(&format!("{id} operation"))],
        (None, Some(_)) => vec![pascal(&methods::method_and_path(operation))],
        (None, None) => vec![words::qualified(id, &name, "path", pascal)],
    };
    let rank = if operation.id.is_none() { 2 } else { u8::from(short.is_some()) };
    Wish { raw: id.to_owned(), name, qualified, rank }
}

/// Gives every group a type that is neither an operation's nor a model's.
pub(super) fn settle_groups(groups: &mut [GroupName], operations: &[OperationName], schemas: &[SchemaName]) {
    let mut taken: BTreeSet<&str> = reserved::operations().collect();
    taken.extend(operations.iter().map(|operation| operation.name.as_str()));
    taken.extend(schemas.iter().map(|schema| schema.name.as_str()));
    for group in groups {
        while taken.contains(group.name.as_str()) {
            group.name.push_str("Operations");
        }
    }
}

fn group_of(api: &Api, groups: &[GroupName], operation: &Operation) -> Option<usize> {
    let first = operation.tags.first()?;
    groups.iter().position(|group| group.tags.iter().any(|&tag| api.tags[tag].name == *first))
}

/// Names the methods, group by group; the operations without a group are methods of the client.
fn name_methods(api: &Api, config: &Config, groups: &[GroupName], names: &mut [OperationName]) {
    for scope in 0..=groups.len() {
        let members: Vec<usize> =
            (0..names.len()).filter(|&index| names[index].group.unwrap_or(groups.len()) == scope).collect();
        let group = groups.get(scope);
        let mut reserved: Vec<&str> = reserved::client_methods().collect();
        if group.is_none() {
            reserved.extend(groups.iter().map(|group| group.method.as_str()));
        }
        let wish =
            |&index: &usize| Some(method_wish(api.operations.get(index)?, &names[index].id, group, config, &reserved));
        let wishes: Vec<Wish> = members.iter().filter_map(wish).collect();
        for (index, name) in members.iter().zip(distinct(&wishes, &reserved).names) {
            names[*index].method = name;
        }
    }
}

/// A name that was made shorter gives way to one that was not. Names of one spelling are told apart by their paths.
fn method_wish(operation: &Operation, id: &str, group: Option<&GroupName>, config: &Config, reserved: &[&str]) -> Wish {
    let snake = |text: &str| words::snake(text, Noun::Operation);
    let whole = snake(id);
    let asked = operation.id.as_deref().and_then(|id| config.method_of(id));
    let short = snake(&methods::short(operation, id, group.map(|group| group.method.as_str())));
    let short = if reserved::client_methods().any(|name| name == short) { whole.clone() } else { short };
    let name = asked.map_or(short, str::to_owned);
    let rank = if asked.is_some() { 0 } else { 1 + u8::from(name != whole) };
    let mut qualified = Vec::new();
    if name != whole {
        qualified.push(whole.clone());
    }
    if reserved.contains(&whole.as_str()) {
        qualified.push(snake(&qualified_by(id, "operation")));
    }
    qualified.push(snake(&methods::method_and_path(operation)));
    Wish { raw: id.to_owned(), name, qualified, rank }
}

/// Names the security schemes.
pub(super) fn schemes(api: &Api) -> Vec<SchemeName> {
    let wishes: Vec<Wish> = api
        .security_schemes
        .iter()
        .map(|scheme| Wish {
            raw: scheme.name.clone(),
            name: words::snake(&scheme.name, Noun::Field),
            qualified: vec![words::snake(&qualified_by(&words::spell(&scheme.name), "scheme"), Noun::Field)],
            rank: 0,
        })
        .collect();
    distinct(&wishes, &reserved::builder_methods().collect::<Vec<_>>())
        .names
        .into_iter()
        .map(|setter| SchemeName { constant: setter.trim_start_matches("r#").to_uppercase(), setter })
        .collect()
}
