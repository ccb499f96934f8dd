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

    /// Holds the credentials that the environment has for these schemes, of which there has to be one at least.
    ///
    /// # Errors
    /// Names the first scheme and its variable when the environment has no credential at all.
    pub fn require_credential_from_env(self, schemes: &[&Scheme]) -> Result<Self, MissingCredential> {
        let target = self.credentials_from_env(schemes);
        match schemes.first() {
            Some(first) if schemes.iter().all(|scheme| target.credentials().get(scheme).is_none()) => {
                Err(first.missing())
            }
            _ => Ok(target),
        }
    }
}
