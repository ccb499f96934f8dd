//! The settings that all sources of tokens have.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::form::Form;
use super::oauth_error::OAuthError;
use super::registration::OAuthClient;
use super::server::{AuthorizationServer, Endpoint};
use super::token_set::TokenSet;
use crate::runtime::credentials::token_transport::TokenTransport;
use crate::runtime::transport::threads::{MaybeSend, MaybeSync};

/// A function that is called with new tokens.
pub(super) trait Listener: Fn(&TokenSet) + MaybeSend + MaybeSync {}

impl<F: Fn(&TokenSet) + MaybeSend + MaybeSync> Listener for F {}

/// The settings of a source of tokens.
#[derive(Clone)]
pub(super) struct Settings {
    pub(super) server: AuthorizationServer,
    pub(super) client: OAuthClient,
    pub(super) scopes: Vec<String>,
    pub(super) parameters: Form,
    /// How long before its end a token is replaced.
    pub(super) margin: Duration,
    pub(super) timeout: Duration,
    pub(super) listener: Option<Arc<dyn Listener>>,
}

impl Settings {
    pub(super) fn new(server: AuthorizationServer, client: OAuthClient) -> Self {
        Self {
            server,
            client,
            scopes: Vec::new(),
            parameters: Form::default(),
            margin: Duration::from_secs(60),
            timeout: Duration::from_secs(30),
            listener: None,
        }
    }

    /// Adds scopes: one, or several that are separated by blanks.
    pub(super) fn add_scopes(&mut self, scopes: &str) {
        for scope in scopes.split_whitespace().map(str::to_owned) {
            if !self.scopes.contains(&scope) {
                self.scopes.push(scope);
            }
        }
    }

    /// Returns the time for a request: three attempts, the two waits between them, which are as long as the timeout at most, and the
    /// request for the metadata.
    pub(super) const fn patience(&self) -> Duration {
        self.timeout.saturating_mul(6)
    }

    /// Returns the settings that decide which tokens the server issues.
    pub(super) fn requested(&self) -> (Vec<String>, String) {
        (self.scopes.clone(), self.parameters.encode())
    }

    /// Returns the methods of client authentication that the server supports, if they are known and matter. Metadata that cannot be
    /// read matters only if nothing else contains the URL for tokens.
    pub(super) async fn methods(&self, client: &TokenTransport) -> Result<Vec<String>, OAuthError> {
        if !self.client.depends_on_server() {
            return Ok(Vec::new());
        }
        let metadata = self.server.further_metadata(Endpoint::Token, client).await?;
        Ok(metadata.map(|metadata| metadata.texts("token_endpoint_auth_methods_supported")).unwrap_or_default())
    }

    /// Adds the parameter for the scopes to a request.
    pub(super) fn put_scopes(&self, form: &mut Form) {
        if !self.scopes.is_empty() {
            form.set("scope", self.scopes.join(" "));
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("client", &self.client)
            .field("scopes", &self.scopes)
            .field("parameters", &self.parameters)
            .finish_non_exhaustive()
    }
}

/// Implements the setters of a type with the method `change`, which changes its settings.
macro_rules! oauth_settings {
    ($type:ident) => {
        impl $type {
            /// Requests this scope, or several that are separated by blanks. Without a scope the server decides; a refresh token
            /// is then used for all scopes that the user has granted.
            #[must_use]
            pub fn scope(self, scope: impl AsRef<str>) -> Self {
                self.change(|settings| settings.add_scopes(scope.as_ref()))
            }

            /// Adds a parameter to the requests for tokens, such as `audience` or `resource`. These two can be repeated; another
            /// parameter replaces an earlier one of the same name.
            #[must_use]
            pub fn parameter(
                self,
                name: impl Into<String>,
                value: impl Into<crate::runtime::credentials::secret::Secret>,
            ) -> Self {
                self.change(|settings| settings.parameters.set(name.into(), value))
            }

            /// Sets the issuer of the authorization server ([`AuthorizationServer::issuer`]).
            ///
            /// [`AuthorizationServer::issuer`]: crate::runtime::credentials::oauth::server::AuthorizationServer::issuer
            #[must_use]
            pub fn issuer(self, issuer: impl Into<String>) -> Self {
                self.change(|settings| settings.server = settings.server.clone().issuer(issuer))
            }

            /// Sets how long before its end an access token is replaced, a minute unless set. For tokens of a short life it is a
            /// tenth of it at most. If the server issues no other token in this time, calls use the earlier one until it expires.
            #[must_use]
            pub fn renew_before(self, margin: std::time::Duration) -> Self {
                self.change(|settings| settings.margin = margin)
            }

            /// Sets the time for a request to the authorization server, 30 seconds unless set. A call stops waiting at its own
            /// deadline, and the request goes on for the next call. Only a blocking client, which sends the request on the thread of
            /// the call, waits for its response beyond that deadline: a new refresh token in it would otherwise be lost.
            #[must_use]
            pub fn timeout(self, timeout: std::time::Duration) -> Self {
                self.change(|settings| settings.timeout = timeout)
            }

            /// Calls a function with all new tokens, before a call uses them: for a program that stores the refresh token, which some
            /// servers replace with every access token.
            #[must_use]
            pub fn on_tokens(
                self,
                listener: impl Fn(&crate::runtime::credentials::oauth::token_set::TokenSet)
                + crate::runtime::transport::threads::MaybeSend
                + crate::runtime::transport::threads::MaybeSync
                + 'static,
            ) -> Self {
                self.change(|settings| settings.listener = Some(std::sync::Arc::new(listener)))
            }
        }
    };
}

pub(super) use oauth_settings;
