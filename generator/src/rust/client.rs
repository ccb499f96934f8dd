//! Items of the module `client`.

use super::{BaseUrl, GroupMethod};
use crate::comment::Comment;
use crate::model::SchemeId;

/// The client.
#[derive(Debug, Clone)]
pub struct Client {
    /// Markdown.
    pub docs: Comment,
    /// Where requests go.
    pub base_url: BaseUrl,
    /// The security schemes.
    pub schemes: Vec<Scheme>,
    /// The scheme whose credential `new` takes; `None` if there is no scheme, or no credential is enough.
    pub usual: Option<SchemeId>,
    /// Whether the environment has to have a credential.
    pub requires_environment: bool,
    /// The groups: method, type, feature, docs.
    pub groups: Vec<ClientGroup>,
    /// Operations without a group.
    pub methods: Vec<GroupMethod>,
    /// The variable of the crate, for examples: `kirim`.
    pub variable: String,
}

impl Client {
    /// Returns true if there is a function that creates a client from arguments: one credential is enough, or none.
    #[must_use]
    pub fn has_constructor(&self) -> bool {
        self.schemes.is_empty() || self.usual.is_some()
    }

    /// Returns the scheme whose credential `new` takes.
    #[must_use]
    pub fn usual_scheme(&self) -> Option<&Scheme> {
        self.schemes.iter().find(|scheme| Some(scheme.id) == self.usual)
    }

    /// Returns true if the environment can describe a client.
    #[must_use]
    pub fn reads_environment(&self) -> bool {
        self.base_url.variable().is_some() || self.schemes.iter().any(|scheme| scheme.environment.is_some())
    }

    /// Returns the public functions that create targets.
    pub fn target_functions(&self) -> impl Iterator<Item = &'static str> {
        let functions = [("target", self.has_constructor()), ("target_from_env", self.reads_environment())];
        functions.into_iter().filter(|(_, exists)| *exists).map(|(name, _)| name)
    }
}

/// A group as the client shows it.
#[derive(Debug, Clone)]
pub struct ClientGroup {
    /// Markdown.
    pub docs: Comment,
    /// The method.
    pub method: String,
    /// Its index.
    pub index: usize,
    /// The feature.
    pub feature: String,
}

/// A security scheme.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Which scheme it is.
    pub id: SchemeId,
    /// Markdown.
    pub docs: Comment,
    /// The constant: `BEARER_AUTH`.
    pub constant: String,
    /// The setter of the builder: `bearer_auth`.
    pub setter: String,
    /// Its name in the document.
    pub name: String,
    /// How the credential travels.
    pub kind: SchemeKind,
    /// The environment variable that `from_env` reads.
    pub environment: Option<String>,
    /// Whether operations are sent without it where it is not set.
    pub optional: bool,
}

/// How a credential travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer`.
    Bearer,
    /// `Authorization: Basic`.
    Basic,
    /// A header.
    Header(String),
    /// A query parameter.
    Query(String),
    /// A cookie.
    Cookie(String),
    /// `Authorization` with another scheme.
    Other(String),
}
