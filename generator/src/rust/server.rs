//! Where requests go: the base URL, the servers of single operations, and the items of the module `servers`.

use super::Setter;
use crate::comment::Comment;

/// Where requests go that no server of their own takes.
#[derive(Debug, Clone)]
pub enum BaseUrl {
    /// To the documented or configured server.
    Known(KnownUrl),
    /// To the one that the caller names.
    Required(RequiredUrl),
}

/// A base URL that is the default of every client.
#[derive(Debug, Clone)]
pub struct KnownUrl {
    /// The URL, without a slash at its end.
    pub url: String,
    /// Whether it is plain http to another machine, which a client has to allow.
    pub is_plain_http: bool,
    /// The environment variable that overrides it.
    pub variable: Option<String>,
    /// Markdown: what the caller has to know of it, if anything.
    pub docs: Comment,
    /// The documentation of the constant.
    pub constant_docs: Comment,
}

/// A base URL that every client is told.
#[derive(Debug, Clone)]
pub struct RequiredUrl {
    /// The environment variable that contains it.
    pub variable: String,
    /// The path of the server that the document declares, or empty.
    pub path: String,
    /// Markdown: what the caller has to know of it.
    pub docs: Comment,
}

impl BaseUrl {
    /// The environment variable that contains it or overrides it.
    #[must_use]
    pub fn variable(&self) -> Option<&str> {
        match self {
            Self::Known(known) => known.variable.as_deref(),
            Self::Required(required) => Some(&required.variable),
        }
    }

    /// What the caller has to know of it; empty if there is nothing.
    #[must_use]
    pub fn docs(&self) -> Comment {
        match self {
            Self::Known(known) => known.docs.clone(),
            Self::Required(required) => required.docs.clone(),
        }
    }

    /// Whether it has to be named by the caller.
    #[must_use]
    pub const fn is_required(&self) -> bool {
        matches!(self, Self::Required(_))
    }
}

/// The server that an operation has for itself.
#[derive(Debug, Clone)]
pub struct OwnServer {
    /// A whole URL or a path.
    pub url: String,
    /// Whether there is a constant with the base URL of the other operations.
    pub has_usual: bool,
}

/// A server that a client can be sent to.
#[derive(Debug, Clone)]
pub struct Server {
    /// Its index.
    pub index: usize,
    /// Markdown.
    pub docs: Comment,
    /// The documentation of `new`.
    pub new_docs: Comment,
    /// The constant, where there are no variables.
    pub constant: String,
    /// The type, where there are.
    pub name: String,
    /// The URL, with its variables as `{name}`.
    pub url: String,
    /// The variables.
    pub variables: Vec<ServerVariable>,
}

/// A variable of a server's URL.
#[derive(Debug, Clone)]
pub struct ServerVariable {
    /// Its name between the braces.
    pub name: String,
    /// Its default.
    pub default: String,
    /// Whether its type is an enumeration.
    pub is_list: bool,
    /// The field.
    pub field: String,
    /// How the field is set.
    pub setter: Setter,
}
