//! The settings of a client, and their defaults.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::client_config::ClientConfig;
use super::core::Core;
#[cfg(feature = "blocking")]
use crate::runtime::blocking::UreqTransport;
use crate::runtime::call::execute::ClientInner;
use crate::runtime::call::observer::Observer;
use crate::runtime::call::rate_limiter::RateLimiter;
use crate::runtime::call::retry::RetryPolicy;
use crate::runtime::call::retry_budget::RetryBudget;
use crate::runtime::error::ConfigurationError;
use crate::runtime::transport::interface::Transport;
use crate::runtime::transport::proxy::Proxy;
#[cfg(feature = "har")]
use crate::runtime::transport::recorder::Recorder;
use crate::runtime::transport::tls::Tls;

/// The default timeout of a call.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The default idle timeout of a streaming response.
const IDLE_TIMEOUT: Duration = Duration::from_secs(300);

/// The default limit for the wait of a call for the next window of a rate limit.
const MAX_PACE_WAIT: Duration = Duration::from_secs(300);

/// The default size limit for the body of a success: 64 MiB.
const MAX_RESPONSE_SIZE: usize = 64 * 1024 * 1024;

/// The builder of a [`Core`].
#[derive(Clone)]
pub struct CoreBuilder {
    config: ClientConfig,
    transport: Option<Arc<dyn Transport>>,
    connect_timeout: Duration,
    proxy: Proxy,
    tls: Tls,
    retry: RetryPolicy,
    budget: Option<RetryBudget>,
    timeout: Option<Duration>,
    idle_timeout: Option<Duration>,
    max_response_size: usize,
    observer: Option<Arc<dyn Observer>>,
    is_paced: bool,
    max_pace_wait: Duration,
    #[cfg(feature = "har")]
    traffic: Option<std::path::PathBuf>,
}

impl CoreBuilder {
    /// Creates a builder of a client for this configuration, with the default settings.
    #[must_use]
    pub fn new(config: ClientConfig) -> Self {
        Self {
            config,
            transport: None,
            connect_timeout: Duration::from_secs(10),
            proxy: Proxy::from_env(),
            tls: Tls::of_features(),
            retry: RetryPolicy::default(),
            budget: None,
            timeout: Some(TIMEOUT),
            idle_timeout: Some(IDLE_TIMEOUT),
            max_response_size: MAX_RESPONSE_SIZE,
            observer: None,
            is_paced: false,
            max_pace_wait: MAX_PACE_WAIT,
            #[cfg(feature = "har")]
            traffic: None,
        }
    }

    /// Changes the configuration.
    #[must_use]
    pub fn config(mut self, change: impl FnOnce(ClientConfig) -> ClientConfig) -> Self {
        self.config = change(self.config);
        self
    }

    /// Sends requests through this transport.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sets the connect timeout, 10 seconds unless set. It applies to the default transports only.
    #[must_use]
    pub const fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Connects through this proxy, whatever the environment declares. It applies to the default transports only.
    #[must_use]
    pub fn proxy(mut self, url: &str) -> Self {
        let (proxy, problem) = match Proxy::new(url) {
            Ok(proxy) => (proxy, None),
            Err(problem) => (Proxy::none(), Some(problem)),
        };
        self.proxy = proxy;
        self.config.set_transport_problem(problem);
        self
    }

    /// Connects without a proxy, whatever the environment declares. It applies to the default transports only.
    #[must_use]
    pub fn no_proxy(mut self) -> Self {
        self.proxy = Proxy::none();
        self.config.set_transport_problem(None);
        self
    }

    /// Sets the TLS library. It applies to the default transports only.
    #[must_use]
    pub const fn tls(mut self, tls: Tls) -> Self {
        self.tls = tls;
        self
    }

    /// Sets the retry policy.
    #[must_use]
    pub const fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Sets the retries that the client shares with others, in place of the budget of its retry policy.
    #[must_use]
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.budget = Some(budget);
        self
    }

    /// Sets the maximum number of retries, 3 unless set.
    #[must_use]
    pub const fn max_retries(mut self, retries: u32) -> Self {
        self.retry.max_retries = retries;
        self
    }

    /// Sets the deadline of a whole call, including all attempts and the waits between them; 30 seconds unless set.
    #[must_use]
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Removes the deadline of calls.
    #[must_use]
    pub const fn no_timeout(mut self) -> Self {
        self.timeout = None;
        self
    }

    /// Sets the idle timeout of streaming responses, 5 minutes unless set.
    #[must_use]
    pub const fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// Removes the idle timeout of streaming responses.
    #[must_use]
    pub const fn no_idle_timeout(mut self) -> Self {
        self.idle_timeout = None;
        self
    }

    /// Limits the body of a successful response to this many bytes, 64 MiB unless set.
    #[must_use]
    pub const fn max_response_size(mut self, bytes: usize) -> Self {
        self.max_response_size = bytes;
        self
    }

    /// Delays calls while the server would reject them according to its rate-limit headers.
    #[must_use]
    pub const fn pace_by_rate_limit(mut self) -> Self {
        self.is_paced = true;
        self
    }

    /// Limits how long a call waits for the next window of the rate limit, 5 minutes unless set. If the server requires
    /// a longer wait, the call fails with [`TransportKind::RateLimit`](crate::runtime::error::TransportKind::RateLimit).
    #[must_use]
    pub const fn max_pace_wait(mut self, wait: Duration) -> Self {
        self.max_pace_wait = wait;
        self
    }

    /// Reports every call to this observer.
    #[must_use]
    pub fn observer(mut self, observer: impl Observer) -> Self {
        self.observer = Some(Arc::new(observer));
        self
    }

    /// Appends every request with its response to this file.
    #[cfg(feature = "har")]
    #[must_use]
    pub fn record_traffic(mut self, path: &std::path::Path) -> Self {
        self.traffic = Some(path.to_owned());
        self
    }

    /// Checks the settings.
    ///
    /// # Errors
    /// Returns the first problem of the configuration or the environment.
    pub fn check(&self) -> Result<(), ConfigurationError> {
        self.config.check()?;
        self.proxy_problem().map_or(Ok(()), Err)
    }

    /// Returns the problem of a proxy in the environment. A transport of the caller does not use it.
    fn proxy_problem(&self) -> Option<ConfigurationError> {
        self.transport.is_none().then(|| self.proxy.problem()).flatten()
    }

    /// Builds the client. A problem that [`check`](Self::check) finds is reported by the first call.
    #[must_use]
    pub fn build(self) -> Core {
        self.build_over(default_transport, false)
    }

    /// Builds the core of a blocking client; see [`build`](Self::build).
    #[cfg(feature = "blocking")]
    #[must_use]
    pub fn build_blocking(self) -> Core {
        self.build_over(|timeout, proxy, tls| Arc::new(UreqTransport::new(timeout, proxy).tls(tls)), true)
    }

    /// Builds the client with a default transport, unless the caller set one. `tells` is true if the default transport
    /// reads the extensions of requests.
    fn build_over(mut self, own: impl FnOnce(Duration, Proxy, Tls) -> Arc<dyn Transport>, tells: bool) -> Core {
        if let Some(problem) = self.proxy_problem() {
            self.config.set_transport_problem(Some(problem));
        }
        let is_checked = self.transport.as_ref().is_none_or(Transport::requires_credentials);
        let tells = tells || self.transport.is_some();
        let transport = self.transport.unwrap_or_else(|| own(self.connect_timeout, self.proxy, self.tls));
        #[cfg(feature = "har")]
        let transport = match self.traffic {
            Some(path) => Arc::new(Recorder::new(transport, self.config.credentials().clone(), path)) as _,
            None => transport,
        };
        Core(Arc::new(ClientInner {
            config: if is_checked { self.config } else { self.config.require_no_credentials() },
            tells,
            transport,
            budget: self.budget.unwrap_or_else(|| RetryBudget::new(self.retry.budget)),
            retry: self.retry,
            timeout: self.timeout,
            idle_timeout: self.idle_timeout,
            max_response_size: self.max_response_size,
            observer: self.observer,
            rate_limiter: self.is_paced.then(|| RateLimiter::new(self.max_pace_wait)),
        }))
    }
}

#[cfg(feature = "reqwest")]
fn default_transport(connect_timeout: Duration, proxy: Proxy, tls: Tls) -> Arc<dyn Transport> {
    Arc::new(crate::runtime::transport::reqwest_transport::ReqwestTransport::new(connect_timeout).proxy(proxy).tls(tls))
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_: Duration, _: Proxy, _: Tls) -> Arc<dyn Transport> {
    Arc::new(crate::runtime::transport::interface::NoTransport)
}

impl fmt::Debug for CoreBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CoreBuilder")
            .field("config", &self.config)
            .field("proxy", &self.proxy)
            .field("retry", &self.retry)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
