//! The transport over `ureq`, the default of the blocking client.

use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use http::header::{CONTENT_LENGTH, HeaderValue};
use http::uri::Scheme;
use http::{Method, Request, Response, Uri};
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use ureq::config::ConfigBuilder;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use ureq::typestate::AgentScope;
use ureq::{Agent, AsSendBody, ProxyProtocol, SendBody};

use super::read::{BodyReader, Chunks};
use super::wait::Sleep;
use super::{environment, failure};
use crate::runtime::client::client_config::is_loopback;
use crate::runtime::client::settings::Connection;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::transport::body::Body;
use crate::runtime::transport::clock::Instant;
use crate::runtime::transport::compression;
use crate::runtime::transport::interface::{BoxFuture, Deadline, Transport};
use crate::runtime::transport::proxy::Proxy;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use crate::runtime::transport::{tls::Tls, tls_config};

/// The transport over `ureq`.
///
/// Its futures do all of their work in the first poll and block the thread. As the transport over `reqwest`, it
/// connects to the local host without a proxy.
#[derive(Debug)]
pub struct UreqTransport {
    agents: Agents,
}

enum Agents {
    /// Agents of the transport, each built when it is first needed.
    Own { routes: Box<Routes>, connection: Box<Connection> },
    /// An agent that the caller configured.
    Given(Agent),
}

/// The agents of the routes to servers, or the reasons why they cannot be built.
#[derive(Default)]
struct Routes {
    unidentified: [OnceLock<Result<Agent, String>>; 3],
    /// The agents that present the client certificate.
    identified: [OnceLock<Result<Agent, String>>; 3],
}

/// The route of a request. Each route may have its own proxy.
#[derive(Debug, Clone, Copy)]
enum Route {
    /// The local host.
    Local,
    /// A server with `http`.
    Plain,
    /// A server with `https`.
    Secure,
}

impl UreqTransport {
    /// Creates a transport with this connect timeout and proxy.
    #[must_use]
    pub fn new(connect_timeout: Duration, proxy: Proxy) -> Self {
        Self::of_settings(Connection { connect_timeout, proxy, ..Connection::default() })
    }

    /// Creates a transport with these settings.
    pub(crate) fn of_settings(connection: Connection) -> Self {
        Self { agents: Agents::Own { routes: Box::default(), connection: Box::new(connection) } }
    }

    fn agent(&self, uri: &Uri) -> Result<&Agent, TransportError> {
        let (routes, connection) = match &self.agents {
            Agents::Given(agent) => return Ok(agent),
            Agents::Own { routes, connection } => (routes, connection),
        };
        let route = Route::for_uri(uri);
        if let Some(problem) = connection.tls.problem().filter(|_| uri.scheme() == Some(&Scheme::HTTPS)) {
            return Err(setup(problem));
        }
        let is_identified = connection.identifies_to(uri);
        let [local, plain, secure] = if is_identified { &routes.identified } else { &routes.unidentified };
        let agent = match route {
            Route::Local => local,
            Route::Plain => plain,
            Route::Secure => secure,
        };
        agent.get_or_init(|| build(route, connection, is_identified)).as_ref().map_err(|why| setup(why))
    }

    fn request(&self, mut request: Request<Body>) -> Result<Response<Body>, TransportError> {
        // An agent of the caller has its own settings.
        if matches!(self.agents, Agents::Own { .. }) && compression::allow(&mut request) {
            return self.exchange(request).map(compression::decompress);
        }
        self.exchange(request)
    }

    fn exchange(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
        let agent = self.agent(request.uri())?;
        let deadline = request.extensions().get().copied().unwrap_or_default();
        let limits = Limits::new(deadline, self.connect_timeout())?;
        let (mut head, body) = request.into_parts();
        match body.bytes() {
            Some(bytes) if bytes.is_empty() && !has_body(&head.method) => {
                limits.run(agent, Request::from_parts(head, ()))
            }
            Some(bytes) => limits.run(agent, Request::from_parts(head, bytes.as_ref())),
            None => {
                if let Some(length) = body.length() {
                    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
                }
                let mut reader = BodyReader::until(deadline.at, body);
                limits.run(agent, Request::from_parts(head, SendBody::from_reader(&mut reader)))
            }
        }
    }

    fn connect_timeout(&self) -> Option<Duration> {
        match self.agents {
            Agents::Own { ref connection, .. } => Some(connection.connect_timeout),
            Agents::Given(_) => None,
        }
    }
}

impl Route {
    fn for_uri(uri: &Uri) -> Self {
        match uri.host() {
            Some(host) if is_loopback(host) => Self::Local,
            _ if uri.scheme() == Some(&Scheme::HTTPS) => Self::Secure,
            _ => Self::Plain,
        }
    }
}

/// Uses an agent that you configured. Redirects that it follows are not checked by this client.
impl From<Agent> for UreqTransport {
    fn from(agent: Agent) -> Self {
        Self { agents: Agents::Given(agent) }
    }
}

impl Transport for UreqTransport {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move { self.request(request) })
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(Sleep::new(duration))
    }
}

/// The time limits of a request.
#[derive(Debug, Clone, Copy)]
struct Limits {
    deadline: Deadline,
    /// The limit for the whole request.
    left: Option<Duration>,
    /// The limit for connecting.
    connect: Option<Duration>,
}

impl Limits {
    fn new(deadline: Deadline, connect: Option<Duration>) -> Result<Self, TransportError> {
        let left = deadline.at.map(|at| at.saturating_duration_since(Instant::now()));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(TransportError::new(TransportKind::Timeout));
        }
        Ok(Self { deadline, left, connect: [connect, left].into_iter().flatten().min() })
    }

    fn run<B: AsSendBody>(self, agent: &Agent, request: Request<B>) -> Result<Response<Body>, TransportError> {
        let settings = agent.configure_request(request).http_status_as_error(false).allow_non_standard_methods(true);
        let settings = match self.connect {
            // Name resolution is part of connecting, but has its own limit in `ureq`.
            Some(connect) => settings.timeout_resolve(Some(connect)).timeout_connect(Some(connect)),
            None => settings,
        };
        let settings = if self.deadline.covers_body {
            settings.timeout_global(self.left)
        } else {
            // `ureq` has no limit for everything before the body, only one for each step.
            let settings = settings.timeout_send_request(self.left).timeout_send_body(self.left);
            settings.timeout_recv_response(self.left).timeout_per_read(self.deadline.idle_timeout)
        };
        let answer = agent.run(settings.build()).map_err(|error| self.failure(error))?;
        Ok(answer.map(|body| {
            let size = body.content_length().and_then(|length| usize::try_from(length).ok());
            let size = size.unwrap_or(CHUNK).clamp(1, CHUNK);
            Body::stream(Chunks::new(body.into_reader(), size, failure::of_body))
        }))
    }

    fn failure(self, error: ureq::Error) -> TransportError {
        let is_late = self.deadline.at.is_some_and(|at| at <= Instant::now());
        let failure = failure::of_request(error);
        if is_late && failure.kind() == TransportKind::Connect {
            // The deadline of the call was earlier than the connect timeout.
            return TransportError::new(TransportKind::Timeout);
        }
        failure
    }
}

/// The maximum size of a chunk that is read from a response.
const CHUNK: usize = 64 * 1024;

fn setup(why: &str) -> TransportError {
    TransportError::new(TransportKind::Setup).with_detail(why)
}

/// Returns true if requests of this method have a `Content-Length` even if their body is empty.
fn has_body(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH | Method::QUERY)
}

fn build(route: Route, connection: &Connection, is_identified: bool) -> Result<Agent, String> {
    let proxy = match route {
        Route::Local => None,
        Route::Plain => environment::proxy(&connection.proxy, "http")?,
        Route::Secure => environment::proxy(&connection.proxy, "https")?,
    };
    if is_identified && proxy.as_ref().is_some_and(|proxy| proxy.protocol() == ProxyProtocol::Https) {
        // `ureq` has one configuration of TLS for the server and the proxy.
        return Err(
            "a blocking client cannot connect through a proxy with https, which would get the client certificate"
                .to_owned(),
        );
    }
    let config = Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent("")
        .accept("")
        .accept_encoding("")
        .proxy(proxy);
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    let config = secure(config, connection, is_identified)?;
    Ok(config.build().new_agent())
}

/// Configures TLS with the library of the system or with `rustls`, and the certificates of the client or those that the
/// system trusts. No process-wide setting is changed.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn secure(
    config: ConfigBuilder<AgentScope>,
    connection: &Connection,
    is_identified: bool,
) -> Result<ConfigBuilder<AgentScope>, String> {
    use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, TlsProvider, parse_pem};

    let provider = match connection.tls {
        Tls::None => return Ok(config),
        Tls::Rustls => TlsProvider::Rustls,
        Tls::Native => TlsProvider::NativeTls,
    };
    // `ureq` rejects an invalid certificate or key by a panic, and its errors may contain a line of the key.
    if let Some(problem) = tls_config::problem(connection.tls, &connection.certificates) {
        return Err(problem);
    }
    let certificates = |pem: &[u8]| -> Result<Vec<Certificate<'static>>, String> {
        let items = parse_pem(pem).collect::<Result<Vec<_>, _>>().map_err(|_| "a certificate is not valid PEM")?;
        Ok(items
            .into_iter()
            .filter_map(|item| if let PemItem::Certificate(it) = item { Some(it) } else { None })
            .collect())
    };
    let roots = match connection.certificates.roots() {
        Some(pem) => RootCerts::from(certificates(pem)?),
        None => RootCerts::PlatformVerifier,
    };
    let identity = connection.certificates.identity().filter(|_| is_identified).map(|identity| {
        let key = PrivateKey::from_pem(identity.key.expose().as_bytes());
        let key = key.map_err(|_| "the key of the client certificate is not valid PEM")?;
        Ok::<_, String>(ClientCert::new_with_certs(&certificates(&identity.chain)?, key))
    });
    let tls = TlsConfig::builder().provider(provider).root_certs(roots).client_cert(identity.transpose()?);
    Ok(config.tls_config(tls.build()))
}

impl fmt::Debug for Agents {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own { connection, .. } => formatter.debug_tuple("Own").field(connection).finish(),
            Self::Given(_) => formatter.write_str("Given"),
        }
    }
}
