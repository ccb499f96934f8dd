//! Decides the data of the package: its metadata, its features, and the modules of the runtime that it needs.

use std::collections::BTreeSet;

use super::{Scope, about, client};
use crate::config;
use crate::invisible;
use crate::rust::{
    BodyWriting, EncodeStep, External, Form, Holder, Item, Manifest, Module, Path, RUNTIME_VERSION, Runtime,
    RuntimeModule, Symbol, Ty, Writing, WritingCall, symbol,
};

/// Returns the data of `Cargo.toml`.
pub(super) fn manifest(scope: &Scope<'_>, modules: &[Module]) -> Manifest {
    let description =
        scope.config.crate_description().map_or_else(|| format!("Client of {}", client::title(scope)), str::to_owned);
    let references: BTreeSet<Path> =
        modules.iter().flat_map(|module| &module.items).flat_map(Item::references).collect();
    let uses = |symbol: Symbol| references.contains(&Path::Public(symbol));
    let mut runtime_modules = Vec::new();
    if references.contains(&External::Uuid.into()) {
        runtime_modules.push(RuntimeModule::Uuid);
    }
    if uses(symbol::FILE_PART) || uses(symbol::PARTS) || modules.iter().any(writes_parts) {
        runtime_modules.push(RuntimeModule::Multipart);
    }
    if uses(symbol::stream::events::EVENT_STREAM) {
        runtime_modules.push(RuntimeModule::Events);
    }
    if uses(symbol::response::download::DOWNLOAD) {
        runtime_modules.push(RuntimeModule::Download);
    }
    if uses(symbol::stream::lines::JSON_LINES) {
        runtime_modules.push(RuntimeModule::Lines);
    }
    if references.contains(&Holder::Nested.path()) {
        runtime_modules.push(RuntimeModule::Nested);
    }
    if modules.iter().any(has_tuple) {
        runtime_modules.push(RuntimeModule::Tuples);
    }
    let webhooks = modules.iter().flat_map(|module| &module.items).find_map(|item| match item {
        Item::Webhooks(webhooks) => Some(webhooks),
        _ => None,
    });
    if webhooks.is_some() {
        runtime_modules.push(RuntimeModule::Incoming);
    }
    if webhooks.is_some_and(|webhooks| webhooks.signature.is_some()) {
        runtime_modules.push(RuntimeModule::Webhook);
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
        runtime_modules,
        runtime: runtime(scope),
    }
}

/// Returns where the runtime comes from. A package from a registry has the version of this generator's runtime unless another one
/// is configured.
fn runtime(scope: &Scope<'_>) -> Runtime {
    let of_registry = || Runtime::Crate { version: Some(RUNTIME_VERSION.to_owned()), path: None, git: None };
    match &scope.config.manifest.runtime {
        // A copy would have features, which a module cannot have.
        config::Runtime::Vendored if scope.form() == Form::Module => of_registry(),
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
