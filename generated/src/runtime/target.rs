//! Where requests go and what is in every one of them: the base URL, the credentials, the default headers.
//!
//! A target is all that is needed to make a request without sending it.

use std::fmt;
use std::net::IpAddr;

use http::Uri;
use http::header::{HeaderMap, HeaderValue};
use http::uri::{Authority, Scheme as UriScheme};

use super::error::{ConfigurationError, InvalidInput, Location};
use super::request::header;
use super::security::{Credential, Credentials, Scheme};

/// Where requests go, and what is in every one of them.
///
/// What is wrong with it is said by [`check`](Self::check), or when the first request is made.
#[derive(Clone)]
pub struct Target {
    base: Option<Base>,
    credentials: Credentials,
    agent: HeaderValue,
    headers: HeaderMap,
    plain_http: bool,
    problem: Option<ConfigurationError>,
}

/// A base URL in parts.
#[derive(Clone)]
struct Base {
    scheme: UriScheme,
    authority: Authority,
    /// The path without a slash at its end.
    path: String,
}

impl Target {
    /// A server, without credentials.
    #[must_use]
    pub fn at(base_url: &str) -> Self {
        let target = Self {
            base: None,
            credentials: Credentials::new(),
            agent: HeaderValue::from_static(concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"))),
            headers: HeaderMap::new(),
            plain_http: false,
            problem: None,
        };
        target.base_url(base_url)
    }

    /// Goes to another server: an absolute URL, with or without a path, and without a query.
    #[must_use]
    pub fn base_url(mut self, base_url: &str) -> Self {
        match Base::parse(base_url) {
            Ok(base) => self.base = Some(base),
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

    /// The credentials.
    #[must_use]
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Whether requests can be made.
    ///
    /// # Errors
    /// Says what is wrong with the base URL, the user agent or a default header.
    pub fn check(&self) -> Result<(), ConfigurationError> {
        if let Some(problem) = &self.problem {
            return Err(problem.clone());
        }
        match &self.base {
            Some(base) if base.scheme == UriScheme::HTTP && !self.plain_http && !is_loopback(base.authority.host()) => {
                Err(ConfigurationError::new(
                    "the base URL is plain http, which shows credentials to anybody on the way; \
                     it has to be https, unless plain http is allowed explicitly",
                ))
            }
            Some(_) => Ok(()),
            None => Err(ConfigurationError::new("there is no base URL")),
        }
    }

    pub(super) fn agent(&self) -> &HeaderValue {
        &self.agent
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The URL of a path and a query, both with everything escaped that has to be.
    pub(super) fn uri(&self, path: &str, query: &str) -> Result<Uri, InvalidInput> {
        let invalid = || InvalidInput::new("URL", Location::Url, "must not be longer than 65534 bytes");
        let base = self.base.as_ref().ok_or_else(invalid)?;
        let mut text = String::with_capacity(base.path.len() + path.len() + query.len() + 2);
        text.push_str(&base.path);
        text.push_str(path);
        if text.is_empty() {
            text.push('/');
        }
        if !query.is_empty() {
            text.push('?');
            text.push_str(query);
        }
        Uri::builder()
            .scheme(base.scheme.clone())
            .authority(base.authority.clone())
            .path_and_query(text)
            .build()
            .map_err(|_| invalid())
    }

    /// Keeps the first problem, to be told when it can be.
    fn report(&mut self, problem: String) {
        self.problem.get_or_insert_with(|| ConfigurationError::new(problem));
    }
}

impl Base {
    fn parse(text: &str) -> Result<Self, &'static str> {
        if text.contains('#') {
            return Err("must not have a fragment");
        }
        let uri: Uri = text.trim().parse().map_err(|_| "is not a URL")?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else {
            return Err("must be absolute, as in `https://api.example.com/v1`");
        };
        if scheme != UriScheme::HTTPS && scheme != UriScheme::HTTP {
            return Err("must be http or https");
        }
        if authority.as_str().contains('@') {
            return Err("must not hold a name or a password");
        }
        let path = parts.path_and_query;
        if path.as_ref().is_some_and(|path| path.query().is_some()) {
            return Err("must not have a query");
        }
        let path = path.map(|path| path.path().trim_end_matches('/').to_owned()).unwrap_or_default();
        Ok(Self { scheme, authority, path })
    }
}

/// Whether a URL's host is this machine.
pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let name = host.to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
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
