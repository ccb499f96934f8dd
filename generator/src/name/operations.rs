//! Names of operations, their parameters, their groups, and of security schemes.

use std::collections::{BTreeMap, BTreeSet};

use super::clash::{Wish, distinct};
use super::words::{self, Noun};
use super::{GroupName, OPERATION_SCOPE, OperationName, PRELUDE, SchemaName, SchemeName, qualified_by};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, Location, Operation};

/// What a method of a group or of the client must not be called.
const CLIENT_METHODS: &[&str] = &["builder", "clone", "core", "from_env", "into", "new", "on", "with_transport"];

/// What a setter of an operation must not be called.
const CALL_METHODS: &[&str] = &[
    "base_url",
    "body",
    "call",
    "clone",
    "decode",
    "encode",
    "from_response",
    "header",
    "idempotency_key",
    "into",
    "items",
    "max_retries",
    "new",
    "on",
    "pages",
    "retries",
    "send",
    "send_raw",
    "timeout",
    "to_request",
];

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
            feature: module.replace('_', "-").trim_matches('-').to_owned(),
            module,
            tags: vec![index],
        });
    }
    let module_is_method = |module: &str| CLIENT_METHODS.contains(&module);
    for group in &mut groups {
        if module_is_method(&group.module) {
            group.module = format!("{}_operations", group.module);
        }
        if ["default", "reqwest", "rustls", "native-tls", "blocking", "tracing", "testing"]
            .contains(&group.feature.as_str())
        {
            group.feature = format!("{}-operations", group.feature);
        }
    }
    groups
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
    let reserved: Vec<&str> = PRELUDE.iter().chain(OPERATION_SCOPE).copied().collect();
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
        .map(|((operation, id), name)| OperationName {
            name,
            id,
            method: String::new(),
            group: group_of(api, groups, operation),
            parameters: parameters(operation),
        })
        .collect();
    methods(api, config, groups, &mut names);
    names
}

/// `operationId`, or the method and the path where there is none.
fn identify(operation: &Operation) -> String {
    match &operation.id {
        Some(id) => id.clone(),
        None => method_and_path(operation),
    }
}

/// `get /pets/{id}` in words: `get pets by id`.
fn method_and_path(operation: &Operation) -> String {
    let mut words = operation.method.as_str().to_lowercase();
    let mut by = false;
    for segment in operation.template.split(['/', '?', '#']).filter(|segment| !segment.is_empty()) {
        let parameter = segment.starts_with('{');
        words.push_str(match (parameter, by) {
            (true, false) => " by ",
            (true, true) => " and ",
            (false, _) => " ",
        });
        by = parameter;
        words.push_str(segment);
    }
    words
}

fn type_wish(operation: &Operation, id: &str) -> Wish {
    let name = words::pascal(id, Noun::Operation);
    let word = if operation.id.is_some() { operation.method.as_str() } else { "path" };
    let reserved = PRELUDE.contains(&name.as_str()) || OPERATION_SCOPE.contains(&name.as_str());
    let qualified = if reserved {
        words::pascal(&format!("{id} operation"), Noun::Operation)
    } else {
        words::qualified(id, &name, word, |text| words::pascal(text, Noun::Operation))
    };
    Wish { raw: id.to_owned(), name, qualified, rank: u8::from(operation.id.is_none()) }
}

/// Gives every group a type that is neither an operation's nor a model's.
pub(super) fn settle_groups(groups: &mut [GroupName], operations: &[OperationName], schemas: &[SchemaName]) {
    let taken: BTreeSet<&str> = operations
        .iter()
        .map(|operation| operation.name.as_str())
        .chain(schemas.iter().map(|schema| schema.name.as_str()))
        .chain(PRELUDE.iter().chain(OPERATION_SCOPE).copied())
        .collect();
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

fn methods(api: &Api, config: &Config, groups: &[GroupName], names: &mut [OperationName]) {
    let scopes = groups.len() + 1;
    for scope in 0..scopes {
        let members: Vec<usize> =
            (0..names.len()).filter(|&index| names[index].group.unwrap_or(groups.len()) == scope).collect();
        let wishes: Vec<Wish> = members
            .iter()
            .map(|&index| {
                let id = &names[index].id;
                let asked = api.operations[index].id.as_deref().and_then(|id| config.method_of(id));
                let whole = words::snake(id, Noun::Operation);
                let short = match (asked, groups.get(scope)) {
                    (Some(asked), _) => asked.to_owned(),
                    (None, Some(group)) => short_method(&whole, &group.module),
                    (None, None) => whole.clone(),
                };
                let qualified =
                    if short == whole { words::snake(&qualified_by(id, "operation"), Noun::Operation) } else { whole };
                Wish { raw: id.clone(), name: short, qualified, rank: u8::from(asked.is_none()) }
            })
            .collect();
        let mut reserved: Vec<&str> = CLIENT_METHODS.to_vec();
        if scope == groups.len() {
            reserved.extend(groups.iter().map(|group| group.module.as_str()));
        }
        for (index, name) in members.iter().zip(distinct(&wishes, &reserved).names) {
            names[*index].method = name;
        }
    }
}

/// Verbs that stand before a plural; before a singular stand all the others. So no two operations lose their difference.
const MANY: &[&str] = &["list", "search", "find", "query", "count"];

/// `list_contacts` in the group `contacts` is `list`; `get_contact` is `get`.
fn short_method(whole: &str, group: &str) -> String {
    let Some((verb, noun)) = whole.split_once('_') else { return whole.to_owned() };
    let group = group.trim_end_matches('_');
    let singular = group
        .strip_suffix("ies")
        .map_or_else(|| group.strip_suffix('s').unwrap_or(group).to_owned(), |stem| format!("{stem}y"));
    let fits = if MANY.contains(&verb) { noun == group } else { noun == singular };
    let short = words::snake(verb, Noun::Operation);
    if fits && !CLIENT_METHODS.contains(&verb) { short } else { whole.to_owned() }
}

/// Names the parameters of an operation: path before query before header before cookie where one name is in several places.
fn parameters(operation: &Operation) -> Vec<String> {
    let wishes: Vec<Wish> = operation
        .parameters
        .iter()
        .map(|parameter| {
            let (rank, word) = match parameter.location {
                Location::Path => (0, "path"),
                Location::Query => (1, "query"),
                Location::Header => (2, "header"),
                Location::Cookie => (3, "cookie"),
            };
            Wish {
                raw: parameter.name.clone(),
                name: words::snake(&parameter.name, Noun::Field),
                qualified: words::snake(&qualified_by(&words::spell(&parameter.name), word), Noun::Field),
                rank,
            }
        })
        .collect();
    distinct(&wishes, CALL_METHODS).names
}

/// Names the security schemes.
pub(super) fn schemes(api: &Api) -> Vec<SchemeName> {
    let wishes: Vec<Wish> = api
        .security_schemes
        .iter()
        .map(|scheme| Wish {
            raw: scheme.name.clone(),
            name: words::snake(&scheme.name, Noun::Field),
            qualified: words::snake(&qualified_by(&words::spell(&scheme.name), "scheme"), Noun::Field),
            rank: 0,
        })
        .collect();
    let taken = [
        "allow_plain_http",
        "base_url",
        "build",
        "client",
        "connect_timeout",
        "header",
        "max_response_size",
        "max_retries",
        "new",
        "no_timeout",
        "reqwest_client",
        "retry",
        "server",
        "timeout",
        "transport",
        "user_agent",
    ];
    distinct(&wishes, &taken)
        .names
        .into_iter()
        .map(|setter| SchemeName { constant: setter.trim_start_matches("r#").to_uppercase(), setter })
        .collect()
}
