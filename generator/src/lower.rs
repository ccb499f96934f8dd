//! Makes every decision about the generated crate: derives, `Option`, `Box`, signatures, documentation. `emit` and `print` only
//! write down the result. The stage knows nothing of tokens, and nothing of how an API description spells its parts.

mod about;
mod arguments;
mod bodies;
mod client;
mod components;
mod connect;
mod crate_docs;
mod cycles;
mod depth;
mod derives;
mod docs;
mod encodings;
mod enumerations;
mod error_bodies;
mod errors;
mod examples;
mod exports;
mod feature_gates;
mod first_steps;
mod foreign_traits;
mod guide;
mod headers;
mod idempotency;
mod input;
mod manifest;
mod markdown;
mod modules;
mod null_setters;
mod nulls;
mod oauth;
mod operations;
mod own_types;
mod package;
mod paging;
mod path;
mod patterns;
mod readme;
mod request_index;
mod responses;
mod rule_texts;
mod runs;
mod runtime_modules;
mod sample_models;
mod samples;
mod scope;
mod security;
mod servers;
mod showcase;
mod sizes;
mod structs;
mod styles;
mod types;
mod unions;
mod usage;
mod usages;
mod webhooks;
mod without_aliases;

use std::collections::HashMap;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{Api, Type};
use crate::name::Names;
use crate::rust;
use crate::source_map::SourceMap;
use scope::{Access, Scope};

pub(crate) use package::package;

/// Lowers an API to the items of a crate.
#[must_use]
pub(crate) fn lower(
    api: &Api,
    names: &Names,
    source_map: &SourceMap,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> rust::Crate {
    let scope = scope(api, names, source_map, config);
    let (mut modules, first) = modules(&scope, diagnostics);
    derives::set(&scope, &mut modules, diagnostics);
    foreign_traits::set(&scope, &mut modules, diagnostics);
    match scope.form() {
        rust::Form::Crate => feature_gates::set(&mut modules),
        rust::Form::Module => feature_gates::remove(&mut modules),
    }
    let manifest = manifest::manifest(&scope, &modules);
    manifest::check(&scope, &manifest, diagnostics);
    let guide = guide::chapters(&scope, &modules, &manifest.runtime_modules);
    rust::Crate {
        form: scope.form(),
        module: config.module.clone(),
        docs: crate_docs::front_page(&scope, first.as_ref(), &guide, &manifest.runtime_modules),
        readme: readme::readme(&scope, first.as_ref(), &guide, &manifest.runtime_modules),
        guide,
        exports: exports::exports(&scope, &modules, &manifest.runtime_modules),
        manifest,
        modules,
    }
}

/// Makes the decisions that many items need.
fn scope<'a>(api: &'a Api, names: &'a Names, source_map: &'a SourceMap, config: &'a Config) -> Scope<'a> {
    let crate_name = names.package.clone();
    let mut endless = cycles::endless(api);
    endless.extend(depth::deep_aliases(api, &endless));
    let mut boxed = cycles::boxed(api, &endless);
    let large = sizes::large(api, &boxed, &endless);
    boxed.extend(large);
    let nested = depth::nested(api, &boxed, &endless);
    boxed.retain(|member| !nested.contains(member));
    let mut scope = Scope {
        api,
        names,
        source_map,
        config,
        boxed,
        nested,
        endless,
        text_errors: error_bodies::in_text(api),
        error_indices: HashMap::new(),
        usages: usages::Usages::new(api),
        base_url: servers::base_url(api, config, &crate_name),
        access: Access::default(),
        crate_name,
    };
    scope.access = client::access(&scope);
    scope.error_indices = error_bodies::indices(&scope);
    scope
}

/// Lowers all items, and chooses the operation that the first example shows.
fn modules(scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> (Vec<rust::Module>, Option<showcase::Shown>) {
    let (mut modules, operations) = models_and_operations(scope, diagnostics);
    let first = showcase::best(scope, &operations, showcase::Purpose::First);
    modules.push(errors::module(scope, diagnostics));
    modules.extend(headers::module(scope));
    let client = client::module(scope, &operations, diagnostics);
    if scope.form() == rust::Form::Crate {
        modules.extend(client::blocking(scope, &client, first.as_ref()));
    }
    modules.push(client);
    modules.extend(operations);
    modules.extend(servers::module(scope));
    modules.extend(webhooks::module(scope));
    modules.extend(oauth::module(scope));
    let own_types = own_types::module(scope, &modules, diagnostics);
    modules.extend(own_types);
    (modules, first)
}

/// Lowers the models and the operations in parallel, since neither depends on the other.
fn models_and_operations(scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> (Vec<rust::Module>, Vec<rust::Module>) {
    let mut further = Diagnostics::new();
    let (models, operations) = std::thread::scope(|threads| {
        let started = std::thread::Builder::new().spawn_scoped(threads, || operations::modules(scope, &mut further));
        (modules::models(scope, diagnostics), started.map(std::thread::ScopedJoinHandle::join))
    });
    // If no thread can be started, this one does the work.
    let operations = match operations {
        Ok(Ok(operations)) => operations,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(_) => operations::modules(scope, &mut further),
    };
    diagnostics.extend(further.into_vec());
    (models, operations)
}

/// Returns the type of the crate for a type of the model, for programs that use the crate.
#[must_use]
pub fn ty(config: &Config, ty: &Type) -> rust::Ty {
    types::ty_with(config, ty)
}
