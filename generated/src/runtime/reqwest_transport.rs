//! The transport over `reqwest`, which is what a client uses unless it is given another one.

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::sync::OnceLock;
use std::time::Duration;

use http::header::{HeaderValue, TRANSFER_ENCODING};
use http::uri::Scheme;
use http::{Request, Response, Uri};

use super::body::Body;
use super::error::{TransportError, TransportKind};
use super::frames::Frames;
use super::proxy::{Proxy, Way};
use super::target::is_loopback;
use super::timer;
use super::transport::{BoxFuture, Transport};

/// The transport over `reqwest`.
///
/// Its client is made when it is needed first. It goes through the proxy that the environment names, but not to this machine
/// itself: plain http may be spoken there, which is nothing for a proxy to read.
///
/// It asks for no compression and unpacks nothing, so that a small answer can not become a large one. A client of `reqwest`
/// that does is used by [`From`]; the bound on the size of a body then counts what is unpacked.
#[derive(Debug)]
pub struct ReqwestTransport {
    client: OnceLock<Result<Ready, String>>,
    /// For servers on this machine.
    local: OnceLock<Result<Ready, String>>,
    connect_timeout: Duration,
    proxy: Proxy,
}

/// A client, and why it can not be used for https if so.
#[derive(Debug)]
struct Ready {
    client: reqwest::Client,
    insecure: Option<String>,
}

impl ReqwestTransport {
    /// A client of its own, with at most this time for a connection to be made.
    #[must_use]
    pub const fn new(connect_timeout: Duration) -> Self {
        Self { client: OnceLock::new(), local: OnceLock::new(), connect_timeout, proxy: Proxy::from_env() }
    }

    /// The same behind this proxy, instead of the one that the environment names.
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = proxy;
        self
    }

    fn client(&self, uri: &Uri) -> Result<&reqwest::Client, TransportError> {
        let setup = |why: &str| TransportError::new(TransportKind::Setup).because(why);
        let is_local = uri.host().is_some_and(is_loopback);
        let (client, proxy) = if is_local { (&self.local, &Proxy::none()) } else { (&self.client, &self.proxy) };
        let ready = client.get_or_init(|| build(self.connect_timeout, proxy)).as_ref().map_err(|why| setup(why))?;
        match &ready.insecure {
            Some(why) if uri.scheme() == Some(&Scheme::HTTPS) => Err(setup(why)),
            _ => Ok(&ready.client),
        }
    }

    async fn request(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        if tokio::runtime::Handle::try_current().is_err() {
            return Err(TransportError::new(TransportKind::Setup).because("it needs a tokio runtime"));
        }
        let client = self.client(request.uri())?;
        let response: Response<reqwest::Body> = client.execute(outgoing(request)?).await.map_err(failure)?.into();
        Ok(response.map(|body| Body::incoming(Frames { body, failure })))
    }
}

/// Uses a client that is set up already; redirects that it follows by itself are its own responsibility.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        let ready = || OnceLock::from(Ok(Ready { client: client.clone(), insecure: None }));
        Self { client: ready(), local: ready(), connect_timeout: Duration::ZERO, proxy: Proxy::none() }
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

fn build(connect_timeout: Duration, proxy: &Proxy) -> Result<Ready, String> {
    let builder = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(connect_timeout)
        .referer(false)
        // Another crate can have `reqwest` built with these; the client behaves the same in any case.
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate();
    let builder = match proxy.way() {
        Way::Environment => builder,
        Way::Direct => builder.no_proxy(),
        Way::Through(proxy) => {
            let unusable = |_| "the proxy can not be used".to_owned();
            builder.no_proxy().proxy(reqwest::Proxy::all(proxy.url.expose()).map_err(unusable)?)
        }
    };
    let (builder, insecure) = secure(builder);
    let client = builder.build().map_err(|error| describe(&error))?;
    Ok(Ready { client, insecure })
}

/// The system's own TLS.
#[cfg(feature = "native-tls")]
fn secure(builder: reqwest::ClientBuilder) -> (reqwest::ClientBuilder, Option<String>) {
    (builder.tls_backend_native(), None)
}

/// TLS by `rustls` and `ring`, with the certificates that the system trusts; nothing is set for the whole process.
#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
fn secure(builder: reqwest::ClientBuilder) -> (reqwest::ClientBuilder, Option<String>) {
    use rustls::{ClientConfig, RootCertStore};
    use rustls_platform_verifier::BuilderVerifierExt;

    let config = || {
        let provider = rustls::crypto::ring::default_provider();
        ClientConfig::builder_with_provider(provider.into()).with_safe_default_protocol_versions()
    };
    match config().and_then(BuilderVerifierExt::with_platform_verifier) {
        Ok(config) => (builder.tls_backend_preconfigured(config.with_no_client_auth()), None),
        Err(error) => {
            // Trusting nobody is enough for plain http, and https is refused with the reason.
            let config = config().map(|config| config.with_root_certificates(RootCertStore::empty()));
            let builder = match config {
                Ok(config) => builder.tls_backend_preconfigured(config.with_no_client_auth()),
                Err(_) => builder,
            };
            (builder, Some(error.to_string()))
        }
    }
}

/// No TLS at all.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn secure(builder: reqwest::ClientBuilder) -> (reqwest::ClientBuilder, Option<String>) {
    (builder, Some("https needs the feature `rustls` or `native-tls`".to_owned()))
}

/// A request as `reqwest` wants it.
fn outgoing(request: Request<Body>) -> Result<reqwest::Request, TransportError> {
    let (head, body) = request.into_parts();
    let invalid = |error| TransportError::new(TransportKind::Other).because(error);
    let mut outgoing = reqwest::Request::new(head.method, text(&head.uri).parse().map_err(invalid)?);
    *outgoing.headers_mut() = head.headers;
    if body.length().is_none() {
        // Without it, a body of unknown length is left out of requests that seldom have one, such as GET.
        outgoing.headers_mut().insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
    *outgoing.body_mut() = Some(match body.bytes() {
        Some(bytes) => bytes.clone().into(),
        None => reqwest::Body::wrap(body),
    });
    Ok(outgoing)
}

/// The text of a URL; by `to_string` it would grow part by part.
fn text(uri: &Uri) -> String {
    let around = uri.authority().map_or(0, |authority| authority.as_str().len()) + "https://".len();
    let path = uri.path_and_query().map_or(0, |path| path.as_str().len());
    let mut text = String::with_capacity(around + path);
    // Writing to a string does not fail.
    let _ = write!(text, "{uri}");
    text
}

/// What an error of `reqwest` means, without the URL that it holds.
fn failure(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    let kind = if let Some(error) = causes(&error).find_map(|cause| cause.downcast_ref::<TransportError>()) {
        // The body of the request, which `reqwest` passes on.
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

/// Tells answers that are no HTTP from connections that ended.
fn broken(error: &reqwest::Error) -> TransportKind {
    use std::io::ErrorKind::{InvalidData, InvalidInput};

    let is_no_http = |cause: &(dyn StdError + 'static)| {
        // The sizes of chunks are read apart from the rest, and are wrong as data are.
        let io = cause.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_parse)
            || matches!(io, Some(InvalidData | InvalidInput))
    };
    if causes(error).any(is_no_http) { TransportKind::Protocol } else { TransportKind::Interrupted }
}

/// Whether it is the security of the connection that could not be had.
///
/// An I/O error does not name the error that it holds as its source, and may hold another I/O error.
fn is_security(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| std::iter::successors(Some(cause), |&error| held(error)).any(is_tls))
}

/// The error that an I/O error holds.
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

/// An error and all that caused it.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// An error and all that caused it, as a text.
fn describe(error: &(dyn StdError + 'static)) -> String {
    causes(error).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
