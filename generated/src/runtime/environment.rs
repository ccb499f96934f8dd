//! What a client takes from the environment: credentials and the base URL.

use super::error::{ConfigurationError, MissingCredential};
use super::security::Scheme;
use super::target::Target;

impl Target {
    /// Goes to the server that this variable names, where it is set and not blank.
    #[must_use]
    pub fn base_url_from_env(self, variable: &str) -> Self {
        match set(variable) {
            Some(url) => self.base_url_from(&url, &source(variable)),
            None => self,
        }
    }

    /// Goes to the server that this variable names, where the API description declares none.
    ///
    /// # Errors
    /// When the variable is not set or blank.
    pub fn require_base_url_from_env(self, variable: &str) -> Result<Self, ConfigurationError> {
        match set(variable) {
            Some(url) => Ok(self.api_url_from(&url, &source(variable))),
            None => Err(ConfigurationError::new(format!(
                "there is no base URL: set `{variable}` in the environment, or pass one to `base_url` of the client's builder"
            ))),
        }
    }

    /// Holds the credentials that the environment has for these schemes. It has to have one of those that are not optional.
    ///
    /// # Errors
    /// Names the first of these schemes and its variable when the environment has no credential for any.
    pub fn require_credential_from_env(self, schemes: &[&Scheme]) -> Result<Self, MissingCredential> {
        let target = self.credentials_from_env(schemes);
        let mut required = schemes.iter().filter(|scheme| !scheme.is_optional()).peekable();
        match required.peek().copied() {
            Some(first) if required.all(|scheme| target.credentials().get(scheme).is_none()) => Err(first.missing()),
            _ => Ok(target),
        }
    }
}

/// The value of a variable that is set and not blank.
fn set(variable: &str) -> Option<String> {
    std::env::var(variable).ok().filter(|value| !value.trim().is_empty())
}

/// The source of a URL as errors name it.
fn source(variable: &str) -> String {
    format!("the base URL in `{variable}`")
}
