//! Items of the module `servers`.

use super::Setter;
use crate::comment::Comment;

/// A server that a client can be sent to.
#[derive(Debug, Clone)]
pub struct Server {
    /// Markdown.
    pub docs: Comment,
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
    /// The field and how it is set.
    pub setter: Setter,
}
