//! Security schemes of the API description, the credentials of a client, and how they are added to a request. It does
//! not depend on how a request is sent.

use std::fmt;

use bytes::Bytes;
use http::header::HeaderValue;

use super::redaction;
use super::secret::Secret;
use super::token::{Sourced, TokenSource};
use crate::runtime::client::environment;
use crate::runtime::error::{ConfigurationError, Fault, MissingCredential};
use crate::runtime::request::encoder::RequestEncoder;

/// A security scheme of the API description: where its credential is sent, and how the user sets it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    pub(super) id: &'static str,
    pub(super) place: CredentialPlace,
    setter: Option<&'static str>,
    variable: Option<&'static str>,
    optional: bool,
}

/// The part of a request that contains a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CredentialPlace {
    /// `Authorization: <scheme> <token>`.
    Authorization(&'static str),
    /// `Authorization: Basic <user:password in Base64>`.
    Basic,
    /// A header of this name, in lower case.
    Header(&'static str),
    /// A query parameter of this name.
    Query(&'static str),
    /// A cookie of this name.
    Cookie(&'static str),
}

impl Scheme {
    const fn at(id: &'static str, place: CredentialPlace) -> Self {
        Self { id, place, setter: None, variable: None, optional: false }
    }

    /// Creates a scheme with `Authorization: Bearer <token>`, which `OAuth 2` and `OpenID Connect` use as well.
    #[must_use]
    pub const fn bearer(id: &'static str) -> Self {
        Self::at(id, CredentialPlace::Authorization("Bearer"))
    }

    /// Creates a scheme with `Authorization: <word> <token>`, for other schemes of that header.
    #[must_use]
    pub const fn authorization(id: &'static str, word: &'static str) -> Self {
        Self::at(id, CredentialPlace::Authorization(word))
    }

    /// Creates a scheme with `Authorization: Basic …`, a user name and a password.
    #[must_use]
    pub const fn basic(id: &'static str) -> Self {
        Self::at(id, CredentialPlace::Basic)
    }

    /// Creates a scheme with a key in the header `name`.
    #[must_use]
    pub const fn api_key_header(id: &'static str, name: &'static str) -> Self {
        Self::at(id, CredentialPlace::Header(name))
    }

    /// Creates a scheme with a key in the query parameter `name`.
    #[must_use]
    pub const fn api_key_query(id: &'static str, name: &'static str) -> Self {
        Self::at(id, CredentialPlace::Query(name))
    }

    /// Creates a scheme with a key in the cookie `name`.
    #[must_use]
    pub const fn api_key_cookie(id: &'static str, name: &'static str) -> Self {
        Self::at(id, CredentialPlace::Cookie(name))
    }

    /// Sets the name of the builder method for the credential, for error messages.
    #[must_use]
    pub const fn setter(mut self, method: &'static str) -> Self {
        self.setter = Some(method);
        self
    }

    /// Sets the environment variable of the credential. For [`Scheme::basic`] its value is `user:password`, where one of the
    /// two may be empty, as in `key:`.
    #[must_use]
    pub const fn env(mut self, variable: &'static str) -> Self {
        self.variable = Some(variable);
        self
    }

    /// Sends operations without the credential if it is not set, although the API description requires it.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Returns true if operations are sent without the credential when it is not set.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        self.optional
    }

    /// Returns the name of the scheme in the API description.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Returns the name of the builder method for the credential.
    #[must_use]
    pub const fn setter_name(&self) -> Option<&'static str> {
        self.setter
    }

    /// Returns the name of the environment variable for the credential.
    #[must_use]
    pub const fn variable(&self) -> Option<&'static str> {
        self.variable
    }

    /// Returns the credential in the environment, if the scheme has a variable that is set and not blank.
    ///
    /// White space around it is removed, such as the line break at the end of a file. A value that is invalid is ignored;
    /// [`try_from_env`](Self::try_from_env) reports it.
    #[must_use]
    pub fn from_env(&self) -> Option<Credential> {
        self.try_from_env().ok().flatten()
    }

    /// Returns the credential in the environment as [`from_env`](Self::from_env) does.
    ///
    /// # Errors
    /// When the value of the variable is not UTF-8, or has no `:` for [`Scheme::basic`].
    pub fn try_from_env(&self) -> Result<Option<Credential>, ConfigurationError> {
        let Some(variable) = self.variable else { return Ok(None) };
        let Some(text) = environment::set(variable)? else { return Ok(None) };
        match (self.place, text.trim().split_once(':')) {
            (CredentialPlace::Basic, Some((user, password))) => Ok(Some(Credential::login(user, password))),
            (CredentialPlace::Basic, None) => Err(ConfigurationError::new(format!(
                "the environment variable `{variable}` has to be `user:password`, but has no `:`; one of the two may be empty"
            ))),
            _ => Ok(Some(Credential::token(text.trim()))),
        }
    }

    /// Returns the error of a missing credential for this scheme.
    #[must_use]
    pub fn missing(&self) -> MissingCredential {
        MissingCredential::new(self.id, self.setter, self.variable)
    }
}

/// A credential for a security scheme.
#[derive(Debug, Clone)]
pub struct Credential(pub(super) CredentialKind);

#[derive(Debug, Clone)]
pub(super) enum CredentialKind {
    Token(Secret),
    Login { user: String, password: Secret },
    Source(Sourced),
}

impl Credential {
    /// Creates a credential from a token or key, as `From` of a text does.
    #[must_use]
    pub fn token(token: impl Into<Secret>) -> Self {
        Self(CredentialKind::Token(token.into()))
    }

    /// Creates a credential from a user name and a password.
    #[must_use]
    pub fn login(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(CredentialKind::Login { user: user.into(), password: password.into() })
    }

    /// Creates a credential from a source of tokens that expire: a type of your own, or a closure that returns a future.
    ///
    /// A client calls the source before each call. Without a client, call [`ClientConfig::ready`](crate::runtime::client::client_config::ClientConfig::ready) before
    /// [`Operation::to_request`](crate::runtime::call::operation::Operation::to_request).
    #[must_use]
    pub fn source(source: impl TokenSource) -> Self {
        Self(CredentialKind::Source(Sourced::new(source)))
    }

    /// Returns the secret part, or `None` if its source has not been called yet.
    #[must_use]
    pub fn secret(&self) -> Option<Secret> {
        match &self.0 {
            CredentialKind::Token(secret) | CredentialKind::Login { password: secret, .. } => Some(secret.clone()),
            CredentialKind::Source(source) => source.last(),
        }
    }
}

impl<S: Into<Secret>> From<S> for Credential {
    fn from(token: S) -> Self {
        Self::token(token)
    }
}

/// The credentials of a client, at most one for each scheme.
#[derive(Clone, Default)]
pub struct Credentials(Vec<Held>);

/// A credential of a client.
#[derive(Clone)]
struct Held {
    scheme: Scheme,
    credential: Credential,
    /// The value of the header, if the credential is valid, is sent in a header and never changes.
    header: Option<HeaderValue>,
}

impl Credentials {
    /// Creates an empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets the credential for a scheme, in place of an earlier one.
    pub fn set(&mut self, scheme: &Scheme, credential: impl Into<Credential>) {
        let credential = credential.into();
        let held = Held { scheme: *scheme, header: scheme.fixed_header(&credential), credential };
        match self.0.iter_mut().find(|known| known.scheme.id == scheme.id) {
            Some(known) => *known = held,
            None => self.0.push(held),
        }
    }

    /// Returns the value of the header for a scheme, if it never changes.
    pub(super) fn header(&self, scheme: &Scheme) -> Option<&HeaderValue> {
        let held = self.0.iter().find(|held| held.scheme.id == scheme.id)?;
        held.header.as_ref().filter(|_| held.scheme.place == scheme.place)
    }

    /// Returns the credential for a scheme. An empty one counts as missing.
    #[must_use]
    pub fn get(&self, scheme: &Scheme) -> Option<&Credential> {
        let credential = &self.0.iter().find(|held| held.scheme.id == scheme.id)?.credential;
        match &credential.0 {
            CredentialKind::Token(secret) if secret.is_empty() => None,
            CredentialKind::Token(_) | CredentialKind::Login { .. } | CredentialKind::Source(_) => Some(credential),
        }
    }

    /// Replaces every byte of the credentials in a text of the server with an asterisk, in every encoding in which they
    /// may appear.
    ///
    /// A credential of less than 8 bytes is not replaced, since it may appear by coincidence.
    #[must_use]
    pub fn redact(&self, text: Bytes) -> Bytes {
        redaction::redact_credentials(self, text)
    }

    /// Returns the names of the query parameters that contain credentials.
    #[cfg(feature = "har")]
    pub(crate) fn query_names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().filter_map(|held| match held.scheme.place {
            CredentialPlace::Query(name) => Some(name),
            _ => None,
        })
    }

    /// Returns the secret texts: tokens, keys, passwords, and the text that `Basic` encodes.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Secret> {
        self.0.iter().flat_map(|Held { credential, .. }| {
            let pair = match &credential.0 {
                CredentialKind::Login { user, password } => Some(format!("{user}:{}", password.expose()).into()),
                CredentialKind::Token(token) => Some(format!("{}:", token.expose()).into()),
                CredentialKind::Source(_) => None,
            };
            credential.secret().into_iter().chain(pair)
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.iter().map(|held| held.scheme.id)).finish()
    }
}

/// The schemes that an operation requires: one of the alternatives, and all schemes within it.
///
/// The first alternative for which the client has all credentials is used, in the order of the API description. An
/// empty list means that no credential is required. An empty alternative means that credentials are optional.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Security(pub &'static [&'static [&'static Scheme]]);

impl Security {
    /// No credentials are required.
    pub const NONE: Self = Self(&[]);

    /// Returns the first alternative whose credentials are all set, or else the first of which only optional ones are
    /// missing.
    fn chosen(self, credentials: &Credentials) -> Option<&'static [&'static Scheme]> {
        let is_set = |scheme: &&Scheme| credentials.get(scheme).is_some();
        let is_complete = |schemes: &&&[&Scheme]| !schemes.is_empty() && schemes.iter().all(is_set);
        let is_enough = |schemes: &&&[&Scheme]| {
            schemes.iter().any(is_set) && schemes.iter().all(|scheme| scheme.optional || is_set(scheme))
        };
        let mut alternatives = self.0.iter();
        self.0.iter().find(is_complete).or_else(|| alternatives.find(is_enough)).copied()
    }

    /// Returns true if a credential is required.
    fn is_required(self) -> bool {
        let is_optional = |schemes: &&[&Scheme]| schemes.iter().all(|scheme| scheme.optional);
        !self.0.is_empty() && !self.0.iter().any(is_optional)
    }

    /// Returns the token sources of the credentials that will be sent.
    pub(crate) fn sources(self, credentials: &Credentials) -> impl Iterator<Item = &Sourced> {
        let chosen = self.chosen(credentials).unwrap_or_default();
        chosen.iter().filter_map(|scheme| match &credentials.get(scheme)?.0 {
            CredentialKind::Source(source) => Some(source),
            CredentialKind::Token(_) | CredentialKind::Login { .. } => None,
        })
    }

    /// Adds the credentials of the first suitable alternative to a request.
    pub(crate) fn apply(self, credentials: &Credentials, request: &mut RequestEncoder) -> Result<(), Fault> {
        match self.chosen(credentials) {
            Some(schemes) => {
                let mut set = schemes.iter().filter(|scheme| credentials.get(scheme).is_some());
                set.try_for_each(|scheme| scheme.put(credentials, request))
            }
            None if self.is_required() => Err(self.missing(credentials)),
            None => Ok(()),
        }
    }

    /// Returns the error for the first missing credential.
    fn missing(self, credentials: &Credentials) -> Fault {
        let is_missing = |scheme: &&&Scheme| !scheme.optional && credentials.get(scheme).is_none();
        let mut absent = self.0.iter().copied().flatten().filter(is_missing);
        absent.next().map_or_else(|| ConfigurationError::new("no credentials").into(), |scheme| scheme.missing().into())
    }
}
