//! Connects to servers, directly or through a proxy, with and without TLS.

use std::error::Error as StdError;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use http::Uri;
use http::header::HeaderValue;
use http::uri::{Authority, Scheme};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV4, SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tower_service::Service;

use super::connection::Connection;
use super::interface::BoxFuture;
use super::proxy::{INVALID_PROXY, Proxy, Way, is_socks};
use super::tls_config::TlsConfig;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use super::tls_session;
use crate::runtime::client::client_config::is_loopback;
use crate::runtime::client::server::is_socket;
use crate::runtime::client::settings;

/// Time after which idle connections are probed, and the time between probes. A server that is gone is noticed.
const PROBE: Duration = Duration::from_secs(15);

/// True if HTTP/2 is offered to servers. Proxies are connected to with HTTP/1.1.
const HTTP2: bool = cfg!(feature = "http2");

const TIMEOUT: &str = "the connect timeout has passed";

type BoxError = Box<dyn StdError + Send + Sync>;

/// Connects to the server of a URL. It is cheap to clone.
#[derive(Clone)]
pub(super) struct Connector(Arc<Routes>);

struct Routes {
    settings: settings::Connection,
    tcp: HttpConnector,
    /// The proxies; `None` if all servers are connected to directly.
    proxies: Option<Matcher>,
    /// The configuration of TLS, or the reason why it is missing. It is loaded when it is first needed.
    tls: OnceLock<Result<TlsConfig, String>>,
    /// The configuration of TLS with the client certificate.
    identified: OnceLock<Result<TlsConfig, String>>,
}

impl Connector {
    pub(super) fn new(settings: &settings::Connection) -> Result<Self, String> {
        let mut tcp = HttpConnector::new();
        // The scheme selects the port here, and TLS elsewhere.
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        // It is divided by the addresses of the host, so that one without a response does not use all of it.
        tcp.set_connect_timeout(Some(settings.connect_timeout));
        tcp.set_keepalive(Some(PROBE));
        tcp.set_keepalive_interval(Some(PROBE));
        tcp.set_keepalive_retries(Some(3));
        #[cfg(any(target_os = "android", target_os = "fuchsia", target_os = "linux"))]
        tcp.set_tcp_user_timeout(Some(2 * PROBE));
        let proxies = proxies(&settings.proxy)?;
        let (tls, identified) = (OnceLock::new(), OnceLock::new());
        Ok(Self(Arc::new(Routes { settings: settings.clone(), tcp, proxies, tls, identified })))
    }

    /// Returns the configuration of TLS for the server of a URL, or the reason why it is missing.
    pub(super) fn tls(&self, server: &Uri) -> Result<&TlsConfig, &str> {
        let settings = &self.0.settings;
        if !settings.identifies_to(server) {
            return self.unidentified_tls();
        }
        let config = self.0.identified.get_or_init(|| TlsConfig::new(settings.tls, &settings.certificates));
        config.as_ref().map_err(String::as_str)
    }

    /// Returns the configuration of TLS without the client certificate.
    fn unidentified_tls(&self) -> Result<&TlsConfig, &str> {
        let settings = &self.0.settings;
        let config = self.0.tls.get_or_init(|| TlsConfig::new(settings.tls, &settings.certificates.without_identity()));
        config.as_ref().map_err(String::as_str)
    }

    /// Returns the value of `Proxy-Authorization` for requests that a proxy forwards: those with plain `http`. For
    /// others, the proxy gets it with `CONNECT`.
    pub(super) fn proxy_authorization(&self, uri: &Uri) -> Option<HeaderValue> {
        if self.0.proxies.is_none() || uri.scheme() != Some(&Scheme::HTTP) {
            return None;
        }
        self.proxy(uri)?.basic_auth().cloned()
    }

    /// Returns the proxy for this URL. The local host has none: a request with plain `http` to it should not leave it.
    fn proxy(&self, uri: &Uri) -> Option<Intercept> {
        let proxies = self.0.proxies.as_ref()?;
        if uri.host().is_some_and(is_loopback) { None } else { proxies.intercept(uri) }
    }

    async fn connect(self, uri: Uri) -> Result<Connection, BoxError> {
        if is_socket(&uri) {
            return self.socket().await;
        }
        let Some(proxy) = self.proxy(&uri) else {
            let connection = self.tcp(uri.clone()).await?;
            return self.secure(&uri, connection).await;
        };
        let address = proxy.uri().clone();
        let is_secure = uri.scheme() == Some(&Scheme::HTTPS);
        let connection = if is_socks(address.scheme_str().unwrap_or_default()) {
            // The port of the server is 443 for the library, whatever the scheme.
            self.through_socks(&proxy, with_port(uri.clone(), if is_secure { 443 } else { 80 })).await?
        } else if is_secure {
            let mut tunnel = Tunnel::new(address, ToProxy(self.clone()));
            if let Some(authorization) = proxy.basic_auth() {
                tunnel = tunnel.with_auth(authorization.clone());
            }
            tunnel.call(uri.clone()).await?
        } else {
            return self.dial_proxy(address).await.map(Connection::forwarded);
        };
        self.secure(&uri, connection).await
    }

    async fn through_socks(&self, proxy: &Intercept, server: Uri) -> Result<Connection, BoxError> {
        let scheme = proxy.uri().scheme_str().unwrap_or_default();
        if !matches!(scheme, "socks4" | "socks5") {
            return self.through_socks_to(proxy, server).await;
        }
        // The library would resolve the name itself, and block the thread.
        let servers = resolve(&server, scheme == "socks4").await?;
        let share = self.0.settings.connect_timeout / u32::try_from(servers.len()).unwrap_or(u32::MAX).max(1);
        let mut failure = "the host has no usable address".into();
        for server in servers {
            match tokio::time::timeout(share, self.through_socks_to(proxy, server)).await {
                Ok(Ok(connection)) => return Ok(connection),
                Ok(Err(error)) => failure = error,
                Err(_) => failure = TIMEOUT.into(),
            }
        }
        Err(failure)
    }

    async fn through_socks_to(&self, proxy: &Intercept, server: Uri) -> Result<Connection, BoxError> {
        let (address, dial) = (with_port(proxy.uri().clone(), 1080), ToProxy(self.clone()));
        let scheme = proxy.uri().scheme_str().unwrap_or_default();
        if scheme.starts_with("socks4") {
            return Ok(SocksV4::new(address, dial).call(server).await?);
        }
        let mut socks = SocksV5::new(address, dial);
        if let Some((name, password)) = proxy.raw_auth() {
            socks = socks.with_auth(name.to_owned(), password.to_owned());
        }
        Ok(socks.call(server).await?)
    }

    /// Connects to a proxy, which gets no client certificate and is not offered HTTP/2.
    async fn dial_proxy(&self, uri: Uri) -> Result<Connection, BoxError> {
        let connection = self.tcp(uri.clone()).await?;
        if uri.scheme() != Some(&Scheme::HTTPS) {
            return Ok(connection);
        }
        negotiate(self.unidentified_tls()?, &uri, connection, false).await
    }

    async fn tcp(&self, uri: Uri) -> Result<Connection, BoxError> {
        Ok(Connection::new(self.0.tcp.clone().call(uri).await?.into_inner()))
    }

    /// Connects to the Unix socket of the client.
    async fn socket(&self) -> Result<Connection, BoxError> {
        #[cfg(unix)]
        if let Some(socket) = self.0.settings.socket.as_deref() {
            let with_path = |error| format!("{}: {error}", socket.display());
            return Ok(Connection::new(tokio::net::UnixStream::connect(socket).await.map_err(with_path)?));
        }
        Err("the transport has no Unix socket".into())
    }

    /// Negotiates TLS with a server if the scheme requires it.
    async fn secure(&self, uri: &Uri, connection: Connection) -> Result<Connection, BoxError> {
        if uri.scheme() != Some(&Scheme::HTTPS) {
            return Ok(connection);
        }
        negotiate(self.tls(uri)?, uri, connection, HTTP2).await
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
async fn negotiate(
    config: &TlsConfig,
    uri: &Uri,
    connection: Connection,
    offers_http2: bool,
) -> Result<Connection, BoxError> {
    tls_session::negotiate(config, uri.host().unwrap_or_default(), connection, offers_http2).await
}

/// Without a TLS library, no configuration exists.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
#[expect(clippy::unused_async, reason = "without a TLS library nothing is awaited")]
async fn negotiate(config: &TlsConfig, _: &Uri, _: Connection, _: bool) -> Result<Connection, BoxError> {
    match *config {}
}

/// Returns the proxies of a setting; `None` if it has none.
fn proxies(proxy: &Proxy) -> Result<Option<Matcher>, String> {
    match proxy.way() {
        Way::Environment => Ok(Some(Matcher::from_env())),
        Way::Direct => Ok(None),
        Way::Through(proxy) => {
            let matcher = Matcher::builder().all(proxy.url.expose().to_owned()).build();
            let is_usable = matcher.intercept(&Uri::from_static("https://example.com")).is_some();
            if is_usable { Ok(Some(matcher)) } else { Err(INVALID_PROXY.to_owned()) }
        }
    }
}

/// Adds the port to a URL without one.
fn with_port(url: Uri, port: u16) -> Uri {
    if url.port().is_some() {
        return url;
    }
    let authority = url.host().map(|host| format!("{host}:{port}"));
    with_authority(url, authority.as_deref().unwrap_or_default())
}

/// Replaces the host and the port of a URL.
fn with_authority(url: Uri, authority: &str) -> Uri {
    let Ok(authority) = authority.parse::<Authority>() else { return url };
    let mut parts = url.clone().into_parts();
    parts.authority = Some(authority);
    Uri::from_parts(parts).unwrap_or(url)
}

/// Resolves the host of a URL with a port to its addresses.
async fn resolve(url: &Uri, requires_v4: bool) -> Result<Vec<Uri>, BoxError> {
    let host = url.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_owned();
    let addresses = tokio::net::lookup_host((host.as_str(), url.port_u16().unwrap_or_default())).await?;
    let usable = addresses.filter(|address| !requires_v4 || address.is_ipv4());
    Ok(usable.map(|address| with_authority(url.clone(), &address.to_string())).collect())
}

/// Every connection is made within the connect timeout, including the resolution of the name and TLS.
impl Service<Uri> for Connector {
    type Response = Connection;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Connection, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connecting = tokio::time::timeout(self.0.settings.connect_timeout, self.clone().connect(uri));
        Box::pin(async move { connecting.await.unwrap_or_else(|_| Err(TIMEOUT.into())) })
    }
}

/// Connects to a proxy, with TLS if its URL has the scheme `https`.
struct ToProxy(Connector);

impl Service<Uri> for ToProxy {
    type Response = Connection;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Connection, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connector = self.0.clone();
        Box::pin(async move { connector.dial_proxy(uri).await })
    }
}
