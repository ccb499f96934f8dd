//! What a client takes from the environment: credentials and the base URL.

use super::error::MissingCredential;
use super::security::Scheme;
use super::target::Target;

impl Target {
    /// Goes to the server that this variable names, where it is set and not blank.
    #[must_use]
    pub fn base_url_from_env(self, variable: &str) -> Self {
        match std::env::var(variable) {
            Ok(url) if !url.trim().is_empty() => self.base_url(url.trim()),
            _ => self,
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
