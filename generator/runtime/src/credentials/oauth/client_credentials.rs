//! Tokens of a program that acts on its own behalf: the client credentials grant (RFC 6749, 4.4).

use super::oauth_error::OAuthError;
use super::registration::OAuthClient;
use super::server::AuthorizationServer;
use super::settings::{Settings, oauth_settings};
use super::source::{Grant, Source, token_source};
use super::token_set::TokenSet;
use crate::runtime::client::core::Core;

/// Tokens of a program that acts on its own behalf (client credentials grant).
///
/// It is a credential of a client. The first call requests a token over the client, and all calls use it until shortly before it
/// expires, or until the server rejects it. All clones share the token, and new ones are requested once at a time.
#[derive(Debug, Clone)]
pub struct ClientCredentials(Source);

oauth_settings!(ClientCredentials);
token_source!(ClientCredentials);

impl ClientCredentials {
    /// Creates a source of tokens from this server.
    #[must_use]
    pub fn new(server: AuthorizationServer, client: OAuthClient) -> Self {
        Self(Source::new(Settings::new(server, client), Grant::Client))
    }

    /// Returns tokens that are valid now. It requests them over this client if it has none.
    ///
    /// # Errors
    /// When the server issues no token.
    pub async fn fetch(&self, client: &Core) -> Result<TokenSet, OAuthError> {
        self.0.fetch(client.token_transport(), None).await
    }

    /// Returns the current tokens, if there are any. They may have expired.
    #[must_use]
    pub fn tokens(&self) -> Option<TokenSet> {
        self.0.tokens()
    }

    fn change(self, change: impl FnOnce(&mut Settings)) -> Self {
        Self(self.0.change(change))
    }
}
