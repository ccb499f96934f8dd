//! Decides the data of the package: its metadata, its features, and the modules of the runtime that it needs.

use std::collections::BTreeSet;

use super::{Scope, about, client, foreign_traits, own_types};
use crate::config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::invisible;
use crate::rust::{
    self, BodyWriting, EncodeStep, External, Form, Holder, Item, Manifest, Module, OAUTH, Path, RUNTIME_VERSION,
    Runtime, RuntimeModule, Symbol, Ty, WEBHOOK_PAYLOADS, WEBHOOK_SIGNATURES, Writing, WritingCall, symbol,
};

/// Returns the data of `Cargo.toml`.
pub(super) fn manifest(scope: &Scope<'_>, modules: &[Module]) -> Manifest {
    let description =
        scope.config.crate_description().map_or_else(|| format!("Client of {}", client::title(scope)), str::to_owned);
    let references: BTreeSet<Path> =
        modules.iter().flat_map(|module| &module.items).flat_map(Item::references).collect();
    let uses = |symbol: Symbol| references.contains(&Path::Public(symbol));
    let mut runtime_modules = Vec::new();
    for (module, types) in LIBRARIES {
        if types.iter().any(|ty| references.contains(&(*ty).into())) {
            runtime_modules.push(*module);
        }
    }
    let integers = [symbol::model::integer_string::I64_STRING, symbol::model::integer_string::U64_STRING];
    if integers.iter().any(|symbol| references.contains(&Path::Runtime(*symbol))) {
        runtime_modules.push(RuntimeModule::IntegerStrings);
    }
    if modules.iter().flat_map(|module| &module.items).any(|item| matches!(item, Item::OwnCodecs(_))) {
        runtime_modules.push(RuntimeModule::OwnTypes);
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
    if modules.iter().flat_map(|module| &module.items).any(|item| matches!(item, Item::OAuthServer(_))) {
        runtime_modules.push(RuntimeModule::OAuth);
    }
    let configured = &scope.config.manifest;
    Manifest {
        name: scope.crate_name.clone(),
        version: scope.config.crate_version().unwrap_or("0.1.0").to_owned(),
        description: invisible::on_one_line(&description),
        license: scope.config.crate_license().map(str::to_owned),
        homepage: configured.homepage.clone().or_else(|| about::homepage(&scope.api.info)),
        repository: scope.config.crate_repository().map(str::to_owned),
        webhook_payloads: webhooks.is_some_and(|webhooks| webhooks.payloads.is_some()),
        documents: Vec::new(),
        groups: scope.names.groups.iter().map(|group| group.feature.clone()).collect(),
        runtime_modules,
        runtime: runtime(scope),
        dependencies: dependencies(scope, modules),
        features: features(scope, modules),
        authors: configured.authors.clone(),
        keywords: configured.keywords.clone(),
        categories: configured.categories.clone(),
        private: configured.private,
        returns_models_as_errors: modules.iter().flat_map(|module| &module.items).any(has_accessors),
        package_lines: configured.further.package.clone(),
        tables: configured.further.tables.clone(),
    }
}

/// The types of other packages, with the modules of the runtime that read and write them.
const LIBRARIES: &[(RuntimeModule, &[External])] = &[
    (RuntimeModule::Uuid, &[External::Uuid]),
    (RuntimeModule::Chrono, &[External::ChronoDateTime, External::ChronoDate]),
    (RuntimeModule::Time, &[External::TimeDateTime, External::TimeDate]),
    (RuntimeModule::Decimal, &[External::Decimal]),
    (RuntimeModule::Url, &[External::Url]),
];

/// Reports dependencies and features of the configuration that the generator writes as well.
pub(super) fn check(scope: &Scope<'_>, manifest: &Manifest, diagnostics: &mut Diagnostics) {
    let derive = &scope.config.derive;
    let traits = [("schemars", &derive.schemars), ("strum", &derive.strum)];
    let of_traits = |name: &str| traits.iter().any(|(package, models)| *package == name && !models.is_empty());
    let own =
        |name: &str| rust::packages().any(|package| package == name) || of_traits(name) || name == "oaspress-runtime";
    for name in scope.config.manifest.dependencies.keys().filter(|name| own(name)) {
        let message = format!("every generated crate depends on `{name}` if it needs it");
        let place = config::key_path(&["crate", "dependencies", name]);
        diagnostics.push(Diagnostic::new(Code::ConfigInvalidValue, &place, message).help("remove the dependency"));
    }
    for name in scope.config.manifest.features.keys() {
        let is_taken = rust::features().any(|feature| feature == name) || manifest.groups.contains(name);
        if is_taken || of_traits(name) || [OAUTH, WEBHOOK_PAYLOADS, WEBHOOK_SIGNATURES].contains(&name.as_str()) {
            let message = format!("the generated crate has a feature `{name}` already");
            let place = config::key_path(&["crate", "features", name]);
            diagnostics.push(Diagnostic::new(Code::ConfigInvalidValue, &place, message).help("choose another name"));
        }
    }
}

/// Returns the dependencies that the configuration adds: those of types and traits, and those of `[crate]`.
fn dependencies(scope: &Scope<'_>, modules: &[Module]) -> Vec<(String, String)> {
    let mut all = own_types::packages(scope.config, modules);
    all.extend(foreign_traits::packages(modules, scope.form()));
    all.extend(scope.config.manifest.dependencies.clone());
    all.into_iter().map(|(name, dependency)| (name, dependency.to_string())).collect()
}

/// Returns the features that the configuration adds: those of `[crate]`, and those that enable traits of other crates.
fn features(scope: &Scope<'_>, modules: &[Module]) -> Vec<(String, Vec<String>)> {
    let mut all = scope.config.manifest.features.clone();
    for (package, _) in foreign_traits::packages(modules, Form::Crate) {
        let enabled = vec![format!("dep:{package}")];
        all.insert(package, enabled);
    }
    all.into_iter().collect()
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

/// Returns true if an item is a union with accessors.
fn has_accessors(item: &Item) -> bool {
    matches!(item, Item::Union(union) if !union.accessors.is_empty())
}

/// Returns true if a type in the module is a tuple.
fn has_tuple(module: &Module) -> bool {
    let types = module.items.iter().flat_map(Item::types);
    types.flat_map(Ty::parts).any(|part| matches!(part, Ty::Tuple(_)))
}
