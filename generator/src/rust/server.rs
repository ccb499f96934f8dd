//! The destination of requests: the base URL, the servers of operations, and the items of the module `servers`.

use super::Setter;
use crate::comment::Comment;

/// The base URL of operations without a server of their own.
#[derive(Debug, Clone)]
pub enum BaseUrl {
    /// The server from the API description or the configuration.
    Known(KnownUrl),
    /// The server that the caller passes.
    Required(RequiredUrl),
}

/// A base URL that is the default of every client.
#[derive(Debug, Clone)]
pub struct KnownUrl {
    /// The URL, without a slash at its end.
    pub url: String,
    /// Whether it is plain HTTP to another machine, which a client has to allow explicitly.
    pub is_plain_http: bool,
    /// The environment variable that overrides it.
    pub variable: Option<String>,
    /// The notes about it for the caller, in Markdown; may be empty.
    pub docs: Comment,
    /// The documentation of the constant.
    pub constant_docs: Comment,
}

/// A base URL that every client has to set.
#[derive(Debug, Clone)]
pub struct RequiredUrl {
    /// The environment variable that contains it.
    pub variable: String,
    /// The path of the declared server; may be empty.
    pub path: String,
    /// The notes about it for the caller, in Markdown.
    pub docs: Comment,
}

impl BaseUrl {
    /// Returns the environment variable that contains or overrides it.
    #[must_use]
    pub fn variable(&self) -> Option<&str> {
        match self {
            Self::Known(known) => known.variable.as_deref(),
            Self::Required(required) => Some(&required.variable),
        }
    }

    /// Returns the notes about it for the caller; may be empty.
    #[must_use]
    pub fn docs(&self) -> Comment {
        match self {
            Self::Known(known) => known.docs.clone(),
            Self::Required(required) => required.docs.clone(),
        }
    }

    /// Returns true if the caller has to set it.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        matches!(self, Self::Required(_))
    }
}

/// A server that only one operation uses.
#[derive(Debug, Clone)]
pub struct OwnServer {
    /// The URL, or a path relative to the base URL.
    pub url: String,
    /// Whether the crate has a constant with the base URL of the other operations.
    pub has_usual: bool,
}

/// A declared server that the caller can select.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its index.
    pub index: usize,
    /// The documentation, in Markdown.
    pub docs: Comment,
    /// The documentation of `new`.
    pub new_docs: Comment,
    /// The name of the constant, if the server has no variables.
    pub constant: String,
    /// The name of the type, if the server has variables.
    pub name: String,
    /// The URL, with its variables as `{name}`.
    pub url: String,
    /// The variables.
    pub variables: Vec<ServerVariable>,
}

/// A variable in a server's URL.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// The name between the braces.
    pub name: String,
    /// The default value.
    pub default: String,
    /// Whether its type is an enumeration.
    pub is_list: bool,
    /// The field.
    pub field: String,
    /// The setter of the field.
    pub setter: Setter,
}
