//! The transport over `reqwest`, the default of the asynchronous client.

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::sync::OnceLock;
use std::time::Duration;

use http::header::{HeaderValue, TRANSFER_ENCODING};
use http::uri::Scheme;
use http::{Request, Response, Uri};

use super::body::Body;
use super::http_body::BodyFrames;
use super::interface::{BoxFuture, Transport};
use super::proxy::{Proxy, Way};
use super::timer;
use super::tls::Tls;
use crate::runtime::client::client_config::is_loopback;
use crate::runtime::client::settings::Connection;
use crate::runtime::error::{TransportError, TransportKind};

/// The transport over `reqwest`.
///
/// Its client is built when it is first needed. It connects through the proxy of the environment, except to the local
/// host: a request with plain `http` to the local host should not leave it.
///
/// It requests no compression and decompresses nothing, so that a small response cannot become a large one. If a
/// `reqwest::Client` that does is passed to [`From`], the size limit applies to the decompressed body.
#[derive(Debug)]
pub struct ReqwestTransport {
    client: OnceLock<Result<Ready, String>>,
    /// The client for the local host.
    local: OnceLock<Result<Ready, String>>,
    connection: Connection,
}

/// A client, and the reason why it cannot be used for `https`, if any.
#[derive(Debug)]
struct Ready {
    client: reqwest::Client,
    insecure: Option<String>,
}

impl ReqwestTransport {
    /// Creates a transport with this connect timeout.
    #[must_use]
    pub fn new(connect_timeout: Duration) -> Self {
        Self::of_settings(Connection { connect_timeout, ..Connection::default() })
    }

    /// Creates a transport with these settings.
    pub(crate) const fn of_settings(connection: Connection) -> Self {
        Self { client: OnceLock::new(), local: OnceLock::new(), connection }
    }

    /// Sets the proxy, instead of the one of the environment.
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.connection.proxy = proxy;
        self
    }

    fn client(&self, uri: &Uri) -> Result<&reqwest::Client, TransportError> {
        let setup = |why: &str| TransportError::new(TransportKind::Setup).because(why);
        let is_local = uri.host().is_some_and(is_loopback);
        let own = &self.connection;
        let (client, proxy) = if is_local { (&self.local, &Proxy::none()) } else { (&self.client, &own.proxy) };
        let ready = client.get_or_init(|| build(own, proxy)).as_ref().map_err(|why| setup(why))?;
        match &ready.insecure {
            Some(why) if uri.scheme() == Some(&Scheme::HTTPS) => Err(setup(why)),
            _ => Ok(&ready.client),
        }
    }

    async fn request(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportError::new(TransportKind::Setup).because("it requires a tokio runtime"));
        }
        let client = self.client(request.uri())?;
        let response: Response<reqwest::Body> = client.execute(outgoing(request)?).await.map_err(failure)?.into();
        Ok(response.map(|body| Body::incoming(BodyFrames { body, failure })))
    }
}

/// Uses a client that you configured. Redirects that it follows are not checked by this client.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        let ready = || OnceLock::from(Ok(Ready { client: client.clone(), insecure: None }));
        Self { client: ready(), local: ready(), connection: Connection::default() }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(self.request(request))
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        timer::sleep(duration)
    }
}

/// Builds a client. The local host is connected to without the proxy of the settings.
fn build(connection: &Connection, proxy: &Proxy) -> Result<Ready, String> {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(connection.connect_timeout)
        .referer(false)
        // Another crate may enable these features of `reqwest`; the client behaves the same in any case.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate();
    let builder = match proxy.way() {
        Way::Environment => builder,
        Way::Direct => builder.no_proxy(),
        Way::Through(proxy) => {
            let unusable = |_| "the proxy cannot be used".to_owned();
            builder.no_proxy().proxy(reqwest::Proxy::all(proxy.url.expose()).map_err(unusable)?)
        }
    };
    let (builder, insecure) = secure(builder, connection.tls);
    let client = builder.build().map_err(|error| describe(&error))?;
    Ok(Ready { client, insecure })
}

/// Configures TLS. The second value is the reason why requests with `https` cannot be sent, if there is one.
fn secure(builder: reqwest::ClientBuilder, tls: Tls) -> (reqwest::ClientBuilder, Option<String>) {
    #[cfg(feature = "rustls")]
    if tls != Tls::Native {
        return with_rustls(builder, tls);
    }
    #[cfg(feature = "native-tls")]
    let builder = builder.tls_backend_native();
    (builder, tls.problem().map(str::to_owned))
}

/// Configures TLS with `rustls`, `ring` and the certificates that the system trusts. No process-wide setting is
/// changed.
///
/// A client without TLS gets an empty root store: `reqwest` panics if it has to find a provider itself.
#[cfg(feature = "rustls")]
fn with_rustls(builder: reqwest::ClientBuilder, tls: Tls) -> (reqwest::ClientBuilder, Option<String>) {
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt;

    let config = || {
        let provider = rustls::crypto::ring::default_provider();
        ClientConfig::builder_with_provider(provider.into()).with_safe_default_protocol_versions()
    };
    let verified = match tls.problem() {
        Some(problem) => Err(problem.to_owned()),
        None => config().and_then(BuilderVerifierExt::with_platform_verifier).map_err(|error| error.to_string()),
    };
    match verified {
        Ok(config) => (builder.tls_backend_preconfigured(config.with_no_client_auth()), None),
        Err(problem) => {
            // An empty root store is sufficient for plain `http`. Requests with `https` fail with the reason.
            let config = config().map(|config| config.with_root_certificates(RootCertStore::empty()));
            let builder = match config {
                Ok(config) => builder.tls_backend_preconfigured(config.with_no_client_auth()),
                Err(_) => builder,
            };
            (builder, Some(problem))
        }
    }
}

/// Converts a request to one of `reqwest`.
fn outgoing(request: Request<Body>) -> Result<reqwest::Request, TransportError> {
    let (head, body) = request.into_parts();
    let invalid = |error| TransportError::new(TransportKind::Other).because(error);
    let mut outgoing = reqwest::Request::new(head.method, text(&head.uri).parse().map_err(invalid)?);
    *outgoing.headers_mut() = head.headers;
    if body.length().is_none() {
        // Without this header, `reqwest` omits a body of unknown length from requests that usually have none, such as
        // `GET`.
        outgoing.headers_mut().insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
    *outgoing.body_mut() = Some(match body.bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap(body),
    });
    Ok(outgoing)
}

/// Returns the text of a URL, allocated once. `to_string` would allocate several times.
fn text(uri: &Uri) -> String {
    let around = uri.authority().map_or(0, |authority| authority.as_str().len()) + "https://".len();
    let path = uri.path_and_query().map_or(0, |path| path.as_str().len());
    let mut text = String::with_capacity(around + path);
    // Writing to a string does not fail.
    let _ = write!(text, "{uri}");
    text
}

/// Classifies an error of `reqwest`, and removes its URL.
fn failure(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let kind = if let Some(error) = causes(&error).find_map(|cause| cause.downcast_ref::<TransportError>()) {
        // The error of the request body, which `reqwest` passes through.
        error.kind()
    } else if is_security(&error) {
        TransportKind::Security
    } else if error.is_connect() {
        TransportKind::Connect
    } else if error.is_timeout() {
        TransportKind::Timeout
    } else if error.is_builder() {
        TransportKind::Other
    } else {
        broken(&error)
    };
    TransportError::new(kind).because(error)
}

/// Distinguishes responses that are not HTTP from connections that ended.
fn broken(error: &reqwest::Error) -> TransportKind {
    use std::io::ErrorKind::{InvalidData, InvalidInput};

    let is_no_http = |cause: &(dyn StdError + 'static)| {
        // An invalid chunk size is an I/O error instead of a parse error.
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse)
            || matches!(io, Some(InvalidData | InvalidInput))
    };
    if causes(error).any(is_no_http) { TransportKind::Protocol } else { TransportKind::Interrupted }
}

/// Returns true if the error is a TLS error.
///
/// An I/O error does not return the error that it contains as its source, and may contain another I/O error.
fn is_security(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| std::iter::successors(Some(cause), |&error| held(error)).any(is_tls))
}

/// Returns the error that an I/O error contains.
fn held<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a (dyn StdError + 'static)> {
    Some(error.downcast_ref::<std::io::Error>()?.get_ref()?)
}

#[cfg(feature = "rustls")]
fn is_tls(error: &(dyn StdError + 'static)) -> bool {
    error.is::<rustls::Error>()
}

#[cfg(not(feature = "rustls"))]
fn is_tls(_: &(dyn StdError + 'static)) -> bool {
    false
}

/// Returns an error and all of its sources.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// Joins the messages of an error and all of its sources.
fn describe(error: &(dyn StdError + 'static)) -> String {
    causes(error).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
