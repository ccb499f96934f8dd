//! Text that must never be printed: API keys, tokens, passwords.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// A secret text, such as an API key.
///
/// It is wiped from memory when it is dropped, and no way of printing it shows any of it:
/// [`expose`](Self::expose) is the only way to its text.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes a text into custody.
    #[must_use]
    pub fn new(text: impl Into<Self>) -> Self {
        text.into()
    }

    /// The text itself; whoever asks for it has to keep it secret from here on.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether there is no text at all.
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
