//! The base URL of a config: a valid URL, or the reason why it is missing. It does not depend on other settings.

use std::sync::Arc;

use super::server::{Base, OwnServer, Server};
use crate::runtime::error::ConfigurationError;

/// The base URL of a config. Setting it again replaces both the URL and its error.
#[derive(Debug, Clone)]
pub(crate) struct BaseUrl {
    value: Result<Base, ConfigurationError>,
    reach: Reach,
}

/// The operations that a base URL applies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// All operations, including those with a server of their own.
    All,
    /// Operations without a server of their own.
    Shared,
}

impl BaseUrl {
    /// Parses a URL for all operations. `source` is its name in error messages, as in `the base URL`.
    pub(crate) fn any(url: &str, source: &str) -> Self {
        Self { value: parse(url, source), reach: Reach::All }
    }

    /// Parses the URL of a server that the API description does not declare. It does not apply to operations with a
    /// server of their own.
    pub(crate) fn shared(url: &str, source: &str) -> Self {
        Self { value: parse(url, source), reach: Reach::Shared }
    }

    /// Returns the base URL of a server that the API description declares.
    pub(crate) fn server(server: &Server) -> Self {
        let problem = |rule| ConfigurationError::new(format!("the base URL {rule}"));
        Self { value: server.base().map_err(problem), reach: Reach::Shared }
    }

    /// Returns a base URL that is not available, for this reason.
    pub(crate) const fn invalid(problem: ConfigurationError) -> Self {
        Self { value: Err(problem), reach: Reach::All }
    }

    /// Returns the base URL of a client whose API description declares no server.
    pub(crate) fn missing(variable: &str) -> Self {
        let message = format!(
            "there is no base URL: the API description declares no server that requests can be sent to; pass one to \
             `base_url` of the client's builder, or set `{variable}` in the environment and use `from_env`"
        );
        Self { value: Err(ConfigurationError::new(message)), reach: Reach::Shared }
    }

    /// Adds the declared path to a base URL that is a Unix socket, which has none of its own.
    pub(super) fn with_path(mut self, path: &str) -> Self {
        if let Ok(base) = &mut self.value
            && base.socket.is_some()
        {
            path.clone_into(&mut base.path);
        }
        self
    }

    /// Returns the base URL, or the reason why it is missing.
    pub(crate) fn get(&self) -> Result<&Base, &ConfigurationError> {
        self.value.as_ref()
    }

    /// Returns the server of an operation that has one of its own; `None` if this base URL replaces it.
    pub(crate) fn own(&self, own: OwnServer) -> Option<Base> {
        if let Some(path) = own.path() {
            return self.value.as_ref().ok().map(|base| Base { path: path.to_owned(), ..base.clone() });
        }
        let is_usual = self.value.as_ref().is_ok_and(|base| own.is_usual(base));
        if self.reach == Reach::Shared || is_usual { own.base() } else { None }
    }
}

fn parse(url: &str, source: &str) -> Result<Base, ConfigurationError> {
    Base::parse(url).map_err(|rule| ConfigurationError::new(format!("{source} {rule}")))
}

/// The path that is in the declared servers of the API and missing from the base URL of a request. It is stored in the
/// extensions of the request, for the error of a 404.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MissingPath(pub(crate) Arc<str>);
