//! Errors of the configuration of a client.

use std::borrow::Cow;
use std::fmt;

/// The configuration of the client is invalid, such as a base URL that is not a URL.
#[derive(Debug, Clone)]
pub struct ConfigurationError {
    message: Cow<'static, str>,
}

impl ConfigurationError {
    /// Creates the error from a message, which must not contain a secret.
    #[must_use]
    pub fn new(message: impl Into<Cow<'static, str>>) -> Self {
        Self { message: message.into() }
    }
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for ConfigurationError {}

/// The client does not have a credential that an operation requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingCredential {
    scheme: &'static str,
    setter: Option<&'static str>,
    variable: Option<&'static str>,
}

impl MissingCredential {
    pub(crate) const fn new(
        scheme: &'static str,
        setter: Option<&'static str>,
        variable: Option<&'static str>,
    ) -> Self {
        Self { scheme, setter, variable }
    }

    /// Returns the name of the security scheme in the API description.
    #[must_use]
    pub const fn scheme(&self) -> &'static str {
        self.scheme
    }

    /// Returns the name of the builder method that sets the credential.
    #[must_use]
    pub const fn setter(&self) -> Option<&'static str> {
        self.setter
    }

    /// Returns the name of the environment variable for the credential.
    #[must_use]
    pub const fn variable(&self) -> Option<&'static str> {
        self.variable
    }
}

impl fmt::Display for MissingCredential {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "no credential for `{}`: ", self.scheme)?;
        if let Some(setter) = self.setter {
            write!(formatter, "pass one to `{setter}` of the client's builder, ")?;
        }
        if let Some(variable) = self.variable {
            write!(formatter, "set `{variable}` in the environment, ")?;
        }
        let or = if self.setter.is_some() || self.variable.is_some() { "or " } else { "" };
        write!(formatter, "{or}use `.anonymous()` on the builder or the call if the server requires none")
    }
}

impl std::error::Error for MissingCredential {}
