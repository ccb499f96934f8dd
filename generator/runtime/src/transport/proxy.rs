//! The proxy setting of the default transports.

use std::fmt;

use http::Uri;
use http::uri::Scheme;

use crate::runtime::client::environment;
use crate::runtime::credentials::secret::Secret;
use crate::runtime::error::ConfigurationError;

/// The problem of a proxy that the transport rejects.
#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
pub(crate) const INVALID_PROXY: &str =
    "the URL of the proxy is not valid; write it as in `http://name:password@host:3128`";

/// The proxy setting. The local host is always connected to directly.
#[derive(Clone, Default)]
pub struct Proxy(Way);

/// The way in which servers are connected to.
#[derive(Debug, Clone, Default)]
pub(crate) enum Way {
    /// Through the proxy that the environment declares.
    #[default]
    Environment,
    /// Without a proxy.
    Direct,
    /// Through this proxy.
    Through(Through),
}

/// The URL of a proxy, which may contain a password, and the part of it that may be displayed.
#[derive(Debug, Clone)]
pub struct Through {
    /// The complete URL.
    pub url: Secret,
    shown: String,
}

impl Proxy {
    /// Uses the proxy of the environment: `HTTPS_PROXY` for `https`, `HTTP_PROXY` for `http`, or else `ALL_PROXY`.
    /// Servers in `NO_PROXY` are connected to directly.
    #[must_use]
    pub const fn from_env() -> Self {
        Self(Way::Environment)
    }

    /// Uses no proxy, whatever the environment declares.
    #[must_use]
    pub const fn none() -> Self {
        Self(Way::Direct)
    }

    /// Uses this proxy, whatever the environment declares: `http://proxy.example.com:3128`, or an `https` URL, with an
    /// optional user name and password (`http://name:password@…`).
    ///
    /// An asynchronous client also connects through SOCKS: `socks5h` and `socks4a` leave the resolution of names to the
    /// proxy, `socks5` and `socks4` do not.
    ///
    /// # Errors
    /// When the URL is not the URL of a proxy.
    pub fn new(url: &str) -> Result<Self, ConfigurationError> {
        let wrong = |rule: &str| ConfigurationError::new(format!("the proxy {rule}"));
        let uri: Uri = url.trim().parse().map_err(|_| wrong("is not a URL"))?;
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return Err(wrong("must be an absolute URL, as in `http://proxy.example.com:3128`"));
        };
        if ![Scheme::HTTP.as_str(), Scheme::HTTPS.as_str()].contains(&scheme.as_str()) && !is_socks(scheme.as_str()) {
            return Err(wrong("must be http, https, socks4, socks4a, socks5 or socks5h"));
        }
        if authority.host().is_empty() {
            return Err(wrong("must have a host name"));
        }
        if uri.path().len() > 1 || uri.query().is_some() {
            return Err(wrong("must have neither a path nor a query"));
        }
        let port = authority.port().map(|port| format!(":{port}")).unwrap_or_default();
        let shown = format!("{scheme}://{}{port}", authority.host());
        Ok(Self(Way::Through(Through { url: Secret::from(url.trim()), shown })))
    }

    /// Returns the problem of a proxy in the environment: a variable that is not UTF-8.
    pub(crate) fn problem(&self) -> Option<ConfigurationError> {
        const NAMES: [&str; 4] = ["https_proxy", "http_proxy", "all_proxy", "no_proxy"];
        let is_environment = matches!(self.0, Way::Environment);
        let names = NAMES.iter().flat_map(|name| [name.to_ascii_uppercase(), (*name).to_owned()]);
        names.filter(|_| is_environment).find_map(|name| environment::set(&name).err())
    }

    /// Returns the way in which servers are connected to.
    #[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
    pub(crate) const fn way(&self) -> &Way {
        &self.0
    }
}

/// Returns true if this is a scheme of SOCKS.
pub(crate) fn is_socks(scheme: &str) -> bool {
    ["socks4", "socks4a", "socks5", "socks5h"].contains(&scheme)
}

/// Omits the user name and the password.
impl fmt::Debug for Proxy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match &self.0 {
            Way::Environment => "Proxy(environment)",
            Way::Direct => "Proxy(none)",
            Way::Through(proxy) => return write!(formatter, "Proxy({})", proxy.shown),
        })
    }
}
