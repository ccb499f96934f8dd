//! Decides what a reader meets first: package data, the crate's front page, the README, the names at the root.

use super::runs::Flavor;
use super::showcase::Shown;
use super::{Scope, client, first_steps, guide, markdown};
use crate::comment::Comment;
use crate::invisible;
use crate::rust::{
    BodyWriting, Chapter, EncodeStep, Export, Holder, Item, Manifest, Module, Package, Ty, Writing, WritingCall,
};

/// What `Cargo.toml` says.
pub(super) fn manifest(scope: &Scope<'_>, modules: &[Module]) -> Manifest {
    let description =
        scope.config.crate_description().map_or_else(|| format!("Client of {}", client::title(scope)), str::to_owned);
    let uses = |paths: &[&str]| {
        modules.iter().any(|module| paths.iter().any(|path| mentions(module, |ty| ty_mentions(ty, path))))
    };
    let mut packages = Vec::new();
    if uses(&["uuid::Uuid"]) {
        packages.push(Package::Uuid);
    }
    if uses(&["crate::FilePart", "crate::Parts"]) || modules.iter().any(writes_parts) {
        packages.push(Package::Multipart);
    }
    if uses(&["crate::EventStream"]) {
        packages.push(Package::Events);
    }
    if uses(&["crate::Download"]) {
        packages.push(Package::Download);
    }
    if uses(&["crate::JsonLines"]) {
        packages.push(Package::Lines);
    }
    if uses(&[Holder::Nested.path()]) || modules.iter().any(has_nested_variant) {
        packages.push(Package::Nested);
    }
    if modules.iter().any(|module| mentions(module, has_tuple)) {
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

/// Whether this holds for a type that an item of the module names.
fn mentions(module: &Module, in_ty: impl Fn(&Ty) -> bool + Copy) -> bool {
    module.items.iter().any(|item| match item {
        Item::Struct(item) => {
            item.fields.iter().any(|field| in_ty(&field.ty)) || item.rest.as_ref().is_some_and(|rest| in_ty(&rest.ty))
        }
        Item::BodyChoice(item) => item.variants.iter().any(|variant| in_ty(&variant.ty)),
        Item::Union(item) => item.variants.iter().any(|variant| in_ty(&variant.ty)),
        Item::Alias(item) => in_ty(&item.ty),
        Item::Wrapper(item) => in_ty(&item.ty),
        Item::Operation(item) => item.answers.types().any(in_ty) || item.fields.iter().any(|(_, ty)| in_ty(ty)),
        Item::Headers(item) => item.types().any(in_ty),
        Item::ErrorBody(item) => item.types().any(in_ty),
        Item::Enumeration(_)
        | Item::CheckedString(_)
        | Item::Group(_)
        | Item::Client(_)
        | Item::BlockingClient(_)
        | Item::Server(_)
        | Item::Webhooks(_) => false,
    })
}

/// Whether an operation of the module has a multipart body.
fn writes_parts(module: &Module) -> bool {
    let is_multipart = |writing: &Writing| matches!(writing.call, WritingCall::Multipart | WritingCall::Parts);
    let in_step = |step: &EncodeStep| match step {
        EncodeStep::Body(body) => match &body.writing {
            BodyWriting::One(writing) => is_multipart(writing),
            BodyWriting::Choice(_, variants) => variants.iter().any(|(_, writing)| is_multipart(writing)),
        },
        EncodeStep::Query { .. } | EncodeStep::Parameter { .. } | EncodeStep::Constant { .. } => false,
    };
    module.items.iter().any(|item| matches!(item, Item::Operation(operation) if operation.steps.iter().any(in_step)))
}

fn ty_mentions(ty: &Ty, path: &str) -> bool {
    match ty {
        Ty::Path(name) => name == path,
        Ty::Generic(name, arguments) => name == path || arguments.iter().any(|argument| ty_mentions(argument, path)),
        Ty::Tuple(items) => items.iter().any(|item| ty_mentions(item, path)),
        Ty::Unit => false,
    }
}

fn has_tuple(ty: &Ty) -> bool {
    match ty {
        Ty::Tuple(_) => true,
        Ty::Generic(_, arguments) => arguments.iter().any(has_tuple),
        Ty::Path(_) | Ty::Unit => false,
    }
}

/// Whether a union of the module has a variant that is `Nested`.
fn has_nested_variant(module: &Module) -> bool {
    module.items.iter().any(|item| match item {
        Item::Union(union) => union.variants.iter().any(|variant| variant.holder == Some(Holder::Nested)),
        _ => false,
    })
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
    let features = features(scope, packages.contains(&Package::Webhook));
    parts.push(Comment::from("# Features\n\n").and(features).and_block(WITHOUT_FEATURES));
    parts.push(OTHER_CRATES.into());
    if !scope.api.info.version.trim().is_empty() {
        let version = Comment::code(scope.api.info.version.trim());
        parts.push(Comment::fill("Generated from version {} of the API description.", [version]));
    }
    super::docs::blocks(parts)
}

const ERRORS: &str = "# Errors\n\nAll calls have the error type [`Error`]: error responses ([`Error::Api`], with status, code and request id), invalid calls, \
of which nothing was sent ([`Error::InvalidInput`], [`Error::MissingCredential`]), transport errors ([`Error::Transport`]) and responses that \
cannot be decoded ([`Error::Decode`], with the path of the problem).";

/// The features of the crate, an item of a list each.
fn features(scope: &Scope<'_>, checks_webhooks: bool) -> Comment {
    let mut list = Comment::from(FEATURES);
    if super::webhooks::model(scope).is_some() {
        list.push("* `webhook-payloads` (default): the types of webhook bodies, and the module `webhooks`.\n");
    }
    if checks_webhooks {
        list.push("* `webhook-signatures`: checks whether a webhook comes from the API's server.\n");
    }
    let groups = &scope.names.groups;
    let names = groups.iter().map(|group| Comment::code(&group.feature));
    match groups.len() {
        0 => list,
        1..=MOST_GROUPS => {
            list.and("* One per group of operations, all of them default: ").and(Comment::joined(names, ", ")).and(".")
        }
        _ => list.and("* One per group of operations, all of them default; `Cargo.toml` lists them."),
    }
}

/// The most groups of operations whose features are listed.
const MOST_GROUPS: usize = 20;

const FEATURES: &str = "* `reqwest` and `rustls` (default): the asynchronous client.\n\
* `blocking`: the client `blocking::Client`, over `ureq` and without an async runtime; it needs no other feature but one for TLS.\n\
* `native-tls`: the system's TLS instead of `rustls`.\n\
* `tower`: services of `tower` as the transport, and layers of it around the default one.\n\
* `tracing`: a span for every call, named and filled as OpenTelemetry has it.\n\
* `testing`: a fake server without a network, for your tests.\n";

const WITHOUT_FEATURES: &str = "Without any of them every [`Operation`] still writes its request and reads the response, for whatever carries HTTP.";

const OTHER_CRATES: &str = "# Types of other crates\n\n\
Some types of this API belong to other crates: `http` 1 (status, headers, requests), `bytes` 1 (raw bodies), `jiff` 1 (dates and times) and \
`serde_json` 1 (any JSON). A program that names one of them depends on that crate itself.";

/// The README of the crate.
pub(super) fn readme(scope: &Scope<'_>, shown: Option<&Shown>, chapters: &[Chapter], packages: &[Package]) -> Comment {
    let title = Comment::fill("# {}", [Comment::name(&scope.crate_name)]);
    let chapters = chapters.iter().map(|chapter| Comment::from("* ").and(chapter.title));
    let guide = "## Guide\n\n`cargo doc --open` shows the documentation of all operations, and a guide with a chapter per task:\n\n";
    title
        .and_block(client::of_the_api("A client of ", scope))
        .and_block(Comment::example("rust", &first_steps::function(scope, shown)))
        .and_block(Comment::from("## Credentials\n\n").and(guide::credentials(scope)))
        .and_block(Comment::from("## Features\n\n").and(features(scope, packages.contains(&Package::Webhook))))
        .and_block(Comment::from(guide).and(Comment::joined(chapters, "\n")))
        .and_block("This crate is generated: change the API description that it comes from, not its files.")
}
