//! Where requests go and what is in every one of them: the base URL, the credentials, the default headers.
//!
//! A target is all that is needed to make a request without sending it.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use http::header::{HeaderMap, HeaderValue};
use http::uri::Scheme as UriScheme;

use super::call::Options;
use super::error::{ConfigurationError, Fault, TransportError};
use super::request::{RequestEncoder, header};
use super::security::{Credential, Credentials, Scheme, Security};
use super::server::{Base, OwnServer, Server};

/// Where requests go, and what is in every one of them.
///
/// What is wrong with it is said by [`check`](Self::check), or when the first request is made.
#[derive(Clone)]
pub struct Target {
    base: Option<Base>,
    /// Whether the base URL was chosen among the servers of the document.
    documented: bool,
    credentials: Credentials,
    agent: HeaderValue,
    headers: HeaderMap,
    plain_http: bool,
    credential_use: CredentialUse,
    problem: Option<ConfigurationError>,
}

/// What is done with the credentials that operations require.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CredentialUse {
    /// They are sent; a missing one is an error.
    Required,
    /// They are sent where they are set.
    IfSet,
    /// None is sent.
    Never,
}

impl Target {
    /// A server, without credentials.
    #[must_use]
    pub fn at(base_url: &str) -> Self {
        let target = Self {
            base: None,
            documented: false,
            credentials: Credentials::new(),
            agent: HeaderValue::from_static(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"))),
            headers: HeaderMap::new(),
            plain_http: false,
            credential_use: CredentialUse::Required,
            problem: None,
        };
        target.base_url(base_url)
    }

    /// Goes to another server: an absolute URL, with or without a path, and without a query.
    ///
    /// Operations that have a server of their own go to this one, too.
    #[must_use]
    pub fn base_url(mut self, base_url: &str) -> Self {
        match Base::parse(base_url) {
            Ok(base) => (self.base, self.documented) = (Some(base), false),
            Err(rule) => self.report(format!("the base URL {rule}")),
        }
        self
    }

    /// Goes to another one of the servers that the API's document names.
    ///
    /// Operations that have a server of their own still go to that one.
    #[must_use]
    pub fn server(mut self, server: impl Into<Server>) -> Self {
        match server.into().base() {
            Ok(base) => (self.base, self.documented) = (Some(base), true),
            Err(rule) => self.report(format!("the base URL {rule}")),
        }
        self
    }

    /// Holds a credential for a scheme.
    #[must_use]
    pub fn credential(mut self, scheme: &Scheme, credential: impl Into<Credential>) -> Self {
        self.credentials.set(scheme, credential);
        self
    }

    /// Holds the credentials that the environment has for these schemes.
    #[must_use]
    pub fn credentials_from_env(mut self, schemes: &[&Scheme]) -> Self {
        for scheme in schemes {
            if let Some(credential) = scheme.from_env() {
                self.credentials.set(scheme, credential);
            }
        }
        self
    }

    /// Says who is asking, instead of the crate's name and version.
    #[must_use]
    pub fn user_agent(mut self, agent: &str) -> Self {
        match header("user-agent", agent) {
            Ok((_, value)) => self.agent = value,
            Err(invalid) => self.report(format!("the user agent {}", invalid.rule())),
        }
        self
    }

    /// Adds a header to every request, in place of an earlier one of the same name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        match header(name, value) {
            Ok((name, mut value)) => {
                value.set_sensitive(true);
                self.headers.insert(name, value);
            }
            Err(invalid) => self.report(format!("the default {invalid}")),
        }
        self
    }

    /// Allows plain http to servers other than this machine, where anybody on the way can read credentials and data.
    #[must_use]
    pub const fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Sends no credentials, whatever is set, and requires none.
    #[must_use]
    pub const fn anonymous(mut self) -> Self {
        self.credential_use = CredentialUse::Never;
        self
    }

    /// Sends the credentials that are set, and requires none.
    #[must_use]
    pub(super) fn require_no_credentials(mut self) -> Self {
        if self.credential_use == CredentialUse::Required {
            self.credential_use = CredentialUse::IfSet;
        }
        self
    }

    /// The credentials that a call requires of an operation's.
    pub(super) fn security_of(&self, security: Security, options: &Options) -> Security {
        let is_anonymous = self.credential_use == CredentialUse::Never || options.is_anonymous();
        if is_anonymous { Security::NONE } else { security }
    }

    /// Puts the credentials of an operation into its request.
    pub(super) fn authorize(&self, security: Security, request: &mut RequestEncoder) -> Result<(), Fault> {
        match security.apply(&self.credentials, request) {
            Err(Fault::MissingCredential(_)) if self.credential_use == CredentialUse::IfSet => Ok(()),
            outcome => outcome,
        }
    }

    /// The credentials.
    #[must_use]
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Asks the sources of the tokens that an operation with this security needs, so that requests can be made of it.
    ///
    /// # Errors
    /// When a source has no token.
    pub async fn ready(&self, security: Security) -> Result<(), TransportError> {
        for source in self.security_of(security, Options::none()).sources(&self.credentials) {
            source.ask().await?;
        }
        Ok(())
    }

    /// Whether requests can be made.
    ///
    /// # Errors
    /// Says what is wrong with the base URL, the user agent or a default header.
    pub fn check(&self) -> Result<(), ConfigurationError> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        self.base.as_ref().map_or_else(|| Err(ConfigurationError::new("there is no base URL")), |base| self.allow(base))
    }

    fn allow(&self, base: &Base) -> Result<(), ConfigurationError> {
        if base.scheme == UriScheme::HTTP && !self.plain_http && !is_loopback(base.authority.host()) {
            return Err(ConfigurationError::new(
                "the base URL is plain http, which shows credentials to anybody on the way; \
                 it has to be https, unless plain http is allowed explicitly",
            ));
        }
        Ok(())
    }

    /// Where a call goes: to the server that it was told, else to the operation's own, else to that of all operations.
    pub(super) fn base_of(
        &self,
        called: Option<&str>,
        own: Option<OwnServer>,
    ) -> Result<Cow<'_, Base>, ConfigurationError> {
        self.check()?;
        let base = self.base.as_ref().ok_or_else(|| ConfigurationError::new("there is no base URL"))?;
        let other = match called {
            Some(url) => {
                let base = Base::parse(url);
                Some(base.map_err(|rule| ConfigurationError::new(format!("the base URL of the call {rule}")))?)
            }
            None => own.and_then(|own| own.instead_of(base, self.documented)),
        };
        let Some(other) = other else { return Ok(Cow::Borrowed(base)) };
        self.allow(&other)?;
        Ok(Cow::Owned(other))
    }

    pub(super) fn agent(&self) -> &HeaderValue {
        &self.agent
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Keeps the first problem, to be told when it can be.
    pub(super) fn report(&mut self, problem: String) {
        self.problem.get_or_insert_with(|| ConfigurationError::new(problem));
    }
}

/// Whether a URL's host is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let name = host.rsplit_once('.').map_or(host, |(_, name)| name);
    name.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The credentials and the values of headers are left out.
impl fmt::Debug for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = self.base.as_ref().map(|base| format!("{}://{}{}", base.scheme, base.authority, base.path));
        formatter
            .debug_struct("Target")
            .field("base_url", &base.unwrap_or_default())
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
