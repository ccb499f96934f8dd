//! Items of the module `client`.

use super::{BaseUrl, GroupMethod};
use crate::comment::Comment;
use crate::model::SchemeId;

/// A client: the asynchronous or the blocking one.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its documentation.
    pub docs: ClientDocs,
    /// The base URL of requests.
    pub base_url: BaseUrl,
    /// The security schemes.
    pub schemes: Vec<Scheme>,
    /// `new` and `client_config`, if the arguments of one function can describe a client completely. They cannot if the typical
    /// operation requires several credentials.
    pub constructor: Option<ClientConstructor>,
    /// `from_env` and `client_config_from_env`, if the environment can describe a client.
    pub environment: Option<Environment>,
    /// The groups of operations.
    pub groups: Vec<ClientGroup>,
    /// The methods that create operations without a group.
    pub methods: Vec<GroupMethod>,
}

impl Client {
    /// Returns true if `new` has no parameters, so that the client implements `Default`.
    #[must_use]
    pub fn has_default(&self) -> bool {
        self.constructor.as_ref().is_some_and(|constructor| constructor.parameters.is_empty())
    }

    /// Returns the security scheme with this id.
    #[must_use]
    pub fn scheme(&self, id: SchemeId) -> Option<&Scheme> {
        self.schemes.iter().find(|scheme| scheme.id == id)
    }

    /// Returns the public functions that create configurations.
    pub fn config_functions(&self) -> impl Iterator<Item = &'static str> {
        let functions =
            [("client_config", self.constructor.is_some()), ("client_config_from_env", self.environment.is_some())];
        functions.into_iter().filter(|(_, exists)| *exists).map(|(name, _)| name)
    }
}

/// The documentation of a client and its builder.
#[derive(Debug, Clone)]
pub struct ClientDocs {
    /// The type.
    pub client: Comment,
    /// `core`.
    pub core: Comment,
    /// `builder`.
    pub builder: Comment,
    /// The type of the builder; the blocking client has methods for it instead.
    pub builder_type: Comment,
    /// `build` of the builder.
    pub build: Comment,
    /// `ureq_agent` of the builder, which only the blocking client has.
    pub ureq_agent: Comment,
    /// The warning about a builder that is not used.
    pub unused_builder: &'static str,
}

/// A function that creates a client from arguments, and the one that creates a configuration from the same arguments.
#[derive(Debug, Clone)]
pub struct ClientConstructor {
    /// The documentation of `new`.
    pub docs: Comment,
    /// The documentation of `client_config`.
    pub config_docs: Comment,
    /// The parameters, in order.
    pub parameters: Vec<ClientParameter>,
}

impl ClientConstructor {
    /// Returns the security scheme whose credential is a parameter.
    #[must_use]
    pub fn credential(&self) -> Option<SchemeId> {
        self.parameters.iter().find_map(|parameter| match parameter {
            ClientParameter::BaseUrl => None,
            ClientParameter::Credential(id) => Some(*id),
        })
    }
}

/// A parameter that describes a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClientParameter {
    /// The base URL.
    BaseUrl,
    /// The credential of a security scheme.
    Credential(SchemeId),
}

/// The functions that create a client and a configuration from environment variables.
#[derive(Debug, Clone)]
pub struct Environment {
    /// The documentation of `from_env`.
    pub docs: Comment,
    /// The documentation of `client_config_from_env`.
    pub config_docs: Comment,
    /// The security schemes whose credentials are read.
    pub schemes: Vec<SchemeId>,
    /// Whether one of these credentials is required.
    pub requires_credential: bool,
}

/// A method of the client that returns a group.
#[derive(Debug, Clone)]
pub struct ClientGroup {
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// The name of the method.
    pub method: String,
    /// The index of the group.
    pub index: usize,
    /// The feature that enables the group.
    pub feature: String,
}

/// A security scheme.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Its id.
    pub id: SchemeId,
    /// The documentation of the constant.
    pub constant_docs: Comment,
    /// The documentation of the setter.
    pub setter_docs: Comment,
    /// The constant: `BEARER_AUTH`.
    pub constant: String,
    /// The setter of the builder: `bearer_auth`.
    pub setter: String,
    /// Its name in the API description.
    pub name: String,
    /// How the credential is sent.
    pub kind: SchemeKind,
    /// The environment variable that `from_env` reads.
    pub environment: Option<String>,
    /// Whether operations are sent without the credential if it is not set.
    pub optional: bool,
}

/// How a credential is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// A header with this name.
    Header(String),
    /// A query parameter with this name.
    Query(String),
    /// A cookie with this name.
    Cookie(String),
    /// `Authorization` with another scheme.
    Other(String),
}
