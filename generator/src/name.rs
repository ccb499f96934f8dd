//! Gives everything in the model its Rust name: a side table that depends on the model and the configuration alone. It knows
//! nothing of types and signatures.

mod answers;
mod bodies;
mod clash;
mod methods;
mod mixed_case;
mod operations;
mod package;
mod parameters;
mod reserved;
mod schemas;
mod servers;
mod words;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{Api, SchemaId};
use crate::source_map::SourceMap;

/// The Rust names of a model, by the index of the thing named.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// By [`SchemaId`].
    pub schemas: Vec<SchemaName>,
    /// By the index in [`Api::operations`].
    pub operations: Vec<OperationName>,
    /// The groups of operations, in the order of their first tag.
    pub groups: Vec<GroupName>,
    /// By the index in [`Api::security_schemes`].
    pub schemes: Vec<SchemeName>,
    /// By the index in [`Api::servers`].
    pub servers: Vec<ServerName>,
    /// The name of the package.
    pub package: String,
    /// The methods that read the headers of answers: the name of the header in lower case, and the method.
    pub headers: Vec<(String, String)>,
    /// The variants of the error body, by the index in [`Api::error_bodies`].
    pub error_bodies: Vec<String>,
    /// The methods that return them, by the same index.
    pub error_accessors: Vec<String>,
}

impl Names {
    /// The names of a schema.
    #[must_use]
    pub fn schema(&self, id: SchemaId) -> Option<&SchemaName> {
        self.schemas.get(id.index())
    }
}

/// The names of a schema and what is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaName {
    /// The type.
    pub name: String,
    /// The module below `models` that it stands in.
    pub module: String,
    /// The fields of a struct, the variants of an enumeration or union, in their order.
    pub members: Vec<String>,
}

/// The names of an operation and its parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperationName {
    /// The type.
    pub name: String,
    /// `operationId`, or what stands for it: the method and the path.
    pub id: String,
    /// The method of its group that begins it.
    pub method: String,
    /// The index of its group in [`Names::groups`]; `None` for an operation without a tag.
    pub group: Option<usize>,
    /// The parameters, in their order.
    pub parameters: Vec<String>,
    /// The type of its result, where that has a type of its own.
    pub output: String,
    /// The variant of that type that each response is, in their order.
    pub variants: Vec<String>,
    /// The methods that ask for one media type: the media type, in lower case and without parameters, and the method.
    pub sends: Vec<(String, String)>,
    /// The type of the body, where there is more than one way to write it.
    pub body: Option<BodyName>,
}

/// The names of the ways to write a request body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BodyName {
    /// The type.
    pub name: String,
    /// The variants, in the order of the choices.
    pub variants: Vec<String>,
}

/// The names of a group of operations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupName {
    /// The type.
    pub name: String,
    /// The method of the client.
    pub method: String,
    /// The module below `operations`: the method, unless that is too long for a file.
    pub module: String,
    /// The feature of the crate.
    pub feature: String,
    /// The tags that it stands for, as indices into [`Api::tags`]: more than one where they differ in spelling alone.
    pub tags: Vec<usize>,
}

/// The names of a security scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemeName {
    /// The constant.
    pub constant: String,
    /// The setter of the builder.
    pub setter: String,
}

/// The names of a server and its variables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerName {
    /// The constant, where it has no variables.
    pub constant: String,
    /// The type, where it has.
    pub name: String,
    /// The variables, in their order.
    pub variables: Vec<VariableName>,
}

/// The names of a variable of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VariableName {
    /// The field and its setter.
    pub setter: String,
    /// The type of its values, where the document lists them.
    pub list: Option<String>,
    /// The variants of that type, in their order.
    pub values: Vec<String>,
}

/// Names everything in `api`. A configuration gives a name to what stands at a place, which is where it is written.
#[must_use]
pub fn name(api: &Api, source_map: &SourceMap, config: &Config, diagnostics: &mut Diagnostics) -> Names {
    let mut groups = operations::groups(api, diagnostics);
    let mut operations = operations::operations(api, config, &groups, diagnostics);
    let schemas = schemas::schemas(api, &operations, &schemas::Given { config, source_map }, diagnostics);
    operations::settle_groups(api, &mut groups, &operations, &schemas);
    answers::settle_outputs(&mut operations, &groups, &schemas);
    let error_bodies = answers::error_bodies(api, &schemas);
    bodies::name(api, &mut operations, &schemas, &groups);
    Names {
        package: config.crate_name().map_or_else(|| package::package(&api.info.title), str::to_owned),
        schemas,
        operations,
        groups,
        schemes: operations::schemes(api),
        servers: servers::servers(api),
        headers: answers::headers(api),
        error_accessors: answers::error_accessors(&error_bodies),
        error_bodies,
    }
}

/// A spoken form of where a name comes from, for a clash.
fn qualified_by(raw: &str, word: &str) -> String {
    format!("{word} {raw}")
}
