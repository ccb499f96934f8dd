//! Text that is never printed: API keys, tokens, passwords.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// A secret text, such as an API key.
///
/// It is wiped from memory when it is dropped, and its `Debug` output does not contain it. It is created from a text with
/// `From`, and only [`expose`](Self::expose) returns the text.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Creates a secret from a text.
    #[must_use]
    pub fn new(text: impl Into<Self>) -> Self {
        text.into()
    }

    /// Returns the text, which the caller has to keep secret.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Returns true if the text is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text))
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(..)")
    }
}
