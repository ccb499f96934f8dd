//! Where requests go and what is in every one of them: the base URL, the credentials, the default headers.
//!
//! A target is all that is needed to make a request without sending it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use http::header::{HeaderMap, HeaderValue};
use http::uri::Scheme as UriScheme;

use super::base_url::{BaseUrl, MissingPath};
use super::call::Options;
use super::error::{ConfigurationError, Fault, InvalidInput, TransportError};
use super::request::{RequestEncoder, header};
use super::security::{Credential, Credentials, Scheme, Security};
use super::server::{Base, OwnServer, Server};

/// Where requests go, and what is in every one of them.
///
/// A later setting replaces an earlier one of the same kind, an invalid one included. A setting that is still invalid when
/// it is needed is an error of [`check`](Self::check) and of every request.
#[derive(Clone)]
pub struct Target {
    base: BaseUrl,
    /// The path of the server that the API description declares.
    documented_path: Arc<str>,
    credentials: Credentials,
    agent: Result<HeaderValue, ConfigurationError>,
    headers: HeaderMap,
    /// The problems of default headers, by the name that was set.
    invalid_headers: BTreeMap<String, ConfigurationError>,
    /// The problems of credentials in the environment, by the id of their scheme.
    invalid_credentials: BTreeMap<&'static str, ConfigurationError>,
    /// The problem of a setting that belongs to the transport.
    transport_problem: Option<ConfigurationError>,
    plain_http: bool,
    credential_use: CredentialUse,
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
        let base = BaseUrl::any(base_url, "the base URL");
        let path = base.get().map_or_else(|_| Arc::default(), |base| base.path.as_str().into());
        Self::new_at(base, path)
    }

    /// The target of an API whose description declares no server that requests can be sent to, without a base URL yet.
    ///
    /// `variable` is the environment variable that may hold the base URL. `path` is the path of the declared server, or empty.
    #[must_use]
    pub fn without_server(variable: &str, path: &str) -> Self {
        Self::new_at(BaseUrl::missing(variable), path.into())
    }

    fn new_at(base: BaseUrl, documented_path: Arc<str>) -> Self {
        Self {
            base,
            documented_path,
            credentials: Credentials::new(),
            agent: Ok(HeaderValue::from_static(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")))),
            headers: HeaderMap::new(),
            invalid_headers: BTreeMap::new(),
            invalid_credentials: BTreeMap::new(),
            transport_problem: None,
            plain_http: false,
            credential_use: CredentialUse::Required,
        }
    }

    /// Sets the base URL of all operations: an absolute URL, with or without a path, and without a query.
    ///
    /// It replaces the documented one as a whole, path included. Operations that have a server of their own go to this one, too.
    #[must_use]
    pub fn base_url(mut self, base_url: &str) -> Self {
        self.base = BaseUrl::any(base_url, "the base URL");
        self
    }

    /// Sets the base URL of the API, where its description declares none that requests can be sent to.
    ///
    /// Operations that have a server of their own still go to that one.
    #[must_use]
    pub fn api_url(self, base_url: &str) -> Self {
        self.api_url_from(base_url, "the base URL")
    }

    /// The same, with the source of the URL as errors name it.
    pub(super) fn api_url_from(mut self, base_url: &str, source: &str) -> Self {
        self.base = BaseUrl::shared(base_url, source);
        self
    }

    /// Sets the base URL of all operations, with the source of the URL as errors name it.
    pub(super) fn base_url_from(mut self, base_url: &str, source: &str) -> Self {
        self.base = BaseUrl::any(base_url, source);
        self
    }

    /// Goes to another one of the servers that the API description names.
    ///
    /// Operations that have a server of their own still go to that one.
    #[must_use]
    pub fn server(mut self, server: impl Into<Server>) -> Self {
        self.base = BaseUrl::server(&server.into());
        self
    }

    /// Holds a credential for a scheme.
    #[must_use]
    pub fn credential(mut self, scheme: &Scheme, credential: impl Into<Credential>) -> Self {
        self.credentials.set(scheme, credential);
        self.invalid_credentials.remove(scheme.id());
        self
    }

    /// Holds the credentials that the environment has for these schemes. A variable that is not UTF-8 is an error of
    /// [`check`](Self::check), unless the credential is set otherwise.
    #[must_use]
    pub fn credentials_from_env(mut self, schemes: &[&Scheme]) -> Self {
        for scheme in schemes {
            match scheme.try_from_env() {
                Ok(Some(credential)) => self.credentials.set(scheme, credential),
                Ok(None) => {}
                Err(problem) => {
                    self.invalid_credentials.insert(scheme.id(), problem);
                }
            }
        }
        self
    }

    /// Returns true if the environment has a credential for a scheme that cannot be used.
    pub(super) fn is_invalid(&self, scheme: &Scheme) -> bool {
        self.invalid_credentials.contains_key(scheme.id())
    }

    /// Sets the problem that there is with a base URL.
    pub(super) fn base_url_problem(mut self, problem: ConfigurationError) -> Self {
        self.base = BaseUrl::invalid(problem);
        self
    }

    /// Sets the user agent, which is the crate's name and version unless set.
    #[must_use]
    pub fn user_agent(mut self, agent: &str) -> Self {
        let problem = |invalid: InvalidInput| ConfigurationError::new(format!("the user agent {}", invalid.rule()));
        self.agent = header("user-agent", agent).map(|(_, value)| value).map_err(problem);
        self
    }

    /// Adds a header to every request, in place of an earlier one of the same name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let key = name.to_ascii_lowercase();
        match header(name, value) {
            Ok((name, mut value)) => {
                value.set_sensitive(true);
                self.headers.insert(name, value);
                self.invalid_headers.remove(&key);
            }
            Err(invalid) => {
                let problem = ConfigurationError::new(format!("the default {invalid}"));
                self.invalid_headers.insert(key, problem);
            }
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

    /// Returns true if requests may go to other machines over plain http.
    pub(super) const fn allows_plain_http(&self) -> bool {
        self.plain_http
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
        self.allow(self.base.get().map_err(Clone::clone)?)?;
        self.check_settings()
    }

    /// Whether requests can be made once it is known where they go.
    fn check_settings(&self) -> Result<(), ConfigurationError> {
        let mut problems = self.agent.as_ref().err().into_iter();
        let others =
            self.invalid_headers.values().chain(self.invalid_credentials.values()).chain(&self.transport_problem);
        let problem = problems.by_ref().chain(others).next();
        problem.map_or(Ok(()), |problem| Err(problem.clone()))
    }

    fn allow(&self, base: &Base) -> Result<(), ConfigurationError> {
        if base.scheme == UriScheme::HTTP && !self.plain_http && !is_loopback(base.authority.host()) {
            return Err(ConfigurationError::new(
                "the base URL is plain http, which shows credentials to anybody on the way; use https, or call \
                 `allow_plain_http` of the client's builder",
            ));
        }
        Ok(())
    }

    /// Where a call goes: to the server that was set for it, else to the operation's own, else to that of all operations.
    pub(super) fn base_of(
        &self,
        called: Option<&str>,
        own: Option<OwnServer>,
    ) -> Result<Cow<'_, Base>, ConfigurationError> {
        let called = called.map(|url| BaseUrl::any(url, "the base URL of the call"));
        let base = match (called, own.and_then(|own| self.base.own(own))) {
            (Some(called), _) => Cow::Owned(called.get().map_err(Clone::clone)?.clone()),
            (None, Some(own)) => Cow::Owned(own),
            (None, None) => Cow::Borrowed(self.base.get().map_err(Clone::clone)?),
        };
        self.allow(&base)?;
        self.check_settings()?;
        Ok(base)
    }

    /// The path that requests to a base URL lack: it has none, and the servers of the API description have one.
    pub(super) fn missing_path(&self, base: &Base) -> Option<MissingPath> {
        let lacks = base.path.is_empty() && !self.documented_path.is_empty();
        lacks.then(|| MissingPath(Arc::clone(&self.documented_path)))
    }

    /// The user agent, unless it is invalid, which [`base_of`](Self::base_of) reports.
    pub(super) fn agent(&self) -> Option<&HeaderValue> {
        self.agent.as_ref().ok()
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Sets the problem of a setting that belongs to the transport, or removes it.
    pub(super) fn set_transport_problem(&mut self, problem: Option<ConfigurationError>) {
        self.transport_problem = problem;
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
        let base = self.base.get().map(|base| format!("{}://{}{}", base.scheme, base.authority, base.path));
        formatter
            .debug_struct("Target")
            .field("base_url", &base.unwrap_or_default())
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
