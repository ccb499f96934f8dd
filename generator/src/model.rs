//! The meaning of an API as plain data. `analyze` creates it; `name` and `lower` read it. It contains no Rust names and
//! no `openapiv3` types. Between them, `unify` makes aliases of equal inline schemas; nothing else changes it.

mod alias;
mod constraint;
mod oauth;
mod operation;
mod pagination;
mod presence;
mod schema;
mod style;
mod types;

pub use alias::{Shapes, through_aliases, through_aliases_and_null};
pub use constraint::{Bound, Constraint, Counted, Unchecked};
pub use oauth::{FlowKind, OAuth, OAuthFlow, OAuthScope};
pub use operation::{
    BodyEncoding, BodyVariant, Content, Encoding, Header, Location, Operation, Parameter, PathPiece, Redirects,
    RequestBody, Response, ResponseClass, StatusPattern,
};
pub use pagination::{CursorTarget, PageEnd, PageStep, Pagination};
pub use presence::{Access, Presence, Usage};
pub(crate) use schema::PropertiesByName;
pub use schema::{
    Additional, Alternative, Constant, Deprecated, Docs, EnumValue, EnumValues, Enumeration, HintRoot, NameHint,
    Property, Schema, Shape, Shared, StringRules, Struct, Union, UnionTagging, Variant, component_key,
};
pub use style::{Nesting, Reserved, Style};
pub use types::{IntegerFormat, JsonType, NumberFormat, OwnKey, OwnType, SchemaId, Type, TypeNames};

use std::collections::BTreeMap;

pub use crate::method::Method;
use crate::path::SpecPath;

/// A whole API.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// The `info` object.
    pub info: Info,
    /// The document-wide servers, in document order.
    pub servers: Vec<Server>,
    /// The tags: first the declared ones, then those that only operations use; both in document order.
    pub tags: Vec<Tag>,
    /// The security schemes, in document order.
    pub security_schemes: Vec<SecurityScheme>,
    /// Every schema that needs an item of its own. A [`SchemaId`] is an index into this list.
    pub schemas: Vec<Schema>,
    /// The inline schemas that are aliases of an equal schema.
    pub shared: BTreeMap<SchemaId, Shared>,
    /// The operations, in document order.
    pub operations: Vec<Operation>,
    /// The webhooks, if the document describes the payload of at least one.
    pub webhooks: Option<Webhooks>,
    /// The schema that every error response of every operation shares, if there is one.
    pub error_envelope: Option<SchemaId>,
    /// The schema of most error responses. Bodies of undeclared responses are decoded as it.
    pub usual_error: Option<SchemaId>,
    /// The distinct types of the JSON bodies of error responses, in document order.
    pub error_bodies: Vec<Type>,
}

impl Api {
    /// Returns the schema with this id.
    ///
    /// Only `analyze` creates ids, so the schema exists; for any other id the result is `None`.
    #[must_use]
    pub fn schema(&self, id: SchemaId) -> Option<&Schema> {
        self.schemas.get(id.index())
    }

    /// Returns the shape that a schema declares, even if it is an alias of an equal schema.
    #[must_use]
    pub fn declared(&self, id: SchemaId) -> Option<&Shape> {
        let shared = self.shared.get(&id).map(|shared| &shared.declared);
        shared.or_else(|| self.schema(id).map(|schema| &schema.shape))
    }
}

/// The requests that the server sends to the user of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhooks {
    /// The place of the schema that combines all payloads: a union, unless there is only one payload.
    pub path: SpecPath,
    /// The name of each webhook and the place of the alternative that is its payload, in document order.
    pub payloads: Vec<(String, SpecPath)>,
}

impl Webhooks {
    /// Returns the places where the webhooks can be declared, in the spelling of the configuration.
    pub fn places(&self) -> impl Iterator<Item = String> {
        let places = |name: &String| {
            ["webhooks", "x-webhooks"].map(|keyword| SpecPath::root().child(keyword).child(name).to_string())
        };
        self.payloads.iter().flat_map(move |(name, _)| places(name))
    }
}

/// The `info` object of the document.
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

/// The contact for questions about an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// `name`.
    pub name: Option<String>,
    /// `email`.
    pub email: Option<String>,
    /// `url`.
    pub url: Option<String>,
}

/// The license of an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct License {
    /// `name`, or the SPDX expression `identifier` if `name` is missing.
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
    /// The place of the entry in the document.
    pub path: SpecPath,
    /// `name`.
    pub name: Option<String>,
    /// The URL with its variables replaced by their defaults. It may be relative.
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
    /// The name between the braces.
    pub name: String,
    /// `default`.
    pub default: String,
    /// The allowed values. Empty if every value is allowed.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
}

/// A tag: a group of operations.
#[derive(Debug, Clone)]
pub struct Tag {
    /// The place of the declaration, or of the first use.
    pub path: SpecPath,
    /// The name as written.
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
    /// The place of the scheme in the document.
    pub path: SpecPath,
    /// The key under `components.securitySchemes`.
    pub name: String,
    /// How the credential is sent.
    pub kind: SecurityKind,
    /// True if operations are sent without the credential if it is not set, although the document requires it.
    pub optional: bool,
    /// `description`, Markdown.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The authorization server, if the client can request tokens from it.
    pub oauth: Option<OAuth>,
}

/// How a credential is sent.
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

/// The credentials that an operation requires. Each entry is an alternative: a set of schemes that are needed together.
/// An empty list means no credential. An empty alternative means that the credential is optional.
pub type Security = Vec<Vec<SchemeId>>;
