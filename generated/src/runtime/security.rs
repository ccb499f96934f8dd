//! Who is calling: the document's security schemes, the credentials that a client holds for them, and how the ones an
//! operation asks for get into its request. It knows nothing of how a request is sent.

use std::fmt;

use base64::Engine as _;
use bytes::{Bytes, BytesMut};
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};

use super::environment;
use super::error::{ConfigurationError, Fault, MissingCredential};
use super::redaction;
use super::request::RequestEncoder;
use super::secret::Secret;
use super::token::{Sourced, TokenSource};

/// A security scheme of the document: where its credential goes, and how a user hands one over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    id: &'static str,
    place: Place,
    setter: Option<&'static str>,
    variable: Option<&'static str>,
    optional: bool,
}

/// Where a credential goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// `Authorization: <word> <token>`.
    Authorization(&'static str),
    /// `Authorization: Basic <user:password in base 64>`.
    Basic,
    /// A header of this name, in lower case.
    Header(&'static str),
    /// A query parameter of this name.
    Query(&'static str),
    /// A cookie of this name.
    Cookie(&'static str),
}

impl Scheme {
    const fn at(id: &'static str, place: Place) -> Self {
        Self { id, place, setter: None, variable: None, optional: false }
    }

    /// `Authorization: Bearer <token>`; also what `OAuth 2` and `OpenID Connect` come down to on the wire.
    #[must_use]
    pub const fn bearer(id: &'static str) -> Self {
        Self::at(id, Place::Authorization("Bearer"))
    }

    /// `Authorization: <word> <token>`, for the other schemes of that header.
    #[must_use]
    pub const fn authorization(id: &'static str, word: &'static str) -> Self {
        Self::at(id, Place::Authorization(word))
    }

    /// `Authorization: Basic …`, a user's name and a password.
    #[must_use]
    pub const fn basic(id: &'static str) -> Self {
        Self::at(id, Place::Basic)
    }

    /// A key in the header `name`.
    #[must_use]
    pub const fn api_key_header(id: &'static str, name: &'static str) -> Self {
        Self::at(id, Place::Header(name))
    }

    /// A key in the query parameter `name`.
    #[must_use]
    pub const fn api_key_query(id: &'static str, name: &'static str) -> Self {
        Self::at(id, Place::Query(name))
    }

    /// A key in the cookie `name`.
    #[must_use]
    pub const fn api_key_cookie(id: &'static str, name: &'static str) -> Self {
        Self::at(id, Place::Cookie(name))
    }

    /// Names the method of the client's builder that takes the credential, for error messages.
    #[must_use]
    pub const fn setter(mut self, method: &'static str) -> Self {
        self.setter = Some(method);
        self
    }

    /// Names the environment variable that the credential can come from; for [`Scheme::basic`] it holds `user:password`.
    #[must_use]
    pub const fn env(mut self, variable: &'static str) -> Self {
        self.variable = Some(variable);
        self
    }

    /// Sends operations without the credential where it is not set, although the API description requires it.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Whether operations are sent without the credential where it is not set.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        self.optional
    }

    /// The scheme's name in the document.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The method of the client's builder that takes the credential.
    #[must_use]
    pub const fn setter_name(&self) -> Option<&'static str> {
        self.setter
    }

    /// The environment variable that the credential can come from.
    #[must_use]
    pub const fn variable(&self) -> Option<&'static str> {
        self.variable
    }

    /// The credential in the environment, if the scheme names a variable and that one is set and not blank.
    ///
    /// White space around it, such as the line break at the end of a file, does not belong to it. A value that is not UTF-8 is none;
    /// [`try_from_env`](Self::try_from_env) reports it.
    #[must_use]
    pub fn from_env(&self) -> Option<Credential> {
        self.try_from_env().ok().flatten()
    }

    /// Returns the credential in the environment as [`from_env`](Self::from_env) does.
    ///
    /// # Errors
    /// When the value of the variable is not UTF-8.
    pub fn try_from_env(&self) -> Result<Option<Credential>, ConfigurationError> {
        let Some(text) = self.variable.map(environment::set).transpose()?.flatten() else { return Ok(None) };
        let text = text.trim();
        Ok(Some(match (self.place, text.split_once(':')) {
            (Place::Basic, Some((user, password))) => Credential::login(user, password),
            (Place::Basic, None) => Credential::login(text, ""),
            _ => Credential::token(text),
        }))
    }

    /// What has to be given before an operation that asks for this scheme can be sent.
    #[must_use]
    pub fn missing(&self) -> MissingCredential {
        MissingCredential::new(self.id, self.setter, self.variable)
    }
}

/// What a security scheme asks for.
#[derive(Debug, Clone)]
pub struct Credential(Kind);

#[derive(Debug, Clone)]
enum Kind {
    Token(Secret),
    Login { user: String, password: Secret },
    Source(Sourced),
}

impl Credential {
    /// Creates a credential from a token or key, as `From` of a text does.
    #[must_use]
    pub fn token(token: impl Into<Secret>) -> Self {
        Self(Kind::Token(token.into()))
    }

    /// Creates a credential from a user name and a password.
    #[must_use]
    pub fn login(user: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(Kind::Login { user: user.into(), password: password.into() })
    }

    /// Creates a credential from a source of tokens that expire: a type of your own, or a closure that returns a future.
    ///
    /// A client calls the source before each call. Without a client, call [`Target::ready`](super::target::Target::ready) before
    /// [`Operation::to_request`](super::operation::Operation::to_request).
    #[must_use]
    pub fn source(source: impl TokenSource) -> Self {
        Self(Kind::Source(Sourced::new(source)))
    }

    /// Returns the secret part, or `None` if its source has not been called yet.
    #[must_use]
    pub fn secret(&self) -> Option<Secret> {
        match &self.0 {
            Kind::Token(secret) | Kind::Login { password: secret, .. } => Some(secret.clone()),
            Kind::Source(source) => source.last(),
        }
    }
}

impl<S: Into<Secret>> From<S> for Credential {
    fn from(token: S) -> Self {
        Self::token(token)
    }
}

/// The credentials that a client holds, at most one for each scheme.
#[derive(Clone, Default)]
pub struct Credentials(Vec<(&'static str, Credential)>);

impl Credentials {
    /// No credentials.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Holds `credential` for `scheme`, in place of an earlier one.
    pub fn set(&mut self, scheme: &Scheme, credential: impl Into<Credential>) {
        let credential = credential.into();
        match self.0.iter_mut().find(|(id, _)| *id == scheme.id) {
            Some((_, held)) => *held = credential,
            None => self.0.push((scheme.id, credential)),
        }
    }

    /// The credential for `scheme`; one without any text counts as none.
    #[must_use]
    pub fn get(&self, scheme: &Scheme) -> Option<&Credential> {
        let (_, credential) = self.0.iter().find(|(id, _)| *id == scheme.id)?;
        match &credential.0 {
            Kind::Token(secret) if secret.is_empty() => None,
            Kind::Token(_) | Kind::Login { .. } | Kind::Source(_) => Some(credential),
        }
    }

    /// Returns a server's text without the credentials that it quotes, in whatever form they are sent: each byte of one becomes an
    /// asterisk.
    ///
    /// A credential of less than 8 bytes is left alone, as it may well be there by chance.
    #[must_use]
    pub fn redact(&self, text: Bytes) -> Bytes {
        redaction::redact_credentials(self, text)
    }

    /// The texts that are secret: tokens, keys, passwords, and what `Basic` encodes.
    pub(super) fn texts(&self) -> impl Iterator<Item = Secret> {
        self.0.iter().flat_map(|(_, credential)| {
            let pair = match &credential.0 {
                Kind::Login { user, password } => Some(format!("{user}:{}", password.expose()).into()),
                Kind::Token(token) => Some(format!("{}:", token.expose()).into()),
                Kind::Source(_) => None,
            };
            credential.secret().into_iter().chain(pair)
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.0.iter().map(|(id, _)| id)).finish()
    }
}

/// Which schemes an operation asks for: any one of the alternatives, and all schemes within it.
///
/// Of the alternatives that a client has all credentials for, the first is used, in the order of the API's document.
/// No alternative at all means that the operation asks for nothing, an empty alternative that it also answers without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Security(pub &'static [&'static [&'static Scheme]]);

impl Security {
    /// Nothing is asked for.
    pub const NONE: Self = Self(&[]);

    /// The first alternative whose credentials are all set, else the first that lacks only optional ones.
    fn chosen(self, credentials: &Credentials) -> Option<&'static [&'static Scheme]> {
        let is_set = |scheme: &&Scheme| credentials.get(scheme).is_some();
        let is_complete = |schemes: &&&[&Scheme]| !schemes.is_empty() && schemes.iter().all(is_set);
        let is_enough = |schemes: &&&[&Scheme]| {
            schemes.iter().any(is_set) && schemes.iter().all(|scheme| scheme.optional || is_set(scheme))
        };
        let mut alternatives = self.0.iter();
        self.0.iter().find(is_complete).or_else(|| alternatives.find(is_enough)).copied()
    }

    /// Whether there has to be a credential.
    fn is_required(self) -> bool {
        let is_optional = |schemes: &&[&Scheme]| schemes.iter().all(|scheme| scheme.optional);
        !self.0.is_empty() && !self.0.iter().any(is_optional)
    }

    /// The sources of the credentials that will be used.
    pub(super) fn sources(self, credentials: &Credentials) -> impl Iterator<Item = &Sourced> {
        let chosen = self.chosen(credentials).unwrap_or_default();
        chosen.iter().filter_map(|scheme| match &credentials.get(scheme)?.0 {
            Kind::Source(source) => Some(source),
            Kind::Token(_) | Kind::Login { .. } => None,
        })
    }

    /// Puts the credentials of the first alternative that can be satisfied into a request.
    pub(super) fn apply(self, credentials: &Credentials, request: &mut RequestEncoder) -> Result<(), Fault> {
        match self.chosen(credentials) {
            Some(schemes) => {
                let mut set = schemes.iter().filter(|scheme| credentials.get(scheme).is_some());
                set.try_for_each(|scheme| scheme.put(credentials, request))
            }
            None if self.is_required() => Err(self.missing(credentials)),
            None => Ok(()),
        }
    }

    /// What is missing for the first alternative.
    fn missing(self, credentials: &Credentials) -> Fault {
        let is_missing = |scheme: &&&Scheme| !scheme.optional && credentials.get(scheme).is_none();
        let mut absent = self.0.iter().copied().flatten().filter(is_missing);
        absent.next().map_or_else(|| ConfigurationError::new("no credentials").into(), |scheme| scheme.missing().into())
    }
}

impl Scheme {
    fn put(&self, credentials: &Credentials, request: &mut RequestEncoder) -> Result<(), Fault> {
        let credential = credentials.get(self).ok_or_else(|| self.missing())?;
        let asked;
        let secret = match &credential.0 {
            Kind::Token(secret) | Kind::Login { password: secret, .. } => secret,
            Kind::Source(source) => {
                asked = source.last();
                asked.as_ref().ok_or_else(|| self.unusable("comes from a source that was not asked yet"))?
            }
        };
        match (self.place, &credential.0) {
            (Place::Basic, Kind::Login { user, password }) => {
                request.put_header(AUTHORIZATION, self.basic_value(user, password)?);
            }
            (Place::Basic, Kind::Token(_) | Kind::Source(_)) => {
                request.put_header(AUTHORIZATION, self.basic_value(secret.expose(), &Secret::from(""))?);
            }
            (Place::Authorization(word), _) => {
                let value = self.header_value(word, secret.expose())?;
                request.put_header(AUTHORIZATION, value);
            }
            (Place::Header(name), _) => {
                let value = self.header_value("", secret.expose())?;
                let name = HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| self.unusable("belongs into a header whose name is not valid"))?;
                request.put_header(name, value);
            }
            (Place::Query(name), _) => request.put_query(name, secret.expose()),
            (Place::Cookie(name), _) => {
                request.put_cookie(name, secret.expose()).map_err(|rule| self.unusable(rule))?;
            }
        }
        Ok(())
    }

    fn basic_value(&self, user: &str, password: &Secret) -> Result<HeaderValue, Fault> {
        if user.contains(':') {
            return Err(self.unusable("has a colon in the user's name").into());
        }
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{}", password.expose()));
        self.header_value("Basic", &pair)
    }

    /// What a header says of a credential: `text`, after the word that comes before every credential of this kind.
    fn header_value(&self, word: &str, text: &str) -> Result<HeaderValue, Fault> {
        let sendable =
            !text.is_empty() && text.trim() == text && text.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        let mut whole = BytesMut::with_capacity(word.len() + 1 + text.len());
        if !word.is_empty() {
            whole.extend_from_slice(word.as_bytes());
            whole.extend_from_slice(b" ");
        }
        whole.extend_from_slice(text.as_bytes());
        let mut value = HeaderValue::from_maybe_shared(whole.freeze())
            .ok()
            .filter(|_| sendable)
            .ok_or_else(|| self.unusable("has white space around it or characters that a header can not hold"))?;
        value.set_sensitive(true);
        Ok(value)
    }

    fn unusable(&self, why: &str) -> ConfigurationError {
        ConfigurationError::new(format!("the credential for `{}` {why}", self.id))
    }
}
