//! Names of operations, their parameters, their groups, and of security schemes.

use std::collections::{BTreeMap, BTreeSet};

use super::answers;
use super::clash::{Wish, distinct};
use super::words::{self, Noun};
use super::{GroupName, OPERATION_SCOPE, OperationName, PRELUDE, SchemaName, SchemeName, methods, qualified_by};
use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, Location, Operation, Parameter};

/// What a method of a group or of the client must not be called.
const CLIENT_METHODS: &[&str] = &["builder", "clone", "core", "from_env", "into", "new", "on", "with_transport"];

/// What a setter of a credential must not be called: the other methods of the builder of a client.
const BUILDER_METHODS: &[&str] = &[
    "allow_plain_http",
    "anonymous",
    "base_url",
    "build",
    "client",
    "connect_timeout",
    "header",
    "idle_timeout",
    "max_pace_wait",
    "max_response_size",
    "max_retries",
    "new",
    "no_idle_timeout",
    "no_proxy",
    "no_timeout",
    "observer",
    "pace_by_rate_limit",
    "proxy",
    "reqwest_client",
    "retry",
    "server",
    "timeout",
    "transport",
    "ureq_agent",
    "user_agent",
];

/// What a setter of an operation must not be called.
const CALL_METHODS: &[&str] = &[
    "anonymous",
    "base_url",
    "body",
    "call",
    "clone",
    "decode",
    "encode",
    "follow_events",
    "from_response",
    "header",
    "idempotency_key",
    "idle_timeout",
    "into",
    "into_download",
    "items",
    "max_retries",
    "new",
    "on",
    "pages",
    "resume",
    "retries",
    "send",
    "send_raw",
    "send_stream",
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
        if [
            "default",
            "reqwest",
            "rustls",
            "native-tls",
            "blocking",
            "tracing",
            "testing",
            "tower",
            "webhook-payloads",
            "webhook-signatures",
        ]
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
        .map(|((operation, id), name)| {
            let sends = answers::sends(operation);
            OperationName {
                name,
                id,
                method: String::new(),
                group: group_of(api, groups, operation),
                parameters: parameters(operation, &sends),
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

/// Names the methods, group by group; the operations without a group are methods of the client.
fn name_methods(api: &Api, config: &Config, groups: &[GroupName], names: &mut [OperationName]) {
    for scope in 0..=groups.len() {
        let members: Vec<usize> =
            (0..names.len()).filter(|&index| names[index].group.unwrap_or(groups.len()) == scope).collect();
        let group = groups.get(scope);
        let wishes: Vec<Wish> = members
            .iter()
            .filter_map(|&index| Some(method_wish(api.operations.get(index)?, &names[index].id, group, config)))
            .collect();
        let mut reserved: Vec<&str> = CLIENT_METHODS.to_vec();
        if group.is_none() {
            reserved.extend(groups.iter().map(|group| group.module.as_str()));
        }
        for (index, name) in members.iter().zip(distinct(&wishes, &reserved).names) {
            names[*index].method = name;
        }
    }
}

/// A name that was made shorter gives way to one that was not.
fn method_wish(operation: &Operation, id: &str, group: Option<&GroupName>, config: &Config) -> Wish {
    let whole = words::snake(id, Noun::Operation);
    let asked = operation.id.as_deref().and_then(|id| config.method_of(id));
    let short = words::snake(&methods::short(operation, id, group.map(|group| group.module.as_str())), Noun::Operation);
    let short = if CLIENT_METHODS.contains(&short.as_str()) { whole.clone() } else { short };
    let name = asked.map_or(short, str::to_owned);
    let rank = if asked.is_some() { 0 } else { 1 + u8::from(name != whole) };
    let qualified = if name == whole { words::snake(&qualified_by(id, "operation"), Noun::Operation) } else { whole };
    Wish { raw: id.to_owned(), name, qualified, rank }
}

/// Names the parameters of an operation: path before query before header before cookie where one name is in several places.
fn parameters(operation: &Operation, sends: &[(String, String)]) -> Vec<String> {
    let wishes: Vec<Wish> = operation
        .parameters
        .iter()
        .map(|parameter| {
            let (rank, word) = match parameter.location {
                Location::Path => (0, "path"),
                Location::Query | Location::QueryString => (1, "query"),
                Location::Header => (2, "header"),
                Location::Cookie => (3, "cookie"),
            };
            let name = if parameter.is_idempotency_key() {
                "idempotency_key".to_owned()
            } else {
                words::snake(&parameter.name, Noun::Field)
            };
            let twins = operation
                .parameters
                .iter()
                .filter(|other| other.location == parameter.location && words::snake(&other.name, Noun::Field) == name);
            let told = if twins.count() == 1 { parameter.name.clone() } else { words::spell(&parameter.name) };
            let qualified = words::snake(&qualified_by(&told, word), Noun::Field);
            Wish { raw: parameter.name.clone(), name, qualified, rank }
        })
        .collect();
    let sends = sends.iter().map(|(_, method)| method.as_str());
    // A key that the document declares is set by the method that all other operations have for it.
    let declares_key = operation.parameters.iter().any(Parameter::is_idempotency_key);
    let is_free = |name: &&str| declares_key && *name == "idempotency_key";
    let taken: Vec<&str> = CALL_METHODS.iter().copied().filter(|name| !is_free(name)).chain(sends).collect();
    distinct(&wishes, &taken).names
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
    distinct(&wishes, BUILDER_METHODS)
        .names
        .into_iter()
        .map(|setter| SchemeName { constant: setter.trim_start_matches("r#").to_uppercase(), setter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{BUILDER_METHODS, CALL_METHODS};

    #[test]
    fn what_the_runtime_gives_builders_and_operations_is_not_free() {
        let sources = [
            (include_str!("../../runtime/src/runtime/client.rs"), BUILDER_METHODS),
            (include_str!("../../runtime/src/runtime/call.rs"), CALL_METHODS),
        ];
        for (source, taken) in sources {
            // The methods of a macro stand deeper than those of the runtime's own types.
            let methods = source.lines().filter_map(|line| line.strip_prefix("            pub fn "));
            let methods: Vec<&str> = methods.filter_map(|line| line.split(['(', '<']).next()).collect();
            assert!(!methods.is_empty(), "the macro has methods");
            for method in methods {
                assert!(taken.contains(&method), "`{method}` is not listed");
            }
        }
    }
}
