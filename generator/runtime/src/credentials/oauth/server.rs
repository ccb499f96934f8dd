//! The URLs of an authorization server.

use std::fmt;
use std::sync::Arc;

use http::Uri;

use super::discovery::{Discovery, ServerMetadata};
use super::oauth_error::{OAuthError, OAuthErrorKind};
use crate::runtime::call::location;
use crate::runtime::client::client_config::PLAIN_HTTP;
use crate::runtime::client::core::Core;
use crate::runtime::credentials::token_transport::TokenTransport;

/// An authorization server: the URLs to which requests for tokens are sent.
///
/// URLs that are relative refer to the base URL of the client that uses them. All have to be https, except those of the local host,
/// unless the client allows plain http. It is cheap to clone, and the clones share the metadata of the server.
#[derive(Clone, Default)]
pub struct AuthorizationServer {
    token: Option<Arc<str>>,
    refresh: Option<Arc<str>>,
    authorization: Option<Arc<str>>,
    device: Option<Arc<str>>,
    discovery: Option<Discovery>,
    issuer: Option<Arc<str>>,
}

/// The endpoints of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    Token,
    Refresh,
    Authorization,
    Device,
}

impl AuthorizationServer {
    /// Creates a server with this URL for tokens.
    #[must_use]
    pub fn at(token_url: impl AsRef<str>) -> Self {
        Self { token: Some(token_url.as_ref().into()), ..Self::default() }
    }

    /// Creates a server whose URLs are in the metadata at this URL, which often ends in `/.well-known/openid-configuration`
    /// (`OpenID Connect` Discovery) or contains `/.well-known/oauth-authorization-server` (RFC 8414).
    ///
    /// The metadata is requested when it is first needed, and kept for a day. It has to be that of the server: the issuer in it
    /// has to match the URL, or [`issuer`](Self::issuer).
    #[must_use]
    pub fn discover(metadata_url: impl AsRef<str>) -> Self {
        Self { discovery: Some(Discovery::new(metadata_url.as_ref())), ..Self::default() }
    }

    /// Sets the issuer, which is the identifier of the server. The metadata of the server has to declare it, in place of the one that the
    /// URL of the metadata contains, and a redirect that names an issuer has to name it (RFC 9207).
    #[must_use]
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        let issuer: Arc<str> = issuer.into().into();
        self.discovery = self.discovery.map(|discovery| discovery.issued_by(Arc::clone(&issuer)));
        self.issuer = Some(issuer);
        self
    }

    /// Sets the URL for tokens, in place of the one in the metadata.
    #[must_use]
    pub fn token_url(mut self, url: impl AsRef<str>) -> Self {
        self.token = Some(url.as_ref().into());
        self
    }

    /// Sets the URL to which refresh tokens are sent, if it is another one than that for tokens.
    #[must_use]
    pub fn refresh_url(mut self, url: impl AsRef<str>) -> Self {
        self.refresh = Some(url.as_ref().into());
        self
    }

    /// Sets the URL at which users authorize programs.
    #[must_use]
    pub fn authorization_url(mut self, url: impl AsRef<str>) -> Self {
        self.authorization = Some(url.as_ref().into());
        self
    }

    /// Sets the URL at which the authorization of a device begins.
    #[must_use]
    pub fn device_url(mut self, url: impl AsRef<str>) -> Self {
        self.device = Some(url.as_ref().into());
        self
    }

    /// Returns the metadata of the server; `None` if its URLs were set.
    ///
    /// # Errors
    /// When the metadata cannot be read or is that of another server.
    pub async fn metadata(&self, client: &Core) -> Result<Option<ServerMetadata>, OAuthError> {
        self.metadata_over(client.token_transport()).await
    }

    pub(super) async fn metadata_over(&self, client: &TokenTransport) -> Result<Option<ServerMetadata>, OAuthError> {
        match &self.discovery {
            Some(discovery) => discovery.metadata(client).await.map(Some),
            None => Ok(None),
        }
    }

    /// Returns the metadata for something other than the URL of an endpoint. If this URL was set, metadata that cannot be read are not
    /// necessary; those of another server are an error nevertheless.
    pub(super) async fn further_metadata(
        &self,
        endpoint: Endpoint,
        client: &TokenTransport,
    ) -> Result<Option<ServerMetadata>, OAuthError> {
        match self.metadata_over(client).await {
            Err(error) if self.set(endpoint).is_some() && error.kind() != OAuthErrorKind::Configuration => Ok(None),
            read => read,
        }
    }

    /// Returns the issuer that the caller has set.
    pub(super) fn expected_issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// Returns the URL of an endpoint that was set.
    fn set(&self, endpoint: Endpoint) -> Option<&str> {
        let url = match endpoint {
            Endpoint::Refresh if self.refresh.is_some() => &self.refresh,
            Endpoint::Token | Endpoint::Refresh => &self.token,
            Endpoint::Authorization => &self.authorization,
            Endpoint::Device => &self.device,
        };
        url.as_deref()
    }

    /// Returns the URL of an endpoint.
    pub(super) async fn url(&self, endpoint: Endpoint, client: &TokenTransport) -> Result<Uri, OAuthError> {
        if let Some(url) = self.set(endpoint) {
            return endpoint_url(url, endpoint.name(), client);
        }
        let Some(metadata) = self.metadata_over(client).await? else {
            return Err(OAuthError::configuration(format!("the authorization server has no {}", endpoint.name())));
        };
        let Some(url) = metadata.text(endpoint.key()) else {
            let message = format!("the metadata of the authorization server has no `{}`", endpoint.key());
            return Err(OAuthError::configuration(message));
        };
        absolute_url(url, endpoint.name(), client)
    }
}

impl Endpoint {
    const fn name(self) -> &'static str {
        match self {
            Self::Token => "URL for tokens",
            Self::Refresh => "URL for refresh tokens",
            Self::Authorization => "URL for authorization",
            Self::Device => "URL for devices",
        }
    }

    /// Returns the key in the metadata of a server.
    const fn key(self) -> &'static str {
        match self {
            Self::Token | Self::Refresh => "token_endpoint",
            Self::Authorization => "authorization_endpoint",
            Self::Device => "device_authorization_endpoint",
        }
    }
}

/// Resolves the URL of an endpoint against the base URL of the client, and checks it.
pub(super) fn endpoint_url(url: &str, name: &str, client: &TokenTransport) -> Result<Uri, OAuthError> {
    match client.base_url() {
        Some(base) => checked(location::join(base, url.trim()), name, client),
        None => absolute_url(url, name, client),
    }
}

/// Checks the URL of an endpoint, which is relative to nothing.
fn absolute_url(url: &str, name: &str, client: &TokenTransport) -> Result<Uri, OAuthError> {
    let url = url.trim();
    let whole = url.parse().ok().filter(|url: &Uri| url.scheme().is_some());
    checked(whole.and_then(|whole| location::join(&whole, url)), name, client)
}

fn checked(url: Option<Uri>, name: &str, client: &TokenTransport) -> Result<Uri, OAuthError> {
    let invalid = |reason: &str| OAuthError::configuration(format!("the {name} {reason}"));
    let url = url.ok_or_else(|| invalid("is not an http or https URL without user name and password"))?;
    if !client.allows(&url) {
        return Err(invalid(PLAIN_HTTP));
    }
    Ok(url)
}

/// Omits the URLs, which may contain credentials.
impl fmt::Debug for AuthorizationServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AuthorizationServer(..)")
    }
}
