//! Gives everything in the model its Rust name: a side table that depends on the model and the configuration alone. It knows
//! nothing of types and signatures.

mod clash;
mod operations;
mod schemas;
mod words;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::model::{Api, SchemaId};

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
}

/// The names of a group of operations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupName {
    /// The type.
    pub name: String,
    /// The module below `operations`, and the method of the client.
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

/// Names everything in `api`.
#[must_use]
pub fn name(api: &Api, config: &Config, diagnostics: &mut Diagnostics) -> Names {
    let groups = operations::groups(api, diagnostics);
    let operations = operations::operations(api, config, &groups, diagnostics);
    let schemas = schemas::schemas(api, &operations, config, diagnostics);
    Names { schemas, operations, groups, schemes: operations::schemes(api) }
}

/// The name of a type that stands beside one called `owner`.
#[must_use]
pub fn beside(owner: &str, suffix: &str) -> String {
    format!("{owner}{suffix}")
}

/// Names that no type of the generated crate may take: what its code says without a path.
const PRELUDE: &[&str] = &[
    "Argument",
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Base64",
    "Box",
    "Call",
    "Checked",
    "Clone",
    "Copy",
    "Debug",
    "Decode",
    "Default",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// What the modules of operations and the client say without a path, beside [`PRELUDE`].
const OPERATION_SCOPE: &[&str] = &[
    "Client",
    "ClientBuilder",
    "Error",
    "InvalidInput",
    "Items",
    "Method",
    "Operation",
    "Paginated",
    "Pages",
    "RawResponse",
    "RequestEncoder",
    "Response",
    "Security",
    "Style",
];

/// A spoken form of where a name comes from, for a clash.
fn qualified_by(raw: &str, word: &str) -> String {
    format!("{word} {raw}")
}

/// Whether the generated code says this name without a path, so that no type may take it.
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    PRELUDE.contains(&name) || OPERATION_SCOPE.contains(&name)
}

/// The name of a package made from the title of an API; empty where the title has no letter to begin with.
#[must_use]
pub fn package(title: &str) -> String {
    let name = words::module(title).trim_end_matches('_').replace('_', "-");
    let name = name.strip_prefix("module-").unwrap_or(&name);
    if title.contains(|c: char| c.is_alphabetic()) { name.to_owned() } else { String::new() }
}
