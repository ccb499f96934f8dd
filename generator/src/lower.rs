//! Takes every decision about the generated crate: derives, `Option`, `Box`, signatures, documentation. What it decides is
//! printed as it stands; it knows nothing of tokens and of how a document spells things.

mod about;
mod arguments;
mod bodies;
mod client;
mod components;
mod connect;
mod cycles;
mod depth;
mod docs;
mod encodings;
mod enumerations;
mod errors;
mod examples;
mod first_steps;
mod front;
mod gates;
mod guide;
mod headers;
mod idempotency;
mod markdown;
mod modules;
mod null_setters;
mod nulls;
mod operations;
mod paging;
mod path;
mod patterns;
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
mod webhooks;

use std::collections::{BTreeSet, HashMap};

use crate::comment::Comment;
use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{self, Api, OperationId, Property, Schema, SchemaId, Shape, Type};
use crate::name::{Names, OperationName, SchemaName};
use crate::rust;
use crate::source_map::SourceMap;

/// What every part of this stage reads.
struct Scope<'a> {
    api: &'a Api,
    names: &'a Names,
    /// The way to the places that the configuration speaks of.
    source_map: &'a SourceMap,
    config: &'a Config,
    /// The members that close a cycle or would make a model large, and are boxed: schema and index of the member.
    boxed: BTreeSet<(SchemaId, usize)>,
    /// The members that are `Nested`, so that no type is too deep for the compiler. None of them is in `boxed`.
    nested: BTreeSet<(SchemaId, usize)>,
    /// The aliases that never end, or are too deep for the compiler, and become types of their own.
    endless: BTreeSet<SchemaId>,
    /// Whether some error answers have text for a body.
    text_errors: bool,
    /// The indices of the types of error bodies.
    error_indices: HashMap<Type, usize>,
    /// The name of the package.
    crate_name: String,
    /// Where requests go that no server of their own takes.
    base_url: rust::BaseUrl,
    /// The ways to create a client.
    access: client::Access,
}

/// Decides what the crate is.
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
    gates::set(&mut modules);
    let manifest = front::manifest(&scope, &modules);
    let guide = guide::chapters(&scope, &modules, &manifest.packages);
    rust::Crate {
        docs: front::crate_docs(&scope, first.as_ref(), &guide, &manifest.packages),
        readme: front::readme(&scope, first.as_ref(), &guide, &manifest.packages),
        guide,
        exports: front::exports(&scope, &modules, &manifest.packages),
        manifest,
        modules,
    }
}

/// The modules of the models and those of the operations, which know nothing of each other: they are made at the same time.
fn models_and_operations(scope: &Scope<'_>, diagnostics: &mut Diagnostics) -> (Vec<rust::Module>, Vec<rust::Module>) {
    let mut further = Diagnostics::new();
    let (models, operations) = std::thread::scope(|threads| {
        let started = std::thread::Builder::new().spawn_scoped(threads, || operations::modules(scope, &mut further));
        (modules::models(scope, diagnostics), started.map(std::thread::ScopedJoinHandle::join))
    });
    // Where no thread can be had, this one does the work.
    let operations = match operations {
        Ok(Ok(operations)) => operations,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(_) => operations::modules(scope, &mut further),
    };
    diagnostics.extend(further.into_vec());
    (models, operations)
}

/// A type of the model as the crate has it, for programs that use the crate.
#[must_use]
pub fn ty(config: &Config, ty: &Type) -> rust::Ty {
    types::of(config, ty)
}

/// Aliases that are types of their own are not looked through.
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
    fn schema_docs(&self, schema: &Schema, name: &str) -> Comment {
        if webhooks::is_model(self, schema) { docs::webhooks() } else { docs::schema(&schema.docs, name) }
    }

    /// What holds a member, where the type itself does not.
    fn holder(&self, member: (SchemaId, usize)) -> Option<rust::Holder> {
        if self.nested.contains(&member) {
            Some(rust::Holder::Nested)
        } else {
            self.boxed.contains(&member).then_some(rust::Holder::Box)
        }
    }

    /// Returns the schema behind a type, through aliases.
    fn behind(&self, ty: &Type) -> Option<SchemaId> {
        match self.without_null(ty) {
            Type::Named(id) => Some(*id),
            _ => None,
        }
    }

    /// Returns the type through aliases.
    fn resolved<'t>(&'t self, ty: &'t Type) -> &'t Type {
        model::through_aliases(self, ty)
    }

    /// Returns the type through aliases, and without `null`.
    fn without_null<'t>(&'t self, ty: &'t Type) -> &'t Type {
        model::through_aliases_and_null(self, ty)
    }

    /// An operation and its names.
    fn operation(&self, id: OperationId) -> Option<(&'a model::Operation, &'a OperationName)> {
        Some((self.api.operations.get(id.0)?, self.names.operations.get(id.0)?))
    }

    /// The property of a struct by its key, with its field name.
    fn property(&self, id: SchemaId, key: &str) -> Option<(&'a Property, &'a str)> {
        let (schema, names) = self.schema(id)?;
        let Shape::Struct(fields) = &schema.shape else { return None };
        let index = fields.properties.iter().position(|property| property.name == key)?;
        Some((fields.properties.get(index)?, names.members.get(index)?))
    }
}
