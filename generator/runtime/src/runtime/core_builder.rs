//! What can be set for a client, and what it is like where nothing is set.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

#[cfg(feature = "blocking")]
use super::blocking::UreqTransport;
use super::core::Core;
use super::drive::Engine;
use super::error::ConfigurationError;
use super::observe::Observer;
use super::pace::Pace;
use super::proxy::Proxy;
use super::retry::RetryPolicy;
use super::retry_budget::RetryBudget;
use super::target::Target;
use super::transport::Transport;

/// The time for a whole call, unless it is set otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The longest time in which nothing of a stream comes, unless it is set otherwise.
const IDLE_TIMEOUT: Duration = Duration::from_secs(300);

/// The longest wait of a paced call for the end of a period, unless it is set otherwise.
const MAX_PACE_WAIT: Duration = Duration::from_secs(300);

/// The largest body of a successful answer, unless it is set otherwise: 64 MiB.
const MAX_RESPONSE_SIZE: usize = 64 * 1024 * 1024;

/// What a [`Core`] is made of.
#[derive(Clone)]
pub struct CoreBuilder {
    target: Target,
    transport: Option<Arc<dyn Transport>>,
    connect_timeout: Duration,
    proxy: Proxy,
    retry: RetryPolicy,
    timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    max_response_size: usize,
    observer: Option<Arc<dyn Observer>>,
    is_paced: bool,
    max_pace_wait: Duration,
}

impl CoreBuilder {
    /// A client of this target, with the usual settings.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self {
            target,
            transport: None,
            connect_timeout: Duration::from_secs(10),
            proxy: Proxy::from_env(),
            retry: RetryPolicy::default(),
            timeout: Some(TIMEOUT),
            idle_timeout: Some(IDLE_TIMEOUT),
            max_response_size: MAX_RESPONSE_SIZE,
            observer: None,
            is_paced: false,
            max_pace_wait: MAX_PACE_WAIT,
        }
    }

    /// Changes the target.
    #[must_use]
    pub fn target(mut self, change: impl FnOnce(Target) -> Target) -> Self {
        self.target = change(self.target);
        self
    }

    /// Sends requests through this transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Bounds the time for a connection to be made, 10 seconds unless set; only the client's own transport heeds it.
    #[must_use]
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Reaches servers by this proxy, whatever the environment says; only the client's own transport heeds it.
    #[must_use]
    pub fn proxy(mut self, url: &str) -> Self {
        let (proxy, problem) = match Proxy::new(url) {
            Ok(proxy) => (proxy, None),
            Err(problem) => (Proxy::none(), Some(problem)),
        };
        self.proxy = proxy;
        self.target.set_transport_problem(problem);
        self
    }

    /// Reaches servers without a proxy, whatever the environment says; only the client's own transport heeds it.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Proxy::none();
        self.target.set_transport_problem(None);
        self
    }

    /// Tries again as this says.
    #[must_use]
    pub const fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Bounds the number of tries after the first one, 3 unless set.
    #[must_use]
    pub const fn max_retries(mut self, retries: u32) -> Self {
        self.retry.max_retries = retries;
        self
    }

    /// Bounds the time for a whole call, all tries and the waits between them included; 30 seconds unless set.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Lets a call take as long as it takes.
    #[must_use]
    pub const fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// Bounds the time in which nothing comes of an answer that is read as it comes, 5 minutes unless set.
    #[must_use]
    pub const fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Waits for the next piece of such an answer for as long as it takes.
    #[must_use]
    pub const fn no_idle_timeout(mut self) -> Self {
        self.idle_timeout = None;
        self
    }

    /// Bounds the size of a successful answer's body in bytes, 64 MiB unless set.
    #[must_use]
    pub const fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Holds calls back while the server's rate-limit headers say that it would refuse them.
    #[must_use]
    pub const fn pace_by_rate_limit(mut self) -> Self {
        self.is_paced = true;
        self
    }

    /// Limits how long a paced call waits for the server's next period, 5 minutes unless set. If the server asks for a longer wait, the
    /// call fails with [`TransportKind::RateLimit`](super::error::TransportKind::RateLimit).
    #[must_use]
    pub const fn max_pace_wait(mut self, wait: Duration) -> Self {
        self.max_pace_wait = wait;
        self
    }

    /// Tells this observer of every call.
    #[must_use]
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Whether calls can be made.
    ///
    /// # Errors
    /// Says what is wrong with the target or the environment.
    pub fn check(&self) -> Result<(), ConfigurationError> {
        self.target.check()?;
        self.proxy_problem().map_or(Ok(()), Err)
    }

    /// The problem of a proxy in the environment. A transport of the caller's own heeds none.
    fn proxy_problem(&self) -> Option<ConfigurationError> {
        self.transport.is_none().then(|| self.proxy.problem()).flatten()
    }

    /// The client; what [`check`](Self::check) finds wrong is said at the first call.
    #[must_use]
    pub fn build(self) -> Core {
        self.build_over(default_transport, false)
    }

    /// The client for a thread that waits; see [`build`](Self::build).
    #[cfg(feature = "blocking")]
    #[must_use]
    pub fn build_blocking(self) -> Core {
        self.build_over(|connect_timeout, proxy| Arc::new(UreqTransport::new(connect_timeout, proxy)), true)
    }

    /// The client over its own transport, which may want to know more of a call than its request, unless it was given one.
    fn build_over(mut self, own: impl FnOnce(Duration, Proxy) -> Arc<dyn Transport>, tells: bool) -> Core {
        if let Some(problem) = self.proxy_problem() {
            self.target.set_transport_problem(Some(problem));
        }
        let is_checked = self.transport.as_ref().is_none_or(|transport| transport.requires_credentials());
        Core(Arc::new(Engine {
            target: if is_checked { self.target } else { self.target.require_no_credentials() },
            tells: tells || self.transport.is_some(),
            transport: self.transport.unwrap_or_else(|| own(self.connect_timeout, self.proxy)),
            budget: RetryBudget::new(self.retry.budget),
            retry: self.retry,
            timeout: self.timeout,
            idle_timeout: self.idle_timeout,
            max_response_size: self.max_response_size,
            observer: self.observer,
            pace: self.is_paced.then(|| Pace::new(self.max_pace_wait)),
        }))
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(connect_timeout: Duration, proxy: Proxy) -> Arc<dyn Transport> {
    Arc::new(super::reqwest_transport::ReqwestTransport::new(connect_timeout).proxy(proxy))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Duration, _: Proxy) -> Arc<dyn Transport> {
    Arc::new(super::transport::NoTransport)
}

impl fmt::Debug for CoreBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CoreBuilder")
            .field("target", &self.target)
            .field("proxy", &self.proxy)
            .field("retry", &self.retry)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
