//! What is done where a server does not accept a token that comes from a source: the source is asked for another one.

use http::Request;

use super::body::Body;
use super::secret::Secret;
use super::security::Security;
use super::target::Target;
use super::token::Sourced;

/// How a request is made anew with other tokens.
pub(super) struct Renewal<'a> {
    /// Where the request's tokens come from, and those that it has.
    tokens: Vec<(&'a Sourced, Secret)>,
    make: &'a (dyn Fn() -> Option<Request<Body>> + Sync),
}

impl<'a> Renewal<'a> {
    /// The renewal of a request that has just been made; none if it has no token of a source.
    pub(super) fn new(
        security: Security,
        target: &'a Target,
        make: &'a (dyn Fn() -> Option<Request<Body>> + Sync),
    ) -> Option<Self> {
        let sources = security.sources(target.credentials());
        let tokens: Vec<_> = sources.filter_map(|source| Some((source, source.last()?))).collect();
        (!tokens.is_empty()).then_some(Self { tokens, make })
    }

    /// The request with other tokens; none if there are none.
    pub(super) async fn instead_of(&self, refused: &Request<Body>) -> Option<Request<Body>> {
        let mut has_other = false;
        for (source, token) in &self.tokens {
            has_other |= source.renew(token).await;
        }
        let made = (self.make)().filter(|_| has_other)?;
        // All but the credentials stays what it was, such as a key by which the server knows the call again.
        let mut request = refused.clone();
        *request.uri_mut() = made.uri().clone();
        for (name, value) in made.headers().iter().filter(|(_, value)| value.is_sensitive()) {
            request.headers_mut().insert(name, value.clone());
        }
        Some(request)
    }
}
