//! The names of a model.

use indexmap::IndexMap;

use crate::config::Lock;
use crate::model::SchemaId;

/// The Rust names of a model, by the index of each named part.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// By [`SchemaId`].
    pub schemas: Vec<SchemaName>,
    /// By the index in [`Api::operations`].
    pub operations: Vec<OperationName>,
    /// The groups of operations, in the order of their first tag.
    pub groups: Vec<GroupName>,
    /// The module within `operations` for those without a tag.
    pub untagged: String,
    /// By the index in [`Api::security_schemes`].
    pub schemes: Vec<SchemeName>,
    /// By the index in [`Api::servers`].
    pub servers: Vec<ServerName>,
    /// The name of the package.
    pub package: String,
    /// The methods that read response headers: the name of the header in lowercase, and the method.
    pub headers: IndexMap<String, String>,
    /// The variants of the error body, by the index in [`Api::error_bodies`].
    pub error_bodies: Vec<String>,
    /// The methods that return these variants, by the same index.
    pub error_accessors: Vec<String>,
    /// The choices of an earlier version that differ from the ones without a history.
    pub kept: Lock,
}

impl Names {
    /// Returns the names of a schema.
    #[must_use]
    pub fn schema(&self, id: SchemaId) -> Option<&SchemaName> {
        self.schemas.get(id.index())
    }
}

/// The names of a schema and its members.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaName {
    /// The type.
    pub name: String,
    /// The module within `models` that contains the type.
    pub module: String,
    /// The fields of a struct, or the variants of an enumeration or union, in order.
    pub members: Vec<String>,
    /// The words of a union's accessors, one per variant: `circle` of `as_circle`.
    pub accessors: Vec<String>,
    /// The field for keys without a field of their own.
    pub rest: String,
    /// The struct of the named arguments of `new`.
    pub arguments: String,
}

/// The names of an operation and its parameters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OperationName {
    /// The type.
    pub name: String,
    /// `operationId`, or else the method and the path.
    pub id: String,
    /// The method of the group that creates the operation.
    pub method: String,
    /// The index of its group in [`Names::groups`]; `None` for an operation without a tag.
    pub group: Option<usize>,
    /// The parameters, in order.
    pub parameters: Vec<String>,
    /// The field of the body.
    pub body_field: String,
    /// The struct of the named arguments of `new`.
    pub arguments: String,
    /// The argument of `new` that is this struct.
    pub bundle: String,
    /// The type of the result, if the operation has one of its own.
    pub output: String,
    /// The variants of that type, one per response, in order.
    pub variants: Vec<String>,
    /// The methods for single media types: the media type, in lowercase and without parameters, and the method.
    pub sends: Vec<(String, String)>,
    /// The enum of the body, if the body has several encodings.
    pub body: Option<BodyName>,
}

/// The names of a request body with several encodings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BodyName {
    /// The enum.
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
    /// The module within `operations`: the method, or a shorter name if that is too long for a file.
    pub module: String,
    /// The feature that enables the group.
    pub feature: String,
    /// The tags of the group, as indices into [`Api::tags`]. There are several if tags differ only in spelling.
    pub tags: Vec<usize>,
}

/// The names of a security scheme.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemeName {
    /// The constant.
    pub constant: String,
    /// The setter of the builder.
    pub setter: String,
    /// The type of the authorization server.
    pub server: String,
    /// The constants of the scopes, in document order.
    pub scopes: Vec<String>,
}

/// The names of a server and its variables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerName {
    /// The constant, if the server has no variables.
    pub constant: String,
    /// The type, if the server has variables.
    pub name: String,
    /// The variables, in order.
    pub variables: Vec<VariableName>,
}

/// The names of a variable of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VariableName {
    /// The field and its setter.
    pub setter: String,
    /// The enumeration of the values, if the API description lists them.
    pub list: Option<String>,
    /// The variants of that enumeration, in order.
    pub values: Vec<String>,
}
