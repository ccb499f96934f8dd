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
mod errors;
mod examples;
mod exports;
mod feature_gates;
mod first_steps;
mod guide;
mod headers;
mod idempotency;
mod manifest;
mod markdown;
mod modules;
mod null_setters;
mod nulls;
mod operations;
mod own_types;
mod paging;
mod path;
mod patterns;
mod readme;
mod responses;
mod rule_texts;
mod runs;
mod sample_models;
mod samples;
mod security;
mod servers;
mod showcase;
mod sizes;
mod structs;
mod styles;
mod types;
mod unions;
mod usage;
mod webhooks;

use std::collections::{BTreeSet, HashMap};

use crate::comment::Comment;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{self, Api, OperationId, Property, Schema, SchemaId, Shape, Type};
use crate::name::{Names, OperationName, SchemaName};
use crate::rust;
use crate::source_map::SourceMap;

/// The context of every part of this stage.
struct Scope<'a> {
    api: &'a Api,
    names: &'a Names,
    /// Maps each schema to the place where it is written, which is its name in the configuration.
    source_map: &'a SourceMap,
    config: &'a Config,
    /// The members that are boxed because they close a cycle or would make a model large: schema and index of the member.
    boxed: BTreeSet<(SchemaId, usize)>,
    /// The members that are `Nested`, so that no type is too deep for the compiler. They are not in `boxed`.
    nested: BTreeSet<(SchemaId, usize)>,
    /// The aliases that become newtypes, since they are infinitely recursive or too deep for the compiler.
    endless: BTreeSet<SchemaId>,
    /// Whether some error responses have a text body.
    text_errors: bool,
    /// The index of each type of an error body.
    error_indices: HashMap<Type, usize>,
    /// The name of the package.
    crate_name: String,
    /// The places that use each schema.
    usages: usage::Usages,
    /// The base URL of operations without a server of their own.
    base_url: rust::BaseUrl,
    /// The ways to create a client.
    access: client::Access,
}

/// Lowers an API to the items of a crate.
#[must_use]
pub fn lower(
    api: &Api,
    names: &Names,
    source_map: &SourceMap,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> rust::Crate {
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
        text_errors: errors::in_text(api),
        error_indices: HashMap::new(),
        usages: usage::Usages::new(api),
        base_url: servers::base_url(api, config, &crate_name),
        access: client::Access::default(),
        crate_name,
    };
    scope.access = client::access(&scope);
    scope.error_indices = errors::indices(&scope);
    let (mut modules, operations) = models_and_operations(&scope, diagnostics);
    let first = showcase::best(&scope, &operations, showcase::Purpose::First);
    modules.push(errors::module(&scope, diagnostics));
    modules.extend(headers::module(&scope));
    let client = client::module(&scope, &operations, diagnostics);
    modules.extend(client::blocking(&scope, &client, first.as_ref()));
    modules.push(client);
    modules.extend(operations);
    modules.extend(servers::module(&scope));
    modules.extend(webhooks::module(&scope));
    modules.extend(own_types::module(&scope, &modules, diagnostics));
    derives::set(&scope, &mut modules, diagnostics);
    feature_gates::set(&mut modules);
    let manifest = manifest::manifest(&scope, &modules);
    manifest::check(&scope, &manifest, diagnostics);
    let guide = guide::chapters(&scope, &modules, &manifest.runtime_modules);
    rust::Crate {
        docs: crate_docs::front_page(&scope, first.as_ref(), &guide, &manifest.runtime_modules),
        readme: readme::readme(&scope, first.as_ref(), &guide, &manifest.runtime_modules),
        guide,
        exports: exports::exports(&scope, &modules, &manifest.runtime_modules),
        manifest,
        modules,
    }
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

/// Aliases that become newtypes are not resolved.
impl model::Shapes for Scope<'_> {
    fn shape(&self, id: SchemaId) -> Option<&Shape> {
        self.api.shape(id).filter(|_| !self.endless.contains(&id))
    }
}

impl<'a> Scope<'a> {
    fn schema(&self, id: SchemaId) -> Option<(&'a Schema, &'a SchemaName)> {
        Some((self.api.schema(id)?, self.names.schema(id)?))
    }

    /// Returns the documentation of a model.
    fn schema_docs(&self, id: SchemaId, schema: &Schema) -> Comment {
        if webhooks::is_model(self, schema) {
            return docs::webhooks();
        }
        docs::schema(schema, usage::sentences(self, id))
    }

    /// Returns the box around a member, if it needs one.
    fn holder(&self, member: (SchemaId, usize)) -> Option<rust::Holder> {
        if self.nested.contains(&member) {
            Some(rust::Holder::Nested)
        } else {
            self.boxed.contains(&member).then_some(rust::Holder::Box)
        }
    }

    /// Returns the schema to which a type resolves through aliases.
    fn behind(&self, ty: &Type) -> Option<SchemaId> {
        match self.without_null(ty) {
            Type::Named(id) => Some(*id),
            _ => None,
        }
    }

    /// Resolves the aliases of a type.
    fn resolved<'t>(&'t self, ty: &'t Type) -> &'t Type {
        model::through_aliases(self, ty)
    }

    /// Resolves the aliases of a type and removes `null`.
    fn without_null<'t>(&'t self, ty: &'t Type) -> &'t Type {
        model::through_aliases_and_null(self, ty)
    }

    /// Returns an operation and its names.
    fn operation(&self, id: OperationId) -> Option<(&'a model::Operation, &'a OperationName)> {
        Some((self.api.operations.get(id.0)?, self.names.operations.get(id.0)?))
    }

    /// Returns the property of a struct with this key, and the name of its field.
    fn property(&self, id: SchemaId, key: &str) -> Option<(&'a Property, &'a str)> {
        let (schema, names) = self.schema(id)?;
        let Shape::Struct(fields) = &schema.shape else { return None };
        let index = fields.properties.iter().position(|property| property.name == key)?;
        Some((fields.properties.get(index)?, names.members.get(index)?))
    }
}
