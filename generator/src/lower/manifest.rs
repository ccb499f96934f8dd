//! Decides the data of the package, the front page of the documentation, the README and the exports of the crate root.

use std::collections::BTreeSet;

use super::runs::Flavor;
use super::showcase::Shown;
use super::{Scope, about, client, first_steps, guide, markdown};
use crate::comment::Comment;
use crate::config;
use crate::invisible;
use crate::rust::{
    BodyWriting, Chapter, EXPORTED, EncodeStep, Export, External, Holder, Item, Manifest, Module, Package, Path,
    RUNTIME_VERSION, Runtime, Symbol, Ty, Writing, WritingCall, symbol,
};

/// Returns the data of `Cargo.toml`.
pub(super) fn manifest(scope: &Scope<'_>, modules: &[Module]) -> Manifest {
    let description =
        scope.config.crate_description().map_or_else(|| format!("Client of {}", client::title(scope)), str::to_owned);
    let references: BTreeSet<Path> =
        modules.iter().flat_map(|module| &module.items).flat_map(Item::references).collect();
    let uses = |symbol: Symbol| references.contains(&Path::Public(symbol));
    let mut packages = Vec::new();
    if references.contains(&External::Uuid.into()) {
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
    if references.contains(&Holder::Nested.path()) {
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
        homepage: about::homepage(&scope.api.info),
        repository: scope.config.crate_repository().map(str::to_owned),
        webhook_payloads: webhooks.is_some_and(|webhooks| webhooks.payloads.is_some()),
        groups: scope.names.groups.iter().map(|group| group.feature.clone()).collect(),
        packages,
        runtime: runtime(&scope.config.manifest.runtime),
    }
}

/// Returns where the runtime comes from. A package from a registry has the version of this generator's runtime unless another one
/// is configured.
fn runtime(configured: &config::Runtime) -> Runtime {
    match configured {
        config::Runtime::Vendored => Runtime::Vendored,
        config::Runtime::Crate(source) => {
            let is_local = source.path.is_some() || source.git.is_some();
            let default = (!is_local).then(|| RUNTIME_VERSION.to_owned());
            Runtime::Crate {
                version: source.version.clone().or(default),
                path: source.path.clone(),
                git: source.git.clone(),
            }
        }
    }
}

/// Returns true if an operation of the module has a multipart body.
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

/// Returns true if a type in the module is a tuple.
fn has_tuple(module: &Module) -> bool {
    let types = module.items.iter().flat_map(Item::types);
    types.flat_map(Ty::parts).any(|part| matches!(part, Ty::Tuple(_)))
}

/// Returns the exports of the crate root.
pub(super) fn exports(scope: &Scope<'_>, modules: &[Module], packages: &[Package]) -> Vec<Export> {
    let of_crate = |module: &str, names: &[&str]| Export {
        module: module.to_owned(),
        names: names.iter().map(|&name| name.to_owned()).collect(),
    };
    let items = modules.iter().flat_map(|module| &module.items);
    let clients = items.filter_map(|item| if let Item::Client(client) = item { Some(client) } else { None });
    let base_url = (!scope.base_url.is_required()).then_some("BASE_URL");
    let client = base_url.into_iter().chain(["Client", "ClientBuilder"]);
    let client: Vec<&str> = client.chain(clients.flat_map(|client| client.target_functions())).collect();
    let mut exports = vec![
        of_crate("client", &client),
        of_crate("error", &["ApiError", "Error", "ErrorBody"]),
        of_runtime(&[symbol::base64::BASE64]),
        of_runtime(&[symbol::offset_time::OFFSET_TIME]),
        of_runtime(&[symbol::time::DURATION]),
        of_runtime(&usual()),
    ];
    if !scope.names.headers.is_empty() {
        exports.push(of_crate("headers", &["Headers"]));
    }
    for package in packages {
        exports.extend(of_package(*package).iter().map(|symbols| of_runtime(symbols)));
    }
    // The order of `rustfmt`: a list in braces follows the other items of its module.
    exports.sort_by_key(|export| match export.names.as_slice() {
        [only] => format!("{}::{only}", export.module),
        _ => format!("{}::{{", export.module),
    });
    exports
}

/// Returns the export of items from one module of the runtime.
fn of_runtime(symbols: &[Symbol]) -> Export {
    let module = symbols.first().map_or("", |symbol| symbol.module());
    Export {
        module: module.trim_start_matches("crate::").to_owned(),
        names: symbols.iter().map(|symbol| symbol.name().to_owned()).collect(),
    }
}

/// Returns the items that an optional module of the runtime adds to the crate root, one list per module.
const fn of_package(package: Package) -> &'static [&'static [Symbol]] {
    use symbol::{download, event_source, events, lines, multipart, nested};
    match package {
        Package::Multipart => &[&[multipart::FILE_PART, multipart::PARTS]],
        Package::Events => &[
            &[events::EVENT, events::EVENT_ID, events::EVENT_SHAPE, events::EVENT_STREAM],
            &[event_source::EVENT_SOURCE],
        ],
        Package::Download => &[&[download::DOWNLOAD, download::PROGRESS]],
        Package::Lines => &[&[lines::JSON_FRAMING, lines::JSON_LINES]],
        Package::Nested => &[&[nested::NESTED]],
        Package::Uuid | Package::Incoming | Package::Webhook | Package::Tuples => &[],
    }
}

/// Returns the items that every crate exports from the root of the runtime: all types and traits, except those that only
/// generated code uses, those that the crate defines itself, those of the module `observe`, and those of optional modules.
fn usual() -> Vec<Symbol> {
    const INTERNAL: [Symbol; 5] = [symbol::CALL, symbol::CHECKED, symbol::CORE_BUILDER, symbol::JSON, symbol::PLAIN];
    const OF_THE_CRATE: [Symbol; 2] = [symbol::API_ERROR, symbol::ERROR];
    let is_usual = |(module, symbol): &&(&str, Symbol)| {
        let is_type = symbol.name().starts_with(|first: char| first.is_ascii_uppercase());
        is_type
            && !matches!(*module, "multipart" | "observe")
            && !INTERNAL.contains(symbol)
            && !OF_THE_CRATE.contains(symbol)
    };
    let mut usual: Vec<Symbol> = EXPORTED.iter().filter(is_usual).map(|(_, symbol)| *symbol).collect();
    usual.sort();
    usual
}

/// Returns the front page of the documentation.
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
    parts.extend(about::section(&scope.api.info));
    if !scope.api.info.version.trim().is_empty() {
        let version = Comment::code(scope.api.info.version.trim());
        parts.push(Comment::fill("Generated from version {} of the API description.", [version]));
    }
    super::docs::blocks(parts)
}

const ERRORS: &str = "# Errors\n\nAll calls have the error type [`Error`]: error responses ([`Error::Api`], with status, code and request id), invalid calls, \
which were not sent ([`Error::InvalidInput`], [`Error::MissingCredential`]), transport errors ([`Error::Transport`]) and responses that \
cannot be decoded ([`Error::Decode`], with the path of the problem).";

/// Returns the features of the crate as a list.
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

/// The maximum number of groups of operations whose features are listed.
const MOST_GROUPS: usize = 20;

const FEATURES: &str = "* `reqwest` and `rustls` (default): the asynchronous client.\n\
* `blocking`: the client `blocking::Client`, over `ureq` and without an async runtime; apart from it only a feature for TLS is needed.\n\
* `native-tls`: the system's TLS instead of `rustls`.\n\
* `tower`: services of `tower` as the transport, and layers of it around the default one.\n\
* `tracing`: a span for every call, with the names and fields of OpenTelemetry.\n\
* `testing`: a fake server without a network, for your tests.\n";

const WITHOUT_FEATURES: &str = "Without any feature, an [`Operation`] still writes its request and decodes the response, for use with any HTTP library.";

const OTHER_CRATES: &str = "# Types of other crates\n\n\
Some types of this API belong to other crates: `http` 1 (status, headers, requests), `bytes` 1 (raw bodies), `jiff` 1 (dates and times) and \
`serde_json` 1 (any JSON). A program that names one of them depends on that crate itself.";

/// Returns the README of the crate.
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
