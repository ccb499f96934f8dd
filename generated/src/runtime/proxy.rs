//! By which proxy servers are reached, if by any; only a client's own transports heed it.

use std::fmt;

use http::Uri;
use http::uri::Scheme;

use super::environment;
use super::error::ConfigurationError;
use super::secret::Secret;

/// By which proxy servers are reached, if by any. This machine itself is never reached by one.
#[derive(Clone, Default)]
pub struct Proxy(Way);

/// A way to reach servers.
#[derive(Debug, Clone, Default)]
pub(super) enum Way {
    /// As the environment says.
    #[default]
    Environment,
    /// By none.
    Direct,
    /// By this one.
    Through(Through),
}

/// The URL of a proxy, which may hold a password; and the part of it that may be shown.
#[derive(Debug, Clone)]
pub struct Through {
    /// All of it.
    pub url: Secret,
    shown: String,
}

impl Proxy {
    /// The proxy that the environment names: `HTTPS_PROXY` for https, `HTTP_PROXY` for plain http, else `ALL_PROXY`; none for the
    /// servers in `NO_PROXY`.
    #[must_use]
    pub const fn from_env() -> Self {
        Self(Way::Environment)
    }

    /// No proxy, whatever the environment says.
    #[must_use]
    pub const fn none() -> Self {
        Self(Way::Direct)
    }

    /// This proxy, whatever the environment says: `http://proxy.example.com:3128`, or https, perhaps with a name and a password
    /// (`http://name:password@…`).
    ///
    /// # Errors
    /// When the URL is not one of a proxy.
    pub fn new(url: &str) -> Result<Self, ConfigurationError> {
        let wrong = |rule: &str| ConfigurationError::new(format!("the proxy {rule}"));
        let uri: Uri = url.trim().parse().map_err(|_| wrong("is not a URL"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(wrong("must be an absolute URL, as in `http://proxy.example.com:3128`"));
        };
        if *scheme != Scheme::HTTP && *scheme != Scheme::HTTPS {
            return Err(wrong("must be http or https"));
        }
        if authority.host().is_empty() {
            return Err(wrong("must have the name of a host"));
        }
        if uri.path().len() > 1 || uri.query().is_some() {
            return Err(wrong("must have neither a path nor a query"));
        }
        let port = authority.port().map(|port| format!(":{port}")).unwrap_or_default();
        let shown = format!("{scheme}://{}{port}", authority.host());
        Ok(Self(Way::Through(Through { url: Secret::from(url.trim()), shown })))
    }

    /// Returns the problem of the environment, where that names the proxy: a variable that is not UTF-8.
    pub(super) fn problem(&self) -> Option<ConfigurationError> {
        const NAMES: [&str; 4] = ["https_proxy", "http_proxy", "all_proxy", "no_proxy"];
        let is_environment = matches!(self.0, Way::Environment);
        let names = NAMES.iter().flat_map(|name| [name.to_ascii_uppercase(), (*name).to_owned()]);
        names.filter(|_| is_environment).find_map(|name| environment::set(&name).err())
    }

    /// Which way that is.
    #[cfg(any(feature = "reqwest", feature = "blocking"))]
    pub(super) const fn way(&self) -> &Way {
        &self.0
    }
}

/// The name and the password are left out.
impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match &self.0 {
            Way::Environment => "Proxy(as the environment says)",
            Way::Direct => "Proxy(none)",
            Way::Through(proxy) => return write!(formatter, "Proxy({})", proxy.shown),
        })
    }
}
