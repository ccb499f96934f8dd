//! The settings that a client reads from the environment: credentials and the base URL.

use std::ffi::OsString;

use super::client_config::ClientConfig;
use crate::runtime::credentials::security::Scheme;
use crate::runtime::error::{ConfigurationError, MissingCredential};

impl ClientConfig {
    /// Sets the base URL to the value of this variable, if it is set and not blank.
    #[must_use]
    pub fn base_url_from_env(self, variable: &str) -> Self {
        match set(variable) {
            Ok(Some(url)) => self.base_url_from(&url, &source(variable)),
            Ok(None) => self,
            Err(problem) => self.base_url_problem(problem),
        }
    }

    /// Sets the base URL to the value of this variable, for an API description that declares no server.
    ///
    /// # Errors
    /// When the variable is not set, blank or not UTF-8.
    pub fn require_base_url_from_env(self, variable: &str) -> Result<Self, ConfigurationError> {
        match set(variable)? {
            Some(url) => Ok(self.api_url_from(&url, &source(variable))),
            None => Err(ConfigurationError::new(format!(
                "there is no base URL: set `{variable}` in the environment, or pass one to `base_url` of the client's builder"
            ))),
        }
    }

    /// Adds the credentials of these schemes from the environment. At least one of the schemes that are not optional is
    /// required.
    ///
    /// # Errors
    /// Returns the first of these schemes and its variable if the environment has no credential for any of them.
    pub fn require_credential_from_env(self, schemes: &[&Scheme]) -> Result<Self, MissingCredential> {
        let config = self.credentials_from_env(schemes);
        let mut required = schemes.iter().filter(|scheme| !scheme.is_optional()).peekable();
        match required.peek().copied() {
            Some(first)
                if required.all(|scheme| config.credentials().get(scheme).is_none() && !config.is_invalid(scheme)) =>
            {
                Err(first.missing())
            }
            _ => Ok(config),
        }
    }
}

/// Returns the value of a variable that is set and not blank.
///
/// # Errors
/// When the value is not UTF-8.
pub(crate) fn set(variable: &str) -> Result<Option<String>, ConfigurationError> {
    text(variable, std::env::var_os(variable))
}

fn text(variable: &str, value: Option<OsString>) -> Result<Option<String>, ConfigurationError> {
    let value = value.map(OsString::into_string).transpose();
    let value =
        value.map_err(|_| ConfigurationError::new(format!("the environment variable `{variable}` is not UTF-8")))?;
    Ok(value.filter(|value| !value.trim().is_empty()))
}

/// Returns the name of the source of a URL in error messages.
fn source(variable: &str) -> String {
    format!("the base URL in `{variable}`")
}
