//! The tokens in a response of an authorization server.

use std::fmt;
use std::time::Duration;

use http::StatusCode;
use serde_json::{Map, Value};

use super::oauth_error::OAuthError;
use crate::runtime::credentials::secret::Secret;
use crate::runtime::transport::clock::Instant;

/// The tokens that an authorization server issued.
#[derive(Clone)]
pub struct TokenSet {
    access_token: Secret,
    refresh_token: Option<Secret>,
    id_token: Option<Secret>,
    scope: Option<String>,
    expires_in: Option<Duration>,
    /// The time before the request for them.
    requested: Instant,
}

impl TokenSet {
    /// Returns the access token.
    #[must_use]
    pub const fn access_token(&self) -> &Secret {
        &self.access_token
    }

    /// Returns the refresh token, if there is one. It replaces every earlier one.
    #[must_use]
    pub const fn refresh_token(&self) -> Option<&Secret> {
        self.refresh_token.as_ref()
    }

    /// Returns the ID token of `OpenID Connect`, if there is one. Its signature and its claims were not checked.
    #[must_use]
    pub const fn id_token(&self) -> Option<&Secret> {
        self.id_token.as_ref()
    }

    /// Returns the granted scopes, separated by blanks, if they differ from the requested ones.
    #[must_use]
    pub fn scope(&self) -> Option<&str> {
        self.scope.as_deref()
    }

    /// Returns how long the access token was valid when it was issued, if the server declares it.
    #[must_use]
    pub const fn expires_in(&self) -> Option<Duration> {
        self.expires_in
    }

    /// Reads a successful response (RFC 6749, 5.1) to a request that was sent after `requested`.
    pub(super) fn read(
        response: &Map<String, Value>,
        status: StatusCode,
        requested: Instant,
    ) -> Result<Self, OAuthError> {
        let text = |key: &str| response.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        let access_token = text("access_token").ok_or_else(|| {
            OAuthError::response(status, "the response of the authorization server has no `access_token`")
        })?;
        if text("token_type").is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
            let message = "the authorization server issued a token whose `token_type` is not `Bearer`";
            return Err(OAuthError::response(status, message));
        }
        Ok(Self {
            access_token: access_token.into(),
            refresh_token: text("refresh_token").map(Secret::from),
            id_token: text("id_token").map(Secret::from),
            scope: text("scope").map(str::to_owned),
            expires_in: response.get("expires_in").and_then(seconds),
            requested,
        })
    }

    /// Keeps an earlier refresh token if the server issued no new one.
    pub(super) fn or_refresh_token(mut self, earlier: Option<Secret>) -> Self {
        self.refresh_token = self.refresh_token.or(earlier);
        self
    }

    /// Returns true if the access token is valid for longer than `margin`, or for longer than a tenth of its lifetime if that is
    /// less. A token whose lifetime is unknown is valid until a server rejects it.
    pub(super) fn is_fresh(&self, now: Instant, margin: Duration) -> bool {
        let Some(lifetime) = self.expires_in else { return true };
        let usable = lifetime.saturating_sub(margin.min(lifetime / 10));
        now.saturating_duration_since(self.requested) < usable
    }
}

/// Reads a number of seconds. Some servers send it as a string or as a decimal number.
pub(super) fn seconds(value: &Value) -> Option<Duration> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    Duration::try_from_secs_f64(number.max(0.0)).ok()
}

impl fmt::Debug for TokenSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TokenSet")
            .field("access_token", &self.access_token)
            .field("refresh_token", &self.refresh_token)
            .field("id_token", &self.id_token)
            .field("scope", &self.scope)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}
