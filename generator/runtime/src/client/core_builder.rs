//! The builder of clients.

use std::fmt;
use std::sync::Arc;

use super::client_config::ClientConfig;
use super::core::Core;
use super::settings::{Connection, Settings};
#[cfg(feature = "blocking")]
use crate::runtime::blocking::UreqTransport;
use crate::runtime::call::execute::ClientInner;
use crate::runtime::call::rate_limiter::RateLimiter;
use crate::runtime::call::retry_budget::RetryBudget;
use crate::runtime::credentials::token_transport::TokenTransport;
use crate::runtime::error::ConfigurationError;
use crate::runtime::transport::interface::Transport;
use crate::runtime::transport::proxy::Proxy;
#[cfg(feature = "har")]
use crate::runtime::transport::recorder::Recorder;
use crate::runtime::transport::tls::Tls;

/// The builder of a [`Core`].
#[derive(Clone)]
#[must_use = "a builder does nothing until it builds a client"]
pub struct CoreBuilder {
    config: ClientConfig,
    settings: Settings,
}

crate::client_options!(core builder CoreBuilder);
#[cfg(feature = "har")]
crate::har_options!(core builder CoreBuilder);

impl CoreBuilder {
    /// Creates a builder of a client for this configuration, with the default settings.
    pub fn new(config: ClientConfig) -> Self {
        Self { config, settings: Settings::default() }
    }

    /// Returns the settings for changing them.
    #[doc(hidden)]
    pub const fn settings(&mut self) -> &mut Settings {
        &mut self.settings
    }

    /// Connects through this proxy, or through none.
    #[doc(hidden)]
    pub fn set_proxy(&mut self, url: Option<&str>) {
        let (proxy, problem) = match url.map(Proxy::new) {
            Some(Ok(proxy)) => (proxy, None),
            Some(Err(problem)) => (Proxy::none(), Some(problem)),
            None => (Proxy::none(), None),
        };
        self.settings.connection.proxy = proxy;
        self.config.set_transport_problem(problem);
    }

    /// Sets the TLS library. It applies to the default transports only.
    pub const fn tls(mut self, tls: Tls) -> Self {
        self.settings.connection.tls = tls;
        self
    }

    /// Changes the configuration.
    pub fn config(mut self, change: impl FnOnce(ClientConfig) -> ClientConfig) -> Self {
        self.config = change(self.config);
        self
    }

    /// Checks the settings.
    ///
    /// # Errors
    /// Returns the first problem of the configuration or the environment.
    pub fn check(&self) -> Result<(), ConfigurationError> {
        self.config.check()?;
        self.connection_problem().or_else(|| self.socket_problem(false)).map_or(Ok(()), Err)
    }

    /// Returns the problem of a proxy in the environment or of a certificate. A transport of the caller does not use them.
    fn connection_problem(&self) -> Option<ConfigurationError> {
        if self.settings.transport.is_some() {
            return None;
        }
        let connection = &self.settings.connection;
        connection.proxy.problem().or_else(|| connection.certificates.problem()).or_else(|| unusable(connection))
    }

    /// Returns the problem of a base URL that is a Unix socket, to which the transport cannot connect.
    fn socket_problem(&self, is_blocking: bool) -> Option<ConfigurationError> {
        let socket = self.config.socket()?;
        let why = match (&self.settings.transport, is_blocking) {
            (Some(transport), _) if transport.connects_to_socket(&socket) => return None,
            (Some(_), _) => {
                "the base URL is a Unix socket, to which the transport of the client does not connect; use \
                 `HyperTransport::socket`, or a transport whose `connects_to_socket` returns true"
            }
            (None, true) => "a blocking client cannot connect to a Unix socket; use an asynchronous one",
            (None, false) if !cfg!(unix) => "this system has no Unix sockets",
            (None, false) => return None,
        };
        Some(ConfigurationError::new(why))
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
        self.build_over(|connection| Arc::new(UreqTransport::of_settings(connection)), true)
    }

    /// Builds the client with a default transport, unless the caller set one.
    fn build_over(mut self, own: impl FnOnce(Connection) -> Arc<dyn Transport>, is_blocking: bool) -> Core {
        let problem = self.connection_problem().or_else(|| self.socket_problem(is_blocking));
        if problem.is_some() {
            self.config.set_transport_problem(problem);
        }
        let mut settings = self.settings;
        settings.connection.socket = self.config.socket();
        settings.connection.origin = self.config.origin();
        let is_checked = settings.transport.as_ref().is_none_or(Transport::requires_credentials);
        let transport = settings.transport.clone().unwrap_or_else(|| own(settings.connection.clone()));
        let token_transport = TokenTransport::new(Arc::clone(&transport), &self.config);
        // The transport over `hyper` does not read the extensions of requests.
        let reads_extensions =
            is_blocking || cfg!(all(feature = "fetch", target_family = "wasm", target_os = "unknown"));
        let tells = reads_extensions || settings.transport.is_some();
        // A recorder reads the templates of paths.
        #[cfg(feature = "har")]
        let tells = tells || settings.traffic.is_some();
        #[cfg(feature = "har")]
        let transport = match &settings.traffic {
            Some(path) => Arc::new(Recorder::new(transport, self.config.credentials().clone(), path.clone())) as _,
            None => transport,
        };
        Core(Arc::new(ClientInner {
            config: if is_checked { self.config } else { self.config.require_no_credentials() },
            tells,
            transport,
            token_transport,
            budget: settings.budget.clone().unwrap_or_else(|| RetryBudget::new(settings.retry.budget)),
            rate_limiter: settings.is_paced.then(|| RateLimiter::new(settings.max_pace_wait)),
            settings,
        }))
    }
}

/// Returns the problem of certificates that the TLS library cannot use.
#[cfg(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking"))]
fn unusable(connection: &Connection) -> Option<ConfigurationError> {
    crate::runtime::transport::tls_config::problem(connection.tls, &connection.certificates)
        .map(ConfigurationError::new)
}

#[cfg(not(any(all(feature = "hyper", not(target_family = "wasm")), feature = "blocking")))]
fn unusable(_: &Connection) -> Option<ConfigurationError> {
    None
}

#[cfg(all(feature = "hyper", not(target_family = "wasm")))]
fn default_transport(connection: Connection) -> Arc<dyn Transport> {
    Arc::new(crate::runtime::transport::hyper_transport::HyperTransport::of_settings(connection))
}

#[cfg(all(feature = "fetch", target_family = "wasm", target_os = "unknown"))]
fn default_transport(_: Connection) -> Arc<dyn Transport> {
    Arc::new(crate::runtime::transport::fetch::FetchTransport::new())
}

#[cfg(not(any(
    all(feature = "hyper", not(target_family = "wasm")),
    all(feature = "fetch", target_family = "wasm", target_os = "unknown")
)))]
fn default_transport(_: Connection) -> Arc<dyn Transport> {
    Arc::new(crate::runtime::transport::interface::NoTransport)
}

impl fmt::Debug for CoreBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CoreBuilder")
            .field("config", &self.config)
            .field("proxy", &self.settings.connection.proxy)
            .field("retry", &self.settings.retry)
            .field("timeout", &self.settings.timeout)
            .finish_non_exhaustive()
    }
}
