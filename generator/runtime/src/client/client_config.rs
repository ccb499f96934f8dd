//! The configuration of a client as far as its requests depend on it: the base URL, the credentials and the default headers.
//!
//! It contains everything that is required to build a request without sending it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use http::Uri;
use http::header::{HeaderMap, HeaderValue};
use http::uri::Scheme as UriScheme;

use super::base_url::{BaseUrl, MissingPath};
use super::server::{Base, Origin, OwnServer, Server};
use crate::runtime::call::options::Options;
use crate::runtime::credentials::security::{Credential, Credentials, Scheme, Security};
use crate::runtime::credentials::token_transport::TokenTransport;
use crate::runtime::error::{ConfigurationError, Fault, InvalidInput, TransportError};
use crate::runtime::request::encoder::{RequestEncoder, header};

/// The configuration of a client as far as its requests depend on it: the base URL, the credentials and the default headers.
///
/// It is sufficient to build a request without sending it, with [`Operation::to_request`](crate::runtime::Operation::to_request).
///
/// A later setting replaces an earlier one of the same kind, including an invalid one. A setting that is still invalid
/// when it is used is an error of [`check`](Self::check) and of every request.
#[derive(Clone)]
pub struct ClientConfig {
    base: BaseUrl,
    /// The path of the server that the API description declares.
    documented_path: Arc<str>,
    credentials: Credentials,
    /// The `User-Agent` header, if any.
    agent: Result<Option<HeaderValue>, ConfigurationError>,
    headers: HeaderMap,
    /// The problems of default headers, by header name.
    invalid_headers: BTreeMap<String, ConfigurationError>,
    /// The problems of credentials in the environment, by the id of their scheme.
    invalid_credentials: BTreeMap<&'static str, ConfigurationError>,
    /// The problem of a setting that belongs to the transport.
    transport_problem: Option<ConfigurationError>,
    plain_http: bool,
    credential_use: CredentialUse,
}

/// The use of the credentials that operations require.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CredentialUse {
    /// They are sent. A missing one is an error.
    Required,
    /// They are sent if they are set.
    IfSet,
    /// They are not sent.
    Never,
}

/// The problem of a URL, and the remedy.
pub(crate) const PLAIN_HTTP: &str = "is plain http, which exposes credentials on the network; use https, or call `allow_plain_http` of the \
     client's builder";

impl ClientConfig {
    /// Creates a configuration with this base URL and no credentials. It has no `User-Agent`; the ones that a generated crate creates
    /// have its name and version.
    #[must_use]
    pub fn at(base_url: &str) -> Self {
        let base = BaseUrl::any(base_url, "the base URL");
        let path = base.get().map_or_else(|_| Arc::default(), |base| base.path.as_str().into());
        Self::new_at(base, path)
    }

    /// Creates the configuration for an API whose description declares no server that requests can be sent to. It has no base
    /// URL yet.
    ///
    /// `variable` is the environment variable for the base URL. `path` is the path of the declared server, or empty.
    #[must_use]
    pub fn without_server(variable: &str, path: &str) -> Self {
        Self::new_at(BaseUrl::missing(variable), path.into())
    }

    fn new_at(base: BaseUrl, documented_path: Arc<str>) -> Self {
        Self {
            base,
            documented_path,
            credentials: Credentials::new(),
            agent: Ok(None),
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
    /// It replaces the whole declared URL, including the path. It also applies to operations with a server of their
    /// own.
    #[must_use]
    pub fn base_url(mut self, base_url: &str) -> Self {
        self.base = BaseUrl::any(base_url, "the base URL").with_path(&self.documented_path);
        self
    }

    /// Returns the Unix socket of the base URL.
    pub(super) fn socket(&self) -> Option<Arc<Path>> {
        self.base.get().ok()?.socket.clone()
    }

    /// Returns the origin of the base URL.
    pub(super) fn origin(&self) -> Option<Origin> {
        Some(Origin::of(&self.base.get().ok()?.join("", "")?))
    }

    /// Sets the base URL of an API whose description declares no server that requests can be sent to.
    ///
    /// It does not apply to operations with a server of their own.
    #[must_use]
    pub fn api_url(self, base_url: &str) -> Self {
        self.api_url_from(base_url, "the base URL")
    }

    /// Sets the base URL as [`api_url`](Self::api_url) does. `source` is its name in error messages.
    pub(super) fn api_url_from(mut self, base_url: &str, source: &str) -> Self {
        self.base = BaseUrl::shared(base_url, source).with_path(&self.documented_path);
        self
    }

    /// Sets the base URL of all operations. `source` is its name in error messages.
    pub(super) fn base_url_from(mut self, base_url: &str, source: &str) -> Self {
        self.base = BaseUrl::any(base_url, source).with_path(&self.documented_path);
        self
    }

    /// Sends requests to another server of the API description.
    ///
    /// It does not apply to operations with a server of their own.
    #[must_use]
    pub fn server(mut self, server: impl Into<Server>) -> Self {
        self.base = BaseUrl::server(&server.into()).with_path(&self.documented_path);
        self
    }

    /// Sets the credential for a scheme.
    #[must_use]
    pub fn credential(mut self, scheme: &Scheme, credential: impl Into<Credential>) -> Self {
        self.credentials.set(scheme, credential);
        self.invalid_credentials.remove(scheme.id());
        self
    }

    /// Sets the credentials of these schemes from the environment. An invalid value is an error of
    /// [`check`](Self::check), unless the credential is set in another way.
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

    /// Returns true if the credential for a scheme in the environment is invalid.
    pub(super) fn is_invalid(&self, scheme: &Scheme) -> bool {
        self.invalid_credentials.contains_key(scheme.id())
    }

    /// Sets the problem of the base URL.
    pub(super) fn base_url_problem(mut self, problem: ConfigurationError) -> Self {
        self.base = BaseUrl::invalid(problem);
        self
    }

    /// Sets the `User-Agent` header.
    #[must_use]
    pub fn user_agent(mut self, agent: &str) -> Self {
        let problem = |invalid: InvalidInput| ConfigurationError::new(format!("the user agent {}", invalid.rule()));
        self.agent = header("user-agent", agent).map(|(_, value)| Some(value)).map_err(problem);
        self
    }

    /// Sets a header of every request, in place of an earlier one of the same name.
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

    /// Allows plain `http` to servers other than the local host. Anyone on the network path can then read credentials
    /// and data.
    #[must_use]
    pub const fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Sends no credentials, even if they are set, and requires none.
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

    /// Returns true if plain `http` to other hosts is allowed.
    pub(crate) const fn allows_plain_http(&self) -> bool {
        self.plain_http
    }

    /// Returns the credentials that a call of an operation requires.
    pub(crate) fn security_of(&self, security: Security, options: &Options) -> Security {
        let is_anonymous = self.credential_use == CredentialUse::Never || options.is_anonymous();
        if is_anonymous { Security::NONE } else { security }
    }

    /// Adds the credentials of an operation to its request.
    pub(crate) fn authorize(&self, security: Security, request: &mut RequestEncoder) -> Result<(), Fault> {
        match security.apply(&self.credentials, request) {
            Err(Fault::MissingCredential(_)) if self.credential_use == CredentialUse::IfSet => Ok(()),
            outcome => outcome,
        }
    }

    /// Returns the credentials.
    #[must_use]
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Requests the tokens for an operation with this security from their sources, so that its request can be built.
    ///
    /// # Errors
    /// When a source returns no token.
    pub async fn ready(&self, security: Security) -> Result<(), TransportError> {
        self.ready_over(security, None).await
    }

    /// Requests the tokens as [`ready`](Self::ready) does, over this client.
    pub(super) async fn ready_over(
        &self,
        security: Security,
        client: Option<&TokenTransport>,
    ) -> Result<(), TransportError> {
        for source in self.security_of(security, Options::none()).sources(&self.credentials) {
            source.ask(client).await?;
        }
        Ok(())
    }

    /// Returns the base URL of all operations with a slash at the end, if it is valid.
    pub(crate) fn folder(&self) -> Option<Uri> {
        self.base.get().ok()?.join("/", "")
    }

    /// Checks the settings.
    ///
    /// # Errors
    /// Returns the problem of the base URL, the user agent, a default header or a credential.
    pub fn check(&self) -> Result<(), ConfigurationError> {
        self.allow(self.base.get().map_err(Clone::clone)?)?;
        self.check_settings()
    }

    /// Checks all settings except the base URL.
    pub(crate) fn check_settings(&self) -> Result<(), ConfigurationError> {
        let mut problems = self.agent.as_ref().err().into_iter();
        let others =
            self.invalid_headers.values().chain(self.invalid_credentials.values()).chain(&self.transport_problem);
        let problem = problems.by_ref().chain(others).next();
        problem.map_or(Ok(()), |problem| Err(problem.clone()))
    }

    fn allow(&self, base: &Base) -> Result<(), ConfigurationError> {
        if base.scheme == UriScheme::HTTP && !self.plain_http && !is_loopback(base.authority.host()) {
            return Err(ConfigurationError::new(format!("the base URL {PLAIN_HTTP}")));
        }
        Ok(())
    }

    /// Returns the base URL of a call: the one that was set for the call, or else that of the operation, or else that
    /// of all operations.
    pub(crate) fn base_of(
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
        if base.socket.is_some() && base.socket != self.socket() {
            return Err(ConfigurationError::new("a Unix socket is a base URL of clients, not of single calls"));
        }
        self.allow(&base)?;
        self.check_settings()?;
        Ok(base)
    }

    /// Returns the path that is missing from a base URL: it has none, and the declared servers have one.
    pub(crate) fn missing_path(&self, base: &Base) -> Option<MissingPath> {
        let lacks = base.path.is_empty() && !self.documented_path.is_empty();
        lacks.then(|| MissingPath(Arc::clone(&self.documented_path)))
    }

    /// Returns the user agent, unless it is not set or invalid, which [`base_of`](Self::base_of) reports.
    pub(crate) fn agent(&self) -> Option<&HeaderValue> {
        self.agent.as_ref().ok()?.as_ref()
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Sets or removes the problem of a setting that belongs to the transport.
    pub(super) fn set_transport_problem(&mut self, problem: Option<ConfigurationError>) {
        self.transport_problem = problem;
    }
}

/// Returns true if the host of a URL is the local host.
pub(crate) fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let name = host.rsplit_once('.').map_or(host, |(_, name)| name);
    name.eq_ignore_ascii_case("localhost") || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Omits the credentials and the values of headers.
impl fmt::Debug for ClientConfig {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let base = self.base.get().map(|base| match &base.socket {
            Some(socket) => format!("unix://{}", socket.display()),
            None => format!("{}://{}{}", base.scheme, base.authority, base.path),
        });
        formatter
            .debug_struct("ClientConfig")
            .field("base_url", &base.unwrap_or_default())
            .field("credentials", &self.credentials)
            .finish_non_exhaustive()
    }
}
