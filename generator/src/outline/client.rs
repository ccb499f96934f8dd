//! The clients.

use super::operations::method;
use super::writer::{Writer, flag, quoted, words};
use crate::rust::{
    BaseUrl, Client, ClientConstructor, ClientDocs, ClientGroup, ClientParameter, Environment, KnownUrl, RequiredUrl,
    Scheme, SchemeKind,
};

/// The kind of the blocking client.
pub(super) const BLOCKING: &str = "blocking client";

pub(super) fn client(writer: &mut Writer<'_>, kind: &str, item: &Client) {
    let Client { docs, base_url, schemes, constructor, environment, groups, methods } = item;
    let ClientDocs { client, core, builder, builder_type, build, ureq_agent, unused_builder } = docs;
    writer.described(kind, client);
    writer.inside(|writer| {
        writer.phrase(unused_builder);
        let parts = [("core", core), ("builder", builder), ("builder type", builder_type), ("build", build)];
        for (name, docs) in parts {
            writer.described(name, docs);
        }
        // Only the blocking client has this method. The line is in both, so that they can be compared.
        if kind == BLOCKING {
            writer.described("ureq_agent", ureq_agent);
        } else {
            writer.noted("ureq_agent", ureq_agent);
        }
        self::base_url(writer, base_url);
        for item in schemes {
            scheme(writer, item);
        }
        if let Some(item) = constructor {
            self::constructor(writer, item);
        }
        if let Some(Environment { docs, config_docs, schemes, requires_credential }) = environment {
            let schemes: Vec<&str> = schemes.iter().map(|scheme| writer.scheme(*scheme)).collect();
            let line = words(["from_env", &schemes.join(" "), flag(*requires_credential, "requires a credential")]);
            writer.described(&line, docs);
            writer.described("client_config_from_env", config_docs);
        }
        for ClientGroup { docs, method, index: _, feature } in groups {
            writer.described(&format!("group {method} if {feature}"), docs);
        }
        for item in methods {
            method(writer, item);
        }
    });
}

fn constructor(writer: &mut Writer<'_>, constructor: &ClientConstructor) {
    let ClientConstructor { docs, config_docs, parameters } = constructor;
    let parameters: Vec<&str> = parameters
        .iter()
        .map(|parameter| match parameter {
            ClientParameter::BaseUrl => "base URL",
            ClientParameter::Credential(id) => writer.scheme(*id),
        })
        .collect();
    writer.described(&format!("new({})", parameters.join(", ")), docs);
    writer.described("client_config", config_docs);
}

fn base_url(writer: &mut Writer<'_>, base_url: &BaseUrl) {
    match base_url {
        BaseUrl::Known(KnownUrl { url, is_plain_http, variable, docs, constant_docs }) => {
            let variable = variable.as_ref().map(|variable| format!("or ${variable}")).unwrap_or_default();
            let line = words(["base URL", &quoted(url), &variable, flag(*is_plain_http, "over plain HTTP")]);
            writer.noted(&line, docs);
            writer.described("BASE_URL", constant_docs);
        }
        BaseUrl::Required(RequiredUrl { variable, path, docs }) => {
            writer.described(&format!("base URL required or ${variable}, path {}", quoted(path)), docs);
        }
    }
}

fn scheme(writer: &mut Writer<'_>, scheme: &Scheme) {
    let Scheme { id: _, constant_docs, setter_docs, constant, setter, name, kind, environment, optional } = scheme;
    let kind = match kind {
        SchemeKind::Bearer => "bearer".to_owned(),
        SchemeKind::Basic => "basic".to_owned(),
        SchemeKind::Header(name) => format!("header {}", quoted(name)),
        SchemeKind::Query(name) => format!("query {}", quoted(name)),
        SchemeKind::Cookie(name) => format!("cookie {}", quoted(name)),
        SchemeKind::Other(name) => format!("authorization {}", quoted(name)),
    };
    let variable = environment.as_ref().map(|variable| format!("or ${variable}")).unwrap_or_default();
    let line = words([&format!("scheme {constant} {} {kind}", quoted(name)), &variable, flag(*optional, "optional")]);
    writer.described(&line, constant_docs);
    writer.inside(|writer| writer.described(&format!("set {setter}"), setter_docs));
}
