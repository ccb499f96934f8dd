//! Requests new tokens from their sources after a server rejected the old ones.

use http::Request;

use super::secret::Secret;
use super::security::Security;
use super::token::Sourced;
use super::token_transport::TokenTransport;
use crate::runtime::client::client_config::ClientConfig;
use crate::runtime::transport::body::Body;
use crate::runtime::transport::threads::MaybeSync;

/// Builds a request again with the current tokens; `None` if that fails.
pub(crate) trait Rebuild: Fn() -> Option<Request<Body>> + MaybeSync {}

impl<F: Fn() -> Option<Request<Body>> + MaybeSync> Rebuild for F {}

/// The data for rebuilding a request with new tokens.
pub(crate) struct TokenRefresh<'a> {
    /// The sources of the tokens in the request, with these tokens.
    tokens: Vec<(&'a Sourced, Secret)>,
    client: &'a TokenTransport,
    make: &'a dyn Rebuild,
}

impl<'a> TokenRefresh<'a> {
    /// Creates the refresh of the tokens of a new request; `None` if it has no token from a source.
    pub(crate) fn new(
        security: Security,
        config: &'a ClientConfig,
        client: &'a TokenTransport,
        make: &'a dyn Rebuild,
    ) -> Option<Self> {
        let sources = security.sources(config.credentials());
        let tokens: Vec<_> = sources.filter_map(|source| Some((source, source.last()?))).collect();
        (!tokens.is_empty()).then_some(Self { tokens, client, make })
    }

    /// Returns the request with new tokens; `None` if no source has a new one.
    pub(crate) async fn instead_of(&self, refused: &Request<Body>) -> Option<Request<Body>> {
        let mut has_other = false;
        for (source, token) in &self.tokens {
            has_other |= source.renew(token, self.client).await;
        }
        let made = (self.make)().filter(|_| has_other)?;
        // Only the credentials change. Other generated values, such as an idempotency key, stay the same.
        let mut request = refused.clone();
        *request.uri_mut() = made.uri().clone();
        for (name, value) in made.headers().iter().filter(|(_, value)| value.is_sensitive()) {
            request.headers_mut().insert(name, value.clone());
        }
        Some(request)
    }
}
