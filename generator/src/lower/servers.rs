//! Decides where requests go: the base URL of all, the servers to choose from, and those of single operations.

use super::{Scope, docs, markdown};
use crate::comment::Comment;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Operation, Server, ServerVariable};
use crate::name::{ServerName, VariableName};
use crate::path::SpecPath;
use crate::rust::{self, Enumeration, Item, Literal, Module, Passing, Setter, SetterValue, Ty, Value};

/// Where the operations go that have no server of their own.
pub(super) fn base_url(scope: &Scope<'_>) -> String {
    let document = scope.api.servers.iter().find(|server| is_absolute(server)).or_else(|| everywhere(scope));
    let server = document.or(scope.api.servers.first());
    server.map(|server| server.url.trim_end_matches('/').to_owned()).unwrap_or_default()
}

/// The first server of the operations, where the document has none and every one of them has.
fn everywhere<'a>(scope: &Scope<'a>) -> Option<&'a Server> {
    let mut servers = scope.api.operations.iter().map(|operation| operation.servers.iter().find(|s| is_absolute(s)));
    let first = servers.next().flatten()?;
    (scope.api.servers.is_empty() && servers.all(|server| server.is_some())).then_some(first)
}

fn is_absolute(server: &Server) -> bool {
    server.url.starts_with("https://") || server.url.starts_with("http://")
}

/// The server that an operation has for itself: none where it may as well go to that of all operations.
pub(super) fn own(scope: &Scope<'_>, operation: &Operation) -> Option<String> {
    let usual = base_url(scope);
    let bare = |server: &Server| server.url.trim_end_matches('/').to_owned();
    if operation.servers.iter().any(|server| bare(server) == usual) {
        return None;
    }
    let own = operation.servers.iter().find(|server| is_absolute(server) || server.url.starts_with('/'))?;
    Some(if is_absolute(own) { bare(own) } else { own.url.clone() })
}

/// Says what the document has of servers that no request goes to.
pub(super) fn report(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if !base_url(scope).contains("://") {
        let root = SpecPath::root().child("servers");
        let place = scope.api.servers.first().map_or(&root, |server| &server.path);
        diagnostics.push(
            Diagnostic::new(
                Code::RelativeServer,
                place,
                "no server of the document is a whole URL: every user of the client has to set the base URL",
            )
            .help("add a server like `https://api.example.com/v1` to `servers`; in Swagger 2.0 that is `host` and `basePath`"),
        );
    }
    let relative: Vec<&Server> = scope.api.servers.iter().skip(1).filter(|server| !is_absolute(server)).collect();
    unused(&relative, "servers that are no whole URLs cannot be chosen", "write whole URLs", diagnostics);
    let mut further: Vec<&Server> = Vec::new();
    for server in scope.api.operations.iter().flat_map(|operation| operation.servers.iter().skip(1)) {
        if !further.iter().any(|earlier| earlier.path == server.path) {
            further.push(server);
        }
    }
    let help = "any other one can be given to `base_url` of the call";
    unused(&further, "an operation with several servers goes to the first of them", help, diagnostics);
}

/// One finding for all of a kind.
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

/// The module `servers`, where there is something to choose.
pub(super) fn module(scope: &Scope<'_>) -> Option<Module> {
    let servers: Vec<(&Server, &ServerName)> =
        scope.api.servers.iter().zip(&scope.names.servers).filter(|(server, _)| is_absolute(server)).collect();
    if servers.len() < 2 && servers.iter().all(|(server, _)| server.variables.is_empty()) {
        return None;
    }
    Some(Module {
        path: vec!["servers".to_owned()],
        docs: "The servers that the API's document names, for `Client::builder().server(…)`.".into(),
        imports: Vec::new(),
        items: servers.iter().flat_map(|(server, name)| items(server, name)).collect(),
        children: Vec::new(),
    })
}

fn items(server: &Server, name: &ServerName) -> Vec<Item> {
    let described = server.description.as_deref().map(markdown::block).unwrap_or_default();
    let text = Comment::from(described).and_block(Comment::code(&server.template).and("."));
    let variables: Vec<(&ServerVariable, &VariableName)> = server.variables.iter().zip(&name.variables).collect();
    let lists = variables.iter().filter_map(|(variable, name)| list(variable, name));
    let server = rust::Server {
        docs: text,
        constant: name.constant.clone(),
        name: name.name.clone(),
        url: if variables.is_empty() { server.url.clone() } else { server.template.clone() },
        variables: variables.iter().map(|(variable, name)| self::variable(variable, name)).collect(),
    };
    std::iter::once(Item::Server(Box::new(server))).chain(lists).collect()
}

fn variable(variable: &ServerVariable, name: &VariableName) -> rust::ServerVariable {
    let mut text = Comment::from(variable.description.as_deref().map(markdown::block).unwrap_or_default());
    if text.is_empty() {
        text = Comment::fill("Sets {}.", [Comment::code(&variable.name)]);
    }
    text.push_block(Comment::fill("{} unless set.", [Comment::code(&variable.default)]));
    let ty = name.list.as_ref().map_or_else(|| Ty::path("String"), Ty::path);
    rust::ServerVariable {
        name: variable.name.clone(),
        default: variable.default.clone(),
        is_list: name.list.is_some(),
        setter: Setter {
            docs: text,
            name: name.setter.clone(),
            field: name.setter.clone(),
            ty,
            passing: Passing::Into,
            value: SetterValue::Value,
            deprecated: None,
        },
    }
}

/// The type of a variable that has a list of values.
fn list(variable: &ServerVariable, name: &VariableName) -> Option<Item> {
    let values = variable.values.iter().zip(&name.values).map(|(value, name)| Value {
        docs: docs::value(&Literal::Text(value.clone()), None),
        name: name.clone(),
        literal: Literal::Text(value.clone()),
    });
    Some(Item::Enumeration(Box::new(Enumeration {
        docs: Comment::fill("What {} can be.", [Comment::code(&variable.name)]),
        name: name.list.clone()?,
        values: values.collect(),
        unknown: "Unknown".to_owned(),
        integers: false,
        deprecated: None,
    })))
}
