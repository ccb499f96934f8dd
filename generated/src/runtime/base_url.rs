//! The base URL of a target: one that requests can be sent to, or the reason why there is none. It knows nothing of other settings.

use std::sync::Arc;

use super::error::ConfigurationError;
use super::server::{Base, OwnServer, Server};

/// The base URL of a target. Setting it again replaces it as a whole, its problem included.
#[derive(Debug, Clone)]
pub(super) struct BaseUrl {
    value: Result<Base, ConfigurationError>,
    reach: Reach,
}

/// Which operations a base URL is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// All of them, also those with a server of their own.
    All,
    /// Those without a server of their own.
    Shared,
}

impl BaseUrl {
    /// Any URL, for all operations; `source` says where it comes from, as in `the base URL`.
    pub(super) fn any(url: &str, source: &str) -> Self {
        Self { value: parse(url, source), reach: Reach::All }
    }

    /// The URL of the server that the API description does not name; operations with a server of their own do not go there.
    pub(super) fn shared(url: &str, source: &str) -> Self {
        Self { value: parse(url, source), reach: Reach::Shared }
    }

    /// One of the servers that the API description names.
    pub(super) fn server(server: &Server) -> Self {
        let problem = |rule| ConfigurationError::new(format!("the base URL {rule}"));
        Self { value: server.base().map_err(problem), reach: Reach::Shared }
    }

    /// No base URL, for this reason.
    pub(super) const fn invalid(problem: ConfigurationError) -> Self {
        Self { value: Err(problem), reach: Reach::All }
    }

    /// No base URL, where the API description declares none.
    pub(super) fn missing(variable: &str) -> Self {
        let message = format!(
            "there is no base URL: the API description declares no server that requests can be sent to; pass one to \
             `base_url` of the client's builder, or set `{variable}` in the environment and use `from_env`"
        );
        Self { value: Err(ConfigurationError::new(message)), reach: Reach::Shared }
    }

    /// The base URL.
    pub(super) fn get(&self) -> Result<&Base, &ConfigurationError> {
        self.value.as_ref()
    }

    /// The server of an operation that has one of its own, where it goes there.
    pub(super) fn own(&self, own: OwnServer) -> Option<Base> {
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

/// The path that the servers of the API description have and the base URL of a request does not: a part of that request's
/// extensions, for the error of a 404.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MissingPath(pub(super) Arc<str>);
