//! The identity of a program at an authorization server.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::HeaderValue;

use super::form::{self, Form};
use super::oauth_error::OAuthError;
use crate::runtime::credentials::secret::Secret;

/// The registration of a program at an authorization server: its client id, and its secret if it can keep one.
#[derive(Clone)]
pub struct OAuthClient {
    id: String,
    secret: Option<Secret>,
    method: Option<Method>,
}

/// How a program proves its identity (RFC 6749, 2.3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    /// `client_secret_basic`: the id and the secret are in the header `Authorization`.
    Basic,
    /// `client_secret_post`: both are in the body.
    Post,
}

impl OAuthClient {
    /// Creates the registration of a program with a secret.
    ///
    /// The secret is sent in the header `Authorization`, unless the metadata of the server declares that it only supports the
    /// body.
    #[must_use]
    pub fn new(id: impl Into<String>, secret: impl Into<Secret>) -> Self {
        Self { id: id.into(), secret: Some(secret.into()), method: None }
    }

    /// Creates the registration of a program that cannot keep a secret, such as one on the device of a user.
    #[must_use]
    pub fn public(id: impl Into<String>) -> Self {
        Self { id: id.into(), secret: None, method: None }
    }

    /// Sends the secret in the header `Authorization` (`client_secret_basic`), whatever the metadata of the server declares.
    #[must_use]
    pub const fn secret_in_header(mut self) -> Self {
        self.method = Some(Method::Basic);
        self
    }

    /// Sends the secret in the body of the request (`client_secret_post`), for servers that do not support the header.
    #[must_use]
    pub const fn secret_in_body(mut self) -> Self {
        self.method = Some(Method::Post);
        self
    }

    /// Returns the client id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Adds the identity to a request. Returns the value of `Authorization`, if it is there. `supported` are the methods of the
    /// server, if they are known.
    pub(super) fn sign(&self, form: &mut Form, supported: &[String]) -> Result<Option<HeaderValue>, OAuthError> {
        let Some(secret) = &self.secret else {
            form.set("client_id", self.id.as_str());
            return Ok(None);
        };
        if self.method.unwrap_or_else(|| usual(supported)) == Method::Post {
            form.set("client_id", self.id.as_str());
            form.set("client_secret", secret.clone());
            return Ok(None);
        }
        let pair = format!("{}:{}", form::escape(&self.id), form::escape(secret.expose()));
        let value = format!("Basic {}", STANDARD.encode(pair));
        let mut value = HeaderValue::from_str(&value)
            .map_err(|_| OAuthError::configuration("the client id and the secret cannot be sent in a header"))?;
        value.set_sensitive(true);
        Ok(Some(value))
    }

    /// Returns true if the server decides where the secret is sent.
    pub(super) const fn depends_on_server(&self) -> bool {
        self.secret.is_some() && self.method.is_none()
    }

    pub(super) fn secret(&self) -> Option<&Secret> {
        self.secret.as_ref()
    }
}

/// Returns the method to use with a server that supports these.
fn usual(supported: &[String]) -> Method {
    let has = |name: &str| supported.iter().any(|method| method == name);
    if has("client_secret_post") && !has("client_secret_basic") { Method::Post } else { Method::Basic }
}

impl fmt::Debug for OAuthClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OAuthClient")
            .field("id", &self.id)
            .field("secret", &self.secret)
            .field("method", &self.method)
            .finish()
    }
}
