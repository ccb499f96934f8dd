//! Decides the destination of requests: the default base URL, the servers to select, and those of single operations.

use std::collections::HashSet;

use super::docs::{self, client as client_docs};
use super::{Scope, markdown};
use crate::comment::Comment;
use crate::config::{Config, key_path, not_applicable};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Api, Operation, Server, ServerVariable};
use crate::name::{ServerName, VariableName};
use crate::path::SpecPath;
use crate::rust::{
    self, BaseUrl, Enumeration, Item, ItemId, KnownUrl, Literal, Module, OwnServer, Passing, RequiredUrl, Setter,
    SetterValue, Std, Ty, Value,
};
use crate::url;

/// Returns the base URL: the configured one, else that of the first declared server which is usable, else one that the caller has
/// to pass.
pub(super) fn base_url(api: &Api, config: &Config, crate_name: &str) -> BaseUrl {
    let variable = config.base_url_environment().map(str::to_owned);
    let chosen = || chosen(api, config.client.server.as_deref()?).filter(|server| is_usable(server));
    let documented = || chosen().or_else(|| api.servers.iter().find(|server| is_usable(server)));
    let documented = || documented().or_else(|| everywhere(api));
    let known = config.base_url().or_else(|| documented().map(|server| server.url.as_str()));
    if let Some(url) = known {
        let url = url.trim_end_matches('/').to_owned();
        let is_plain_http = url::is_plain_http(&url);
        let docs: Comment = if is_plain_http { PLAIN_HTTP } else { "" }.into();
        let constant_docs = client_docs::base_url(docs.clone());
        return BaseUrl::Known(KnownUrl { url, is_plain_http, variable, docs, constant_docs });
    }
    let path = api.servers.first().map_or("", |server| url::path(&server.url)).to_owned();
    let module = config.module.as_ref().map(|module| format!("_{module}")).unwrap_or_default();
    let named = || format!("{crate_name}{module}_BASE_URL").to_ascii_uppercase().replace('-', "_");
    let docs = required_docs(api, &path);
    BaseUrl::Required(RequiredUrl { variable: variable.unwrap_or_else(named), path, docs })
}

/// Returns the declared server with this URL, name or description.
fn chosen<'a>(api: &'a Api, wanted: &str) -> Option<&'a Server> {
    let url = wanted.trim_end_matches('/');
    let is_wanted = |server: &&Server| {
        let texts = [server.name.as_deref(), server.description.as_deref().map(str::trim)];
        [&server.url, &server.template].iter().any(|declared| declared.trim_end_matches('/') == url)
            || texts.contains(&Some(wanted))
    };
    api.servers.iter().find(is_wanted)
}

/// Reports a configured server that the API description does not declare, or to which no request can be sent.
fn report_chosen(scope: &Scope<'_>, wanted: &str, diagnostics: &mut Diagnostics) {
    let place = key_path(&["client", "server"]);
    if scope.config.base_url().is_some() {
        let found = Diagnostic::new(Code::ConfigNotApplicable, &place, "`base-url` replaces the declared servers");
        diagnostics.push(found.help("remove one of the two keys"));
        return;
    }
    match chosen(scope.api, wanted) {
        Some(server) if is_usable(server) => {}
        Some(server) => {
            let problem = url::problem(&server.url).unwrap_or_default();
            let message = format!("the server `{}` {problem}", server.url);
            let help = "set `base-url` to the URL of the server";
            diagnostics.push(Diagnostic::new(Code::ConfigNotApplicable, &place, message).help(help));
        }
        None => {
            let known = scope.api.servers.iter().map(|server| server.template.as_str());
            diagnostics.push(not_applicable(&place, "server", wanted, known));
        }
    }
}

/// The note about a base URL that is plain HTTP.
const PLAIN_HTTP: &str = "The declared server uses plain HTTP, which is rejected unless the client is built by `Client::builder()` with \
`allow_plain_http()`, or the base URL is replaced.";

/// Returns the note about a base URL that the API description does not declare.
fn required_docs(api: &Api, path: &str) -> Comment {
    let declared = match api.servers.as_slice() {
        [] => "the API description declares no server".into(),
        [first, ..] if first.template.contains("://") => Comment::fill(
            "the API description declares {}, which is not a usable URL",
            [Comment::code(&first.template)],
        ),
        _ if path.is_empty() => "the API description does not declare the host of the server".into(),
        _ => Comment::fill("the API description declares only the path {} of the server", [Comment::code(path)]),
    };
    let example = Comment::code(&format!("https://api.example.com{path}"));
    Comment::fill("The base URL is absolute and includes the path, as in {}: {}.", [example, declared])
}

/// Returns the first server of the operations, if only operations declare servers, and all of them do.
fn everywhere(api: &Api) -> Option<&Server> {
    let mut servers = api.operations.iter().map(|operation| operation.servers.iter().find(|s| is_usable(s)));
    let first = servers.next().flatten()?;
    (api.servers.is_empty() && servers.all(|server| server.is_some())).then_some(first)
}

/// Returns true if requests can be sent to a server with the defaults of its variables.
fn is_usable(server: &Server) -> bool {
    url::problem(&server.url).is_none()
}

/// Returns true if a server can be selected: with its defaults, or once its variables are set.
fn is_choice(server: &Server) -> bool {
    is_usable(server) || (!server.variables.is_empty() && server.url.contains("://"))
}

/// Returns the server that only this operation uses; `None` if the operation accepts the default server.
pub(super) fn own(scope: &Scope<'_>, operation: &Operation) -> Option<OwnServer> {
    let usual = if let BaseUrl::Known(known) = &scope.base_url { Some(known.url.as_str()) } else { None };
    let bare = |server: &Server| server.url.trim_end_matches('/').to_owned();
    if operation.servers.iter().any(|server| usual == Some(&bare(server))) {
        return None;
    }
    let own = operation.servers.iter().find(|server| is_usable(server) || server.url.starts_with('/'))?;
    let url = if is_usable(own) { bare(own) } else { own.url.clone() };
    Some(OwnServer { url, has_usual: usual.is_some() })
}

/// Reports the declared servers to which no request is sent.
pub(super) fn report(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if let Some(wanted) = &scope.config.client.server {
        report_chosen(scope, wanted, diagnostics);
    }
    if let BaseUrl::Required(required) = &scope.base_url {
        diagnostics.push(unknown(scope, required));
    }
    // The first server is already reported, or the configuration replaces it.
    let skipped = usize::from(scope.base_url.is_required() || scope.config.base_url().is_some());
    let relative: Vec<&Server> = scope.api.servers.iter().skip(skipped).filter(|server| !is_choice(server)).collect();
    unused(&relative, "servers without an absolute URL cannot be selected", "declare absolute URLs", diagnostics);
    let mut known = HashSet::new();
    let further = scope.api.operations.iter().flat_map(|operation| operation.servers.iter().skip(1));
    let further: Vec<&Server> = further.filter(|server| known.insert(&server.path)).collect();
    let help = "to use another server, pass its URL to `base_url` of the call";
    unused(&further, "an operation with several servers uses the first one", help, diagnostics);
}

/// Returns the finding that the caller has to pass the base URL.
fn unknown(scope: &Scope<'_>, required: &RequiredUrl) -> Diagnostic {
    let root = SpecPath::root().child("servers");
    let (place, declared) = match scope.api.servers.first() {
        None => (&root, "the API description declares no server".to_owned()),
        Some(server) => {
            let problem = url::problem(&server.url).unwrap_or_default();
            let url = if server.url == server.template { String::new() } else { format!(" (`{}`)", server.url) };
            (&server.path, format!("the server `{}`{url} {problem}", server.template))
        }
    };
    let new = if scope.access.constructor.is_some() { "`new` or to " } else { "" };
    let message = format!(
        "{declared}, so every user of the client has to pass the base URL to {new}`base_url` of the builder, or set `{}` for `from_env`",
        required.variable
    );
    let has_variables = scope.api.servers.first().is_some_and(|server| !server.variables.is_empty());
    let repair = if has_variables {
        "declare defaults of its variables that form a URL"
    } else {
        "add a server like `https://api.example.com/v1` to `servers` (in Swagger 2.0: `host`, `basePath` and `schemes`)"
    };
    let help = format!("{repair}, or set `base-url` in `[client]` of the configuration");
    Diagnostic::new(Code::RelativeServer, place, message).help(help)
}

/// Reports several servers in one finding.
fn unused(servers: &[&Server], what: &str, help: &str, diagnostics: &mut Diagnostics) {
    let [first, others @ ..] = servers else { return };
    let diagnostic = Diagnostic::new(Code::Unused, &first.path, format!("{what}: `{}`", first.template)).help(help);
    diagnostics.push(match others {
        [] => diagnostic,
        [second] => diagnostic.related(&second.path, "the same is true here"),
        [second, ..] => {
            diagnostic.related(&second.path, format!("the same is true here, and in {} more places", others.len() - 1))
        }
    });
}

/// Returns the module `servers`, if there is a server or variable to select.
pub(super) fn module(scope: &Scope<'_>) -> Option<Module> {
    let all = scope.api.servers.iter().zip(&scope.names.servers).enumerate();
    let servers: Vec<(usize, (&Server, &ServerName))> = all.filter(|(_, (server, _))| is_choice(server)).collect();
    if servers.len() < 2 && servers.iter().all(|(_, (server, _))| server.variables.is_empty()) {
        return None;
    }
    Some(Module {
        path: vec!["servers".to_owned()],
        docs: "The servers that the API description declares, for `Client::builder().server(…)`.".into(),
        items: servers.iter().flat_map(|(index, (server, name))| items(*index, server, name)).collect(),
        children: Vec::new(),
    })
}

fn items(index: usize, server: &Server, name: &ServerName) -> Vec<Item> {
    let described = server.description.as_deref().map(markdown::block).unwrap_or_default();
    let mut text = Comment::from(described).and_block(Comment::code(&server.template).and("."));
    if !is_usable(server) {
        text.push_block("The defaults of its variables do not form a URL: set them.");
    }
    let variables: Vec<(&ServerVariable, &VariableName)> = server.variables.iter().zip(&name.variables).collect();
    let lists = variables.iter().enumerate();
    let lists = lists.filter_map(|(at, (variable, name))| list(ItemId::ServerValues(index, at), variable, name));
    let server = rust::Server {
        index,
        docs: text,
        new_docs: "Creates the server with the default values of its variables.".into(),
        constant: name.constant.clone(),
        name: name.name.clone(),
        url: if variables.is_empty() { server.url.clone() } else { server.template.clone() },
        variables: variables
            .iter()
            .enumerate()
            .map(|(at, (variable, name))| self::variable(ItemId::ServerValues(index, at), variable, name))
            .collect(),
    };
    std::iter::once(Item::Server(Box::new(server))).chain(lists).collect()
}

fn variable(values: ItemId, variable: &ServerVariable, name: &VariableName) -> rust::ServerVariable {
    let mut text = Comment::from(variable.description.as_deref().map(markdown::block).unwrap_or_default());
    if text.is_empty() {
        text = Comment::fill("Sets {}.", [Comment::code(&variable.name)]);
    }
    text.push_block(Comment::fill("{} unless set.", [Comment::code(&variable.default)]));
    let ty = if name.list.is_some() { Ty::path(values) } else { Ty::path(Std::String) };
    rust::ServerVariable {
        name: variable.name.clone(),
        default: variable.default.clone(),
        is_list: name.list.is_some(),
        field: name.setter.clone(),
        setter: Setter {
            docs: text,
            name: name.setter.clone(),
            ty,
            passing: Passing::Into,
            value: SetterValue::Value,
            deprecated: None,
        },
    }
}

/// Returns the type of a variable with a list of values.
fn list(id: ItemId, variable: &ServerVariable, name: &VariableName) -> Option<Item> {
    let values = variable.values.iter().zip(&name.values).map(|(value, name)| Value {
        docs: docs::value(&Literal::Text(value.clone()), None),
        name: name.clone(),
        literal: Literal::Text(value.clone()),
        deprecated: None,
    });
    Some(Item::Enumeration(Box::new(Enumeration {
        id,
        docs: Comment::fill("The values of {}.", [Comment::code(&variable.name)]),
        name: name.list.clone()?,
        values: values.collect(),
        unknown: docs::unknown_value(),
        integers: false,
        derives: rust::Derives::default(),
        deprecated: None,
    })))
}
