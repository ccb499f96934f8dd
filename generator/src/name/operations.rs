//! Names of operations, their groups, and of security schemes.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::clash::{Wish, distinct};
use super::configured::{self, Form, Given};
use super::history::{History, Scope, Table, distinct_since};
use super::responses;
use super::taken::{self, Others, Scoped};
use super::words::{self, Noun};
use super::{GroupName, OperationName, SchemaName, SchemeName, methods, parameters, reserved};
use crate::config::{Config, key_path};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::identity::Identities;
use crate::model::{Api, Operation, Tag};

/// Returns the groups: one for all tags with the same words.
pub(super) fn groups(api: &Api, given: &Given<'_>, diagnostics: &mut Diagnostics) -> Vec<GroupName> {
    let mut groups: Vec<GroupName> = Vec::new();
    let mut by_module: BTreeMap<String, usize> = BTreeMap::new();
    let used: HashSet<&String> = api.operations.iter().filter_map(|operation| operation.tags.first()).collect();
    for (index, tag) in api.tags.iter().enumerate() {
        if !used.contains(&tag.name) {
            continue;
        }
        let configured = given.name_at(&tag.path, Form::Value);
        let spelled = configured.unwrap_or(&tag.name);
        let module = words::module(spelled);
        if let Some(&group) = by_module.get(&module) {
            let first = &api.tags[groups[group].tags[0]];
            groups[group].tags.push(index);
            // Tags with the same configured name are one group on purpose.
            if configured.is_none() || given.name_at(&first.path, Form::Value) != configured {
                diagnostics.push(one_group(tag, first, &module, given));
            }
            continue;
        }
        by_module.insert(module.clone(), groups.len());
        groups.push(GroupName {
            name: words::pascal(spelled, Noun::Schema),
            feature: String::new(),
            module: String::new(),
            method: module,
            tags: vec![index],
        });
    }
    finish_groups(api, &mut groups);
    for group in &groups {
        let tag = &api.tags[group.tags[0]];
        if let Some(name) = given.name_at(&tag.path, Form::Value).filter(|name| words::module(name) != group.method) {
            let place = given.place_of_name(&tag.path, Form::Value);
            diagnostics.push(taken::reserved(name, "group of operations", &group.method, &place));
        }
    }
    groups
}

/// Returns the finding that two tags have one group of operations.
fn one_group(tag: &Tag, first: &Tag, module: &str, given: &Given<'_>) -> Diagnostic {
    let message = format!("the tags `{}` and `{}` form one group of operations, `{module}`", tag.name, first.name);
    let help = format!(
        "to separate them, write another name for one of them under `[names]`, as in `\"{}\" = \"…\"`",
        given.key(&tag.path)
    );
    let mut found = Diagnostic::new(Code::NameClash, &tag.path, message).related(&first.path, "the other tag");
    for tag in [tag, first].into_iter().filter(|tag| given.name_at(&tag.path, Form::Value).is_some()) {
        found = found.related(&given.place_of_name(&tag.path, Form::Value), "the configured name");
    }
    found.help(help)
}

/// Derives the modules and features from the methods, which are the tags in `snake_case`. The suffix that resolves a clash may
/// itself be part of another tag.
fn finish_groups(api: &Api, groups: &mut [GroupName]) {
    let wish = |group: &GroupName, name: &str, separator: &str| Wish {
        raw: tag_of(api, group).to_owned(),
        qualified: ["operations", "tag"].map(|word| format!("{name}{separator}{word}")).to_vec(),
        name: name.to_owned(),
        rank: 0,
    };
    let methods: Vec<Wish> = groups.iter().map(|group| wish(group, &group.method, "_")).collect();
    for (group, method) in
        groups.iter_mut().zip(distinct(&methods, &reserved::client_methods().collect::<Vec<_>>()).names)
    {
        group.method = method;
        group.module = words::file(&group.method);
    }
    let features: Vec<Wish> = groups
        .iter()
        .zip(&methods)
        .map(|(group, method)| wish(group, words::file(&method.name).replace('_', "-").trim_matches('-'), "-"))
        .collect();
    for (group, feature) in groups.iter_mut().zip(distinct(&features, &reserved::features().collect::<Vec<_>>()).names)
    {
        group.feature = feature;
    }
}

/// Returns the first tag of a group in its original spelling.
fn tag_of<'a>(api: &'a Api, group: &GroupName) -> &'a str {
    group.tags.first().and_then(|&tag| api.tags.get(tag)).map_or("", |tag| &tag.name)
}

/// Names every operation.
pub(super) fn operations(
    api: &Api,
    given: &Given<'_>,
    groups: &[GroupName],
    history: &mut History<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<OperationName> {
    let ids: Vec<String> = api.operations.iter().map(identify).collect();
    let wish = |(operation, id): (&Operation, &String)| {
        configured::configured(given.name_of_operation(operation), type_wish(operation, id))
    };
    let wishes: Vec<Wish> = api.operations.iter().zip(&ids).map(wish).collect();
    let reserved: Vec<&str> = reserved::operations().collect();
    let configured = configured::names(&wishes);
    let scope = Scope { configured: &configured, ..Scope::new(&wishes, &reserved) };
    let of = |identities: &Identities<'_>, index: usize| of_operation(api, identities, index);
    let assigned = distinct_since(history, Table::Names, &scope, of);
    let place = |index: usize| api.operations[index].path.clone();
    let key_place = |index: usize| given.place_of_operation(&api.operations[index]);
    let scoped = Scoped { noun: "operation", wishes: &wishes, names: &assigned.names, others: Others::default() };
    let reported = taken::report(&scoped, key_place, place, diagnostics);
    let owners = taken::Owners::new(&scoped);
    for &index in assigned.moved.iter().filter(|index| !reported.contains(index)) {
        let key = configured::method_and_path(&api.operations[index]);
        let help = format!(
            "to choose another name, give the operation another `operationId`, or write `\"{key}\" = \"…\"` under `[names]` in the configuration"
        );
        diagnostics.push(owners.moved(index, place).help(help));
    }
    let by_tag = groups_by_tag(api, groups);
    let mut names: Vec<OperationName> = api
        .operations
        .iter()
        .zip(ids)
        .zip(assigned.names)
        .map(|((operation, id), name)| {
            let sends = responses::sends(operation);
            OperationName {
                name,
                id,
                group: operation.tags.first().and_then(|tag| by_tag.get(tag.as_str()).copied()),
                parameters: parameters::parameters(operation, &sends, given, history, diagnostics),
                variants: responses::variants(operation),
                sends,
                ..OperationName::default()
            }
        })
        .collect();
    name_methods(api, given.config, (groups, &mut names), history, diagnostics);
    names
}

/// Returns the identity of an operation.
fn of_operation(api: &Api, identities: &Identities<'_>, index: usize) -> String {
    api.operations.get(index).map(|operation| identities.operation(operation)).unwrap_or_default()
}

/// Returns `operationId`, else the method and the path.
fn identify(operation: &Operation) -> String {
    match &operation.id {
        Some(id) => id.clone(),
        None => methods::method_and_path(operation),
    }
}

/// Creates the request for the type's name. Shortened names yield to others, and names from paths yield to both.
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
    let rank = if operation.id.is_none() { 3 } else { 1 + u8::from(short.is_some()) };
    Wish { raw: id.to_owned(), name, qualified, rank }
}

/// Assigns every group a type name that differs from those of operations, models and other groups, since `a_1` and `a1` are the
/// same as a type.
pub(super) fn settle_groups(
    api: &Api,
    groups: &mut [GroupName],
    (operations, schemas): (&[OperationName], &[SchemaName]),
    history: &mut History<'_>,
) {
    let mut taken: Vec<&str> = reserved::operations().collect();
    taken.extend(operations.iter().map(|operation| operation.name.as_str()));
    taken.extend(schemas.iter().map(|schema| schema.name.as_str()));
    let wish = |group: &GroupName| {
        let raw = tag_of(api, group).to_owned();
        let spelled = words::pascal(&format!("{} operations", words::spell(&raw)), Noun::Schema);
        let name = group.name.clone();
        Wish {
            qualified: vec![format!("{name}Operations"), spelled, format!("{name}OperationsOperations")],
            name,
            raw,
            rank: 0,
        }
    };
    let wishes: Vec<Wish> = groups.iter().map(wish).collect();
    let features: Vec<String> = groups.iter().map(|group| format!("tag:{}", group.feature)).collect();
    let key = |_: &Identities<'_>, index: usize| features.get(index).cloned().unwrap_or_default();
    let names = distinct_since(history, Table::Names, &Scope::new(&wishes, &taken), key).names;
    for (group, name) in groups.iter_mut().zip(names) {
        group.name = name;
    }
}

/// Returns the group of each tag.
fn groups_by_tag<'a>(api: &'a Api, groups: &[GroupName]) -> HashMap<&'a str, usize> {
    let tags = groups.iter().enumerate().flat_map(|(group, names)| names.tags.iter().map(move |&tag| (tag, group)));
    tags.filter_map(|(tag, group)| Some((api.tags.get(tag)?.name.as_str(), group))).collect()
}

/// Names the methods of each group. The operations without a group are methods of the client.
fn name_methods(
    api: &Api,
    config: &Config,
    (groups, names): (&[GroupName], &mut [OperationName]),
    history: &mut History<'_>,
    diagnostics: &mut Diagnostics,
) {
    let mut scopes = vec![Vec::new(); groups.len() + 1];
    for (index, name) in names.iter().enumerate() {
        scopes[name.group.unwrap_or(groups.len())].push(index);
    }
    for (scope, members) in scopes.into_iter().enumerate() {
        let group = groups.get(scope);
        let mut reserved: Vec<&str> = reserved::client_methods().collect();
        let of_groups: Vec<&str> = match group {
            None => groups.iter().map(|group| group.method.as_str()).collect(),
            Some(_) => Vec::new(),
        };
        reserved.extend(&of_groups);
        let wish =
            |&index: &usize| Some(method_wish(api.operations.get(index)?, &names[index].id, group, config, &reserved));
        let wishes: Vec<Wish> = members.iter().filter_map(wish).collect();
        let asked = members.iter().filter_map(|&index| api.operations.get(index));
        let configured: Vec<&str> = asked.filter_map(|operation| config.method_of(&operation.config_key())).collect();
        let scope = Scope { configured: &configured, ..Scope::new(&wishes, &reserved) };
        let of = |identities: &Identities<'_>, index: usize| {
            members.get(index).map(|&index| of_operation(api, identities, index)).unwrap_or_default()
        };
        let given = distinct_since(history, Table::Methods, &scope, of).names;
        let place = |index: usize| api.operations[members[index]].path.clone();
        let key = |index: usize| key_path(&["operations", &api.operations[members[index]].config_key(), "method"]);
        let others = Others { noun: "group of operations", names: &of_groups };
        taken::report(&Scoped { noun: "method", wishes: &wishes, names: &given, others }, key, place, diagnostics);
        for (index, name) in members.iter().zip(given) {
            names[*index].method = name;
        }
    }
}

/// Creates the request for the method's name. Shortened names yield to others, and clashes are resolved with the path.
fn method_wish(operation: &Operation, id: &str, group: Option<&GroupName>, config: &Config, reserved: &[&str]) -> Wish {
    let snake = |text: &str| words::snake(text, Noun::Operation);
    let whole = snake(id);
    let asked = config.method_of(&operation.config_key());
    let short = snake(&methods::short(operation, id, group.map(|group| group.method.as_str())));
    let short = if reserved::client_methods().any(|name| name == short) { whole.clone() } else { short };
    let name = asked.map_or(short, str::to_owned);
    let rank = if asked.is_some() { 0 } else { 1 + u8::from(name != whole) };
    let mut qualified = Vec::new();
    if name != whole {
        qualified.push(whole.clone());
    }
    if reserved.contains(&whole.as_str()) {
        qualified.push(snake(&words::qualified_by(id, "operation")));
    }
    qualified.push(snake(&methods::method_and_path(operation)));
    Wish { raw: id.to_owned(), name, qualified, rank }
}

/// Names the security schemes.
pub(super) fn schemes(
    api: &Api,
    given: &Given<'_>,
    history: &mut History<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<SchemeName> {
    let wishes: Vec<Wish> = api
        .security_schemes
        .iter()
        .map(|scheme| {
            let wish = Wish {
                raw: scheme.name.clone(),
                name: words::snake(&scheme.name, Noun::Field),
                qualified: vec![words::snake(&words::qualified_by(&words::spell(&scheme.name), "scheme"), Noun::Field)],
                rank: 1,
            };
            given.wish(&scheme.path, Form::Value, wish)
        })
        .collect();
    let key = |_: &Identities<'_>, index: usize| {
        api.security_schemes.get(index).map(|scheme| format!("security:{}", scheme.name)).unwrap_or_default()
    };
    let reserved: Vec<&str> = reserved::builder_methods().collect();
    let configured = configured::names(&wishes);
    let scope = Scope { configured: &configured, ..Scope::new(&wishes, &reserved) };
    let names = distinct_since(history, Table::Names, &scope, key).names;
    let place = |index: usize| api.security_schemes[index].path.clone();
    let key_place = |index: usize| given.place_of_name(&place(index), Form::Value);
    let others = Others::default();
    taken::report(&Scoped { noun: "setter", wishes: &wishes, names: &names, others }, key_place, place, diagnostics);
    names
        .into_iter()
        .map(|setter| SchemeName {
            constant: setter.trim_start_matches("r#").to_uppercase(),
            setter,
            ..SchemeName::default()
        })
        .collect()
}
