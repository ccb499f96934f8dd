//! The tokens that a user granted to a program, and the refresh token grant (RFC 6749, 6).

use super::form::Form;
use super::oauth_error::OAuthError;
use super::registration::OAuthClient;
use super::server::AuthorizationServer;
use super::settings::{Settings, oauth_settings};
use super::source::{Grant, Source, token_source};
use super::token_set::TokenSet;
use crate::runtime::client::core::Core;
use crate::runtime::credentials::secret::Secret;

/// The tokens that a user granted to a program, which are refreshed as long as the server allows it.
///
/// It is a credential of a client. Calls use the access token until shortly before it expires, or until the server rejects it; then
/// it is refreshed over the client, once for all clones. If the server issues a new refresh token, it replaces the earlier one:
/// [`on_tokens`](Self::on_tokens) reports it to a program that stores it. A call that is canceled does not cancel the request, so
/// that no refresh token is lost: on a runtime of `tokio` it goes on in a task as long as the runtime runs. Elsewhere, the next call
/// continues it.
#[derive(Debug, Clone)]
pub struct UserTokens(Source);

oauth_settings!(UserTokens);
token_source!(UserTokens);

impl UserTokens {
    /// Creates the tokens of a user from a refresh token that the program has stored.
    #[must_use]
    pub fn from_refresh_token(
        server: AuthorizationServer,
        client: OAuthClient,
        refresh_token: impl Into<Secret>,
    ) -> Self {
        Self(Source::new(Settings::new(server, client), Grant::Refresh(refresh_token.into())))
    }

    /// The scopes of the settings were requested from the user, so a refresh does not repeat them.
    pub(super) fn from_code(mut settings: Settings, parameters: Form) -> Self {
        settings.scopes.clear();
        Self(Source::new(settings, Grant::Code(parameters)))
    }

    pub(super) fn from_tokens(mut settings: Settings, tokens: TokenSet) -> Self {
        settings.scopes.clear();
        Self(Source::with_tokens(settings, tokens))
    }

    /// Returns tokens that are valid now. It requests them over this client if it has none. After an authorization code was
    /// received, this is the request that sends the code.
    ///
    /// # Errors
    /// When the server issues no token. [`OAuthError::is_login_required`] is true if the user has to authorize the program again.
    pub async fn fetch(&self, client: &Core) -> Result<TokenSet, OAuthError> {
        self.0.fetch(client.token_transport(), None).await
    }

    /// Returns the current tokens, if there are any. They may have expired.
    #[must_use]
    pub fn tokens(&self) -> Option<TokenSet> {
        self.0.tokens()
    }

    /// Returns the current refresh token, if there is one.
    #[must_use]
    pub fn refresh_token(&self) -> Option<Secret> {
        self.0.refresh_token()
    }

    fn change(self, change: impl FnOnce(&mut Settings)) -> Self {
        Self(self.0.change(change))
    }
}
