//! The connection of a client, over which its token sources send their own requests.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderValue, USER_AGENT};
use http::uri::Scheme as UriScheme;
use http::{Request, Response, Uri};

use crate::runtime::client::client_config::{ClientConfig, PLAIN_HTTP, is_loopback};
use crate::runtime::error::{ConfigurationError, TransportError, TransportKind};
use crate::runtime::transport::body::Body;
use crate::runtime::transport::clock::Instant;
use crate::runtime::transport::interface::Transport;

/// The connection of a client, over which a [`TokenSource`](crate::runtime::TokenSource) sends its own requests: the transport of the
/// client with its proxy and TLS settings, and its user agent.
///
/// Its requests are not calls: they are not retried, no interceptor changes them, and neither observers nor recordings contain
/// them. It is cheap to clone.
#[derive(Clone)]
pub struct TokenTransport {
    transport: Arc<dyn Transport>,
    base: Option<Uri>,
    agent: Option<HeaderValue>,
    plain_http: bool,
    /// The problem of the configuration, with which no call is sent.
    problem: Option<ConfigurationError>,
}

impl TokenTransport {
    pub(crate) fn new(transport: Arc<dyn Transport>, config: &ClientConfig) -> Self {
        Self {
            transport,
            base: config.folder(),
            agent: config.agent().cloned(),
            plain_http: config.allows_plain_http(),
            problem: config.check_settings().err(),
        }
    }

    /// Sends a request and returns the response, whatever its status, as soon as its head has arrived. The caller limits the time
    /// and the size of the body.
    ///
    /// # Errors
    /// When no response arrives, or the configuration of the client has a problem. A request with plain `http` to a server other than the local host is not sent, unless the client
    /// allows it.
    pub async fn send(&self, mut request: Request<Body>) -> Result<Response<Body>, TransportError> {
        if let Some(problem) = &self.problem {
            return Err(TransportError::new(TransportKind::Setup).because(problem.clone()));
        }
        if !self.allows(request.uri()) {
            return Err(TransportError::new(TransportKind::Setup).with_detail(format!("the URL {PLAIN_HTTP}")));
        }
        if let Some(agent) = self.agent.as_ref().filter(|_| !request.headers().contains_key(USER_AGENT)) {
            request.headers_mut().insert(USER_AGENT, agent.clone());
        }
        self.transport.send(request).await
    }

    /// Waits with the timer of the transport.
    pub async fn sleep(&self, duration: Duration) {
        self.transport.sleep(duration).await;
    }

    /// Returns the current time of the transport's clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.transport.now()
    }

    /// Returns the base URL of the client with a slash at the end, if it has one.
    #[must_use]
    pub const fn base_url(&self) -> Option<&Uri> {
        self.base.as_ref()
    }

    /// Returns true if requests may be sent to this URL: it is https, the local host, or the client allows plain http.
    #[must_use]
    pub fn allows(&self, url: &Uri) -> bool {
        let is_local = || url.host().is_some_and(is_loopback);
        url.scheme() == Some(&UriScheme::HTTPS)
            || url.scheme() == Some(&UriScheme::HTTP) && (self.plain_http || is_local())
    }

    /// Returns the transport of the client.
    #[must_use]
    pub fn transport(&self) -> &dyn Transport {
        self.transport.as_ref()
    }
}

impl fmt::Debug for TokenTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenTransport(..)")
    }
}
