//! Decides the data of the package: its metadata, its dependencies and its features.

use super::{Scope, about, client, foreign_traits, own_types, runtime_modules};
use crate::config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::invisible;
use crate::rust::{
    self, Form, GroupFeature, Item, Manifest, Module, OAUTH, RUNTIME_VERSION, Runtime, WEBHOOK_PAYLOADS,
    WEBHOOK_SIGNATURES,
};

/// Returns the data of `Cargo.toml`.
pub(super) fn manifest(scope: &Scope<'_>, modules: &[Module]) -> Manifest {
    let description =
        scope.config.crate_description().map_or_else(|| format!("Client of {}", client::title(scope)), str::to_owned);
    let configured = &scope.config.manifest;
    Manifest {
        name: scope.crate_name.clone(),
        version: scope.config.crate_version().unwrap_or("0.1.0").to_owned(),
        description: invisible::on_one_line(&description),
        license: scope.config.crate_license().map(str::to_owned),
        homepage: configured.homepage.clone().or_else(|| about::homepage(&scope.api.info)),
        repository: scope.config.crate_repository().map(str::to_owned),
        webhook_payloads: modules.iter().flat_map(|module| &module.items).any(has_payloads),
        documents: Vec::new(),
        groups: groups(scope),
        runtime_modules: runtime_modules::needed(modules),
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
        let is_taken = rust::features().any(|feature| feature == name)
            || manifest.groups.iter().any(|group| group.name == *name)
            || scope.config.module.as_ref() == Some(name);
        if is_taken || of_traits(name) || [OAUTH, WEBHOOK_PAYLOADS, WEBHOOK_SIGNATURES].contains(&name.as_str()) {
            let message = format!("the generated crate has a feature `{name}` already");
            let place = config::key_path(&["crate", "features", name]);
            diagnostics.push(Diagnostic::new(Code::ConfigInvalidValue, &place, message).help("choose another name"));
        }
    }
}

/// Returns the features of the groups of operations.
fn groups(scope: &Scope<'_>) -> Vec<GroupFeature> {
    let document = scope.config.module.as_ref();
    let groups = scope.names.groups.iter();
    groups.map(|group| GroupFeature { name: group.feature.clone(), document: document.cloned() }).collect()
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

/// Returns true if an item reads payloads of webhooks.
fn has_payloads(item: &Item) -> bool {
    matches!(item, Item::Webhooks(webhooks) if webhooks.payloads.is_some())
}

/// Returns true if an item is a union with accessors.
fn has_accessors(item: &Item) -> bool {
    matches!(item, Item::Union(union) if !union.accessors.is_empty())
}
