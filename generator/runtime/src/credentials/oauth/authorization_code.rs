//! The authorization of a program by a user in a browser: the authorization code grant (RFC 6749, 4.1) with PKCE (RFC 7636).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::Uri;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::discovery::ServerMetadata;
use super::form::{self, Form};
use super::oauth_error::{OAuthError, Rejection};
use super::random;
use super::registration::OAuthClient;
use super::server::{AuthorizationServer, Endpoint};
use super::settings::{Settings, oauth_settings};
use super::user_tokens::UserTokens;
use crate::runtime::client::core::Core;
use crate::runtime::credentials::redaction::redact;
use crate::runtime::credentials::secret::Secret;
use crate::runtime::credentials::secret_forms;

/// The authorization of a program by a user in a browser (authorization code grant with PKCE).
///
/// [`authorize`](Self::authorize) returns the URL that the user opens. The server redirects the browser to the program, which passes
/// the URL of the redirect to [`Authorization::finish`].
#[derive(Debug, Clone)]
pub struct AuthorizationCode {
    settings: Settings,
    redirect_uri: String,
    parameters: Form,
}

oauth_settings!(AuthorizationCode);

impl AuthorizationCode {
    /// Creates the authorization of a program to which the server redirects browsers at this URL.
    #[must_use]
    pub fn new(server: AuthorizationServer, client: OAuthClient, redirect_uri: impl Into<String>) -> Self {
        Self { settings: Settings::new(server, client), redirect_uri: redirect_uri.into(), parameters: Form::default() }
    }

    /// Adds a parameter to the URL for the user, such as `prompt` or `login_hint`.
    #[must_use]
    pub fn authorization_parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.set(name.into(), value.into());
        self
    }

    /// Begins an authorization. A request is sent over this client only if the server has metadata that were not read yet. If the URL
    /// for users was set, metadata that cannot be read cause no error.
    ///
    /// # Errors
    /// When the URL of the server is unknown or invalid, or the system has no random numbers.
    pub async fn authorize(&self, client: &Core) -> Result<Authorization, OAuthError> {
        let (state, verifier) = (random::text()?, random::text()?);
        self.resume(client, state, verifier).await
    }

    /// Continues an authorization in another process, with the state and the verifier of the earlier one.
    ///
    /// # Errors
    /// When the URL of the server is unknown or invalid, or the state or the verifier is not one of [`authorize`](Self::authorize): a
    /// state has at least 16 characters, and a verifier is as RFC 7636, 4.1, requires.
    pub async fn resume(
        &self,
        client: &Core,
        state: impl Into<Secret>,
        verifier: impl Into<Secret>,
    ) -> Result<Authorization, OAuthError> {
        let (state, verifier) = (state.into(), verifier.into());
        check(&state, &verifier)?;
        let transport = client.token_transport();
        let url = self.settings.server.url(Endpoint::Authorization, transport).await?;
        let metadata = self.settings.server.further_metadata(Endpoint::Authorization, transport).await?;
        let name = metadata.as_ref().map(ServerMetadata::issuer).or(self.settings.server.expected_issuer());
        let is_named =
            metadata.as_ref().and_then(|metadata| metadata.get("authorization_response_iss_parameter_supported"));
        let issuer = name.map(|name| Issuer { name: name.to_owned(), is_named: is_named == Some(&Value::Bool(true)) });
        Ok(Authorization { url: self.url(&url, &state, &verifier), flow: self.clone(), state, verifier, issuer })
    }

    fn url(&self, endpoint: &Uri, state: &Secret, verifier: &Secret) -> String {
        let mut form = Form::default();
        form.add("response_type", "code");
        form.add("client_id", self.settings.client.id());
        form.add("redirect_uri", self.redirect_uri.as_str());
        self.settings.put_scopes(&mut form);
        form.add("state", state.clone());
        form.add("code_challenge", URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose())));
        form.add("code_challenge_method", "S256");
        form.extend(&self.parameters);
        let separator = if endpoint.query().is_some() { '&' } else { '?' };
        format!("{endpoint}{separator}{}", form.encode())
    }

    fn change(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        change(&mut self.settings);
        self
    }
}

/// The fewest characters of a state. A shorter one, such as an empty one, can be guessed.
const SHORTEST_STATE: usize = 16;

/// Checks values that the program has stored.
fn check(state: &Secret, verifier: &Secret) -> Result<(), OAuthError> {
    if state.expose().len() < SHORTEST_STATE {
        return Err(OAuthError::configuration("the state of the authorization is missing or too short"));
    }
    let verifier = verifier.expose();
    let is_unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if !(43..=128).contains(&verifier.len()) || !verifier.bytes().all(is_unreserved) {
        let message = "the code verifier does not have 43 to 128 letters, digits, `-`, `.`, `_` or `~`";
        return Err(OAuthError::configuration(message));
    }
    Ok(())
}

/// An authorization whose redirect has not arrived yet.
#[derive(Clone)]
pub struct Authorization {
    flow: AuthorizationCode,
    url: String,
    state: Secret,
    verifier: Secret,
    /// The issuer of the server, if it is known.
    issuer: Option<Issuer>,
}

/// The expected issuer of a redirect (RFC 9207).
#[derive(Clone)]
struct Issuer {
    name: String,
    /// True if every redirect names it.
    is_named: bool,
}

impl Authorization {
    /// Returns the URL that the user opens in a browser.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Returns the value by which the program recognizes the redirect. It belongs to the session of the user.
    #[must_use]
    pub const fn state(&self) -> &Secret {
        &self.state
    }

    /// Returns the code verifier, for [`AuthorizationCode::resume`]. The browser must not get it.
    #[must_use]
    pub const fn verifier(&self) -> &Secret {
        &self.verifier
    }

    /// Reads the redirect: a URL or only its query. The tokens are requested by the first call that uses them, or by
    /// [`UserTokens::fetch`]. A code is valid for a short time only.
    ///
    /// # Errors
    /// When the redirect belongs to another authorization, or the user or the server denied this one.
    pub fn finish(&self, redirect: &str) -> Result<UserTokens, OAuthError> {
        let redirect = redirect.split('#').next().unwrap_or_default();
        let query = redirect.split_once('?').map_or(redirect, |(_, query)| query);
        let parameters: Vec<(String, String)> = form::parse(query).collect();
        let parameter = |name: &str| {
            let mut values = parameters.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
            values.next().filter(|_| values.next().is_none())
        };
        if !parameter("state").is_some_and(|state| is_same(state, self.state.expose())) {
            return Err(OAuthError::redirect("the redirect has another `state` than this authorization"));
        }
        let is_of_other = |issuer: &Issuer| parameter("iss").map_or(issuer.is_named, |found| found != issuer.name);
        if self.issuer.as_ref().is_some_and(is_of_other) {
            return Err(OAuthError::redirect("the redirect has another issuer than this authorization"));
        }
        if let Some(code) = parameter("error") {
            let text = |name| parameter(name).map(|text| self.without_secrets(text));
            let rejection = Rejection {
                code: self.without_secrets(code),
                description: text("error_description"),
                uri: text("error_uri"),
            };
            return Err(OAuthError::rejected(None, rejection));
        }
        let code = parameter("code").filter(|code| !code.is_empty());
        let code = code.ok_or_else(|| OAuthError::redirect("the redirect has neither a `code` nor an `error`"))?;
        let mut form = Form::default();
        form.add("code", code);
        form.add("redirect_uri", self.flow.redirect_uri.as_str());
        form.add("code_verifier", self.verifier.clone());
        Ok(UserTokens::from_code(self.flow.settings.clone(), form))
    }

    fn without_secrets(&self, text: &str) -> String {
        let mut forms = Vec::new();
        for secret in [&self.state, &self.verifier] {
            secret_forms::add(&mut forms, secret.expose());
        }
        String::from_utf8_lossy(&redact(Bytes::copy_from_slice(text.as_bytes()), &forms)).into_owned()
    }
}

/// Compares two texts in a time that depends only on their lengths.
fn is_same(left: &str, right: &str) -> bool {
    let differences = left.bytes().zip(right.bytes()).fold(0, |all, (left, right)| all | (left ^ right));
    left.len() == right.len() && differences == 0
}

/// Omits the URL, which contains the state.
impl fmt::Debug for Authorization {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Authorization").field("flow", &self.flow).finish_non_exhaustive()
    }
}
