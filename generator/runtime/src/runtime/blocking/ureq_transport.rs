//! The transport over `ureq`, which is what a blocking client uses unless it is given another one.

use std::fmt;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use http::header::{CONTENT_LENGTH, HeaderValue};
use http::uri::Scheme;
use http::{Method, Request, Response, Uri};
use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;
use ureq::{Agent, AsSendBody, SendBody};

use super::read::{BodyReader, Chunks};
use super::wait::Sleep;
use super::{environment, failure};
use crate::runtime::body::Body;
use crate::runtime::error::{TransportError, TransportKind};
use crate::runtime::proxy::Proxy;
use crate::runtime::target::is_loopback;
use crate::runtime::transport::{BoxFuture, Deadline, Transport};

/// The transport over `ureq`.
///
/// Its futures do their work when they are polled first, and hold up the thread that polls them. Like the transport over
/// `reqwest` it asks no proxy for this machine itself.
#[derive(Debug)]
pub struct UreqTransport {
    agents: Agents,
}

enum Agents {
    /// Agents of its own, each made when it is needed first.
    Own { routes: [OnceLock<Result<Agent, String>>; 3], connect_timeout: Duration, proxy: Proxy },
    /// One that is set up already.
    Given(Agent),
}

/// Where a request goes: each may be behind another proxy.
#[derive(Debug, Clone, Copy)]
enum Route {
    /// This machine.
    Local,
    /// A server by plain http.
    Plain,
    /// A server by https.
    Secure,
}

impl UreqTransport {
    /// Agents of its own, with at most this time for a connection to be made, behind this proxy.
    #[must_use]
    pub const fn new(connect_timeout: Duration, proxy: Proxy) -> Self {
        let routes = [const { OnceLock::new() }; 3];
        Self { agents: Agents::Own { routes, connect_timeout, proxy } }
    }

    fn agent(&self, uri: &Uri) -> Result<&Agent, TransportError> {
        let (routes, proxy) = match &self.agents {
            Agents::Given(agent) => return Ok(agent),
            Agents::Own { routes, proxy, .. } => (routes, proxy),
        };
        let route = Route::of(uri);
        if uri.scheme() == Some(&Scheme::HTTPS) && cfg!(not(any(feature = "rustls", feature = "native-tls"))) {
            return Err(setup("https needs the feature `rustls` or `native-tls`"));
        }
        let [local, plain, secure] = routes;
        let agent = match route {
            Route::Local => local,
            Route::Plain => plain,
            Route::Secure => secure,
        };
        agent.get_or_init(|| build(route, proxy)).as_ref().map_err(|why| setup(why))
    }

    fn request(&self, request: Request<Body>) -> Result<Response<Body>, TransportError> {
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

    const fn connect_timeout(&self) -> Option<Duration> {
        match self.agents {
            Agents::Own { connect_timeout, .. } => Some(connect_timeout),
            Agents::Given(_) => None,
        }
    }
}

impl Route {
    fn of(uri: &Uri) -> Self {
        match uri.host() {
            Some(host) if is_loopback(host) => Self::Local,
            _ if uri.scheme() == Some(&Scheme::HTTPS) => Self::Secure,
            _ => Self::Plain,
        }
    }
}

/// Uses an agent that is set up already; redirects that it follows by itself are its own responsibility.
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

/// How long a request may take.
#[derive(Debug, Clone, Copy)]
struct Limits {
    deadline: Deadline,
    /// For all of it.
    left: Option<Duration>,
    /// For a connection to be made.
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
            // Looking up the name is a part of it, but has a limit of its own.
            Some(connect) => settings.timeout_resolve(Some(connect)).timeout_connect(Some(connect)),
            None => settings,
        };
        let settings = if self.deadline.covers_body {
            settings.timeout_global(self.left)
        } else {
            // There is no limit for all that comes before the body, but one for each step.
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
            // There was less time than a connection may take.
            return TransportError::new(TransportKind::Timeout);
        }
        failure
    }
}

/// The most bytes that are read of an answer at once.
const CHUNK: usize = 64 * 1024;

fn setup(why: &str) -> TransportError {
    TransportError::new(TransportKind::Setup).because(why)
}

/// Whether requests of this method say that their body is empty.
fn has_body(method: &Method) -> bool {
    matches!(*method, Method::POST | Method::PUT | Method::PATCH | Method::QUERY)
}

fn build(route: Route, proxy: &Proxy) -> Result<Agent, String> {
    let proxy = match route {
        Route::Local => None,
        Route::Plain => environment::proxy(proxy, "http")?,
        Route::Secure => environment::proxy(proxy, "https")?,
    };
    let config = Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent("")
        .accept("")
        .accept_encoding("")
        .proxy(proxy);
    Ok(secure(config).build().new_agent())
}

/// TLS by the system's own library, or by `rustls`, with the certificates that the system trusts; nothing is set for the
/// whole process.
#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn secure(config: ConfigBuilder<AgentScope>) -> ConfigBuilder<AgentScope> {
    use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

    let provider = if cfg!(feature = "native-tls") { TlsProvider::NativeTls } else { TlsProvider::Rustls };
    config.tls_config(TlsConfig::builder().provider(provider).root_certs(RootCerts::PlatformVerifier).build())
}

/// No TLS at all.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn secure(config: ConfigBuilder<AgentScope>) -> ConfigBuilder<AgentScope> {
    config
}

impl fmt::Debug for Agents {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Own { connect_timeout, proxy, .. } => {
                formatter.debug_struct("Own").field("connect_timeout", connect_timeout).field("proxy", proxy).finish()
            }
            Self::Given(_) => formatter.write_str("Given"),
        }
    }
}
