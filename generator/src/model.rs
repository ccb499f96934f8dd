//! What an API means: plain data that `analyze` makes and `name` and `lower` read. It knows no Rust names and no
//! `openapiv3` types, and it is never changed once made.

mod alias;
mod constraint;
mod operation;
mod pagination;
mod presence;
mod schema;
mod style;
mod types;

pub use alias::{Shapes, through_aliases, through_aliases_and_null};
pub use constraint::{Bound, Constraint, Counted, Unchecked};
pub use operation::{
    BodyForm, Choice, Content, Encoding, Header, Location, Meaning, Method, Operation, Parameter, PathPiece, Redirects,
    RequestBody, Response, StatusPattern,
};
pub use pagination::{Asking, PageEnd, PageStep, Pagination};
pub use presence::{Access, Presence, Usage};
pub use schema::{
    Additional, Alternative, Constant, Deprecated, Docs, EnumValue, EnumValues, Enumeration, Origin, OriginRoot,
    Property, Schema, Selector, Shape, StringRules, Struct, Union, Variant, component_key,
};
pub use style::{Nesting, Reserved, Style};
pub use types::{IntegerFormat, JsonType, NumberFormat, SchemaId, Type};

use crate::path::SpecPath;

/// A whole API.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// What `info` says.
    pub info: Info,
    /// The servers that hold for the whole document, in document order.
    pub servers: Vec<Server>,
    /// The tags, declared ones first, in document order, then those only used.
    pub tags: Vec<Tag>,
    /// The security schemes, in document order.
    pub security_schemes: Vec<SecurityScheme>,
    /// Every schema that needs an item of its own. A [`SchemaId`] is an index into this list.
    pub schemas: Vec<Schema>,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The webhooks, where payloads of theirs are described.
    pub webhooks: Option<Webhooks>,
    /// The schema that every error response of every operation shares, where there is one.
    pub error_envelope: Option<SchemaId>,
    /// The schema that most error responses have: bodies that are not declared are read as it.
    pub usual_error: Option<SchemaId>,
    /// The types of the JSON bodies of error responses, each once, in document order.
    pub error_bodies: Vec<Type>,
}

impl Api {
    /// The schema behind an id.
    ///
    /// An id that no schema stands behind cannot be made outside of `analyze`; it gives `None` all the same.
    #[must_use]
    pub fn schema(&self, id: SchemaId) -> Option<&Schema> {
        self.schemas.get(id.index())
    }
}

/// What the server sends of its own accord.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhooks {
    /// Where the schema stands that is one of all payloads; a union unless there is only one.
    pub path: SpecPath,
    /// The name of each webhook and where the alternative stands that its payload is, in document order.
    pub payloads: Vec<(String, SpecPath)>,
}

/// What the document's `info` says.
#[derive(Debug, Clone, Default)]
pub struct Info {
    /// `info.title`.
    pub title: String,
    /// `info.version`: the version of the document, not of OpenAPI.
    pub version: String,
    /// `info.description`, Markdown.
    pub description: Option<String>,
    /// `info.termsOfService`.
    pub terms_of_service: Option<String>,
    /// `info.contact`.
    pub contact: Option<Contact>,
    /// `info.license`.
    pub license: Option<License>,
    /// `externalDocs` of the document.
    pub external_docs: Option<ExternalDocs>,
}

/// Whom to ask about an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// `name`.
    pub name: Option<String>,
    /// `email`.
    pub email: Option<String>,
    /// `url`.
    pub url: Option<String>,
}

/// The licence of an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    /// `name`, or the SPDX expression `identifier` where there is no name.
    pub name: String,
    /// `url`.
    pub url: Option<String>,
}

/// Documentation elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalDocs {
    /// `description`.
    pub description: Option<String>,
    /// `url`.
    pub url: String,
}

/// One entry of `servers`.
#[derive(Debug, Clone)]
pub struct Server {
    /// Where it stands.
    pub path: SpecPath,
    /// `name`.
    pub name: Option<String>,
    /// The URL with its variables replaced by their defaults. May be relative.
    pub url: String,
    /// `description`.
    pub description: Option<String>,
    /// The URL as written, with `{variables}`, and those variables.
    pub template: String,
    /// The variables of `template`, in document order.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Its name between the braces.
    pub name: String,
    /// Its default.
    pub default: String,
    /// The values allowed; empty means any.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
}

/// A tag: a group of operations.
#[derive(Debug, Clone)]
pub struct Tag {
    /// Where it is declared, or first used.
    pub path: SpecPath,
    /// Its name as written.
    pub name: String,
    /// `description`, Markdown.
    pub description: Option<String>,
}

/// The index of an operation in [`Api::operations`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId(pub usize);

/// The index of a security scheme in [`Api::security_schemes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemeId(pub usize);

/// One entry of `components.securitySchemes`.
#[derive(Debug, Clone)]
pub struct SecurityScheme {
    /// Where it stands.
    pub path: SpecPath,
    /// Its key in the document.
    pub name: String,
    /// How the credential travels.
    pub kind: SecurityKind,
    /// Whether operations are sent without the credential where it is not set, although the document requires it.
    pub optional: bool,
    /// `description`, Markdown.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
}

/// How a credential travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecurityKind {
    /// `http` with `bearer`, OAuth 2 or `OpenID` Connect: a token in `Authorization: Bearer`.
    Bearer,
    /// `http` with `basic`: user name and password.
    Basic,
    /// `apiKey` in a header of this name.
    HeaderKey(String),
    /// `apiKey` in a query parameter of this name.
    QueryKey(String),
    /// `apiKey` in a cookie of this name.
    CookieKey(String),
    /// `http` with a scheme that computes a value for each request: the whole value of `Authorization`.
    Signed,
    /// `http` with another scheme of this name: the value follows the name in `Authorization`.
    Other(String),
}

/// What an operation asks of a caller: one of the alternatives, each of which is a set of schemes needed together.
/// No alternative means no credential; an empty alternative means that going without is allowed.
pub type Security = Vec<Vec<SchemeId>>;
