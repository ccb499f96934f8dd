//! The context of every part of this stage: the API with its names, and the decisions that many parts need.

use std::collections::{BTreeSet, HashMap};

use super::usages::Usages;
use crate::comment::Comment;
use crate::config::Config;
use crate::model::{self, Api, OperationId, Property, Schema, SchemaId, Shape, Type};
use crate::name::{Names, OperationName, SchemaName};
use crate::rust::{self, ClientConstructor, Environment, Scheme};
use crate::source_map::SourceMap;

/// The context of every part of this stage.
pub(super) struct Scope<'a> {
    pub(super) api: &'a Api,
    pub(super) names: &'a Names,
    /// Maps each schema to the place where it is written, which is its name in the configuration.
    pub(super) source_map: &'a SourceMap,
    pub(super) config: &'a Config,
    /// The members that are boxed because they close a cycle or would make a model large: schema and index of the member.
    pub(super) boxed: BTreeSet<(SchemaId, usize)>,
    /// The members that are `Nested`, so that no type is too deep for the compiler. They are not in `boxed`.
    pub(super) nested: BTreeSet<(SchemaId, usize)>,
    /// The aliases that become newtypes, since they are infinitely recursive or too deep for the compiler.
    pub(super) endless: BTreeSet<SchemaId>,
    /// True if some error responses have a text body.
    pub(super) text_errors: bool,
    /// The index of each type of an error body.
    pub(super) error_indices: HashMap<Type, usize>,
    /// The name of the package.
    pub(super) crate_name: String,
    /// The places that use each schema.
    pub(super) usages: Usages,
    /// The base URL of operations without a server of their own.
    pub(super) base_url: rust::BaseUrl,
    /// The ways to create a client.
    pub(super) access: Access,
}

/// The functions that create a client.
#[derive(Debug, Clone, Default)]
pub(super) struct Access {
    /// The security schemes.
    pub schemes: Vec<Scheme>,
    /// The functions with arguments; `None` if no single credential suffices.
    pub constructor: Option<ClientConstructor>,
    /// The functions that read environment variables; `None` if no variable is configured.
    pub environment: Option<Environment>,
}

/// Aliases that become newtypes are not resolved.
impl model::Shapes for Scope<'_> {
    fn shape(&self, id: SchemaId) -> Option<&Shape> {
        self.api.shape(id).filter(|_| !self.endless.contains(&id))
    }
}

impl<'a> Scope<'a> {
    /// Returns the form of the generated code.
    pub(super) fn form(&self) -> rust::Form {
        if self.config.manifest.is_module { rust::Form::Module } else { rust::Form::Crate }
    }

    /// Returns the path of the code in programs that use it: that of the crate, or of the document's module in it.
    pub(super) fn krate(&self) -> String {
        let krate = self.crate_name.replace('-', "_");
        match &self.config.module {
            Some(module) => format!("{krate}::{module}"),
            None => krate,
        }
    }

    /// Returns an example of the documentation. The documentation of a module is not tested, since a test could not name its items.
    pub(super) fn example(&self, flags: &'static str, source: &str) -> Comment {
        let is_module = self.form() == rust::Form::Module;
        Comment::example(if is_module { "ignore" } else { flags }, source)
    }

    pub(super) fn schema(&self, id: SchemaId) -> Option<(&'a Schema, &'a SchemaName)> {
        Some((self.api.schema(id)?, self.names.schema(id)?))
    }

    /// Returns the box around a member, if it needs one.
    pub(super) fn holder(&self, member: (SchemaId, usize)) -> Option<rust::Holder> {
        if self.nested.contains(&member) {
            Some(rust::Holder::Nested)
        } else {
            self.boxed.contains(&member).then_some(rust::Holder::Box)
        }
    }

    /// Returns the schema to which a type resolves through aliases.
    pub(super) fn behind(&self, ty: &Type) -> Option<SchemaId> {
        match self.without_null(ty) {
            Type::Named(id) => Some(*id),
            _ => None,
        }
    }

    /// Returns the schema that describes a type: that of the position, even if an equal schema defines the type.
    pub(super) fn described(&self, ty: &Type) -> Option<SchemaId> {
        match ty.without_null() {
            Type::Named(id) if self.api.shared.contains_key(id) => Some(*id),
            _ => self.behind(ty),
        }
    }

    /// Resolves the aliases of a type.
    pub(super) fn resolved<'t>(&'t self, ty: &'t Type) -> &'t Type {
        model::through_aliases(self, ty)
    }

    /// Resolves the aliases of a type and removes `null`.
    pub(super) fn without_null<'t>(&'t self, ty: &'t Type) -> &'t Type {
        model::through_aliases_and_null(self, ty)
    }

    /// Returns an operation and its names.
    pub(super) fn operation(&self, id: OperationId) -> Option<(&'a model::Operation, &'a OperationName)> {
        Some((self.api.operations.get(id.0)?, self.names.operations.get(id.0)?))
    }

    /// Returns the property of a struct with this key, and the name of its field.
    pub(super) fn property(&self, id: SchemaId, key: &str) -> Option<(&'a Property, &'a str)> {
        let (schema, names) = self.schema(id)?;
        let Shape::Struct(fields) = &schema.shape else { return None };
        let index = fields.properties.iter().position(|property| property.name == key)?;
        Some((fields.properties.get(index)?, names.members.get(index)?))
    }
}
