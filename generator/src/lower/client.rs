//! Decides the client: its credentials, its groups of operations, its base URL.

use super::docs::client as docs;
use super::runs::Flavor;
use super::scope::Access;
use super::showcase::Shown;
use super::{Scope, first_steps, markdown, operations, security, servers};
use crate::comment::Comment;
use crate::diag::Diagnostics;
use crate::model::{SchemeId, SecurityKind, SecurityScheme};
use crate::rust::{
    Client, ClientConstructor, ClientGroup, ClientParameter, Environment, GroupMethod, Item, Module, Scheme, SchemeKind,
};

/// Returns the module `client`.
pub(super) fn module(scope: &Scope<'_>, modules: &[Module], diagnostics: &mut Diagnostics) -> Module {
    let methods = operations::untagged(scope, modules);
    servers::report(scope, diagnostics);
    security::report(scope, diagnostics);
    let Access { schemes, constructor, environment } = scope.access.clone();
    let client = Client {
        docs: docs::asynchronous(of_the_api("A client of ", scope), &scope.base_url, &scope.access),
        base_url: scope.base_url.clone(),
        schemes,
        constructor,
        environment,
        groups: (0..scope.names.groups.len()).filter_map(|index| group(scope, index)).collect(),
        methods,
    };
    Module {
        path: vec!["client".to_owned()],
        docs: "The client: credentials and base URL.".into(),
        items: vec![Item::Client(Box::new(client))],
        children: Vec::new(),
    }
}

/// Returns the module `blocking`: the same client for synchronous code.
pub(super) fn blocking(scope: &Scope<'_>, module: &Module, shown: Option<&Shown>) -> Option<Module> {
    let client = module.items.iter().find_map(|item| match item {
        Item::Client(client) => Some(client.clone()),
        _ => None,
    })?;
    let about = |method: GroupMethod| GroupMethod { docs: docs::blocking_method(&method.name), ..method };
    let client = Box::new(Client {
        docs: docs::blocking(of_the_api("A blocking client of ", scope), &client.base_url, &scope.access),
        environment: client.environment.map(|environment| Environment {
            docs: variables(scope, &client.schemes).of_blocking_from_env(),
            ..environment
        }),
        methods: client.methods.into_iter().map(about).collect(),
        ..*client
    });
    Some(Module {
        path: vec!["blocking".to_owned()],
        docs: Comment::from(
            "A client without an async runtime, with the same operations, settings and errors. Every call blocks its thread.",
        )
        .and_block(Comment::example("", &first_steps::doctest(scope, shown, Flavor::Blocking)))
        .and_block("It can also be used within an async runtime, whose thread it then blocks."),
        items: vec![Item::BlockingClient(client)],
        children: Vec::new(),
    })
}

/// Returns a sentence about the API, which begins with these words.
pub(super) fn of_the_api(words: &'static str, scope: &Scope<'_>) -> Comment {
    Comment::from(words).and(markdown::inline(&title(scope))).and(".")
}

/// Returns the title of the API.
pub(super) fn title(scope: &Scope<'_>) -> String {
    let title = scope.api.info.title.trim();
    // The title is within a sentence.
    let title = title.strip_suffix('.').unwrap_or(title);
    if title.is_empty() {
        "the API".to_owned()
    } else {
        format!("the {}", title.trim_start_matches("The ").trim_start_matches("the "))
    }
}

/// Decides which functions create clients and configurations, and which arguments they require.
pub(super) fn access(scope: &Scope<'_>) -> Access {
    let schemes = schemes(scope);
    let (constructor, environment) = (constructor(scope, &schemes), environment(scope, &schemes));
    Access { schemes, constructor, environment }
}

fn constructor(scope: &Scope<'_>, schemes: &[Scheme]) -> Option<ClientConstructor> {
    let scheme = security::usual(scope);
    if scheme.is_none() && !schemes.is_empty() {
        return None;
    }
    let url = scope.base_url.is_required().then_some(ClientParameter::BaseUrl);
    let declared = scheme.and_then(|id| scope.api.security_schemes.get(id.0));
    let described = declared.map(|scheme| {
        let choice = if schemes.len() > 1 { docs::usual_credential(&scheme.name) } else { Comment::new() };
        choice.and_block(description(scheme))
    });
    let (docs, config_docs) = docs::constructor(&scope.base_url, described);
    let parameters = url.into_iter().chain(scheme.map(ClientParameter::Credential)).collect();
    Some(ClientConstructor { docs, config_docs, parameters })
}

fn environment(scope: &Scope<'_>, schemes: &[Scheme]) -> Option<Environment> {
    let variables = variables(scope, schemes);
    (scope.base_url.variable().is_some() || !variables.credentials.is_empty()).then(|| Environment {
        docs: variables.of_from_env(),
        config_docs: variables.of_config_from_env(),
        schemes: schemes.iter().filter(|scheme| scheme.environment.is_some()).map(|scheme| scheme.id).collect(),
        requires_credential: variables.requires_credential,
    })
}

fn variables<'a>(scope: &'a Scope<'_>, schemes: &'a [Scheme]) -> docs::Variables<'a> {
    docs::Variables {
        base_url: &scope.base_url,
        credentials: schemes.iter().filter_map(|scheme| Some((scheme.environment.as_deref()?, &scheme.kind))).collect(),
        has_schemes: !schemes.is_empty(),
        requires_credential: requires_credential(scope),
    }
}

/// Returns the security schemes.
fn schemes(scope: &Scope<'_>) -> Vec<Scheme> {
    scope
        .api
        .security_schemes
        .iter()
        .zip(&scope.names.schemes)
        .enumerate()
        .map(|(index, (scheme, name))| {
            let kind = kind(&scheme.kind);
            Scheme {
                id: SchemeId(index),
                constant_docs: docs::scheme(scheme),
                setter_docs: docs::credential_setter(scheme, &kind, description(scheme)),
                constant: name.constant.clone(),
                setter: name.setter.clone(),
                name: scheme.name.clone(),
                kind,
                environment: scope.config.environment_of(&scheme.name).map(str::to_owned),
                optional: scheme.optional,
            }
        })
        .collect()
}

/// Returns true if `from_env` fails without a credential: some operation requires one that has an environment variable.
fn requires_credential(scope: &Scope<'_>) -> bool {
    let has_variable = |id: SchemeId, scheme: &SecurityScheme| {
        scope.config.environment_of(&scheme.name).is_some()
            && !scheme.optional
            && scope.api.operations.iter().any(|operation| security::requires(scope, operation, id))
    };
    let mut schemes = scope.api.security_schemes.iter().enumerate();
    schemes.any(|(index, scheme)| has_variable(SchemeId(index), scheme))
}

/// Returns the description of a credential, with a note about the format of its value.
fn description(scheme: &SecurityScheme) -> Comment {
    let description: Comment = scheme.description.as_deref().map(markdown::block).unwrap_or_default().into();
    let description = if scheme.deprecated { Comment::from("Deprecated.").and_block(description) } else { description };
    description.and_block(docs::whole_header(scheme).unwrap_or_default())
}

/// Returns the notes about the keys in the header `Authorization`, with their descriptions, which may name the prefix that the value
/// has to have.
pub(super) fn keys_with_prefix(scope: &Scope<'_>) -> Comment {
    let is_key = |scheme: &&SecurityScheme| matches!(scheme.kind, SecurityKind::HeaderKey(_));
    let schemes = scope.api.security_schemes.iter().filter(is_key);
    let schemes = schemes.filter(|scheme| docs::whole_header(scheme).is_some());
    schemes.fold(Comment::new(), |text, scheme| {
        let head = Comment::fill("The credential of {}:", [Comment::code(&scheme.name)]);
        text.and_block(head).and_block(description(scheme))
    })
}

fn kind(kind: &SecurityKind) -> SchemeKind {
    match kind {
        SecurityKind::Bearer => SchemeKind::Bearer,
        SecurityKind::Basic => SchemeKind::Basic,
        SecurityKind::HeaderKey(name) => SchemeKind::Header(name.to_ascii_lowercase()),
        SecurityKind::QueryKey(name) => SchemeKind::Query(name.clone()),
        SecurityKind::CookieKey(name) => SchemeKind::Cookie(name.clone()),
        SecurityKind::Signed => SchemeKind::Header("authorization".to_owned()),
        SecurityKind::Other(name) => SchemeKind::Other(name.clone()),
    }
}

fn group(scope: &Scope<'_>, index: usize) -> Option<ClientGroup> {
    let name = scope.names.groups.get(index)?;
    let tag = name.tags.first().and_then(|&tag| scope.api.tags.get(tag))?;
    let text = match tag.description.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(description) => markdown::block(description).into(),
        None => Comment::fill("The operations tagged {}.", [Comment::code(&tag.name)]),
    };
    Some(ClientGroup { docs: text, method: name.method.clone(), index, feature: name.feature.clone() })
}
