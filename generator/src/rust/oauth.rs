//! Items of the module `oauth`.

use super::Symbol;
use super::symbol::credentials::oauth::{
    authorization_code, client_credentials, device_code, discovery, oauth_error, registration, server, token_set,
    user_tokens,
};
use crate::comment::Comment;
use crate::model::SchemeId;

/// The items of the runtime that the module re-exports.
pub const OAUTH_EXPORTS: [Symbol; 12] = [
    authorization_code::AUTHORIZATION,
    authorization_code::AUTHORIZATION_CODE,
    client_credentials::CLIENT_CREDENTIALS,
    device_code::DEVICE_CODE,
    device_code::DEVICE_LOGIN,
    discovery::SERVER_METADATA,
    oauth_error::OAUTH_ERROR,
    oauth_error::OAUTH_ERROR_KIND,
    registration::OAUTH_CLIENT,
    server::AUTHORIZATION_SERVER,
    token_set::TOKEN_SET,
    user_tokens::USER_TOKENS,
];

/// The authorization server of a security scheme: a type with functions that create sources of tokens.
#[derive(Debug, Clone)]
pub struct OAuthServer {
    /// The id of the security scheme.
    pub id: SchemeId,
    /// The documentation of the type.
    pub docs: Comment,
    /// The type: `PetstoreAuth`.
    pub name: String,
    /// The name of the security scheme in the API description.
    pub scheme: String,
    /// The scopes.
    pub scopes: Vec<OAuthScope>,
    /// The functions, one per flow, and one for refresh tokens.
    pub functions: Vec<OAuthFunction>,
}

/// The constant of a scope.
#[derive(Debug, Clone)]
pub struct OAuthScope {
    /// The documentation.
    pub docs: Comment,
    /// The constant: `READ_PETS`.
    pub constant: String,
    /// The name in the API description.
    pub value: String,
}

/// A function that creates a source of tokens.
#[derive(Debug, Clone)]
pub struct OAuthFunction {
    /// The documentation.
    pub docs: Comment,
    /// The way to obtain tokens.
    pub grant: OAuthGrant,
    /// The server.
    pub urls: OAuthUrls,
}

/// A way to obtain tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OAuthGrant {
    /// The identity of the program.
    ClientCredentials,
    /// A user in a browser.
    AuthorizationCode,
    /// A user on another device.
    DeviceCode,
    /// A refresh token that the program has stored.
    RefreshToken,
}

impl OAuthGrant {
    /// Returns the name of the function.
    #[must_use]
    pub const fn function(self) -> &'static str {
        match self {
            Self::ClientCredentials => "client_credentials",
            Self::AuthorizationCode => "authorization_code",
            Self::DeviceCode => "device_code",
            Self::RefreshToken => "refresh_token",
        }
    }
}

/// The URLs of an authorization server, which may be relative.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OAuthUrls {
    /// The metadata, in place of the URLs that are not declared.
    pub metadata: Option<String>,
    /// Tokens.
    pub token: Option<String>,
    /// Refresh tokens, if it is another one.
    pub refresh: Option<String>,
    /// Authorization by a user.
    pub authorization: Option<String>,
    /// Authorization of a device.
    pub device: Option<String>,
}

impl OAuthUrls {
    /// Returns the URLs that exist, with their names in the listing.
    pub fn listed(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("metadata-url", &self.metadata),
            ("token-url", &self.token),
            ("refresh-url", &self.refresh),
            ("authorization-url", &self.authorization),
            ("device-url", &self.device),
        ];
        all.into_iter().filter_map(|(name, url)| Some((name, url.as_deref()?)))
    }
}
