//! Decides what a reader meets first: package data, the crate's front page, the README, the names at the root.

use std::collections::BTreeSet;

use super::runs::Flavor;
use super::showcase::Shown;
use super::{Scope, client, first_steps, guide, markdown};
use crate::comment::Comment;
use crate::invisible;
use crate::rust::{
    BodyWriting, Chapter, EncodeStep, Export, External, Holder, Item, Manifest, Module, Package, Path, Symbol, Ty,
    Writing, WritingCall, symbol,
};

/// What `Cargo.toml` says.
pub(super) fn manifest(scope: &Scope<'_>, modules: &[Module]) -> Manifest {
    let description =
        scope.config.crate_description().map_or_else(|| format!("Client of {}", client::title(scope)), str::to_owned);
    let used: BTreeSet<Path> = modules.iter().flat_map(|module| &module.items).flat_map(Item::references).collect();
    let uses = |symbol: Symbol| used.contains(&Path::Public(symbol));
    let mut packages = Vec::new();
    if used.contains(&External::Uuid.into()) {
        packages.push(Package::Uuid);
    }
    if uses(symbol::FILE_PART) || uses(symbol::PARTS) || modules.iter().any(writes_parts) {
        packages.push(Package::Multipart);
    }
    if uses(symbol::events::EVENT_STREAM) {
        packages.push(Package::Events);
    }
    if uses(symbol::download::DOWNLOAD) {
        packages.push(Package::Download);
    }
    if uses(symbol::lines::JSON_LINES) {
        packages.push(Package::Lines);
    }
    if used.contains(&Holder::Nested.path()) {
        packages.push(Package::Nested);
    }
    if modules.iter().any(has_tuple) {
        packages.push(Package::Tuples);
    }
    let webhooks = modules.iter().flat_map(|module| &module.items).find_map(|item| match item {
        Item::Webhooks(webhooks) => Some(webhooks),
        _ => None,
    });
    if webhooks.is_some() {
        packages.push(Package::Incoming);
    }
    if webhooks.is_some_and(|webhooks| webhooks.signature.is_some()) {
        packages.push(Package::Webhook);
    }
    Manifest {
        name: scope.crate_name.clone(),
        version: scope.config.crate_version().unwrap_or("0.1.0").to_owned(),
        description: invisible::on_one_line(&description),
        license: scope.config.crate_license().map(str::to_owned),
        repository: scope.config.crate_repository().map(str::to_owned),
        webhook_payloads: webhooks.is_some_and(|webhooks| webhooks.payloads.is_some()),
        groups: scope.names.groups.iter().map(|group| group.feature.clone()).collect(),
        packages,
    }
}

/// Whether an operation of the module has a multipart body.
fn writes_parts(module: &Module) -> bool {
    let is_multipart = |writing: &Writing| matches!(writing.call, WritingCall::Multipart | WritingCall::Parts);
    let in_step = |step: &EncodeStep| match step {
        EncodeStep::Body(body) => match &body.writing {
            BodyWriting::One(writing) => is_multipart(writing),
            BodyWriting::Choice(variants) => variants.iter().any(|(_, writing)| is_multipart(writing)),
        },
        EncodeStep::Query { .. } | EncodeStep::Parameter { .. } | EncodeStep::Constant { .. } => false,
    };
    module.items.iter().any(|item| matches!(item, Item::Operation(operation) if operation.steps.iter().any(in_step)))
}

/// Whether a type in the module has a list whose items have a type each.
fn has_tuple(module: &Module) -> bool {
    let types = module.items.iter().flat_map(Item::types);
    types.flat_map(Ty::parts).any(|part| matches!(part, Ty::Tuple(_)))
}

/// What the root of the crate names.
pub(super) fn exports(scope: &Scope<'_>, packages: &[Package]) -> Vec<Export> {
    let export = |module: &str, names: &[&str]| Export {
        module: module.to_owned(),
        names: names.iter().map(|&name| name.to_owned()).collect(),
    };
    let multipart =
        packages.contains(&Package::Multipart).then(|| export("runtime::multipart", &["FilePart", "Parts"]));
    let events = packages
        .contains(&Package::Events)
        .then(|| export("runtime::events", &["Event", "EventId", "EventShape", "EventStream"]));
    let source = packages.contains(&Package::Events).then(|| export("runtime::event_source", &["EventSource"]));
    let download =
        packages.contains(&Package::Download).then(|| export("runtime::download", &["Download", "Progress"]));
    let lines = packages.contains(&Package::Lines).then(|| export("runtime::lines", &["JsonFraming", "JsonLines"]));
    let nested = packages.contains(&Package::Nested).then(|| export("runtime::nested", &["Nested"]));
    let client: &[&str] = if scope.base_url.is_required() {
        &["Client", "ClientBuilder"]
    } else {
        &["BASE_URL", "Client", "ClientBuilder"]
    };
    let mut exports = vec![
        export("client", client),
        export("error", &["ApiError", "Error", "ErrorBody"]),
        export("runtime::base64", &["Base64"]),
        export("runtime::offset_time", &["OffsetTime"]),
        export("runtime::time", &["Duration"]),
        export(
            "runtime",
            &[
                "Argument",
                "Attempt",
                "AttemptEnd",
                "Body",
                "BoxFuture",
                "ConfigurationError",
                "Core",
                "Credential",
                "Credentials",
                "Decode",
                "DecodeError",
                "Encode",
                "Encoding",
                "Endpoint",
                "ErrorInfo",
                "Fault",
                "Idempotency",
                "InvalidInput",
                "InvalidValue",
                "Items",
                "Location",
                "Meta",
                "MissingCredential",
                "Next",
                "Operation",
                "Options",
                "OwnServer",
                "Pages",
                "Paginated",
                "Proxy",
                "RateLimit",
                "RawResponse",
                "Redirects",
                "Replay",
                "RequestEncoder",
                "Response",
                "RetryOutcome",
                "RetryPolicy",
                "Scheme",
                "Secret",
                "Security",
                "Sending",
                "Sent",
                "Server",
                "Style",
                "Target",
                "TokenError",
                "TokenSource",
                "Transport",
                "TransportError",
                "TransportKind",
                "Upload",
            ],
        ),
    ];
    let headers = (!scope.names.headers.is_empty()).then(|| export("headers", &["Headers"]));
    exports.extend(headers);
    exports.extend(multipart.into_iter().chain(events).chain(source).chain(download).chain(lines).chain(nested));
    // As rustfmt has them: a list in braces comes after the modules beside it.
    exports.sort_by_key(|export| match export.names.as_slice() {
        [only] => format!("{}::{only}", export.module),
        _ => format!("{}::{{", export.module),
    });
    exports
}

/// The front page of the documentation.
pub(super) fn crate_docs(
    scope: &Scope<'_>,
    shown: Option<&Shown>,
    chapters: &[Chapter],
    packages: &[Package],
) -> Comment {
    let mut parts = vec![client::of_the_api("A client of ", scope)];
    if let Some(description) = scope.api.info.description.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        parts.push(markdown::block(description).into());
    }
    parts.push("# First steps".into());
    parts.push(Comment::example("", &first_steps::doctest(scope, shown, Flavor::Async)));
    parts.push(guide::contents(chapters));
    parts.push(ERRORS.into());
    parts.push(features(scope, packages.contains(&Package::Webhook)));
    if !scope.api.info.version.trim().is_empty() {
        let version = Comment::code(scope.api.info.version.trim());
        parts.push(Comment::fill("Generated from version {} of the API's document.", [version]));
    }
    super::docs::blocks(parts)
}

const ERRORS: &str = "# Errors\n\nEvery call fails with the one [`Error`] of this crate: what the server refused ([`Error::Api`], with status, code and \
request id), what was wrong before anything was sent ([`Error::InvalidInput`], [`Error::MissingCredential`]), what could not be \
reached ([`Error::Transport`]) and what could not be read ([`Error::Decode`], with the place in the answer).";

/// The features of the crate.
fn features(scope: &Scope<'_>, checks_webhooks: bool) -> Comment {
    let mut webhooks = Comment::new();
    if super::webhooks::model(scope).is_some() {
        webhooks.push("* `webhook-payloads` (default): the types of what webhooks bring, and the module `webhooks`.\n");
    }
    if checks_webhooks {
        webhooks.push("* `webhook-signatures`: whether a webhook comes from the API's server.\n");
    }
    Comment::fill(FEATURES, [webhooks])
}

const FEATURES: &str = "# Features\n\n* `reqwest` and `rustls` (default): the asynchronous client.\n* `blocking`: the client `blocking::Client`, over `ureq` and without an async runtime; it needs no other feature but one for TLS.\n* `native-tls`: the system's TLS instead of `rustls`.\n\
* `tower`: services of `tower` as the transport, and layers of it around the default one.\n* `tracing`: a span for every call, named and filled as OpenTelemetry has it.\n* `testing`: a server without a network, for the tests of those who use this crate.\n\
{}* One per group of operations, all of them default.\n\nWithout any of them every [`Operation`] still writes its request and reads the answer, for whatever carries HTTP.";

/// The README of the crate.
pub(super) fn readme(scope: &Scope<'_>, shown: Option<&Shown>) -> Comment {
    let title = Comment::fill("# {}", [Comment::name(&scope.crate_name)]);
    title
        .and_block(client::of_the_api("A client of ", scope))
        .and_block(Comment::example("rust", &first_steps::function(scope, shown)))
        .and_block("This crate is generated: change the document that it comes from, not its files.")
}
