//! The transport over `hyper`, the default of the asynchronous client.

use std::fmt;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use http::header::{HeaderValue, PROXY_AUTHORIZATION, TRANSFER_ENCODING};
use http::uri::Scheme;
use http::{Request, Response, Uri};
use hyper_util::client::legacy::{Client, Error as ClientError};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::body::Body;
use super::compression;
use super::connector::Connector;
use super::http_body::BodyFrames;
use super::http_failure::kind;
use super::interface::{BoxFuture, Transport};
use super::proxy::Proxy;
use super::timer;
use crate::runtime::client::server::Origin;
use crate::runtime::client::settings::Connection;
use crate::runtime::error::{TransportError, TransportKind};

/// The transport over `hyper`.
///
/// It keeps connections open for later requests. It connects through the proxy of the environment, except to the local
/// host: a request with plain `http` to the local host should not leave it.
///
/// It requests compressed responses if one of the features `gzip`, `br` and `zstd` is enabled. The size limit applies to
/// the decompressed body.
pub struct HyperTransport {
    /// The client, built when it is first needed, or the reason why it cannot be built.
    client: OnceLock<Result<Ready, String>>,
    connection: Connection,
}

/// Time after which a connection with HTTP/2 is probed while a call waits, and the time for its response.
#[cfg(feature = "http2")]
const PROBE: Duration = Duration::from_secs(15);

/// The problem of a client certificate that no server would get.
const NO_ORIGIN: &str = "the origin of the client certificate is not a URL with `https`";

struct Ready {
    client: Client<Connector, Body>,
    connector: Connector,
}

impl HyperTransport {
    /// Creates a transport with this connect timeout.
    #[must_use]
    pub fn new(connect_timeout: Duration) -> Self {
        Self::of_settings(Connection { connect_timeout, ..Connection::default() })
    }

    /// Creates a transport with these settings.
    pub(crate) const fn of_settings(connection: Connection) -> Self {
        Self { client: OnceLock::new(), connection }
    }

    /// Sets the proxy, instead of the one of the environment.
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.connection.proxy = proxy;
        self
    }

    /// Sends the requests of a client with this Unix socket as its base URL, as in `unix:///var/run/docker.sock`, to the socket.
    /// This path begins with a slash.
    #[must_use]
    pub fn socket(mut self, path: impl AsRef<Path>) -> Self {
        self.connection.socket = Some(path.as_ref().into());
        self
    }

    /// Trusts servers whose certificates these authorities have signed, in place of those that the system trusts: their certificates
    /// in PEM. It also applies to a proxy with `https`. The setting of a client applies only to the transport that it creates itself.
    #[must_use]
    pub fn root_certificates(mut self, pem: impl AsRef<[u8]>) -> Self {
        self.connection.certificates.set_roots(pem.as_ref());
        self
    }

    /// Presents a certificate to the servers of an origin, as in `https://api.example.com`, and to no other server or proxy: the
    /// certificate with those that lead to its authority, and its private key, both in PEM. `native-tls` requires a key in PKCS #8.
    ///
    /// A later origin and certificate replace earlier ones. No request is sent if the origin is not a URL with `https`.
    #[must_use]
    pub fn client_certificate(
        mut self,
        origin: impl AsRef<str>,
        chain: impl AsRef<[u8]>,
        key: impl AsRef<[u8]>,
    ) -> Self {
        let url = origin.as_ref().parse::<Uri>().ok();
        let has_host = |url: &Uri| url.host().is_some_and(|host| !host.is_empty());
        let origin = url.filter(|url| url.scheme() == Some(&Scheme::HTTPS) && has_host(url));
        self.client = match origin {
            Some(_) => OnceLock::new(),
            None => OnceLock::from(Err(NO_ORIGIN.to_owned())),
        };
        self.connection.origin = origin.as_ref().map(Origin::of);
        self.connection.certificates.set_identity(chain.as_ref(), key.as_ref());
        self
    }

    async fn request(&self, mut request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let setup = |why: &str| TransportError::new(TransportKind::Setup).with_detail(why);
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(setup("it requires a tokio runtime"));
        }
        let ready = self.client.get_or_init(|| build(&self.connection)).as_ref().map_err(|why| setup(why))?;
        if request.uri().scheme() == Some(&Scheme::HTTPS) {
            ready.connector.tls(request.uri()).map_err(setup)?;
        }
        if let Some(authorization) = ready.connector.proxy_authorization(request.uri()) {
            request.headers_mut().entry(PROXY_AUTHORIZATION).or_insert(authorization);
        }
        if request.body().length().is_none() {
            // Without this header, a body of unknown length is omitted from requests that usually have none, such as
            // `GET`.
            request.headers_mut().insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
        }
        let may_be_compressed = compression::allow(&mut request);
        let response = ready.client.request(request).await.map_err(failure)?;
        let response = response.map(|body| Body::incoming(BodyFrames { body, failure: broken }));
        Ok(if may_be_compressed { compression::decompress(response) } else { response })
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(self.request(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        timer::sleep(duration)
    }

    fn connects_to_socket(&self, socket: &Path) -> bool {
        self.connection.socket.as_deref() == Some(socket)
    }
}

fn build(connection: &Connection) -> Result<Ready, String> {
    if let Some(problem) = connection.certificates.problem() {
        return Err(problem.to_string());
    }
    let connector = Connector::new(connection)?;
    let mut client = Client::builder(TokioExecutor::new());
    client.pool_timer(TokioTimer::new());
    // Calls share a connection, so a dead one would fail all of them, again and again.
    #[cfg(feature = "http2")]
    client.timer(TokioTimer::new()).http2_keep_alive_interval(PROBE).http2_keep_alive_timeout(PROBE);
    Ok(Ready { client: client.build(connector.clone()), connector })
}

/// Converts the error of a request without a response.
fn failure(error: ClientError) -> TransportError {
    TransportError::new(kind(&error, error.is_connect())).because(error)
}

/// Converts the error of a response body.
fn broken(error: hyper::Error) -> TransportError {
    TransportError::new(kind(&error, false)).because(error)
}

impl fmt::Debug for HyperTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("HyperTransport").field("connection", &self.connection).finish_non_exhaustive()
    }
}
