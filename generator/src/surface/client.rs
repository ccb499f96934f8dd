//! Lists what a crate has once: clients, their builder, errors, headers, servers and webhooks.

use std::collections::HashMap;

use super::operations::begin;
use super::{Item, ItemKind, Scope, models};
use crate::identity::of_server;
use crate::model::{Header, SecurityKind};
use crate::path::SpecPath;
use crate::rust::{
    BaseUrl, Client, ClientConstructor, ClientParameter, ErrorBody, HeaderReading, Headers, ItemId, Scheme, SchemeKind,
    Server, Webhooks,
};

/// The asynchronous client and the builder.
pub(super) fn client(scope: &Scope<'_>, item: &Client) -> Vec<Item> {
    let mut own = Item::new(ItemKind::Struct, "Client", "").mark("derive(Clone, Debug)");
    own = own.mark_if(item.has_default(), "impl(Default)");
    let mut items = Vec::new();
    match &item.base_url {
        BaseUrl::Known(known) => {
            let place = SpecPath::root().child("servers");
            let identity = scope.identities.note("servers".to_owned(), &place);
            items.push(Item::new(ItemKind::Const, "BASE_URL", ": &str").at(&identity).wire("url", &known.url));
        }
        BaseUrl::Required(required) => own = own.wire("base-url", format!("required:{}", required.path)),
    }
    items.push(own);
    items.extend(of_client(scope, item, "Client", "Client", ""));
    items.extend(builder(scope, item));
    items.extend(item.config_functions().map(|name| {
        let signature = match name {
            "client_config" => format!("({}) -> ClientConfig", arguments(item)),
            _ => "() -> Result<ClientConfig, Error>".to_owned(),
        };
        let own = Item::new(ItemKind::Fn, name, signature);
        if name == "client_config" { takes(scope, item, own) } else { own }
    }));
    items
}

/// The blocking client.
pub(super) fn blocking(scope: &Scope<'_>, item: &Client) -> Vec<Item> {
    let own = Item::new(ItemKind::Struct, "blocking::Client", "").mark("derive(Clone, Debug)");
    let mut items = vec![own.mark_if(item.has_default(), "impl(Default)")];
    items.extend(of_client(scope, item, "blocking::Client", "blocking::Client", "<blocking::Client>"));
    // Only the builder of a blocking client has it.
    let signature = "(self, agent: ureq::Agent) -> ClientBuilder<blocking::Client>";
    let agent = Item::new(ItemKind::Fn, "ClientBuilder::ureq_agent", signature);
    items.push(agent.mark("feature(blocking)"));
    items
}

/// The arguments of the functions that create a client or a configuration.
fn arguments(item: &Client) -> String {
    let argument = |parameter: &ClientParameter| match parameter {
        ClientParameter::BaseUrl => Some("base_url: impl AsRef<str>"),
        ClientParameter::Credential(id) => item.scheme(*id).map(credential),
    };
    let parameters = item.constructor.iter().flat_map(|constructor| &constructor.parameters);
    parameters.filter_map(argument).collect::<Vec<_>>().join(", ")
}

/// The functions that create a client.
fn constructors(item: &Client) -> Vec<(ItemKind, &'static str, String)> {
    let new = item.constructor.is_some().then(|| (ItemKind::New, "new", format!("({}) -> Self", arguments(item))));
    let from_env =
        item.environment.is_some().then(|| (ItemKind::Fn, "from_env", "() -> Result<Self, Error>".to_owned()));
    new.into_iter().chain(from_env).collect()
}

const fn credential(scheme: &Scheme) -> &'static str {
    match scheme.kind {
        SchemeKind::Basic => "user: impl Into<String>, password: impl Into<Secret>",
        _ => "token: impl Into<Credential>",
    }
}

fn of_client(scope: &Scope<'_>, item: &Client, path: &str, client: &str, generics: &str) -> Vec<Item> {
    let mut items: Vec<Item> = constructors(item)
        .into_iter()
        .map(|(kind, name, signature)| {
            let own = Item::new(kind, format!("{path}::{name}"), signature);
            if kind == ItemKind::New { takes(scope, item, own) } else { own }
        })
        .collect();
    let builder = if generics.is_empty() { "ClientBuilder".to_owned() } else { format!("ClientBuilder{generics}") };
    items.push(Item::new(ItemKind::Fn, format!("{path}::builder"), format!("() -> {builder}")));
    items.push(Item::new(ItemKind::Fn, format!("{path}::core"), "(&self) -> &Core"));
    for group in &item.groups {
        let ty = scope.path(ItemId::Group(group.index).into());
        let method = Item::new(ItemKind::Fn, format!("{path}::{}", group.method), format!("(&self) -> {ty}{generics}"));
        items.push(method.mark(format!("feature({})", group.feature)).at(&scope.tag(group.index)));
    }
    items.extend(item.methods.iter().map(|method| begin(scope, path, method, client)));
    items
}

fn builder(scope: &Scope<'_>, item: &Client) -> Vec<Item> {
    let own = Item::new(ItemKind::Struct, "ClientBuilder", "<C = Client>").mark("derive(Clone, Debug)");
    let build = Item::new(ItemKind::Fn, "ClientBuilder::build", "(self) -> Result<C, Error>");
    let setters = item.schemes.iter().map(|scheme| {
        let signature = format!("(self, {}) -> Self", credential(scheme));
        let setter = Item::new(ItemKind::Set, format!("ClientBuilder::{}", scheme.setter), signature);
        let declared = scope.api.security_schemes.get(scheme.id.0);
        let identity = format!("security:{}", scheme.name);
        let Some(declared) = declared else { return setter.at(&identity) };
        setter.at(&scope.identities.note(identity, &declared.path)).wire("kind", sent_as(&declared.kind))
    });
    [own.mark("options(client)"), build].into_iter().chain(setters).collect()
}

/// How a credential is sent.
fn sent_as(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::Bearer => "bearer".to_owned(),
        SecurityKind::Basic => "basic".to_owned(),
        SecurityKind::HeaderKey(name) => format!("header:{name}"),
        SecurityKind::QueryKey(name) => format!("query:{name}"),
        SecurityKind::CookieKey(name) => format!("cookie:{name}"),
        SecurityKind::Signed => "signed".to_owned(),
        SecurityKind::Other(word) => format!("authorization:{word}"),
    }
}

/// Adds which credential a function takes, which its signature does not show.
fn takes(scope: &Scope<'_>, item: &Client, function: Item) -> Item {
    let credential = item.constructor.as_ref().and_then(ClientConstructor::credential);
    match credential.and_then(|id| scope.api.security_schemes.get(id.0)) {
        Some(declared) => function.wire("credential", &declared.name).wire("kind", sent_as(&declared.kind)),
        None => function,
    }
}

/// The error types.
pub(super) fn error_body(scope: &Scope<'_>, item: &ErrorBody) -> Vec<Item> {
    let alias = |name: &str, ty: &str| Item::new(ItemKind::Type, name, format!(" = {ty}"));
    let mut items =
        vec![alias("Error", "generic::Error<ErrorBody>"), alias("ApiError", "generic::ApiError<ErrorBody>")];
    let derives = models::derives(item.traits());
    items.push(Item::new(ItemKind::Enum, "ErrorBody", "").mark(derives).mark("non_exhaustive"));
    let mut variant = |name: &str, accessor: &str, ty: &str, returned: &str| {
        items.push(Item::new(ItemKind::Variant, format!("ErrorBody::{name}"), format!("({ty})")));
        let signature = format!("(&self) -> Option<&{returned}>");
        items.push(Item::new(ItemKind::Fn, format!("ErrorBody::{accessor}"), signature));
    };
    for one in &item.variants {
        let ty = scope.ty(&one.ty);
        variant(&one.name, &one.accessor, &ty, &ty);
    }
    if item.text.is_some() {
        variant("Text", "text", "String", "str");
    }
    variant("Other", "other", "serde_json::Value", "serde_json::Value");
    items.into_iter().map(|item| item.at("errors")).collect()
}

/// The view of the headers of responses.
pub(super) fn headers(scope: &Scope<'_>, item: &Headers) -> Vec<Item> {
    let own = Item::new(ItemKind::Struct, "Headers", "<'a>").mark("derive(Clone, Copy, Debug)").at("headers");
    let from_meta = Item::new(ItemKind::New, "Headers::from_meta", "(meta: &'a Meta) -> Self").at("headers");
    let mut declared: HashMap<String, &Header> = HashMap::new();
    let responses = scope.api.operations.iter().flat_map(|operation| &operation.responses);
    for header in responses.flat_map(|response| &response.headers) {
        declared.entry(header.name.to_ascii_lowercase()).or_insert(header);
    }
    let methods = item.methods.iter().map(|method| {
        let ty = match &method.reading {
            HeaderReading::Text => "Option<&'a str>".to_owned(),
            HeaderReading::Texts => "Vec<&'a str>".to_owned(),
            HeaderReading::Value(ty) => format!("Option<{}>", scope.ty(ty)),
            HeaderReading::List(ty) => format!("Vec<{}>", scope.ty(ty)),
            HeaderReading::Time => "Option<jiff::Timestamp>".to_owned(),
        };
        let name = method.header.to_ascii_lowercase();
        let identity = format!("header:{name}");
        let identity = match declared.get(&name) {
            Some(header) => scope.identities.note(identity, &header.path),
            None => identity,
        };
        Item::new(ItemKind::Fn, format!("Headers::{}", method.name), format!("(self) -> {ty}"))
            .mark_if(method.deprecated.is_some(), "deprecated")
            .at(&identity)
            .wire("header", name)
    });
    [own, from_meta].into_iter().chain(methods).collect()
}

/// A server to choose.
pub(super) fn server(scope: &Scope<'_>, item: &Server) -> Vec<Item> {
    let identity = of_server(&item.url);
    let place = scope.api.servers.iter().find(|server| server.template == item.url).map(|server| &server.path);
    let identity = place.map_or_else(|| identity.clone(), |place| scope.identities.note(identity.clone(), place));
    if item.variables.is_empty() {
        let own = Item::new(ItemKind::Const, format!("servers::{}", item.constant), ": Server");
        return vec![own.at(&identity).wire("url", &item.url)];
    }
    let path = scope.path(ItemId::Server(item.index).into());
    let own = Item::new(ItemKind::Struct, &path, "").mark("derive(Clone, Debug)").mark("impl(Default)");
    let new = Item::new(ItemKind::New, format!("{path}::new"), "() -> Self").at(&identity);
    let setters = item.variables.iter().map(|variable| {
        let signature = scope.setter(&variable.field, &variable.setter);
        Item::new(ItemKind::Set, format!("{path}::{}", variable.setter.name), signature)
            .at(&format!("{identity} {}", variable.name))
            .wire("variable", &variable.name)
            .wire("default", &variable.default)
    });
    [own.at(&identity).wire("url", &item.url), new].into_iter().chain(setters).collect()
}

/// The functions that read and verify webhooks.
pub(super) fn webhooks(scope: &Scope<'_>, item: &Webhooks) -> Vec<Item> {
    let mut items = Vec::new();
    if let Some(payloads) = &item.payloads {
        let payload = scope.ty(&payloads.ty);
        let read = format!("(name: &str, body: &[u8]) -> Result<{payload}, webhooks::PayloadError>");
        let names = Item::new(ItemKind::Const, "webhooks::NAMES", ": &[&str]").at("webhooks");
        items.push(Item::new(ItemKind::Fn, "webhooks::read", read).at("webhooks"));
        items.push(names.wire("names", payloads.names.join(",")));
    }
    if item.signature.is_some() {
        let signature = "<S: Into<Secret>>(secrets: impl IntoIterator<Item = S>) -> WebhookVerifier";
        let verifier = Item::new(ItemKind::Fn, "webhooks::verifier", signature);
        items.push(verifier.at("webhooks").mark(format!("feature({})", crate::rust::WEBHOOK_SIGNATURES)));
    }
    items
}
