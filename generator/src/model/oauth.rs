//! How the tokens of a security scheme are obtained.

/// The authorization server of a security scheme, as far as the client can request tokens from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OAuth {
    /// The URL of the metadata: `openIdConnectUrl`, or `oauth2MetadataUrl`.
    pub metadata_url: Option<String>,
    /// The supported flows, in document order. Those of `openIdConnect` are not declared, so these are all of them.
    pub flows: Vec<OAuthFlow>,
    /// The scopes of these flows, each once, in document order.
    pub scopes: Vec<OAuthScope>,
}

/// A flow. Its URLs may be relative to the base URL of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthFlow {
    /// The kind of flow.
    pub kind: FlowKind,
    /// `tokenUrl`; `None` if it is in the metadata.
    pub token_url: Option<String>,
    /// `refreshUrl`.
    pub refresh_url: Option<String>,
    /// `authorizationUrl` or `deviceAuthorizationUrl`, whichever the flow has; `None` if it is in the metadata.
    pub start_url: Option<String>,
}

/// The kind of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowKind {
    /// `clientCredentials`.
    ClientCredentials,
    /// `authorizationCode`.
    AuthorizationCode,
    /// `deviceAuthorization`.
    DeviceAuthorization,
}

impl FlowKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::ClientCredentials, Self::AuthorizationCode, Self::DeviceAuthorization];

    /// Returns the keyword.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::ClientCredentials => "clientCredentials",
            Self::AuthorizationCode => "authorizationCode",
            Self::DeviceAuthorization => "deviceAuthorization",
        }
    }

    /// Returns the keyword of the URL at which the flow begins, if that is not the URL for tokens.
    #[must_use]
    pub const fn start_keyword(self) -> Option<&'static str> {
        match self {
            Self::ClientCredentials => None,
            Self::AuthorizationCode => Some("authorizationUrl"),
            Self::DeviceAuthorization => Some("deviceAuthorizationUrl"),
        }
    }
}

/// A scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthScope {
    /// The name.
    pub name: String,
    /// The description, Markdown.
    pub description: Option<String>,
}
